"""Who may start workshops: anybody, whoever knows a secret, or whoever is signed in; and how many and how large."""

import hmac
from typing import cast

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from reuse_app.store.workshops import letters_of
from reuse_app.web.context import database
from reuse_app.web.guessing import try_secret
from reuse_app.web.server.security import cookie_named, known_browser, set_cookie
from reuse_app.web.server.signing_in import signed_in, signing_in, user_secret
from reuse_app.web.server.throttle import HOUR, MEGABYTE, Counts, TooMuchError, allowance, start_one

STARTING = "reuse_starting"
"""The cookie that says that this browser has brought the secret."""


class StartError(Exception):
    """A workshop that may not be started; the message is for whoever wants to."""


def init_app(app: Flask) -> None:
    """Begin with nobody who has started anything."""
    most = app.config["LIMITS"].workshops_per_user
    app.extensions["started by users"] = allowance(app.extensions["database"], "started by users", most, seconds=HOUR)
    app.jinja_env.globals.update(may_start=may_start, signed_in=signed_in, asks_for_secret=asks_for_secret)


def asks_for_secret() -> bool:
    """Whether whoever starts a workshop has to know a secret."""
    return bool(current_app.config["START_SECRET"])


def may_start() -> bool:
    """Whether the person who asks may start a workshop."""
    if signing_in():
        return bool(signed_in())
    mark = _mark()
    return not mark or hmac.compare_digest(request.cookies.get(cookie_named(STARTING), "").encode(), mark.encode())


def bring_secret(typed: str) -> bool:
    """Say whether somebody has typed the secret; raises TooMuchError."""
    return try_secret(typed.strip(), current_app.config["START_SECRET"])


def remember_secret(response: Response) -> Response:
    """Let this browser start workshops from now on."""
    set_cookie(response, STARTING, _mark())
    return response


def check_signed_in() -> None:
    """Refuse who is not signed in where that is asked of everybody; raises StartError."""
    if signing_in() and not signed_in():
        raise StartError("Whoever starts one here has to be signed in. Come in by the way on which you sign in.")


def count_start(*, is_known: bool = False) -> str | None:
    """Count one more workshop that is started; return the secret of who is signed in.

    `is_known` says that whoever asks was let in already, as a program is by its token.

    Raises StartError and TooMuchError.
    """
    if not is_known and not may_start():
        check_signed_in()
        raise StartError("Type the secret on the first page first; whoever runs this server knows it.")
    start_one()
    user = user_secret()
    if not user:
        return None
    seconds = cast("Counts", current_app.extensions["started by users"]).take(user)
    if seconds:
        raise TooMuchError("You have started too many workshops within an hour.", seconds)
    most = current_app.config["LIMITS"].megabytes_per_user
    if letters_of(database(), user) > most * MEGABYTE:
        raise StartError(f"Yours hold {most:,} MB together, which is all that one person may keep. Delete one first.")
    return user


def _mark() -> str:
    """What says that this browser has brought the secret; nothing where none is asked for."""
    secret: str = current_app.config["START_SECRET"] or ""
    told = f"start\0{known_browser()}".encode()
    return hmac.new(secret.encode(), told, "sha256").hexdigest() if secret else ""
