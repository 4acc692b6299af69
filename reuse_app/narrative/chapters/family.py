"""What the products cost alone and as a family that shares its capabilities."""

from collections import defaultdict

from reuse_app.analysis.caveats import warn_of_costs
from reuse_app.analysis.cost.bills import Guess
from reuse_app.analysis.finding import Range
from reuse_app.narrative.blocks import Block, Paragraph, Section, drawing, long_table, note, table
from reuse_app.narrative.figures import average_cost, tornado
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.standing import lean, name_considered, worth_figure
from reuse_app.narrative.words import (
    NOT_STATED,
    about,
    between,
    between_alike,
    capitalised,
    in_unit,
    listed,
    rough,
    some,
)
from reuse_app.worksheet.steps import Step


def write(material: Material) -> Section | None:
    """Return the costs; without numbers which way they go, and None without any need."""
    costs = material.findings.economics
    if costs.family is None:
        return _in_words(material)
    blocks: list[Block] = [
        *([Paragraph(said)] if (said := f"{_savings(material)} {_even(material)}".strip()) else []),
        *drawing(average_cost(material.worksheet, material.findings)),
        *map(note, warn_of_costs(material.worksheet, costs)),
        *_lean(material),
        *drawing(tornado(material.worksheet, material.findings, material)),
        *_products(material),
        *_paid_once(material),
    ]
    cited = sources("family", "reuse")
    return Section("family", "What the family costs", tuple(blocks), cited, Step.INVENTORY, finding=_finding(material))


def _in_words(material: Material) -> Section | None:
    """Return the four terms of SIMPLE as higher and lower, which is all that can be said without numbers."""
    tendency = material.findings.economics.qualitative
    if tendency is None:
        return None
    rows = [
        ("Running the shared organisation", str(tendency.organisation)),
        ("Building the shared capabilities", str(tendency.core)),
        ("What each product has for itself", str(tendency.unique)),
        ("Bringing shared capabilities in", str(tendency.reuse)),
    ]
    headers = ("Cost", "Against building each product alone")
    return Section(
        "family",
        "What the family costs",
        (Paragraph(tendency.sentence), *table("The four terms of SIMPLE", headers, rows)),
        sources("family", "reuse"),
        finding="No cost is stated yet, so only the direction can be told.",
    )


def _finding(material: Material) -> str:
    costs, count = material.findings.economics, len(material.findings.considered)
    products = name_considered(material.worksheet)
    cost, least = "costs" if count == 1 else "together cost", "at least " if costs.incomplete else ""
    family = material.costs(material.family_cost(material.findings.considered))
    return f"{products} {cost} {least}{family}, shared costs paid once."


def _savings(material: Material) -> str:
    """Return the two savings, of those products that lack no cost: having it already, and doing them together."""
    costs = material.findings.economics
    savings = material.savings(costs.order)
    if savings is None:
        return ""
    rebuild, solo = material.rebuild_cost(costs.order), material.solo_cost(costs.order)
    whose = f"Of {some(material.products(costs.order))}: " if costs.incomplete else ""
    reuse = _saves("reuse", savings[0], rebuild, "that a stranger would pay")
    reuse += _between(costs.reuse_saves_range, savings[0])
    if len(costs.order) == 1:
        return capitalised(f"{whose}{reuse}.")
    sharing = _saves("sharing", savings[1], solo, "that each alone would then cost")
    return capitalised(f"{whose}{reuse}; {sharing}{_between(costs.sharing_saves_range, savings[1])}.")


def _saves(what: str, saved: Guess, of: Guess | None, whose: str) -> str:
    """Return what something saves of an amount, or what it costs more."""
    known = of or 0.0
    if saved.likely < 0:
        return f"{what} costs {about(-saved)} more than the {rough(known)} {whose}"
    return f"{what} saves {about(saved)} of the {rough(known)} {whose}"


def _between(spread: Range | None, saved: Guess) -> str:
    """Return in what range a figure lies, in brackets; nothing when it is certain."""
    if spread is None or spread.low == spread.high:
        return ""
    alone, together = between(spread, saved), between_alike(spread, saved)
    alike = f"; {'the same' if together == alone else together} if all estimates miss the same way"
    said = "saved in eight draws in ten" if spread.likely < 0 else "eight draws in ten"
    return f" ({said}: {alone}{alike})"


def _even(material: Material) -> str:
    costs = material.findings.economics
    if len(costs.order) < 2:  # noqa: PLR2004  # one product has nobody to share with
        return ""
    if costs.break_even is not None:
        names = some(material.products(costs.order[: costs.break_even]))
        return f"Sharing pays from {costs.break_even} products on ({names})."
    users = _users(material)
    if costs.organisation or any(cost and len(users[key]) > 1 for key, cost in costs.platform.items()):
        return "Sharing does not pay with these products."
    return "Nothing that two of them share has a cost, so sharing has nothing to earn back."


def _products(material: Material) -> tuple[Block, ...]:
    costs = material.findings.economics
    rows = []
    for product in material.worksheet.considered:
        key, least = product.key, "at least " if product.key in costs.incomplete else ""
        rows.append(
            (
                product.name,
                _at_least(material.rebuild_cost([key]), least),
                _at_least(solo := material.solo_cost([key]), least),
                between(costs.solo_range.get(key), solo),
                _at_least(material.own_cost(key), least),
                _value(key, material),
            )
        )
    headers = ("Product", "For a stranger", "Alone", "Eight draws in ten", "Beside what is shared", _worth(material))
    return long_table(in_unit("Cost of each product", material.unit), headers, rows, numbers=(1, 2, 3, 4, 5))


def _at_least(cost: Guess | None, least: str) -> str:
    return NOT_STATED if cost is None else least + rough(cost)


def _value(product: str, material: Material) -> str:
    is_known = product in material.findings.valuation.values
    return worth_figure(material.value([product]) if is_known else None, material.findings)


def _lean(material: Material) -> tuple[Block, ...]:
    costs = material.findings.economics
    said = lean((costs.reuse_saves_range, costs.sharing_saves_range, *costs.average_range, *costs.solo_range.values()))
    return (note(said),) if said else ()


def _worth(material: Material) -> str:
    return "Points in the ranking, 0 to 1" if material.is_rated else f"Expected value{material.horizon}"


def _paid_once(material: Material) -> tuple[Block, ...]:
    costs = material.findings.economics
    paid = sorted(costs.platform.items(), key=lambda one: (-one[1], one[0]))
    users = _users(material)
    rows = [
        (material.capability(key), rough(material.paid_once(key)), listed(material.products(users[key])))
        for key, _ in paid
    ]
    headers = ("Capability", "Paid once", "Shared by")
    return table(
        in_unit("What the family pays once", material.unit),
        headers,
        rows,
        numbers=(1,),
        is_folded=True,
        about=material.natures(key for key, _ in paid),
    )


def _users(material: Material) -> dict[str, list[str]]:
    """Return the products that share each capability."""
    users = defaultdict[str, list[str]](list)
    for one in material.findings.economics.links:
        if one.fit != "new":
            users[one.capability].append(one.product)
    return users
