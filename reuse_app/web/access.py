"""Entering a workshop: a browser that opens a secret link holds it from then on, and so opens the workshop's pages."""

import hmac
import secrets
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from werkzeug.routing import BaseConverter, Map, ValidationError
from werkzeug.wrappers import Response

from reuse_app.live.cursors import LENGTH
from reuse_app.store import load
from reuse_app.store.grants import GrantRole, Pass, held, passes
from reuse_app.store.holdings import held_secret, hold, let_go
from reuse_app.web.context import database, g
from reuse_app.web.forms.forms import once
from reuse_app.web.permissions import check
from reuse_app.web.server.network import place_of
from reuse_app.web.server.security import SAFE_METHODS, browser, give_cookie
from reuse_app.web.server.working import go_slowly, is_large
from reuse_app.worksheet.values import KEY_LENGTH, KEY_PATTERN, LARGEST_WHOLE, whole_number

AGAIN = "again"
"""Says in an address that its browser has just been given a cookie."""
SECRET_LETTERS = 32
"""128 bits, as in every secret of a link."""


class KeyConverter(BaseConverter):
    """A key in an address; what can be no key is a wrong address before any view runs."""

    regex = f"{KEY_PATTERN.strip('^$').removesuffix('*')}{{0,{KEY_LENGTH - 1}}}"


class CursorConverter(BaseConverter):
    """A cursor in an address; which revision it is only the workshop knows."""

    regex = f"[0-9a-f]{{{LENGTH}}}"


class WholeNumberConverter(BaseConverter):
    """A number in an address, from 0 to `max`; what is none is a wrong address before any view runs."""

    regex = "[0-9]{1,20}"

    def __init__(self, url_map: Map, max: int = LARGEST_WHOLE) -> None:  # noqa: A002  # as the routes say it
        super().__init__(url_map)
        self._most = max

    def to_python(self, value: str) -> int:
        """Read the number; raises ValidationError."""
        number = whole_number(value, most=self._most)
        if number is None:
            raise ValidationError
        return number


class NoEntryError(Exception):
    """This browser holds no link to the workshop, or there is none; which of the two is not told."""


class NoCookieError(Exception):
    """This browser was given a cookie and did not bring it back, so it could hold no link."""


class EndedLinkError(Exception):
    """This browser holds a link that was replaced or taken back; what is called how today is not told."""


def init_app(app: Flask) -> None:
    """Load the workshop named in an address and put its name into every link of its pages."""
    app.add_url_rule("/open/<secret>", view_func=open_link)
    app.url_value_preprocessor(_enter)
    app.url_defaults(_stay)


def workshop_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint for one resource of a workshop."""
    return Blueprint(name, import_name, url_prefix="/w/<address>")


def open_link(secret: str) -> Response:
    """Let the browser hold a link, and lead it to a clean address.

    A browser that leads the workshop goes on leading it when it opens the link of somebody who does not.
    """
    found = opened(secret)
    if not browser():
        return ask_for_cookie()
    held_already = pass_to(found.address)
    if held_already and held_already.role is GrantRole.FACILITATOR is not found.role:
        return lead_in(found.address)
    nameless = found.role is GrantRole.FACILITATOR and found.participant is None
    way_in = redirect(url_for("me.page", address=found.address), 303) if nameless else lead_in(found.address)
    return remember(way_in, secret)


def ask_for_cookie() -> Response:
    """Let a browser that was never here come again with its cookie; raises NoCookieError when it has none again.

    So a link preview, which brings no cookie, changes nothing.
    """
    if AGAIN in request.args:
        raise NoCookieError
    give_cookie()
    way: dict[str, Any] = {**(request.view_args or {}), AGAIN: 1}
    return redirect(url_for(str(request.endpoint), **way), 303)


def lead_in(address: str) -> Response:
    """Lead to where the room is."""
    return redirect(url_for(f"{load(database(), address).room.step}.page", address=address), 303)


def remember(response: Response, secret: str) -> Response:
    """Let the browser hold a link from now on."""
    hold(database(), give_cookie(), secret)
    return response


def forget(response: Response, address: str) -> Response:
    """Let the browser hold no link to a workshop any more."""
    let_go(database(), browser(), address)
    return response


def opened(secret: str) -> Pass:
    """What a secret opens; raises NoEntryError and EndedLinkError."""
    found = passes(database(), [secret])
    if not found:
        raise _refusal(passes(database(), [secret], ended=True))
    return found[0]


def pass_to(address: str) -> Pass | None:
    """What this browser may do in a workshop, if it may enter it."""
    return next(iter(held(database(), browser(), address=address)), None) if browser() else None


def own_link() -> str:
    """The link by which this browser is in the workshop of this request."""
    return public_url("open_link", secret=held_secret(database(), browser(), g.entered.id))


def public_url(endpoint: str, **values: Any) -> str:
    """The address of a page as others reach it; what a request says about its host is not believed."""
    return place_of(current_app.config["PUBLIC_URL"]).origin + url_for(endpoint, **values)


def secret_of_form(*said: str) -> str:
    """The secret of the link that this form makes: the same when the same form is sent twice unchanged.

    Only this browser can know it, because the key is a cookie that no script can read; a form that brings no key of
    its own, as no page of ours does, is a new one each time.
    """
    text = "\0".join([once() or secrets.token_urlsafe(), *said])
    return hmac.new(browser().encode(), text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:SECRET_LETTERS]


def remembered() -> list[Pass]:
    """The workshops that this browser may enter, the newest first."""
    return held(database(), browser()) if browser() else []


def _refusal(ended: list[Pass]) -> Exception:
    """Why nothing is opened, by what was opened once."""
    return EndedLinkError() if ended else NoEntryError()


def _enter(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "address" in values:
        address = values.pop("address")
        entered = pass_to(address)
        if entered is None:
            raise _refusal(held(database(), browser(), address=address, ended=True) if browser() else [])
        g.entered = entered
        g.saved = load(database(), address)
        if request.method in SAFE_METHODS and is_large(g.saved.worksheet):
            go_slowly()
        check(str(endpoint), values)


def _stay(endpoint: str, values: dict[str, Any]) -> None:
    inside = "address" not in values and hasattr(g, "saved")
    if inside and current_app.url_map.is_endpoint_expecting(endpoint, "address"):
        values["address"] = g.saved.address
