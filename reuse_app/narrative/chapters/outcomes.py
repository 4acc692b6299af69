"""What was predicted beside what has come, and how good the predictions were."""

from reuse_app.narrative.blocks import Block, Entry, Items, Paragraph, Section, Typed, facts, note, table
from reuse_app.narrative.calibrating import lessons
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import level, plural, rough, rough_estimate
from reuse_app.worksheet import Outcome


def write(material: Material) -> Section | None:
    """Return predictions and results; None before a prediction is kept."""
    outcomes = material.worksheet.outcomes
    if not outcomes:
        return None
    told = sum(one.cost is not None or one.value is not None for one in outcomes)
    kept = plural(len(outcomes), "prediction was", "predictions were")
    blocks: list[Block] = [
        Paragraph(f"{kept} kept to be looked back at; {told} of them {'has' if told == 1 else 'have'} a result."),
        *_table(material),
        *_lessons(material),
        *(_entry(one, material) for one in outcomes if one.note or one.date),
    ]
    return Section("outcomes", "Predicted and come", tuple(blocks))


def _table(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.product(one.product),
            level(one.predicted_potential),
            level(one.predicted_challenge),
            rough_estimate(one.predicted_cost),
            rough(one.cost),
            rough_estimate(one.predicted_value),
            rough(one.value),
        )
        for one in material.worksheet.outcomes
    ]
    headers = ("Product", "Potential", "Challenge", "Cost, predicted", "Cost", "Value, predicted", "Value")
    caption = "What was predicted, as low – likely – high, and what came" + (
        f", in {material.unit}" if material.unit else ""
    )
    return table(caption, headers, rows, numbers=range(1, 7))


def _lessons(material: Material) -> tuple[Block, ...]:
    calibration = material.findings.calibration
    said = lessons(calibration)
    return (*((Items(said),) if said else ()), *map(note, calibration.caveats))


def _entry(one: Outcome, material: Material) -> Entry:
    date = one.date.isoformat() if one.date else ""
    return Entry(material.product(one.product), (facts(("Looked at on", date), ("Why so", Typed(one.note))),))
