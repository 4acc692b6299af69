"""Files that never change under one address: each address carries a hash of what it serves."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

from reuse_app.web.page import Page, Who

bp = Page("static", __name__, Who.ANYBODY, prefix="/static")

FOLDER = Path(__file__).parents[2] / "static"
STYLES = {
    "reuse": ("colours", "type", "page", "forms", "home", "joining"),
    "workshop": (
        *("workshop", "rail", "lists", "matrix", "figures", "score", "votes", "hand", "choose", "report"),
        *("live", "people", "room", "screen", "versions", "library", "touch", "contrast", "print"),
    ),
}
"""The style sheets in the order in which they are joined: those of every page, and those of pages in a workshop."""
YEAR = 365 * 24 * 60 * 60


def init_app(app: Flask) -> None:
    """Let every template name the static files, and the style sheets as two."""
    app.jinja_env.globals.update(static_url=static_url, styles_url=styles_url)


@bp.get(f"/<any({', '.join(STYLES)}):bundle>.css")
def styles(bundle: str) -> Response:
    """Some style sheets as one file."""
    response = Response(_styles(bundle), mimetype="text/css")
    return _lasting(response, _mark_of_styles(bundle))


@bp.get("/<path:filename>")
def file(filename: str) -> Response:
    """One static file."""
    return _lasting(send_from_directory(FOLDER, filename), _mark_of(filename))


def static_url(filename: str) -> str:
    """The address of a static file as it is now."""
    return url_for("static.file", filename=filename, v=_mark_of(filename))


def styles_url(bundle: str) -> str:
    """The address of some style sheets as they are now."""
    return url_for("static.styles", bundle=bundle, v=_mark_of_styles(bundle))


@cache
def _styles(bundle: str) -> bytes:
    return b"\n".join((FOLDER / "css" / f"{name}.css").read_bytes() for name in STYLES[bundle])


@cache
def _mark_of(filename: str) -> str:
    return _mark((FOLDER / filename).read_bytes())


@cache
def _mark_of_styles(bundle: str) -> str:
    return _mark(_styles(bundle))


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:10]


def _lasting(response: Response, mark: str) -> Response:
    """Let a file be kept for good under the address that carries its mark, and asked for again under any other."""
    lasts = request.args.get("v") == mark
    response.cache_control.public = True
    response.cache_control.max_age = YEAR if lasts else 0
    response.cache_control.immutable = lasts
    response.cache_control.no_cache = None
    return response
