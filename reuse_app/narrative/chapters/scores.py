"""Potential x challenge: where the room sees each product."""

from reuse_app.narrative.blocks import Block, Entry, Section, drawing, note, table
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.standing import moved, unrated
from reuse_app.narrative.words import level, listed, plural, some
from reuse_app.worksheet.steps import Step


def write(material: Material) -> Section | None:
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


def _finding(material: Material) -> str:
    scores = material.findings.scores
    fields: dict[str, list[str]] = {}
    for key, score in scores.items():
        if score.quadrant:
            fields.setdefault(str(score.quadrant), []).append(material.product(key))
    if not fields:
        return "Nobody has said enough of a product to place it on the map."
    said = "; ".join(f"{field}: {some(names, most=3)}" for field, names in sorted(fields.items()))
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
