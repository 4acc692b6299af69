"""The first page: what was decided and why, what it costs, what it hangs on, and what happens next."""

from collections.abc import Iterator, Sequence

from reuse_app.report.blocks import Block, Facts, Paragraph, Section, Text, Typed, facts, note, typed
from reuse_app.report.material import Material
from reuse_app.report.sections.still_open import count_open
from reuse_app.report.words import listed, percent, plural, some, word
from reuse_app.worksheet import Decision, Role


def write(material: Material) -> Section:
    """Return the first page."""
    blocks: list[Block] = [Paragraph(_decision(material)), *typed(material.worksheet.workshop.purpose)]
    blocks += [_choice(material)] if material.chosen else []
    sums = facts(*_figures(material))
    blocks += [sums] if sums.pairs else []
    blocks += [note(sentence)] if (sentence := count_open(material)) else []
    return Section("summary", "What was decided and why", tuple(blocks))


def _decision(material: Material) -> str:
    if not material.chosen:
        count = len(material.candidates)
        found = f"{plural(count, 'adjacent product has', 'adjacent products have')} been found so far, and none"
        return f"Nothing has been decided yet: {found if count else 'no adjacent product'} has been chosen."
    return f"{_bets(material)}{_aside(material)}"


def _bets(material: Material) -> str:
    """Return which products were chosen, by role."""
    of = {role: [material.product(one.product) for one in material.chosen if one.role is role] for role in Role}
    beside = " beside it" if len(of[Role.PRIMARY]) == 1 else ""
    parts = [
        f"bets first on {listed(of[Role.PRIMARY])}" if of[Role.PRIMARY] else "",
        f"lets {listed(of[Role.GROWTH])} grow{beside}" if of[Role.GROWTH] else "",
        f"keeps {listed(of[Role.BACKUP])} as a backup" if of[Role.BACKUP] else "",
    ]
    return f"The team {listed([part for part in parts if part])}."


def _aside(material: Material) -> str:
    names = material.products(one.product for one in material.set_aside)
    undecided = len(material.candidates) - len(material.decisions)
    aside = f" Not now: {listed(names)}." if names else ""
    open_ = f" {plural(undecided, 'product has', 'products have')} no role yet." if undecided else ""
    return aside + open_


def _choice(material: Material) -> Facts:
    """Return for each chosen product why, who disagrees and what happens next."""
    return Facts(
        tuple((f"{material.product(one.product)} · {word(one.role)}", Typed(_said(one))) for one in material.chosen)
    )


def _said(one: Decision) -> str:
    days = f"{one.iteration_days} days for one iteration" if one.iteration_days else ""
    who = ", ".join(part for part in (one.owner, days) if part)
    parts = (
        one.reason or "No reason is given yet.",
        f"Dissent: {one.dissent}" if one.dissent else "",
        f"Next: {one.test}{f' ({who})' if who else ''}" if one.test else "",
    )
    return "\n\n".join(part for part in parts if part)


def _figures(material: Material) -> Iterator[tuple[str, Text]]:
    """Yield who decides and the sums of the choice, as sentences."""
    yield "Decider", material.worksheet.workshop.decider
    if material.chosen:
        yield "Cost", cost_of_choice(material)
        yield "Budget", _budget(material)
        yield "Best set", _best_set(material)
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
    less = f" ({percent(1 - cost / alone)} less)" if 0 < cost < alone else ""
    backups = [one.product for one in material.chosen if one.product not in built]
    more = material.family_cost([*built, *backups]) if backups else None
    with_backup = f" With {listed(material.products(backups))} it would be {material.costs(more)}." if more else ""
    together = " together" if len(built) > 1 else ""
    return (
        f"{material.costs(cost)} for {listed(material.products(built))}{together}, against {material.costs(alone)} if "
        f"nothing were reused{less}.{with_backup}{_left_out(built, material)}"
    )


def _left_out(products: Sequence[str], material: Material) -> str:
    """Return what the cost of these products leaves out, because nobody stated it."""
    costs = material.findings.economics
    needed = {one.capability for one in costs.links if one.product in products}
    parts = [
        *(f"building {material.capability(key)}" for key in costs.unknown_capabilities if key in needed),
        *(f"what only {material.product(key)} needs" for key in costs.unknown_products if key in products),
    ]
    return f" This leaves out what nobody has stated: {some(parts)}." if parts else ""


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
    proof = "which is proven" if best.proven else "which is not proven"
    if set(best.chosen) == {one.product for one in material.chosen}:
        return f"This is also the best set within the budget and the rules, {proof}."
    return f"The best set within the budget and the rules would be {listed(material.products(best.chosen))}, {proof}."


def owed_by_choice(material: Material) -> str:
    """Return what the chosen products owe to claims of "as is" that nobody has proven."""
    chosen = {one.product for one in material.chosen}
    claims = [claim for claim in material.findings.claims if claim.product in chosen]
    if not claims:
        return "The chosen products rest on no unproven claim of “as is”."
    owed = sum(claim.owed or 0.0 for claim in claims)
    them = "it" if len(claims) == 1 else "they"
    what = plural(len(claims), "claim of “as is” that is not proven", "claims of “as is” that are not proven")
    rework = "a rework" if len(claims) == 1 else "reworks"
    return (
        f"The choice rests on {what}; if {them} turned out to be {rework}, it would cost {material.costs(owed)} more."
    )
