"""What the products cost alone and as a family that shares its capabilities."""

from math import fsum

from reuse_app.analysis.caveats import warn_of_costs
from reuse_app.narrative.blocks import Block, Paragraph, Section, drawing, note, table
from reuse_app.narrative.figures import average_cost, tornado
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.standing import lean
from reuse_app.narrative.words import all_of, in_unit, listed, percent, rough
from reuse_app.worksheet.steps import Step


def write(material: Material) -> Section | None:
    """Return the costs; without numbers which way they go, and None without any need."""
    costs = material.findings.economics
    if costs.family is None:
        return _in_words(material)
    blocks: list[Block] = [
        Paragraph(_opening(material)),
        *drawing(average_cost(material.worksheet, material.findings)),
        *_products(material),
        *_lean(material),
        *_paid_once(material),
        *map(note, warn_of_costs(material.worksheet, costs)),
        *drawing(tornado(material.worksheet, material.findings)),
    ]
    return Section("family", "What the family costs", tuple(blocks), sources("family", "reuse"), Step.INVENTORY)


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
    said = Paragraph(f"No cost is stated yet, so only the direction can be told. {tendency.sentence}")
    return Section(
        "family",
        "What the family costs",
        (said, *table("The four terms of SIMPLE", headers, rows)),
        sources("family", "reuse"),
    )


def _opening(material: Material) -> str:
    costs = material.findings.economics
    alone = fsum(cost for cost in costs.standalone.values() if cost is not None)
    candidates = "The adjacent product" if len(costs.order) == 1 else f"{all_of(len(costs.order))} adjacent products"
    cost = "costs" if len(costs.order) == 1 else "together cost"
    share = f" ({percent(costs.savings / alone)})" if costs.savings and alone else ""
    between = costs.savings_range
    draws = f"; in eight draws of ten it lies between {rough(between.low)} and {rough(between.high)}" if between else ""
    return (
        f"{candidates} {cost} {material.costs(costs.family)} as a family and {material.costs(alone)} one by one. "
        f"Sharing saves {material.costs(costs.savings)}{share}{draws}. {_even(material)}"
    )


def _even(material: Material) -> str:
    costs = material.findings.economics
    if costs.break_even is None:
        return "Sharing does not pay with these products."
    if costs.break_even == 1:
        return "Sharing pays from the first product on, because what it needs was built for a home product already."
    names = listed(material.products(costs.order[: costs.break_even]))
    return f"Sharing pays from {costs.break_even} products on ({names})."


def _products(material: Material) -> tuple[Block, ...]:
    costs = material.findings.economics
    rows = []
    for key in costs.order:
        spread = costs.standalone_range.get(key)
        between = f"{rough(spread.low)} to {rough(spread.high)}" if spread else "–"
        value = material.findings.valuation.values.get(key)
        rows.append(
            (
                material.product(key),
                rough(costs.standalone[key]),
                between,
                rough(costs.in_family[key]),
                rough(value),
            )
        )
    headers = ("Product", "Alone", "Eight draws in ten", "In the family", _worth(material))
    return table(in_unit("Cost of each product", material.unit), headers, rows, numbers=(1, 2, 3, 4))


def _lean(material: Material) -> tuple[Block, ...]:
    costs = material.findings.economics
    said = lean((costs.savings_range, *costs.average_range, *costs.standalone_range.values()))
    return (note(said),) if said else ()


def _worth(material: Material) -> str:
    return "Potential, 1 to 4" if material.findings.valuation.basis == "potential" else "Value"


def _paid_once(material: Material) -> tuple[Block, ...]:
    costs = material.findings.economics
    rows = [
        (material.capability(key), rough(cost), listed(material.products(_users(key, material))))
        for key, cost in sorted(costs.platform.items(), key=lambda one: (-one[1], one[0]))
    ]
    headers = ("Capability", "Paid once", "Shared by")
    return table(in_unit("What the family pays once", material.unit), headers, rows, numbers=(1,))


def _users(capability: str, material: Material) -> list[str]:
    links = material.findings.economics.links
    return [one.product for one in links if one.capability == capability and one.fit != "new"]
