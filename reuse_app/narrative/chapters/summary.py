"""The first page: what was decided and why, what it costs, what it hangs on, and what happens next."""

from collections.abc import Iterator, Sequence

from reuse_app.analysis.claims import Claim
from reuse_app.analysis.cost.bills import Guess
from reuse_app.narrative.blocks import Block, Entry, Facts, Numbers, Section, Text, Typed, facts, note, typed
from reuse_app.narrative.chapters.answer import tell_answer
from reuse_app.narrative.chapters.loose_ends import limits_of_choice
from reuse_app.narrative.chapters.next_steps import count_open
from reuse_app.narrative.material import Material
from reuse_app.narrative.sets import set_numbers
from reuse_app.narrative.standing import name_considered, name_sets, within
from reuse_app.narrative.words import capitalised, clipped, listed, percent, plural, some, word
from reuse_app.worksheet import Decision, Role

MOST_PURPOSE, MOST_SAID = 480, 260
"""Letters on the first page of the purpose, and of each reason, dissent and test; they follow whole further on."""
MOST_TOLD = 5
"""Products whose reasons fit on the first page."""


def write(material: Material) -> Section:
    """Return the first page."""
    purpose = material.worksheet.workshop.purpose
    blocks: list[Block] = [*typed(clipped(purpose, MOST_PURPOSE)), *_at_a_glance(material)]
    blocks += [_choice(material)] if material.chosen else []
    sums = facts(*_figures(material))
    blocks += [sums] if sums.pairs else []
    blocks += [note(sentence)] if (sentence := count_open(material)) else []
    if clipped(purpose, MOST_PURPOSE) != purpose:
        blocks.append(Entry("What was asked", typed(purpose), is_folded=True))
    return Section("summary", "What was decided and why", tuple(blocks), finding=_decision(material))


def _decision(material: Material) -> str:
    if not material.chosen and material.set_aside:
        return _on_hold(material)
    if not material.chosen:
        count = len(material.candidates)
        found = f"{plural(count, 'adjacent product has', 'adjacent products have')} been found so far, and none"
        return f"Nothing has been decided yet: {found if count else 'no adjacent product'} has been chosen."
    return _bets(material)


def _on_hold(material: Material) -> str:
    """Return that the team bets on nothing, and what it keeps."""
    of = {role: [material.product(one.product) for one in material.set_aside if one.role is role] for role in Role}
    kept = (f"{some(names)} {word(role).removeprefix('keep ')}" for role, names in of.items() if names)
    return f"The team bets on nothing yet and keeps {listed(list(kept))}."


def _at_a_glance(material: Material) -> tuple[Block, ...]:
    """Return what the decided set is worth and costs, and how likely it stays within the budget.

    Nothing if one of its products is not considered: sums of the others would be read as sums of all.
    """
    if not material.chosen or not set(material.decided_set) <= set(material.findings.considered):
        return ()
    return (Numbers(tuple(set_numbers(material.weigh(material.decided_set), material))),)


def _bets(material: Material) -> str:
    """Return which products were chosen, by role."""
    of = {role: [material.product(one.product) for one in material.chosen if one.role is role] for role in Role}
    backup = "a backup" if len(of[Role.BACKUP]) == 1 else "backups"
    beside = " beside it" if len(of[Role.PRIMARY]) == 1 else ""
    parts = [
        f"bets first on {some(of[Role.PRIMARY])}" if of[Role.PRIMARY] else "",
        f"lets {some(of[Role.GROWTH])} grow{beside}" if of[Role.GROWTH] else "",
        f"keeps {some(of[Role.BACKUP])} as {backup}" if of[Role.BACKUP] else "",
    ]
    return f"The team {listed([part for part in parts if part])}."


def _aside(material: Material) -> str:
    names = material.products(one.product for one in material.set_aside)
    undecided = len(material.candidates) - len(material.decisions)
    aside = f"{some(names)}." if names else ""
    open_ = f"{plural(undecided, 'product has', 'products have')} no role yet." if undecided else ""
    return f"{aside} {open_}".strip()


def _choice(material: Material) -> Facts:
    """Return for each chosen product why, who disagrees and what happens next."""
    told = material.chosen[:MOST_TOLD]
    said = [(f"{material.product(one.product)} · {word(one.role)}", Typed(_said(one))) for one in told]
    rest = material.products(one.product for one in material.chosen[MOST_TOLD:])
    return Facts((*said, *([("And beside these", some(rest))] if rest else [])))


def _said(one: Decision) -> str:
    """Return why, who disagrees, and the next test with its owner, each as short as a first page wants it."""
    days = f"{plural(one.iteration_days, 'day', 'days')} for one iteration" if one.iteration_days else ""
    who = ", ".join(part for part in (one.owner or "no owner yet", days) if part)
    parts = (
        clipped(one.reason, MOST_SAID) or "No reason is given yet.",
        f"Dissent: {clipped(one.dissent, MOST_SAID)}" if one.dissent else "",
        f"Next: {clipped(one.test, MOST_SAID) or 'no test is planned yet'} ({who})",
    )
    return "\n\n".join(part for part in parts if part)


def _figures(material: Material) -> Iterator[tuple[str, Text]]:
    """Yield who decides and the sums of the choice, as sentences."""
    if material.chosen:
        yield "Not now", _aside(material)
        yield "Cost", cost_of_choice(material)
        yield "Budget", _budget(material)
        yield "Best set", _best_set(material)
        yield "Unproven claims", owed_by_choice(material)
        yield "Loose ends", limits_of_choice(material)
    yield "Decider", material.worksheet.workshop.decider
    if material.chosen:
        return
    yield from _recommended(material)
    if (family := material.family_cost(material.findings.considered)) is not None:
        count, least = len(material.findings.considered), "at least " if material.incomplete else ""
        products = name_considered(material.worksheet) + (" together" if count > 1 else "")
        yield "Cost", f"{products} would cost {least}{material.costs(family)}, shared capabilities paid once."


def _recommended(material: Material) -> Iterator[tuple[str, Text]]:
    """Yield what the analysis recommends as long as nobody has decided, and why."""
    if material.candidates:
        what, named, why = tell_answer(material)
        yield what, f"{named}. {why}" if named else why


def cost_of_choice(material: Material) -> str:
    """Return what the chosen products cost as a family, against building each alone."""
    chosen = material.decided_set
    cost, alone = material.family_cost(chosen), material.rebuild_cost(chosen)
    if cost is None or alone is None:
        return "No cost is stated yet, so the choice cannot be priced."
    together = " together" if len(chosen) > 1 else ""
    unstated = material.unstated_costs(chosen)
    share = cost.likely / alone.likely if alone.likely else 1.0
    less = f" ({percent(1 - share)} less)" if 0 < share < 1 and not unstated else ""
    least = "at least " if unstated else ""
    without = f" This leaves out what nobody has stated: {some(unstated)}." if unstated else ""
    return capitalised(
        f"{least}{material.costs(cost)} for {_named(chosen, material)}{together}, against "
        f"{least}{material.costs(alone)} if nothing were reused{less}.{without}"
    )


def _named(products: Sequence[str], material: Material) -> str:
    return some(material.products(products))


def _budget(material: Material) -> str:
    budget, cost = material.worksheet.workshop.budget, material.family_cost(material.decided_set)
    if budget is None:
        return "No budget is stated."
    if cost is None:
        return f"The budget is {material.costs(budget)}."
    said = f"{_left(budget, cost, material)} {'after' if cost.likely <= budget else 'for'}"
    named = _named(material.decided_set, material)
    without = _without_backup(budget, cost, material)
    return f"The budget of {material.costs(budget)} {said} {named}.{without}{_chance(material)}"


def _chance(material: Material) -> str:
    """Return how likely the choice stays within the budget; nothing when a cost is unknown."""
    decided = material.findings.decided
    chance = decided.within_budget if decided else None
    them = " for all of them" if len(material.decided_set) > 1 else ""
    return "" if chance is None else f" The chance that it is enough{them} is {percent(chance)}."


def _left(budget: float, cost: Guess, material: Material) -> str:
    """Return what is left of the budget or lacks; a cost that nobody has stated comes on top."""
    is_known = not material.unstated_costs(material.decided_set)
    if cost.likely <= budget:
        return f"leaves {'' if is_known else 'at most '}{material.costs(-cost + budget)}"
    return f"lacks {'' if is_known else 'at least '}{material.costs(cost + -budget)}"


def _without_backup(budget: float, cost: Guess, material: Material) -> str:
    """Return what is left of a budget that is too small for backups too, as they are built only when others fail."""
    built = [one.product for one in material.chosen if one.role is not Role.BACKUP]
    less = material.family_cost(built)
    if cost.likely <= budget or less is None or less == cost:
        return ""
    return f" Without the backup it {_left(budget, less, material)}."


def _best_set(material: Material) -> str:
    """Return whether the choice is the best set, or one of those that are level; nothing when no set is best."""
    best = material.findings.portfolio
    if not material.best_set:
        return _none_is_best(material)
    proof = "which is proven" if best.proven else "which is not proven"
    what = within(best) + ("" if material.weighs_all else " (of what can be weighed)")
    decided = f"{_named(material.decided_set, material)}{_off_shortlist(material)}"
    are = "are" if len(material.decided_set) > 1 else "is"
    is_best = any(set(products) == set(material.decided_set) for products in material.best_sets)
    if len(material.best_sets) == 1:
        if is_best:
            return f"{decided} {are} also the best set {what}, {proof}."
        return f"The best set {what} would be {_named(material.best_set, material)}, {proof}; the choice is {decided}."
    level = name_sets(material.best_sets, material.worksheet)
    choice = f"{decided} {are} one of them" if is_best else f"the choice is {decided}"
    return f"These sets are level and best {what}, {proof}: {level}; {choice}."


def _none_is_best(material: Material) -> str:
    """Return that the analysis recommends nothing beside the choice; nothing where no set could be best."""
    if material.findings.portfolio.feasible and not material.best_sets:
        return ""
    _, _, why = tell_answer(material)
    return f"{why} The choice is {_named(material.decided_set, material)}{_off_shortlist(material)}."


def _off_shortlist(material: Material) -> str:
    """Return which of the chosen products no finding considers, for behind their names; nothing when all are."""
    off = [key for key in material.decided_set if key not in material.findings.considered]
    if not off:
        return ""
    which = "which" if len(off) == len(material.decided_set) else f"of which {_named(off, material)}"
    return f", {which} {'is' if len(off) == 1 else 'are'} not on the shortlist"


def owed_by_choice(material: Material) -> str:
    """Return what the chosen products owe to claims of reuse that nobody has proven."""
    claims = material.claims_of(material.decided_set)
    named = _named(material.decided_set, material)
    rests = "rests" if len(material.decided_set) == 1 else "rest"
    if not claims:
        return f"{named} {rests} on no unproven claim of reuse."
    what = plural(len(claims), "claim of reuse that is not proven", "claims of reuse that are not proven")
    return f"{named} {rests} on {what}; {_price_of(claims, material.owed_by(material.decided_set), material)}"


def _price_of(claims: Sequence[Claim], owed: float | None, material: Material) -> str:
    if owed is None:
        return "what a rework would cost more cannot be priced, because no cost is stated."
    if owed == 0:
        return "all of it is counted as a rework already."
    them, rework = ("it", "a rework") if len(claims) == 1 else ("they", "reworks")
    unpriced = sum(claim.owed is None for claim in claims)
    least = "at least " if unpriced else ""
    rest = f", with {unpriced} of them not priced, because no cost is stated" if unpriced else ""
    return f"if {them} turned out to be {rework}, it would cost {least}{material.guess(owed)} more{rest}."
