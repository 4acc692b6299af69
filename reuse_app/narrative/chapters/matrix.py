"""The matrix capability x product: what is shared, what each product can take from stock."""

from reuse_app.narrative.blocks import Block, Drawing, Paragraph, Section, drawing, note, table
from reuse_app.narrative.figures import flow, heat_map
from reuse_app.narrative.figures.paper import matrix_sheets
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import amount, listed, percent, plural, some
from reuse_app.worksheet.steps import Step

MOST_LEVERAGE = 10
"""Capabilities in the table of leverage."""


def write(material: Material) -> Section | None:
    """Return the matrix and what follows from it; None as long as no product needs a capability."""
    if not material.findings.commonality.uses:
        return None
    blocks: list[Block] = [
        Paragraph(_opening(material)),
        *_matrix(material),
        *_coverage(material),
        *drawing(flow(material.worksheet, material.findings), is_repeat=True),
        *_leverage(material),
        *_single_points(material),
    ]
    return Section(
        "matrix", "Building blocks and products", tuple(blocks), sources("coverage", "commonality"), Step.MAP
    )


def _matrix(material: Material) -> tuple[Block, ...]:
    """Return the matrix: one picture for a screen, as many as it takes on paper."""
    if not material.for_paper:
        return drawing(heat_map(material.worksheet, material.findings))
    return tuple(Drawing(sheet) for sheet in matrix_sheets(material.worksheet, material.findings))


def _opening(material: Material) -> str:
    shared = material.findings.commonality
    trunk = material.capabilities(shared.trunk)
    if shared.products < 2:  # noqa: PLR2004  # one product has nobody to share with
        return "Only one product has its needs mapped so far, so nothing can be shared yet."
    count = plural(shared.products, "product", "products")
    said = f"{plural(len(trunk), 'capability is', 'capabilities are')} shared by two or more of {count}"
    index = (
        "" if shared.ci is None else f" The commonality index is {shared.ci:.2f}, where 0 is disjoint and 1 identical."
    )
    advice = " Too much in common makes products alike, so this is shown and not maximised." if index else ""
    return f"{said}{f': {some(trunk, most=6)}' if trunk else ''}.{index}{advice}"


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
    return table("What each product can take from stock", headers, rows, numbers=(1, 2))


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
    about = material.natures(key for key, _ in ranked)
    return table("The capabilities on which most hangs", headers, rows, numbers=(1, 2, 3), about=about)


def _single_points(material: Material) -> tuple[Block, ...]:
    uses = material.findings.commonality.uses
    points = sorted(material.findings.commonality.single_points, key=lambda key: (-len(uses[key].falls), key))
    said = [f"{material.capability(key)} ({len(uses[key].falls)})" for key in points]
    if not said:
        return ()
    return (note(f"If one of these fails, more than one product falls: {listed(said)}. In brackets: how many."),)
