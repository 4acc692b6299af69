"""Entering a workshop: a secret link is exchanged for a cookie, and the cookie opens the workshop's pages."""

from typing import Any

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from reuse_app.store import load
from reuse_app.store.access import Pass, passes
from reuse_app.web.context import database, g
from reuse_app.worksheet.text import KEY_LENGTH, KEY_PATTERN

COOKIE_PREFIX = "reuse-"
COOKIE_SECONDS = 400 * 24 * 60 * 60
"""As long as a browser keeps any cookie."""


class KeyConverter(BaseConverter):
    """A key in an address; what can be no key is a wrong address before any view runs."""

    regex = f"{KEY_PATTERN.strip('^$').removesuffix('*')}{{0,{KEY_LENGTH - 1}}}"


class NoEntryError(Exception):
    """This browser holds no link to the workshop, or there is none; which of the two is not told."""


def init_app(app: Flask) -> None:
    """Load the workshop named in an address and put its name into every link of its pages."""
    app.add_url_rule("/open/<secret>", view_func=open_link)
    app.url_value_preprocessor(_enter)
    app.url_defaults(_stay)


def workshop_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint for one resource of a workshop."""
    return Blueprint(name, import_name, url_prefix="/w/<address>")


def open_link(secret: str) -> Response:
    """Exchange the secret in a link for a cookie and a clean address; changes nothing on the server."""
    opened = passes(database(), [secret])
    if not opened:
        raise NoEntryError
    return remember(redirect(url_for("frame.page", address=opened[0].address), 303), opened[0].address, secret)


def remember(response: Response, address: str, secret: str) -> Response:
    """Give the browser the cookie that opens a workshop."""
    response.set_cookie(
        COOKIE_PREFIX + address,
        secret,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def forget(response: Response, address: str) -> Response:
    """Take the cookie of a workshop from the browser."""
    response.delete_cookie(COOKIE_PREFIX + address, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def remembered() -> list[Pass]:
    """The workshops that this browser may enter, the newest first."""
    held = [secret for name, secret in request.cookies.items() if name.startswith(COOKIE_PREFIX)]
    return passes(database(), held)


def _enter(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "address" in values:
        address = values.pop("address")
        g.secret = request.cookies.get(COOKIE_PREFIX + address, "")
        opened = [found for found in passes(database(), [g.secret]) if found.address == address]
        if not opened:
            raise NoEntryError
        g.entered = opened[0]
        g.saved = load(database(), address)


def _stay(endpoint: str, values: dict[str, Any]) -> None:
    inside = "address" not in values and hasattr(g, "saved")
    if inside and current_app.url_map.is_endpoint_expecting(endpoint, "address"):
        values["address"] = g.saved.address
