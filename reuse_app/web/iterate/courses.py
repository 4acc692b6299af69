"""The course of each product that the team pursues: what it predicted, what happened, what is missing for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.coverage import Gap
from reuse_app.analysis.progress import Progress
from reuse_app.store import Saved
from reuse_app.store.noun_table import NumberedIteration
from reuse_app.worksheet import Capability, Decision, GapPlan, Product, Worksheet
from reuse_app.worksheet.scales import PURSUED

PLANNED = ("assumption", "test", "measure", "stop_rule", "owner", "iteration_days", "simpler_tool", "data_plan")
"""What the plan of a product says."""


@dataclass(frozen=True)
class Turn:
    """One iteration of the log, and what it was worth."""

    noun: NumberedIteration

    @property
    def verdict(self) -> str:
        """What to say about an iteration that failed or taught nothing; nothing about the others."""
        if not self.noun.lesson:
            return "No lesson is written down yet: what did it teach?"
        return "It did not work, and it taught something. That is a result." if self.noun.progress == 0 else ""


@dataclass(frozen=True)
class Course:
    """One product with its plan and its log, the latest iteration first."""

    product: Product
    decision: Decision | None
    log: tuple[Turn, ...]
    progress: Progress | None

    @property
    def said(self) -> tuple[object, ...]:
        """What the page says of it above its plan."""
        return (self.product.key, self.product.name, self.decision and (self.decision.role, self.decision.reason))

    @property
    def planned(self) -> int:
        """How many of the fields of its plan are filled in."""
        return sum(bool(getattr(self.decision, name)) for name in PLANNED)


@dataclass(frozen=True)
class OpenGap:
    """A capability that is missing and that a pursued product needs."""

    gap: Gap
    capability: Capability
    products: tuple[Product, ...]
    plan: GapPlan | None


def pursued_courses(saved: Saved, worksheet: Worksheet, findings: Findings) -> list[Course]:
    """The courses of the products of a worksheet with a role that is worked on, the primary first."""
    return [
        _course(worksheet.product_by_key[decision.product], saved, decision, findings)
        for role in PURSUED
        for decision in worksheet.decisions
        if decision.role is role
    ]


def other_courses(saved: Saved, worksheet: Worksheet, findings: Findings) -> list[Course]:
    """The courses of products that have a log but are not pursued, or no longer: nothing learned is lost."""
    logged = {iteration.product for iteration in worksheet.iterations} - _pursued(worksheet)
    return [
        _course(product, saved, worksheet.decision_by_product.get(product.key), findings)
        for product in worksheet.products
        if product.key in logged
    ]


def open_gaps(worksheet: Worksheet, findings: Findings) -> Iterator[OpenGap]:
    """Yield the gaps that stand between a pursued product and its use, the most critical first."""
    plans = {plan.capability: plan for plan in worksheet.gap_plans}
    pursued = _pursued(worksheet)
    for gap in findings.gaps:
        needing = tuple(worksheet.product_by_key[key] for key in gap.products if key in pursued)
        if needing:
            yield OpenGap(gap, worksheet.capability_by_key[gap.capability], needing, plans.get(gap.capability))


def _pursued(worksheet: Worksheet) -> set[str]:
    return {decision.product for decision in worksheet.decisions if decision.role in PURSUED}


def _course(product: Product, saved: Saved, decision: Decision | None, findings: Findings) -> Course:
    turns: Sequence[NumberedIteration] = [
        row.noun for row in saved.rows["iteration"] if row.noun.product == product.key
    ]
    latest_first = sorted(turns, key=lambda turn: (turn.date, turn.number), reverse=True)
    return Course(
        product,
        decision,
        tuple(map(Turn, latest_first)),
        findings.progress.get(product.key),
    )
