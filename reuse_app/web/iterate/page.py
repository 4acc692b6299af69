"""Step 8, Iterate: what each chosen product hangs on and how it is tested, plans for the gaps, and the log; one product
at a time, or the gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.analysis import Findings
from reuse_app.analysis.coverage import Gap
from reuse_app.analysis.progress import Progress
from reuse_app.exchange import calendar as iteration_calendar
from reuse_app.narrative.figures import iteration_progress
from reuse_app.store import Saved, entries
from reuse_app.store.errors import UnknownEntryError
from reuse_app.store.noun_table import NumberedIteration
from reuse_app.store.workshops import last_day
from reuse_app.web.context import database, g
from reuse_app.web.downloads import download
from reuse_app.web.entries.undo import removed
from reuse_app.web.findings import figure, findings
from reuse_app.web.forms.saving import attempt, save_change, save_or_start
from reuse_app.web.forms.sent import as_fields, sent_form, typed
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Capability, Decision, GapPlan, Plan, Product, Worksheet
from reuse_app.worksheet.columns import nest
from reuse_app.worksheet.scales import PURSUED
from reuse_app.worksheet.steps import Step

SHOWN = ("product", "capability", "link", "decision", "gap_plan", "iteration", "outcome")

bp = Page("iterate", __name__, Step.ITERATE, shows=SHOWN, sees=Sees.TYPED)

PLANNED = ("assumption", "test", "measure", "stop_rule", "owner", "iteration_days", "data_plan")
"""What the plan of a product says."""


@bp.get("/iterate")
def page() -> str:
    """The plans, the gaps and the log of the products that the team pursues."""
    pursued, gaps = pursued_courses(g.saved, g.worksheet, findings()), list(open_gaps(g.worksheet, findings()))
    others = other_courses(g.saved, g.worksheet, findings())
    course = _shown([*pursued, *others], has_gaps=bool(gaps))
    return render_template(
        "iterate/page.html",
        step=Step.ITERATE,
        shape=([each.said for each in (*pursued, *others)], [(each.gap, each.capability.name) for each in gaps]),
        address=address_of(course.product.key if course else None),
        course=course,
        pursued=pursued,
        others=others,
        gaps=gaps,
        plans=tuple(Plan),
        progress_figure=figure(iteration_progress),
        fields_of_plan=len(PLANNED),
    )


@bp.get("/iterations.ics")
def calendar() -> Response:
    """The log as a calendar, with the day on which each iteration that runs is to end."""
    day = last_day(database(), g.saved.id)
    content = iteration_calendar.write(g.worksheet, whose=g.saved.address, day=day)
    if not content:
        raise NotFound
    return download(content, "ics", called="iterations")


@bp.post("/plans/<product>")
def change_plan(product: str) -> Response | tuple[str, int]:
    """Change how a chosen product is tested."""
    if product not in g.worksheet.decision_by_product:
        raise NotFound
    return save_change("decision", (product,), page=page, back=address_of(product))


@bp.post("/gap-plans/<capability>")
def change_gap_plan(capability: str) -> Response | tuple[str, int]:
    """Say how a gap is to be closed."""
    if capability not in g.worksheet.capability_by_key:
        raise NotFound
    return save_or_start("gap_plan", (capability,), page=page, back=address_of(None, f"gap-{capability}"))


@bp.post("/products/<product>/iterations")
def add_iteration(product: str) -> Response | tuple[str, int]:
    """Add an iteration to the log of a product."""
    if product not in g.worksheet.product_by_key:
        raise NotFound
    sent = typed("iteration")

    def log_iteration() -> int:
        # The store gives the number.
        fields = as_fields("iteration", sent) | {"product": product, "number": 1}
        noun = NumberedIteration.model_validate(nest(NumberedIteration, fields))
        return entries.add(g.writer, [noun], once=sent_form())

    back = address_of(product, f"log-{product}")
    return attempt(log_iteration, form=f"iteration-new-{product}", sent=sent, page=page, back=back)


@bp.post("/iterations/<int(max=1000000):number>")
def change_iteration(number: int) -> Response | tuple[str, int]:
    """Change an iteration; it stays with its product."""
    product = _product_of(number)
    if "product" in request.form:
        raise NotFound
    return save_change("iteration", (number,), page=page, back=address_of(product, f"iteration-{number}"))


@bp.post("/iterations/<int(max=1000000):number>/removal")
def remove_iteration(number: int) -> Response:
    """Remove an iteration."""
    return removed("iteration", (number,), back="iterate", product=_product_of(number))


def address_of(product: str | None, anchor: str | None = None) -> str:
    """The address of the page with one product, by its key, or with the gaps."""
    return url_for("iterate.page", product=product, gaps=None if product else "1", _anchor=anchor)


def _shown(courses: Sequence["Course"], *, has_gaps: bool) -> "Course | None":
    """The course that is asked for, else the first; none when the gaps are. A refused form shows what it is about."""
    asked = request.view_args or {}
    if has_gaps and ("capability" in asked or "gaps" in request.args):
        return None
    product = _product_of(asked["number"]) if "number" in asked else asked.get("product", request.args.get("product"))
    return next((each for each in courses if each.product.key == product), courses[0] if courses else None)


def _product_of(number: int) -> str:
    """The key of the product of an iteration; raises UnknownEntryError for one that is gone or hidden from who asks."""
    products: list[str] = [row.noun.product for row in g.saved.rows["iteration"] if row.noun.number == number]
    if not products or products[0] not in g.worksheet.product_by_key:
        raise UnknownEntryError("This iteration is not in the workshop any more.")
    return products[0]


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
