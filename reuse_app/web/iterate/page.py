"""Step 8, Iterate: what each chosen product hangs on and how it is tested, plans for the gaps, and the log."""

from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.narrative.figures import iteration_progress
from reuse_app.store import entries
from reuse_app.store.errors import UnknownEntryError
from reuse_app.store.noun_table import NumberedIteration
from reuse_app.web.context import g
from reuse_app.web.entries.undo import removed
from reuse_app.web.findings import figure, findings
from reuse_app.web.forms.saving import attempt, save_change, save_or_start
from reuse_app.web.forms.sent import as_fields, sent_form, typed
from reuse_app.web.iterate.courses import PLANNED, open_gaps, other_courses, pursued_courses
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Plan
from reuse_app.worksheet.columns import nest
from reuse_app.worksheet.steps import Step

SHOWN = ("product", "capability", "link", "decision", "gap_plan", "iteration", "outcome")

bp = Page("iterate", __name__, Step.ITERATE, shows=SHOWN, sees=Sees.TYPED)


@bp.get("/iterate")
def page() -> str:
    """The plans, the gaps and the log of the products that the team pursues."""
    courses, gaps = pursued_courses(g.saved, g.worksheet, findings()), list(open_gaps(g.worksheet, findings()))
    return render_template(
        "iterate/page.html",
        step=Step.ITERATE,
        shape=([course.said for course in courses], [(each.gap, each.capability.name) for each in gaps]),
        courses=courses,
        others=other_courses(g.saved, g.worksheet, findings()),
        gaps=gaps,
        plans=tuple(Plan),
        progress_figure=figure(iteration_progress),
        fields_of_plan=len(PLANNED),
    )


@bp.post("/plans/<product>")
def change_plan(product: str) -> Response | tuple[str, int]:
    """Change how a chosen product is tested."""
    if product not in g.worksheet.decision_by_product:
        raise NotFound
    return save_change("decision", (product,), page=page, back=url_for(".page", _anchor=f"course-{product}"))


@bp.post("/gap-plans/<capability>")
def change_gap_plan(capability: str) -> Response | tuple[str, int]:
    """Say how a gap is to be closed."""
    if capability not in g.worksheet.capability_by_key:
        raise NotFound
    return save_or_start("gap_plan", (capability,), page=page, back=url_for(".page", _anchor=f"gap-{capability}"))


@bp.post("/products/<product>/iterations")
def add_iteration(product: str) -> Response | tuple[str, int]:
    """Add an iteration to the log of a product."""
    if product not in g.worksheet.product_by_key:
        raise NotFound
    sent = typed("iteration")

    def write() -> int:
        # The store gives the number.
        fields = as_fields("iteration", sent) | {"product": product, "number": 1}
        noun = NumberedIteration.model_validate(nest(NumberedIteration, fields))
        return entries.add(g.writer, [noun], once=sent_form())

    back = url_for(".page", _anchor=f"log-{product}")
    return attempt(write, form=f"iteration-new-{product}", sent=sent, page=page, back=back)


@bp.post("/iterations/<int(max=1000000):number>")
def change_iteration(number: int) -> Response | tuple[str, int]:
    """Change an iteration; it stays with its product."""
    _check_number(number)
    if "product" in request.form:
        raise NotFound
    return save_change("iteration", (number,), page=page, back=url_for(".page", _anchor=f"iteration-{number}"))


@bp.post("/iterations/<int(max=1000000):number>/removal")
def remove_iteration(number: int) -> Response:
    """Remove an iteration."""
    _check_number(number)
    return removed("iteration", (number,), back="iterate")


def _check_number(number: int) -> None:
    """Let nobody reach an iteration of a product that is hidden from them."""
    products = {row.noun.product for row in g.saved.rows["iteration"] if row.noun.number == number}
    if not products <= g.worksheet.product_by_key.keys():
        raise UnknownEntryError("This iteration is not in the workshop any more.")
