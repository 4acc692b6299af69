"""Outcomes: for each product on which the team bet, what was predicted beside what has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.narrative.chapters.iterations import judged
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import level, rough_estimate
from reuse_app.store import entries
from reuse_app.web.context import g
from reuse_app.web.findings import findings, known
from reuse_app.web.forms.saving import attempt, save_change
from reuse_app.web.forms.sent import as_fields, seen, typed
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Decision, Outcome, Product
from reuse_app.worksheet.columns import flatten, nest
from reuse_app.worksheet.steps import Step

bp = Page("outcomes", __name__, Step.ITERATE, sees=Sees.TYPED)

RESULT = ("date", "cost", "value", "note")
"""What is told of a result; what was predicted never changes."""


@dataclass(frozen=True)
class OutcomeRow:
    """One product with its outcome."""

    product: Product
    decision: Decision | None
    outcome: Outcome
    is_kept: bool
    """Whether the prediction stays as it is; until then it moves with the worksheet."""

    @property
    def predicted(self) -> tuple[tuple[str, str], ...]:
        """What was predicted, each with its name."""
        told = self.outcome
        return (
            ("potential", level(told.predicted_potential)),
            ("challenge", level(told.predicted_challenge)),
            ("cost", rough_estimate(told.predicted_cost)),
            ("value", rough_estimate(told.predicted_value)),
        )


@bp.get("/outcomes")
def page() -> str:
    """The predictions beside the results, and how good the predictions were."""
    told = judged(findings().calibration)
    return render_template("iterate/outcomes.html", rows=list(_rows()), judged=told, cited=sources("calibration"))


@bp.post("/outcomes")
def keep() -> Response:
    """Keep every prediction as it is now, so that it can be looked back at."""
    expected = known().predictions
    if expected:
        entries.put(g.writer, expected, seen=g.revision)
    return redirect(url_for(".page"), 303)


@bp.post("/outcomes/<key:product>")
def change(product: str) -> Response | tuple[str, int]:
    """Save what has come of a product; its prediction is kept with the first result."""
    back = url_for(".page", _anchor=f"product-{product}")
    if g.saved.version("outcome", product):
        return save_change("outcome", (product,), page=page, back=back, fields=RESULT)
    expected = next((each for each in known().predictions if each.product == product), None)
    if expected is None:
        raise NotFound
    sent = typed("outcome", RESULT)

    def keep_prediction() -> int:
        values = {**flatten(expected), **as_fields("outcome", sent)}
        return entries.put(g.writer, [Outcome.model_validate(nest(Outcome, values))], seen=seen())

    return attempt(keep_prediction, form=f"outcome-{product}", sent=sent, page=page, back=back)


def _rows() -> Iterator[OutcomeRow]:
    """Yield the products with a kept prediction, then those on which the team bets now."""
    for outcome in g.worksheet.outcomes:
        yield _row(outcome, is_kept=True)
    for outcome in known().predictions:
        yield _row(outcome, is_kept=False)


def _row(outcome: Outcome, *, is_kept: bool) -> OutcomeRow:
    key = outcome.product
    decision = g.worksheet.decision_by_product.get(key)
    return OutcomeRow(g.worksheet.product_by_key[key], decision, outcome, is_kept)
