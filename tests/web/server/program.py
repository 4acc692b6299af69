"""A server whose limits a test sets: `python -m tests.web.server.program DATABASE_URL [MODULE.NAME=NUMBER …]`.

It has pages beside ours that break, that never come back, and that are large.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from threading import Event
from typing import Any

from flask import Flask, Response, request

from reuse_app.cli import main
from reuse_app.store import Database
from reuse_app.store.errors import DatabaseError
from reuse_app.web import create_app
from reuse_app.web.server import serve
from reuse_app.worksheet import Workshop

LARGE = 20_000_000
"""Bytes of the large page."""


def app_with_odd_pages(database: Database, **settings: Any) -> Flask:
    """The app and the odd pages."""
    app = create_app(database, **settings)
    app.add_url_rule("/broken/<secret>", view_func=broken)
    app.add_url_rule("/broken-midway/<secret>", view_func=broken_midway)
    app.add_url_rule("/broken-database", view_func=broken_database)
    app.add_url_rule("/mistyped", view_func=mistyped)
    app.add_url_rule("/stuck", view_func=stuck)
    app.add_url_rule("/large", view_func=large)
    return app


def broken(secret: str) -> str:
    """Fail, and say the secret."""
    raise ValueError(f"What is {secret}?")


def broken_midway(secret: str) -> Response:
    """Fail after the first line."""

    def lines() -> Iterator[str]:
        yield "the first line"
        broken(secret)

    return Response(lines())


def broken_database() -> str:
    """Fail as the database may."""
    raise DatabaseError("The database does not answer.", reason="no reason")


def mistyped() -> str:
    """Fail because of what was typed."""
    return Workshop(title=request.args["title"] * 1_000).title


def stuck() -> str:
    """Never come back."""
    Event().wait()
    return ""


def large() -> Response:
    """Much."""
    return Response(b"x" * LARGE)


if __name__ == "__main__":
    for setting in sys.argv[2:]:
        name, _, value = setting.partition("=")
        module, _, constant = name.rpartition(".")
        assert hasattr(import_module(f"reuse_app.web.server.{module}"), constant)
        setattr(import_module(f"reuse_app.web.server.{module}"), constant, float(value) if "." in value else int(value))
    vars(serve)["create_app"] = app_with_odd_pages
    main(["serve", "--port", "0", "--database", sys.argv[1]])
