"""The first page: what was decided and why, what it costs, what it hangs on, and what happens next."""

from collections.abc import Iterator

from reuse_app.report.blocks import Block, Facts, Paragraph, Section, Text, Typed, facts, note, typed
from reuse_app.report.material import Material
from reuse_app.report.sections.still_open import count_open
from reuse_app.report.words import capitalised, listed, percent, plural, word
from reuse_app.worksheet import Role


def write(material: Material) -> Section:
    """Return the first page."""
    blocks: list[Block] = [*typed(material.worksheet.workshop.purpose), Paragraph(_decision(material))]
    blocks += [_reasons(material)] if material.chosen else []
    blocks += [facts(*_figures(material), *_dissent(material), *_next(material))]
    blocks += [note(sentence)] if (sentence := count_open(material)) else []
    return Section("summary", "What was decided and why", tuple(blocks))


def _decision(material: Material) -> str:
    decider = material.worksheet.workshop.decider
    opening = f"{capitalised(decider)} decides. " if decider else ""
    if not material.chosen:
        count = len(material.candidates)
        found = f"{plural(count, 'adjacent product has', 'adjacent products have')} been found so far, and none"
        return f"{opening}Nothing has been decided yet: {found if count else 'no adjacent product'} has been chosen."
    return f"{opening}{_bets(material)}{_aside(material)}"


def _bets(material: Material) -> str:
    """Return which products were chosen, by role."""
    of = {role: [material.product(one.product) for one in material.chosen if one.role is role] for role in Role}
    parts = [
        f"bets first on {listed(of[Role.PRIMARY])}" if of[Role.PRIMARY] else "",
        f"lets {listed(of[Role.GROWTH])} grow beside it" if of[Role.GROWTH] else "",
        f"keeps {listed(of[Role.BACKUP])} as a backup" if of[Role.BACKUP] else "",
    ]
    return f"The team {listed([part for part in parts if part])}."


def _aside(material: Material) -> str:
    names = material.products(one.product for one in material.set_aside)
    undecided = len(material.candidates) - len(material.decisions)
    aside = f" {capitalised(listed(names))} {'waits' if len(names) == 1 else 'wait'}." if names else ""
    open_ = f" {plural(undecided, 'product has', 'products have')} no role yet." if undecided else ""
    return aside + open_


def _reasons(material: Material) -> Facts:
    return Facts(
        tuple(
            (f"{material.product(one.product)} · {word(one.role)}", Typed(one.reason or "No reason is given yet."))
            for one in material.chosen
        )
    )


def _figures(material: Material) -> Iterator[tuple[str, Text]]:
    """Yield the sums of the choice as sentences."""
    if material.chosen:
        yield "Cost", cost_of_choice(material)
        yield "Budget", _budget(material)
        yield "By calculation", _best_set(material)
        yield "Unproven claims", owed_by_choice(material)
    elif (family := material.findings.economics.family) is not None:
        count = plural(len(material.candidates), "adjacent product", "adjacent products")
        yield "Cost", f"All {count} together would cost {material.costs(family)}, shared capabilities paid once."


def cost_of_choice(material: Material) -> str:
    """Return what the chosen products cost as a family, against building each alone."""
    built = material.built or tuple(one.product for one in material.chosen)
    cost, alone = material.family_cost(built), material.standalone_cost(built)
    if cost is None or alone is None:
        return "No cost is stated yet, so the choice cannot be priced."
    names = listed(material.products(built))
    opening = f"{names} {'costs' if len(built) == 1 else 'cost together'} {material.costs(cost)}"
    saved = 1 - cost / alone if alone else 0.0
    closing = f", {percent(saved)} less" if saved > 0 else ""
    backups = [one.product for one in material.chosen if one.product not in built]
    more = material.family_cost([*built, *backups]) if backups else None
    with_backup = f" With the backup it would be {material.costs(more)}." if more is not None else ""
    return f"{opening}; without sharing it would be {material.costs(alone)}{_less(closing)}.{with_backup}"


def _less(closing: str) -> str:
    return f" (sharing makes it {closing.removeprefix(', ')})" if closing else ""


def _budget(material: Material) -> str:
    budget, cost = material.worksheet.workshop.budget, material.family_cost(material.built)
    if budget is None:
        return "No budget is stated."
    if cost is None:
        return f"The budget is {material.costs(budget)}."
    left = budget - cost
    said = f"leaves {material.costs(left)}" if left >= 0 else f"lacks {material.costs(-left)}"
    return f"The budget of {material.costs(budget)} {said} after these products."


def _best_set(material: Material) -> str:
    best = material.findings.portfolio
    if not best.feasible or not best.chosen:
        return ""
    names, chosen = listed(material.products(best.chosen)), {one.product for one in material.chosen}
    same = "the set that was chosen" if set(best.chosen) == chosen else f"not quite the choice made here: {names}"
    proof = "proven" if best.proven else "not proven"
    return f"The best set within the rules is {same} ({proof}; see “Robustness and the best set”)."


def owed_by_choice(material: Material) -> str:
    """Return what the chosen products owe to claims of "as is" that nobody has proven."""
    chosen = {one.product for one in material.chosen}
    claims = [claim for claim in material.findings.claims if claim.product in chosen]
    if not claims:
        return "The chosen products rest on no unproven claim of “as is”."
    owed = sum(claim.owed or 0.0 for claim in claims)
    what = plural(len(claims), "claim of “as is” that is not proven", "claims of “as is” that are not proven")
    return f"The choice rests on {what}. If they turned out to be reworks, it would cost {material.costs(owed)} more."


def _dissent(material: Material) -> Iterator[tuple[str, Text]]:
    for one in material.chosen:
        yield f"Dissent on {material.product(one.product)}", Typed(one.dissent)


def _next(material: Material) -> Iterator[tuple[str, Text]]:
    for one in material.chosen:
        days = f"{one.iteration_days} days for one iteration" if one.iteration_days else ""
        who = ", ".join(part for part in (one.owner, days) if part)
        yield f"Next for {material.product(one.product)}", Typed(f"{one.test}{f' ({who})' if who and one.test else ''}")
