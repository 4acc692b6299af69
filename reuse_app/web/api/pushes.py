"""What a program writes into a workshop, as an import does: whole or not at all."""

from flask import Response
from werkzeug.exceptions import Conflict, UnprocessableEntity

from reuse_app.exchange import FileError
from reuse_app.exchange.pushed import PushedBallots, plan_products, read_ballots
from reuse_app.store import entries
from reuse_app.web.api.entering import (
    MistakenError,
    check_match,
    enter_workshop,
    json_answer,
    sent_capabilities,
    sent_json,
    state,
)
from reuse_app.web.api.openapi import Pushed, PushedRatings
from reuse_app.web.context import g
from reuse_app.web.importing import planned, under_free_keys, written
from reuse_app.web.page import Page, Who
from reuse_app.web.voters import is_counted, without_device
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.validation.worksheet import WorksheetError

bp = Page("api_pushes", __name__, Who.PROGRAMS, prefix="/api/v1/workshops/<workshop>")


@bp.post("/capabilities")
def capabilities(workshop: str) -> Response:
    """Add and change capabilities as importing the same file does."""
    seen = _enter(workshop)
    ready = planned(seen, sent_capabilities(), look_alike=False)
    if ready.mistakes:
        raise MistakenError(ready.mistakes)
    check_match(state())
    if ready.new or ready.changed:
        entries.put(g.writer, written(seen, ready), seen=g.saved.revision)
    counts = {"new": len(ready.new), "changed": len(ready.changed), "unchanged": len(ready.unchanged)}
    return _done(Pushed(**counts, remarks=ready.remarks))


@bp.post("/products")
def products(workshop: str) -> Response:
    """Add products, and change what is sent of those that are there."""
    seen = _enter(workshop)
    try:
        ready = plan_products(sent_json(), seen)
    except (FileError, WorksheetError) as error:
        raise _refusal(error) from error
    check_match(state())
    new = under_free_keys(ready.new, seen.product_by_key, Step.PRODUCTS)
    if new or ready.changed:
        entries.put(g.writer, [*new, *ready.changed], seen=g.saved.revision)
    return _done(Pushed(new=len(new), changed=len(ready.changed), unchanged=len(ready.unchanged)))


@bp.post("/ratings")
def ratings(workshop: str) -> Response:
    """Record ratings of people without a device; what was there before is not told."""
    seen = _enter(workshop)
    try:
        ballots = read_ballots(sent_json(), seen, without_device())
    except (FileError, WorksheetError) as error:
        raise _refusal(error) from error
    check_match(state())
    _check_rounds(ballots)
    groups = [nouns for nouns in (ballots.people, ballots.ratings) if nouns]
    entries.put_each(g.writer, groups, seen=g.saved.revision)
    return _done(PushedRatings(ratings=len(ballots.ratings), people=len(ballots.people)))


def _enter(workshop: str) -> Worksheet:
    """What everybody may see of the workshop into which a program writes."""
    enter_workshop(workshop, to_write=True)
    return g.saved.seen_by(None)


def _refusal(error: FileError | WorksheetError) -> MistakenError | UnprocessableEntity:
    return MistakenError(error.mistakes) if isinstance(error, WorksheetError) else UnprocessableEntity(str(error))


def _check_rounds(ballots: PushedBallots) -> None:
    """Refuse ratings of a round that is not open, or whose spread is shown; raises Conflict."""
    if is_counted(Step.SCORE):
        raise Conflict("The ratings of this round are shown, so they stay as they are. Nothing was saved.")
    opened = g.saved.room.stage(Step.SCORE).round
    if g.saved.room.seats and any(each.round != opened for each in ballots.ratings):
        raise Conflict(f"The room rates in round {opened} now. Nothing was saved.")


def _done(told: Pushed | PushedRatings) -> Response:
    """Say what was done, with the tag of the state that this has made."""
    g.reload()
    answer = json_answer(told.model_dump_json(exclude_defaults=True))
    answer.set_etag(state())
    return answer
