"""What watches the server asks: whether it is alive, and whether it can be given work."""

import time
from threading import Lock

from flask import Flask, Response, current_app, jsonify

from reuse_app.store.open_database import UnreadyError, check_ready
from reuse_app.web.context import database
from reuse_app.web.page import Page, Who
from reuse_app.web.server.errors import reported

bp = Page("health", __name__, Who.ANYBODY)

ASKED_EVERY = 2.0
"""Seconds for which the database is taken to be as it was found, however many ask."""


class _Readiness:
    """What the database lacked when it was asked last."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.until = 0.0
        self.lacks = ""


def init_app(app: Flask) -> None:
    """Begin with a database of which nothing is known."""
    app.extensions["readiness"] = _Readiness()


@bp.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process answers; a database that does not is no reason to start it anew."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> Response | tuple[Response, int]:
    """Say whether pages would work: the database answers, has our tables, and keeps what is written."""
    found: _Readiness = current_app.extensions["readiness"]
    with found.lock:
        if time.monotonic() >= found.until:
            found.lacks = _lacking()
            found.until = time.monotonic() + ASKED_EVERY
    if found.lacks:
        return jsonify(status="not ready", lacks=found.lacks), 503
    return jsonify(status="ready")


def _lacking() -> str:
    """What the database lacks, which is logged; nothing when it is ready."""
    try:
        check_ready(database())
    except UnreadyError as unready:
        reported(unready.error, 503)
        return unready.what
    return ""
