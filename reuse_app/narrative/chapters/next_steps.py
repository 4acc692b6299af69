"""What happens next, on one page: the test of each product, how each gap is closed, and who sees to it."""

from collections.abc import Iterator

from reuse_app.narrative.blocks import Block, Section, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import NOT_STATED, clipped, plural, some, word
from reuse_app.worksheet import Decision
from reuse_app.worksheet.steps import Step

MOST = 180
"""Letters in a cell; the chapter on the products has them all."""


def write(material: Material) -> Section | None:
    """Return the next steps; None before a product is chosen."""
    if not material.chosen:
        return None
    tests = ("Product", "Next test", "Measure", "Stop rule", "Owner", "Days")
    plans = ("Missing", "Plan", "Why this way", "Needed by")
    blocks: tuple[Block, ...] = (
        *table(
            "The next test of each chosen product",
            tests,
            (_test(one, material) for one in material.chosen),
            numbers=(5,),
        ),
        *table("How each gap is closed", plans, _plans(material)),
    )
    return Section("next", "What happens next", blocks, step=Step.CHOOSE, finding=_finding(material))


def _finding(material: Material) -> str:
    owned = sum(bool(one.test and one.owner) for one in material.chosen)
    if owned == len(material.chosen):
        return "Every chosen product has its next test, and somebody who sees to it."
    return f"{plural(len(material.chosen) - owned, 'chosen product lacks', 'chosen products lack')} a test or an owner."


def _test(one: Decision, material: Material) -> tuple[str, ...]:
    said = (_short(text) for text in (one.test, one.measure, one.stop_rule, one.owner))
    days = NOT_STATED if one.iteration_days is None else str(one.iteration_days)
    return (f"{material.product(one.product)} · {word(one.role)}", *said, days)


def _plans(material: Material) -> Iterator[tuple[str, ...]]:
    reasons = {one.capability: one.reason for one in material.worksheet.gap_plans}
    for gap in material.findings.gaps:
        supplier = ", one supplier" if gap.single_supplier else ""
        needed = some(material.products(gap.products))
        name, why = material.capability(gap.capability), _short(reasons.get(gap.capability, ""))
        yield name, f"{word(gap.plan)}{supplier}", why, needed


def _short(text: str) -> str:
    return clipped(" ".join(text.split()), MOST) or NOT_STATED
