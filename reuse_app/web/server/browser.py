"""The browser that asks: known by one cookie, whose secret no script can read and the server keeps no copy of."""

import secrets

from flask import Flask, current_app, request
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from reuse_app.live.stream import Scope
from reuse_app.store.access import SECRET_BYTES
from reuse_app.web.context import g
from reuse_app.web.server.reach import Reach, reach

COOKIE = "reuse_browser"
COOKIE_SECONDS = 400 * 24 * 60 * 60
"""As long as a browser keeps any cookie; it is given anew with each link and each visit to the first page."""


def init_app(app: Flask) -> None:
    """Give a browser its cookie with the first answer that needs one."""
    app.after_request(_give)


def browser() -> str:
    """The secret of the browser that asks; empty for one that was never here, or keeps no cookies."""
    return request.cookies.get(_name(is_secure=is_secure()), "")


def known_browser() -> str:
    """The secret of the browser that asks; one that was never here gets its own with the answer."""
    return browser() or g.cookie or give_cookie()


def give_cookie() -> str:
    """Let the answer bring the browser its cookie, so that it lasts as long again; return its secret."""
    g.cookie = browser() or g.cookie or secrets.token_urlsafe(SECRET_BYTES)
    return g.cookie


def browser_of(app: Flask, scope: Scope) -> str:
    """The secret of the browser that asks for a stream, in the words of ASGI; empty for a stranger."""
    sent = ";".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    with app.app_context():
        return parse_cookie(sent).get(_name(is_secure=_is_safe(scope["scheme"])), "")


def is_secure() -> bool:
    """Whether cookies are for https only."""
    return _is_safe(request.scheme)


def forget_browser(response: Response) -> Response:
    """Take its cookie from the browser."""
    secure = is_secure()
    response.delete_cookie(_name(is_secure=secure), path=_path(), secure=secure, httponly=True, samesite="Lax")
    return response


def _give(response: Response) -> Response:
    if g.cookie:
        secure, path = is_secure(), _path()
        name, lasts = _name(is_secure=secure), COOKIE_SECONDS
        response.set_cookie(name, g.cookie, lasts, path=path, secure=secure, httponly=True, samesite="Lax")
    return response


def _is_safe(scheme: str) -> bool:
    """Whether people reach the app by https: as its public URL says or, where none was stated, as they come."""
    return reach() is Reach.SAFE or (scheme == "https" and not current_app.config["ORIGIN"])


def _name(*, is_secure: bool) -> str:
    """The name of the cookie; over https one that nobody but this host, or a page of it by https, can set."""
    if not is_secure:
        return COOKIE
    return f"__Host-{COOKIE}" if _path() == "/" else f"__Secure-{COOKIE}"


def _path() -> str:
    """Where the cookie goes: to this app alone, whatever else is on its host."""
    return str(current_app.config["APPLICATION_ROOT"])
