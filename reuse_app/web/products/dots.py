"""Dots on products: a few for each person, to shorten the list; hidden until the facilitator counts them."""

from flask import redirect, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from reuse_app.store.errors import StoreError, VoteError
from reuse_app.store.voting import CAP, EACH, change_dot_rules, put_dots, shortlist
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.forms.forms import WrongFormError, as_fields, seen, typed, typed_whole
from reuse_app.web.forms.saving import attempt
from reuse_app.web.permissions import ForbiddenError
from reuse_app.web.products.page import page
from reuse_app.web.products.tally import read_tally
from reuse_app.web.voters import is_counted, keep_voter, voter, writer_for
from reuse_app.worksheet import Dot
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import UnclearNumberError, whole_number

bp = workshop_blueprint("dots", __name__)
keep_voter(bp, on={"dots", "products"})

MOST_KEPT = 500
"""Products that a worksheet holds."""


@bp.post("/dots/<key:product>")
def give(product: str) -> Response:
    """Let a person's dots on a product be so many from now on."""
    if product not in {each.key for each in g.worksheet.candidates}:
        raise NotFound
    person = voter()
    if person is None:
        raise ForbiddenError("Dots belong to a person. Say whose they are on the Products page first.")
    if is_counted(Step.PRODUCTS):
        raise ForbiddenError("The dots are counted, so they stay as they are. Nothing was saved.")
    put_dots(writer_for(person), _dot(person.key, product))
    return redirect(url_for("products.page", _anchor=f"product-{product}"), 303)


@bp.post("/dot-rules")
def change_rules() -> Response | tuple[str, int]:
    """Change how many dots each person has, and how many of them one product may get."""
    _check_facilitator()
    sent = typed("workshop", (EACH, CAP))

    def write() -> int:
        try:
            return change_dot_rules(g.writer, as_fields("workshop", sent), seen=seen())
        except VoteError as error:
            raise WrongFormError({next(iter(sent)): str(error)}) from error

    return attempt(write, form="workshop", sent=sent, page=page, back=url_for("products.page", _anchor="dots"))


@bp.post("/shortlist")
def keep_first() -> Response:
    """Put the products with the most dots on the shortlist, and no others."""
    _check_facilitator()
    tally, first = read_tally(), whole_number(request.form.get("first", ""), least=1, most=MOST_KEPT)
    if first is None:
        raise StoreError(f"Say how many products to keep, as a number of 1 to {MOST_KEPT}.")
    if tally is None or not tally.totals:
        raise StoreError("No dots are shown yet, so there is no order to go by. Nothing was changed.")
    shortlist(g.writer, tally.first(first))
    return redirect(url_for("products.page", order="dots", _anchor="list"), 303)


def _dot(participant: str, product: str) -> Dot:
    try:
        count = typed_whole(request.form.get("count", ""))
        return Dot.model_validate({"participant": participant, "product": product, "count": count})
    except (UnclearNumberError, ValidationError) as error:
        raise BadRequest from error


def _check_facilitator() -> None:
    if not g.is_facilitator:
        raise ForbiddenError("Only a facilitator sets how the room votes and what it keeps. Nothing was saved.")
