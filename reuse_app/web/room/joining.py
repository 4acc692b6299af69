"""Joining: a code, typed or in a link, and a name make somebody a participant; opening the address changes nothing."""

from flask import Blueprint, make_response, render_template, request
from pydantic import ValidationError
from werkzeug.wrappers import Response

from reuse_app.store import load
from reuse_app.store import people as store
from reuse_app.store.errors import NameTakenError, RepeatedError, UnknownCodeError
from reuse_app.web.access import lead_in, pass_to, remember, secret_of_form
from reuse_app.web.context import database, g
from reuse_app.web.forms import Draft
from reuse_app.web.mistakes import mistakes_of
from reuse_app.web.room.guessing import slowed
from reuse_app.worksheet import Participant
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.text import clean_line

bp = Blueprint("joining", __name__)

Answer = str | Response | tuple[str, int]


@bp.get("/join")
def page() -> str:
    """Ask for the code and a name."""
    return render_template("joining/page.html", code="", title="")


@bp.post("/join")
def join() -> Answer:
    """Join by the code that was typed."""
    return _join(request.form.get("code", ""))


@bp.get("/join/<code>")
def invitation(code: str) -> Answer:
    """Ask whoever opens the link for a name; who has joined already is led in."""
    try:
        address = store.workshop_of_code(database(), code)
    except UnknownCodeError as error:
        return _wrong_code(code, error)
    return lead_in(address) if pass_to(address) else _ask_name(address, code)


@bp.post("/join/<code>")
def accept(code: str) -> Answer:
    """Join by the link."""
    return _join(code)


def _join(code: str) -> Answer:
    try:
        address = store.workshop_of_code(database(), code)
    except UnknownCodeError as error:
        return _wrong_code(code, error)
    return lead_in(address) if pass_to(address) else _seat(address, code)


def _seat(address: str, code: str) -> Answer:
    """Give the person a seat, or ask for another name."""
    name = clean_line(request.form.get("name", ""))
    secret = secret_of_form("join", address, name)
    try:
        person = Participant(key=key_for(name, (), otherwise="participant"), name=name)
        store.join(database(), address, person, secret=secret)
    except RepeatedError:
        pass
    except (ValidationError, NameTakenError) as error:
        mistakes = mistakes_of(error) if isinstance(error, ValidationError) else {"name": str(error)}
        g.draft = Draft("join", {"name": request.form.get("name", "")}, mistakes)
        return str(_ask_name(address, code)), 422
    return remember(lead_in(address), address, secret)


def _ask_name(address: str, code: str) -> str:
    title = load(database(), address).worksheet.workshop.title
    return render_template("joining/page.html", code=store.plain_code(code), title=title)


def _wrong_code(code: str, error: UnknownCodeError) -> Response:
    """Ask for the code again; the answer is the same whether there ever was such a code or not."""
    g.draft = Draft("join", {"code": code, "name": request.form.get("name", "")}, {"code": str(error)})
    return slowed(make_response(page(), 422))
