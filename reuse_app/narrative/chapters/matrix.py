"""What the map says: what is shared, what is missing, and what a product gives back to what it lives from."""

from reuse_app.analysis.flywheel import tell_flywheels
from reuse_app.narrative.blocks import Block, Drawing, Entry, Facts, Items, Section, Typed, drawing, note, table
from reuse_app.narrative.figures import flow, flywheels, heat_map
from reuse_app.narrative.figures.paper import matrix_excerpt
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import amount, in_unit, listed, percent, plural, rough, some, word
from reuse_app.worksheet import Need
from reuse_app.worksheet.steps import Step

MOST_LEVERAGE = 10
"""Capabilities in the table of leverage."""


def write_matrix(material: Material) -> Section | None:
    """Return the matrix and what follows from it; None as long as no product needs a capability."""
    if not material.findings.commonality.uses:
        return None
    blocks: list[Block] = [
        *_matrix(material),
        *_index(material),
        *_single_points(material),
        *_coverage(material),
        *drawing(flow(material.worksheet, material.findings), is_repeat=True),
        *_leverage(material),
    ]
    return Section(
        "matrix",
        "Building blocks and products",
        tuple(blocks),
        sources("coverage", "commonality"),
        Step.MAP,
        finding=_matrix_finding(material),
    )


def _matrix(material: Material) -> tuple[Block, ...]:
    """Return the matrix: one picture for a screen; on paper what fits beside the map, and all of it in the annex."""
    if not material.for_paper:
        return drawing(heat_map(material.worksheet, material.findings))
    excerpt, sheets = matrix_excerpt(material.worksheet, material.findings)
    whole = tuple(Drawing(sheet) for sheet in sheets)
    return (*drawing(excerpt), *([Entry("The whole matrix", whole, is_folded=True)] if whole else []))


def _matrix_finding(material: Material) -> str:
    shared = material.findings.commonality
    if shared.products < 2:  # noqa: PLR2004  # one product has nobody to share with
        few = "Only one product has" if shared.products else "No product that is considered has"
        return f"{few} its needs mapped so far, so nothing can be shared yet."
    count = plural(shared.products, "product", "products")
    return f"{plural(len(shared.trunk), 'capability is', 'capabilities are')} shared by two or more of {count}."


def _index(material: Material) -> tuple[Block, ...]:
    shared = material.findings.commonality
    if shared.ci is None:
        return ()
    said = (
        f"The commonality index is {shared.ci:.2f}, where 0 is disjoint and 1 identical. Too much in common makes "
        "products alike, so this is shown and not maximised."
    )
    return (note(said),)


def _coverage(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.product(key),
            percent(one.by_need),
            percent(one.by_cost),
            listed(material.capabilities(one.gaps)) or "none",
            listed(material.capabilities(one.anew)) or "none",
        )
        for key, one in material.findings.coverage.items()
    ]
    headers = ("Product", "Needs met", "Build cost met", "Missing", "Built anew all the same")
    return table("What each product can take from stock", headers, rows, numbers=(1, 2), is_folded=True)


def _leverage(material: Material) -> tuple[Block, ...]:
    ranked = sorted(material.findings.leverage.items(), key=lambda one: (-one[1], one[0]))[:MOST_LEVERAGE]
    uses = material.findings.commonality.uses
    rows = [
        (
            material.capability(key),
            amount(value),
            str(len(uses[key].shared_by)),
            percent(uses[key].adaptation),
            listed(material.products(uses[key].own_heads)) or "none",
        )
        for key, value in ranked
    ]
    headers = ("Capability", "Leverage", "Used by", "Mean share changed", "Own version in")
    caption, about = "The capabilities on which most hangs", material.natures(key for key, _ in ranked)
    return table(caption, headers, rows, numbers=(1, 2, 3), is_folded=True, about=about)


def _single_points(material: Material) -> tuple[Block, ...]:
    uses = material.findings.commonality.uses
    points = sorted(material.findings.commonality.single_points, key=lambda key: (-len(uses[key].falls), key))
    said = [f"{material.capability(key)} ({len(uses[key].falls)})" for key in points]
    if not said:
        return ()
    return (note(f"If one of these fails, more than one product falls: {some(said, most=8)}. In brackets: how many."),)


def write_gaps(material: Material) -> Section | None:
    """Return the gaps; None when no product needs a capability."""
    findings = material.findings
    if not findings.commonality.uses:
        return None
    blocks: list[Block] = [*_gaps(material), *_reasons(material)]
    return Section("gaps", "What is missing", tuple(blocks), step=Step.MAP, finding=_gaps_finding(material))


def _gaps_finding(material: Material) -> str:
    gaps = material.findings.gaps
    if not gaps:
        return "Nothing is missing: every need is met by a capability in house."
    unplanned = [material.capability(gap.capability) for gap in gaps if gap.plan is None]
    plans = "each has a plan" if not unplanned else f"there is no plan yet for {some(unplanned)}"
    return f"{plural(len(gaps), 'capability is', 'capabilities are')} needed and missing; {plans}."


def _gaps(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.capability(gap.capability),
            some(material.products(gap.products)),
            word(Need(gap.need)),
            rough(material.gap_cost(gap.capability)),
            f"{word(gap.plan)}{', one supplier' if gap.single_supplier else ''}",
        )
        for gap in material.findings.gaps
    ]
    headers = ("Missing", "Needed by", "Strongest need", in_unit("Cost to build", material.unit), "Plan")
    about = material.natures(gap.capability for gap in material.findings.gaps)
    caption, is_told = "Gaps and how they are closed", bool(material.chosen)  # with the next steps
    return table(caption, headers, rows, numbers=(3,), is_folded=is_told, about=about)


def _reasons(material: Material) -> tuple[Block, ...]:
    plans = material.worksheet.gap_plans
    said = [
        (f"{material.capability(one.capability)} · {word(one.plan)}", Typed(one.reason)) for one in plans if one.reason
    ]
    return (Entry("Why this way", (Facts(tuple(said)),), is_folded=True),) if said else ()


MOST_TOLD = 6
"""Loops that are told; the shortest come first, and longer ones are made of them."""


def write_flywheels(material: Material) -> Section | None:
    """Return the loops of return flow; None when there is none."""
    loops = material.findings.flywheels
    if not loops:
        return None
    told = tell_flywheels(loops, material.cells)
    short = [line for loop, line in zip(loops, told, strict=True) if len(loop) == 2]  # noqa: PLR2004  # one product, one capability
    shown = tuple((short or list(told))[:MOST_TOLD])
    opening = (
        f"{plural(len(short), 'product gives', 'times a product gives')} something back to a capability that it uses "
        "itself, so that every use makes the next one better."
        if short
        else "Products give something back to each other’s capabilities."
    )
    more = len(told) - len(shown)
    rest = [note(f"{plural(more, 'further loop runs', 'further loops run')} through the same flows.")] if more else []
    figure = drawing(flywheels(material.worksheet, material.findings))
    blocks: tuple[Block, ...] = (*figure, Entry("Loop by loop", (Items(shown), *rest), is_folded=bool(figure)))
    return Section("flywheels", "Flywheels", blocks, step=Step.MAP, finding=opening)
