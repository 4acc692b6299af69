"""Ways in: a secret link, or a code, typed or in a link, and a name; opening the address of a code changes nothing.

A browser that is somebody in the workshop already is asked who sits before it, and nobody silently becomes another.
"""

from dataclasses import dataclass

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import load
from reuse_app.store import people as store
from reuse_app.store.errors import RepeatedError, UnknownCodeError
from reuse_app.store.grants import GrantRole, passes
from reuse_app.web.access import ask_for_cookie, lead_in, opened, pass_to, remember, secret_of_form
from reuse_app.web.context import database, g
from reuse_app.web.facilitation.presence import presence_of
from reuse_app.web.forms.form import Draft
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.guessing import workshop_of
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser, give_cookie
from reuse_app.web.server.throttle import TooMuchError, refused_for_now
from reuse_app.worksheet import Participant
from reuse_app.worksheet.values import as_read, clean_line, key_for

bp = Page("joining", __name__, Who.ANYBODY)

Answer = str | Response | tuple[str, int]

OTHER = "other"
"""The field by which somebody says that they are not who this browser is in the workshop already."""


@dataclass(frozen=True)
class Here:
    """Who a browser is in a workshop: a name, none for who watches or leads without one, and as what."""

    name: str
    role: GrantRole


@bp.get("/open/<secret>")
def open_link(secret: str) -> Response:
    """Let the browser hold a link, and lead it to a clean address.

    A browser that leads the workshop goes on leading it when it opens the link of somebody who does not.
    """
    found = opened(secret)
    if not browser():
        return ask_for_cookie()
    if found.role is GrantRole.STAGE:
        return remember(redirect(url_for("stage.page", address=found.address), 303), secret)
    held_already = pass_to(found.address)
    if held_already and held_already.role is GrantRole.FACILITATOR is not found.role:
        return lead_in(found.address)
    nameless = found.role is GrantRole.FACILITATOR and found.participant is None
    way_in = redirect(url_for("me.page", address=found.address), 303) if nameless else lead_in(found.address)
    return remember(way_in, secret)


@bp.get("/join")
def page() -> str:
    """Ask for the code and a name."""
    return render_template("facilitation/joining.html", code="", title="", here=None)


@bp.post("/join")
def join() -> Answer:
    """Join by the code that was typed."""
    return _join(request.form.get("code", ""))


@bp.get("/join/<code>")
def invitation(code: str) -> Answer:
    """Ask whoever opens the link for a name, or, where this browser is somebody here already, who they are."""
    try:
        invited = workshop_of(code)
    except (UnknownCodeError, TooMuchError) as error:
        return _wrong_code(code, error)
    return _ask_name(invited, code)


@bp.post("/join/<code>")
def accept(code: str) -> Answer:
    """Join by the link."""
    return _join(code)


def _join(code: str) -> Answer:
    try:
        invited = workshop_of(code)
    except (UnknownCodeError, TooMuchError) as error:
        return _wrong_code(code, error)
    here, name = _who_is_here(invited.address), clean_line(request.form.get("name", ""))
    if here is None or OTHER in request.form:
        return _seat(invited, code)
    if as_read(name) in ("", as_read(here.name)):
        return _lead_on(invited.address, name)
    known = f"is {here.name} here. Go on as {here.name}" if here.name else "is here already. Go on"
    g.draft = Draft("join", {"name": name}, {"name": f"This browser {known}, or join as {name}."})
    return _ask_name(invited, code), 409


def _lead_on(address: str, name: str) -> Response:
    """Lead somebody who is here already to where the room is, and who sends the form again to where it has led."""
    is_sent_again = passes(database(), [secret_of_form("join", address, name)])
    return redirect(url_for("welcome.page", address=address), 303) if is_sent_again else lead_in(address)


def _who_is_here(address: str) -> Here | None:
    """Who this browser is in a workshop already, if it may enter it."""
    held = pass_to(address)
    if held is None:
        return None
    people = {each.key: each.name for each in load(database(), address).worksheet.participants}
    return Here(people.get(held.participant or "", ""), held.role)


def _seat(invited: store.Invited, code: str) -> Answer:
    """Give the person a seat, or ask for another name."""
    sent, address = sent_texts("name"), invited.address
    name = clean_line(sent["name"])
    secret = secret_of_form("join", address, name)

    def take_seat() -> Response:
        person = Participant(key=key_for(name, (), otherwise="participant"), name=name)
        way_in = redirect(url_for("welcome.page", address=address), 303)
        try:
            joined = store.join(database(), address, person, secret=secret, holder=give_cookie())
        except RepeatedError:
            return remember(way_in, secret)
        presence_of(current_app).see(address, joined.participant)
        return way_in

    return answer(take_seat, form="join", sent=sent, page=lambda: _ask_name(invited, code))


def _ask_name(invited: store.Invited, code: str) -> str:
    here = _who_is_here(invited.address)
    return render_template("facilitation/joining.html", code=store.plain_code(code), title=invited.title, here=here)


def _wrong_code(code: str, error: UnknownCodeError | TooMuchError) -> Response:
    """Ask for the code again; the answer is the same whether there ever was such a code or not."""
    g.draft = Draft("join", {"code": code, "name": request.form.get("name", "")}, {"code": str(error)})
    if isinstance(error, TooMuchError):
        return refused_for_now(page(), error)
    return make_response(page(), 422)
