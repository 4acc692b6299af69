"""Nobody gets in: one cookie by which a browser is known, a token on every change of state, headers on every answer.

No script can read the cookie's secret, and the server keeps no copy of it.
"""

import hmac
import secrets
from functools import lru_cache

from flask import Flask, current_app, request
from markupsafe import Markup
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from reuse_app.live.stream import Scope
from reuse_app.store.grants import SECRET_BYTES
from reuse_app.web.context import g
from reuse_app.web.server.failures import is_for_programs
from reuse_app.web.server.network import Reach, reach
from reuse_app.web.server.signing_in import signed_in, user_secret, user_secret_in

COOKIE = "reuse_browser"
COOKIE_SECONDS = 400 * 24 * 60 * 60
"""As long as a browser keeps any cookie; it is given anew with each link and each visit to the first page."""
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


def browser() -> str:
    """The secret of the browser that asks; empty for one that was never here, or keeps no cookies.

    Where somebody is signed in it is theirs, whatever their browser.
    """
    if g.browser is None:
        g.browser = user_secret() or request.cookies.get(_name(is_secure=is_secure()), "")
    return g.browser


def known_browser() -> str:
    """The secret of the browser that asks; one that was never here gets its own with the answer."""
    return browser() or g.cookie or give_cookie()


def give_cookie() -> str:
    """Let the answer bring the browser its cookie, so that it lasts as long again; return its secret."""
    if signed_in():
        return browser()
    g.cookie = browser() or g.cookie or secrets.token_urlsafe(SECRET_BYTES)
    return g.cookie


def browser_of(app: Flask, scope: Scope) -> str:
    """The secret of the browser that asks for a stream, in the words of ASGI; empty for a stranger."""
    user = user_secret_in(app, scope)
    if user:
        return user
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


def set_cookie(response: Response, name: str, value: str) -> None:
    """Give the browser a cookie that no script can read."""
    secure, path, known = is_secure(), _path(), cookie_named(name)
    response.set_cookie(known, value, COOKIE_SECONDS, path=path, secure=secure, httponly=True, samesite="Lax")


def cookie_named(name: str) -> str:
    """What a cookie is called in this request."""
    return _name(name, is_secure=is_secure())


def _give(response: Response) -> Response:
    if g.cookie:
        set_cookie(response, COOKIE, g.cookie)
    return response


def _is_safe(scheme: str) -> bool:
    """Whether people reach the app by https: as its public URL says or, where none was stated, as they come."""
    return reach() is Reach.SAFE or (scheme == "https" and not current_app.config["ORIGIN"])


def _name(name: str = COOKIE, *, is_secure: bool) -> str:
    """The name of a cookie; over https one that nobody but this host, or a page of it by https, can set."""
    if not is_secure:
        return name
    return f"__Host-{name}" if _path() == "/" else f"__Secure-{name}"


def _path() -> str:
    """Where the cookie goes: to this app alone, whatever else is on its host."""
    return str(current_app.config["APPLICATION_ROOT"])


class ForeignRequestError(Exception):
    """A change of state that did not come from a page of ours."""


def init_app(app: Flask) -> None:
    """Check each change of state, put the headers on every answer, and the cookie on the first that needs it."""
    app.before_request(_check_origin)
    app.after_request(_give)
    app.after_request(_protect)
    app.jinja_env.globals.update(csrf_field=csrf_field, once_field=once_field)


def csrf_token() -> str:
    """The token that this browser's forms carry, derived from a cookie that no script can read."""
    g.token = g.token or _token_of(known_browser())
    return g.token


def csrf_field() -> Markup:
    """The hidden field that every form carries."""
    return csrf_field_of(csrf_token())


@lru_cache(maxsize=64)
def csrf_field_of(token: str) -> Markup:
    """The field that carries a token."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)


def once_field() -> Markup:
    """The hidden field by which a form that is sent twice has one effect."""
    return Markup('<input type="hidden" name="once" value="{}">').format(secrets.token_urlsafe(12))


@lru_cache(maxsize=1024)
def _token_of(browser: str) -> str:
    return hmac.new(browser.encode(), b"csrf", "sha256").hexdigest()


def _check_origin() -> None:
    if not (request.method in SAFE_METHODS or is_for_programs(request.path) or is_from_us()):
        raise ForeignRequestError


def is_from_us() -> bool:
    """Whether a page of ours has sent the form of this request, for the browser that it was shown to."""
    known = browser()
    return (
        _is_ours(request.headers.get("Origin", OPAQUE_ORIGIN))
        and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
        and bool(known)
        and hmac.compare_digest(request.form.get("csrf", "").encode(), _token_of(known).encode())
    )


def _is_ours(origin: str) -> bool:
    """Whether a page of ours has sent this.

    Where a public URL was stated its origin is the only one: a proxy may have put another host into the request.
    """
    stated = current_app.config["ORIGIN"]
    return origin == OPAQUE_ORIGIN or (origin == stated if stated else origin.partition("://")[2] == request.host)


def _protect(response: Response) -> Response:
    said = {name for name, _ in response.headers}
    response.headers.extend([header for header in HEADERS.items() if header[0] not in said])
    if is_secure():
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
