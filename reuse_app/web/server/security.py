"""Nobody gets in: headers, and a token from our own pages on every change of state."""

import hmac
import secrets
from functools import lru_cache

from flask import Flask, current_app, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from reuse_app.web.server.browser import browser, is_secure, known_browser

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OPAQUE_ORIGIN = "null"
"""What browsers send for a form on a page that, like ours, gives away no referrer."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise; only static files may be kept."""
HSTS = "max-age=63072000; includeSubDomains"


class ForeignRequestError(Exception):
    """A change of state that did not come from a page of ours."""


def init_app(app: Flask) -> None:
    """Check each change of state, and put the headers on every answer."""
    app.before_request(_check_origin)
    app.after_request(_protect)
    app.jinja_env.globals.update(csrf_field=csrf_field, once_field=once_field)


def csrf_token() -> str:
    """The token that this browser's forms carry, derived from a cookie that no script can read."""
    return _token_of(known_browser())


def csrf_field() -> Markup:
    """The hidden field that every form carries."""
    return _csrf_field(csrf_token())


@lru_cache(maxsize=64)
def _csrf_field(token: str) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)


def once_field() -> Markup:
    """The hidden field by which a form that is sent twice has one effect."""
    return Markup('<input type="hidden" name="once" value="{}">').format(secrets.token_urlsafe(12))


@lru_cache(maxsize=1024)
def _token_of(browser: str) -> str:
    return hmac.new(browser.encode(), b"csrf", "sha256").hexdigest()


def is_for_programs() -> bool:
    """Whether the request is for the API, to which no browser lends its rights: it reads a token, never a cookie."""
    return request.path.startswith("/api/")


def _check_origin() -> None:
    if request.method in SAFE_METHODS or is_for_programs():
        return
    if not _is_ours(request.headers.get("Origin", OPAQUE_ORIGIN)):
        raise ForeignRequestError
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForeignRequestError
    known = browser()
    if not known or not hmac.compare_digest(request.form.get("csrf", "").encode(), _token_of(known).encode()):
        raise ForeignRequestError


def _is_ours(origin: str) -> bool:
    """Whether a page of ours has sent this.

    Where a public URL was stated its origin is the only one: a proxy may have put another host into the request.
    """
    stated = current_app.config["ORIGIN"]
    return origin == OPAQUE_ORIGIN or (origin == stated if stated else origin.partition("://")[2] == request.host)


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if is_secure():
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
