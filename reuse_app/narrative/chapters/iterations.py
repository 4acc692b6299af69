"""What was tried and learned since, and what has come of what was predicted."""

from collections.abc import Iterator

from reuse_app.analysis.calibration import Calibration, Record
from reuse_app.narrative.blocks import Block, Entry, Items, Section, Typed, drawing, facts, note, table
from reuse_app.narrative.figures import iteration_progress
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import amount, level, plural, rough, rough_estimate
from reuse_app.worksheet import Iteration, Outcome


def write_iterations(material: Material) -> Section | None:
    """Return the log; None before the first iteration has ended."""
    log = material.worksheet.iterations
    if not log:
        return None
    lessons = sum(bool(one.lesson) for one in log)
    opening = (
        f"{plural(len(log), 'iteration has', 'iterations have')} ended and left {plural(lessons, 'lesson', 'lessons')}."
    )
    rule = note("The rate of progress is iterations per 30 days times the average progress of one.")
    entries = tuple(_iteration(one, material) for one in sorted(log, key=lambda one: (one.date, one.product)))
    blocks: list[Block] = [
        *drawing(iteration_progress(material.worksheet, material.findings)),
        *_rates(material),
        Entry("What was tried, and what was learned", (rule, *entries), is_folded=True),
    ]
    return Section("iterations", "Iterations", tuple(blocks), finding=opening)


def _rates(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.product(key),
            str(one.iterations),
            str(one.lessons),
            amount(one.per_month, digits=2),
            amount(one.planned_per_month, digits=2),
            amount(one.average_progress),
            amount(one.rate),
        )
        for key, one in material.findings.progress.items()
    ]
    headers = ("Product", "Ended", "Lessons", "In 30 days", "As planned", "Progress of one, %", "Rate, % in 30 days")
    return table("How fast each product advances", headers, rows, numbers=range(1, 7))


def _iteration(one: Iteration, material: Material) -> Entry:
    progress = "" if one.progress is None else f"{amount(one.progress)} %"
    said = facts(
        ("Tried", Typed(one.tried)),
        ("Outcome", Typed(one.outcome)),
        ("Progress", progress),
        ("Lesson", Typed(one.lesson)),
    )
    return Entry(f"{one.date.isoformat()} · {material.product(one.product)}", (said,) if said.pairs else ())


AS_PREDICTED = (0.95, 1.05)
"""Mean ratios that count as what was predicted."""
STRONG = 0.5
"""Rank correlation from which two orders are said to be alike."""


def write_outcomes(material: Material) -> Section | None:
    """Return predictions and results; None before a prediction is kept."""
    outcomes = material.worksheet.outcomes
    if not outcomes:
        return None
    told = sum(one.cost is not None or one.value is not None for one in outcomes)
    kept = plural(len(outcomes), "prediction was", "predictions were")
    entries = tuple(_looked_back(one, material) for one in outcomes if one.note or one.date)
    blocks: list[Block] = [
        *judged(material.findings.calibration),
        *_table(material),
        *([Entry("Why so", entries, is_folded=True)] if entries else []),
    ]
    finding = f"{kept} kept to be looked back at; {told} of them {'has' if told == 1 else 'have'} a result."
    return Section("outcomes", "Predicted and come", tuple(blocks), finding=finding)


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


def judged(calibration: Calibration) -> tuple[Block, ...]:
    """Return how good the predictions were; nothing as long as there is no result."""
    said = lessons(calibration)
    return (*((Items(said),) if said else ()), *map(note, calibration.caveats))


def lessons(calibration: Calibration) -> tuple[str, ...]:
    """Return what the results say about the predictions; nothing as long as there are too few."""
    return (
        *_of_amounts("costs", calibration.cost),
        *_of_amounts("values", calibration.value),
        *_of_order(calibration.order, calibration.ordered),
    )


def _of_amounts(what: str, record: Record) -> Iterator[str]:
    if record.ratio is not None:
        yield f"On average {what} came out {_against_prediction(record.ratio)}."
    if record.share is not None:
        advice = "as all should" if record.within == record.ranged else "and all should: make the next ranges wider"
        results = plural(record.ranged, "result", "results")
        yield f"{record.within} of {results} of {what[:-1]} lay between low and high, {advice}."


def _against_prediction(ratio: float) -> str:
    low, high = AS_PREDICTED
    return "as predicted" if low <= ratio <= high else f"at {amount(ratio, digits=2)} times what was predicted"


def _of_order(order: float | None, count: int) -> Iterator[str]:
    if order is None:
        return
    said = (
        "Products with a higher score brought more"
        if order >= STRONG
        else "Products with a higher score brought less"
        if order <= -STRONG
        else "The scores said little about which product would bring more"
    )
    yield f"{said} (rank correlation {amount(order, digits=2)} over {count} products; 1 is the same order, 0 none)."


def _looked_back(one: Outcome, material: Material) -> Entry:
    date = one.date.isoformat() if one.date else ""
    return Entry(material.product(one.product), (facts(("Looked at on", date), ("Why so", Typed(one.note))),))
