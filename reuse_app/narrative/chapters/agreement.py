"""Where people agree, where they differ, and who saw a decision differently."""

from reuse_app.narrative.blocks import Block, Entry, Facts, Paragraph, Section, Text, Typed, table
from reuse_app.narrative.chapters.notes import head_of
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import amount, level, plural, signed
from reuse_app.worksheet.steps import Step

MOST = 12
"""Rows of a table that a chapter shows; all of them are folded below it."""
FEW = 5
"""People below whom an index of agreement says less than their answers do."""


def write(material: Material) -> Section | None:
    """Return agreement and dissent; None when nobody rated and nobody disagreed."""
    cells = material.findings.agreement.cells
    dissent = _dissent(material)
    if not cells and not dissent:
        return None
    finding, rest = _opening(material) if cells else ("", "")
    blocks: list[Block] = [*([Paragraph(rest)] if rest else []), *_apart(material)]
    cited = sources("agreement", "order")
    return Section("agreement", "Agreement and dissent", (*blocks, *dissent), cited, Step.SCORE, finding=finding)


def _opening(material: Material) -> tuple[str, str]:
    """Return how far people agree, in a sentence, and what there is to know beside it."""
    found = material.findings.agreement
    known = [cell for cell in found.cells if cell.agreed is not None]
    apart = sum(not cell.agreed for cell in known)
    lone = len([cell for cell in known if cell.agreed and cell.lone])
    if not known:
        return "Fewer than two people rated, so there is no agreement to speak of yet.", ""
    cells = plural(len(known), "cell", "cells")
    said = f"People differ by less than two thirds of a level on average in {len(known) - apart} of {cells}."
    rest = ""
    if lone:
        rest = f"In {plural(lone, 'of these', 'of these')} one person is two levels or more from everybody else."
    order = found.kendalls_w
    if order is None:
        return said, rest
    few = " With so few people the answers say more than the index." if order.raters < FEW else ""
    order_said = (
        f"On the order of the products {plural(order.raters, 'person', 'people')} agree with "
        f"W = {order.w:.2f}, where 0 is no agreement and 1 the same order.{few}"
    )
    return said, f"{rest} {order_said}".strip()


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
    caption, numbers = "Where people still differ, the furthest apart first", (2, 3, 4, 5)
    if len(rows) <= MOST:
        return table(caption, headers, rows, numbers=numbers)
    few = table(f"{caption}: {MOST} of {len(rows)}", headers, rows[:MOST], numbers=numbers)
    return (*few, *table(f"{caption}: all", headers, rows, numbers=numbers, is_folded=True))


def _dissent(material: Material) -> tuple[Block, ...]:
    """Return who saw each decision differently, with the notes about its product and its ratings."""
    said: list[tuple[str, Text]] = []
    for one in material.decisions:
        name = material.product(one.product)
        noted = (note for note in material.worksheet.notes if note.product == one.product and not note.capability)
        said += [(name, Typed(one.dissent))] if one.dissent else []
        said += [(head_of(note, material), Typed(note.text)) for note in noted if note.text not in one.dissent]
    title = "Who saw it differently, and what else was said" if material.worksheet.notes else "Who saw it differently"
    return (Entry(title, (Facts(tuple(said)),)),) if said else ()
