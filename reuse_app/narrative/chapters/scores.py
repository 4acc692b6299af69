"""Potential x challenge: where the room sees each product."""

from reuse_app.narrative.blocks import Block, Paragraph, Section, drawing, note, table
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.standing import moved, unrated
from reuse_app.narrative.words import level, listed, plural
from reuse_app.worksheet.steps import Step


def write(material: Material) -> Section | None:
    """Return the map with the mean levels; None as long as nobody rated a product."""
    findings = material.findings
    if not findings.scores:
        return None
    blocks: list[Block] = [
        Paragraph(_opening(material)),
        *drawing(potential_challenge(material.worksheet, findings)),
        *_levels(material),
        *_half_rated(material),
        *_shifts(material),
        *_dots(material),
    ]
    return Section("scores", "Potential and challenge", tuple(blocks), sources("scores"), Step.SCORE)


def _opening(material: Material) -> str:
    people = len({rating.participant for rating in material.worksheet.ratings})
    scores = material.findings.scores
    fields: dict[str, list[str]] = {}
    for key, score in scores.items():
        if score.quadrant:
            fields.setdefault(str(score.quadrant), []).append(material.product(key))
    said = "; ".join(f"{field}: {listed(names)}" for field, names in sorted(fields.items()))
    who = plural(people, "person", "people")
    rated = f"{who} rated {plural(len(scores), 'product', 'products')}, each alone."
    return f"{rated} The map says {said}." if said else rated


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
    return table("Mean level of each factor, 1 low to 4 super high", headers, rows, numbers=range(1, len(headers)))


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
