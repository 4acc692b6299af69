"""The agenda, for facilitators: items of their own between the steps, when it starts, and bringing everybody to one."""

import datetime as dt

from flask import redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from reuse_app.room import AgendaItem
from reuse_app.room.nouns import MINUTE
from reuse_app.store import stages
from reuse_app.store.noun_table import LAST_ITEM
from reuse_app.store.stages import bring_to_item, set_start
from reuse_app.web import clock
from reuse_app.web.context import g
from reuse_app.web.facilitation import run_sheet
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import attempt, save_change
from reuse_app.web.forms.sent import as_fields, sent_form, sent_texts, typed
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import whole_number

bp = Page("agenda", __name__, Who.FACILITATORS, shows=())

TYPED = ("title", "minutes", "after", "text")
"""What a facilitator says of an item."""
FURTHEST = 14 * clock.HOUR
"""Minutes by which a reader's clock may be before or after UTC."""
FIRST_YEAR, LAST_YEAR = 2000, 2999
BY = {"up": -1, "down": 1}
ITEM = f"/agenda/<int(max={LAST_ITEM}):number>"


@bp.post("/agenda")
def add() -> Response | tuple[str, int]:
    """Add a break or another item."""
    sent = typed("agenda_item", TYPED)

    def add_item() -> int:
        item = AgendaItem.model_validate({**as_fields("agenda_item", sent), "number": 1})
        return stages.add_item(g.writer, item, once=sent_form())

    return attempt(add_item, form="agenda_item-new", sent=sent, page=run_sheet.page, back=_back("add-item"))


@bp.post(ITEM)
def change(number: int) -> Response | tuple[str, int]:
    """Change what an item is called, how long it is to take, where it stands or what everybody reads."""
    return save_change("agenda_item", (number,), page=run_sheet.page, back=_back(f"item-{number}"), fields=TYPED)


@bp.post(f"{ITEM}/moves")
def move(number: int) -> Response:
    """Move an item up or down, past the next step or item."""
    by = BY.get(request.form.get("direction", ""))
    if by is None:
        raise BadRequest
    stages.move_item(g.writer, number, by=by)
    return redirect(_back(f"item-{number}"), 303)


@bp.post(f"{ITEM}/removal")
def remove(number: int) -> Response:
    """Remove an item; a room that is at it is at its step again."""
    stages.remove_item(g.writer, number, now=clock.seconds())
    return redirect(_back("sheet-title"), 303)


@bp.post(f"{ITEM}/place")
def bring(number: int) -> Response:
    """Bring everybody to an item: each page says what it is and until when."""
    bring_to_item(g.writer, number, now=clock.seconds())
    back = request.form.get("back", "")
    return redirect(url_for(f"{back}.page") if back in set(Step) else _back(f"item-{number}"), 303)


@bp.post("/start")
def start() -> Response | tuple[str, int]:
    """Plan when the workshop starts, by the clock of who asks; an empty field plans nothing."""
    sent = sent_texts("starts_at")

    def plan() -> int:
        return set_start(g.writer, _moment(sent["starts_at"].strip()), now=clock.seconds())

    return attempt(plan, form="start", sent=sent, page=run_sheet.page, back=_back("start"))


def _moment(text: str) -> int | None:
    """The moment that was typed, in Unix seconds; `offset` says by how many minutes UTC is later, if it was sent.

    Raises WrongFormError for what is no moment of this millennium.
    """
    if not text:
        return None
    offset = whole_number(request.form.get("offset", ""), least=-FURTHEST, most=FURTHEST) or 0
    try:
        said = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    except ValueError:
        said = None
    if said is None or not FIRST_YEAR <= said.year <= LAST_YEAR:
        raise WrongFormError({"starts_at": "Give a day and a time of day, such as 2026-11-27T09:00."})
    return int(said.timestamp()) + offset * MINUTE


def _back(anchor: str) -> str:
    return url_for("run_sheet.page", _anchor=anchor)
