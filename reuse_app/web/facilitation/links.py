"""Ways into a workshop: links to share, replace and take back, the code, and closing it for all but facilitators."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from reuse_app.store import people as store
from reuse_app.store.errors import StoreError
from reuse_app.store.grants import GrantRole, grants_of
from reuse_app.web.access import remember, secret_of_form
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.context import database, g
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

bp = Page("links", __name__, Who.FACILITATORS, shows=())

SHARED = {each.value: each for each in (GrantRole.FACILITATOR, GrantRole.OBSERVER, GrantRole.STAGE)}
"""What a link that is shared can let its holder be; participants join by the code."""


@bp.post("/grants")
def share() -> Response:
    """Make one more link to lead, to watch or for the big screen; only the page that follows ever shows it."""
    role, label = _role(), clean_line(request.form.get("label", ""))[:NAME_LENGTH]
    secret = secret_of_form("share", g.saved.address, role, label)
    return _shown(store.new_link(g.writer, role, label=label or None, secret=secret), role, whose=label)


@bp.post("/grants/replacement")
def replace() -> Response:
    """End every link of a kind and make a new one; who replaces the facilitator links goes on with the new one."""
    role = _role()
    me = g.entered.participant if role is GrantRole.FACILITATOR else None
    secret = secret_of_form("replace", g.saved.address, role)
    old = [each.id for each in grants_of(database(), g.saved.address) if each.role is role]
    holder = browser() if role is GrantRole.FACILITATOR else None
    store.new_link(g.writer, role, participant=me, secret=secret, instead_of=old, holder=holder)
    response = _shown(secret, role, whose="")
    return remember(response, secret) if holder else response


@bp.post("/grants/<int(max=1000000000):number>/removal")
def take_back(number: int) -> Response:
    """Let one of these links open nothing any more."""
    if number == g.entered.id:
        raise StoreError("This is the link that you are here by. Take it back from another facilitator’s device.")
    if number not in {each.id for each in grants_of(database(), g.saved.address)}:
        raise NotFound
    store.take_back(g.writer, [number])
    return _back("links")


@bp.post("/people/<key:person>/grants")
def share_with(person: str) -> Response:
    """Make a new return link for somebody who has lost theirs; the old ones end if wished."""
    known = g.people.get(person)
    if known is None:
        raise NotFound
    held = [each for each in grants_of(database(), g.saved.address) if each.participant == person]
    if any(each.role is GrantRole.FACILITATOR for each in held):
        raise StoreError(f"{known.name} leads this workshop. Share a facilitator link instead.")
    old = [each.id for each in held] if request.form.get("replace") else []
    secret = secret_of_form("return", g.saved.address, person)
    store.new_link(g.writer, GrantRole.PARTICIPANT, participant=person, secret=secret, instead_of=old)
    return _shown(secret, GrantRole.PARTICIPANT, whose=known.name)


@bp.post("/code")
def renew_code() -> Response:
    """Make a new code; the old one lets nobody in any more."""
    store.renew_code(g.writer)
    return _back("invite")


@bp.post("/closure")
def close() -> Response:
    """Close the workshop for participants and observers."""
    store.close(g.writer, report_open=bool(request.form.get("report_open")))
    return _back("closure")


@bp.post("/closure/removal")
def reopen() -> Response:
    """Open a closed workshop again."""
    store.reopen(g.writer)
    return _back("closure")


def _role() -> GrantRole:
    role = SHARED.get(request.form.get("role", ""))
    if role is None:
        raise BadRequest
    return role


def _shown(secret: str, role: GrantRole, *, whose: str) -> Response:
    link = public_url("joining.open_link", secret=secret)
    page = render_template("facilitation/link.html", link=link, qr=qr_svg(link), role=role.value, whose=whose)
    return make_response(page, 201)


def _back(anchor: str) -> Response:
    return redirect(url_for("people.page", _anchor=anchor), 303)
