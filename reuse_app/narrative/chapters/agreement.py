"""Where people agree, where they differ, and who saw a decision differently."""

from reuse_app.narrative.blocks import Block, Entry, Facts, Paragraph, Section, Typed, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import amount, level, plural, signed
from reuse_app.worksheet.steps import Step

FEW = 5
"""People below whom an index of agreement says less than their answers do."""


def write(material: Material) -> Section | None:
    """Return agreement and dissent; None when nobody rated and nobody disagreed."""
    cells = material.findings.agreement.cells
    dissent = _dissent(material)
    if not cells and not dissent:
        return None
    blocks: list[Block] = [Paragraph(_opening(material)), *_apart(material)] if cells else []
    return Section("agreement", "Agreement and dissent", (*blocks, *dissent), sources("agreement", "order"), Step.SCORE)


def _opening(material: Material) -> str:
    found = material.findings.agreement
    known = [cell for cell in found.cells if cell.agreed is not None]
    apart = sum(not cell.agreed for cell in known)
    lone = len([cell for cell in known if cell.agreed and cell.lone])
    if not known:
        return "Fewer than two people rated, so there is no agreement to speak of yet."
    cells = plural(len(known), "cell", "cells")
    said = f"People differ by less than two thirds of a level on average in {len(known) - apart} of {cells}."
    if lone:
        said += f" In {plural(lone, 'of these', 'of these')} one person is two levels or more from everybody else."
    order = found.kendalls_w
    if order is None:
        return said
    few = " With so few people the answers say more than the index." if order.raters < FEW else ""
    return (
        f"{said} On the order of the products {plural(order.raters, 'person', 'people')} agree with "
        f"W = {order.w:.2f}, where 0 is no agreement and 1 the same order.{few}"
    )


def _apart(material: Material) -> tuple[Block, ...]:
    """Return the cells to talk about, the furthest apart first."""
    found = material.findings.agreement
    by_key = {(cell.product, cell.factor): cell for cell in found.cells}
    rows = []
    for one in found.discuss_first:
        cell = by_key[one.product, one.factor]
        said = " ".join(str(count) for count in cell.counts)
        rows.append(
            (
                material.product(one.product),
                material.factor(one.factor),
                said,
                level(cell.mean),
                amount(cell.ad, digits=2),
                signed(cell.shift),
            )
        )
    headers = ("Product", "Factor", "How many said 1 2 3 4", "Mean", "Differ by", "Shift")
    return table("Where people still differ, the furthest apart first", headers, rows, numbers=(2, 3, 4, 5))


def _dissent(material: Material) -> tuple[Block, ...]:
    said = [(material.product(one.product), Typed(one.dissent)) for one in material.decisions if one.dissent]
    return (Entry("Who saw it differently", (Facts(tuple(said)),)),) if said else ()
