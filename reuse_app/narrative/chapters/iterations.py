"""The log of iterations: what was tried, what happened, what was learned, and how fast."""

from reuse_app.narrative.blocks import Block, Entry, Section, Typed, drawing, facts, note, table
from reuse_app.narrative.figures import iteration_progress
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import amount, plural
from reuse_app.worksheet import Iteration


def write(material: Material) -> Section | None:
    """Return the log; None before the first iteration has ended."""
    log = material.worksheet.iterations
    if not log:
        return None
    lessons = sum(bool(one.lesson) for one in log)
    opening = (
        f"{plural(len(log), 'iteration has', 'iterations have')} ended and left {plural(lessons, 'lesson', 'lessons')}."
    )
    rule = note("The rate of progress is iterations per 30 days times the average progress of one.")
    entries = tuple(_entry(one, material) for one in sorted(log, key=lambda one: (one.date, one.product)))
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


def _entry(one: Iteration, material: Material) -> Entry:
    progress = "" if one.progress is None else f"{amount(one.progress)} %"
    said = facts(
        ("Tried", Typed(one.tried)),
        ("Outcome", Typed(one.outcome)),
        ("Progress", progress),
        ("Lesson", Typed(one.lesson)),
    )
    return Entry(f"{one.date.isoformat()} · {material.product(one.product)}", (said,) if said.pairs else ())
