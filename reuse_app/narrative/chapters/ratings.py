"""What the ratings say: where the room sees each product, where people agree and differ, and who decided against it."""

from reuse_app.analysis.scoring import Quadrant
from reuse_app.narrative.blocks import (
    Block,
    Entry,
    Facts,
    Paragraph,
    Section,
    Text,
    Typed,
    drawing,
    long_table,
    note,
    table,
)
from reuse_app.narrative.chapters.inventory import head_of
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.standing import moved, unrated
from reuse_app.narrative.words import amount, level, listed, plural, signed, some
from reuse_app.worksheet.steps import Step


def write_scores(material: Material) -> Section | None:
    """Return the map with the mean levels; None as long as nobody rated a product."""
    findings = material.findings
    if not findings.scores:
        return None
    blocks: list[Block] = [
        *drawing(potential_challenge(material.worksheet, findings)),
        _raters(material),
        *_half_rated(material),
        *_levels(material),
        *_before(material),
    ]
    return Section(
        "scores",
        "Potential and challenge",
        tuple(blocks),
        sources("scores"),
        Step.SCORE,
        finding=_finding(material),
    )


MOST_NAMED = 12
"""Products on the map that are named; more are counted."""
FIELDS = {
    Quadrant.GOLD_MINE: ("gold mine", "gold mines"),
    Quadrant.MOON_SHOT: ("moon shot", "moon shots"),
    Quadrant.QUESTIONABLE: ("questionable idea", "questionable ideas"),
    Quadrant.QUICK_WIN: ("quick win", "quick wins"),
}


def _finding(material: Material) -> str:
    scores = material.findings.scores
    fields: dict[Quadrant, list[str]] = {}
    for key, score in scores.items():
        if score.quadrant:
            fields.setdefault(score.quadrant, []).append(material.product(key))
    if not fields:
        return "Nobody has said enough of a product to place it on the map."
    if sum(map(len, fields.values())) > MOST_NAMED:
        counted = [plural(len(names), *FIELDS[field]) for field, names in sorted(fields.items())]
        return f"The map has {listed(counted)}."
    said = "; ".join(f"{field.value}: {some(names, most=3)}" for field, names in sorted(fields.items()))
    return f"The map says {said}."


def _raters(material: Material) -> Block:
    people = len({rating.participant for rating in material.worksheet.ratings})
    rated = plural(len(material.findings.scores), "product", "products")
    return note(f"{plural(people, 'person', 'people')} rated {rated}, each alone.")


def _levels(material: Material) -> tuple[Block, ...]:
    """Return the mean level of each product and factor."""
    cells = {(cell.product, cell.factor): cell for cell in material.findings.agreement.cells}
    factors = material.worksheet.factors
    rows = [
        (
            material.product(key),
            *(level(cells[key, one.key].mean) if (key, one.key) in cells else "–" for one in factors),
        )
        for key in material.findings.scores
    ]
    headers = ("Product", *(f"{one.name} ({one.axis.value})" for one in factors))
    caption = "Mean level of each factor, 1 low to 4 super high"
    return table(caption, headers, rows, numbers=range(1, len(headers)), is_folded=True)


def _before(material: Material) -> tuple[Block, ...]:
    """Return how the room came there."""
    said = (*_shifts(material), *_dots(material))
    return (Entry("Before the ratings stood", said, is_folded=True),) if said else ()


def _shifts(material: Material) -> tuple[Block, ...]:
    said = [
        f"{material.product(key)} ({shift})"
        for key, score in material.findings.scores.items()
        if (shift := moved(score.shift))
    ]
    return (note(f"After the talk people rated again, which moved {listed(said)}."),) if said else ()


def _half_rated(material: Material) -> tuple[Block, ...]:
    found = [(key, unrated(key, material.worksheet, material.findings)) for key in material.findings.scores]
    said = "; ".join(f"{material.product(key)} is {words}" for key, words in found if words)
    return (note(f"{said}."),) if said else ()


def _dots(material: Material) -> tuple[Block, ...]:
    dots = sorted(material.findings.dots.items(), key=lambda one: (-one[1], one[0]))
    said = [f"{material.product(key)} {count}" for key, count in dots]
    return (note(f"Dots that shortened the list: {', '.join(said)}. Dots do not decide."),) if said else ()


FEW = 5
"""People below whom an index of agreement says less than their answers do."""


def write_agreement(material: Material) -> Section | None:
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
        return "No rating has levels of two people, so there is no agreement to speak of yet.", ""
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
    return long_table("Where people still differ, the furthest apart first", headers, rows, numbers=(2, 3, 4, 5))


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
