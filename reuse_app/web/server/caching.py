"""What is sent once, or small: files under lasting addresses, pages that would say the same again, text compressed.

The tag of a page stands for all that it is made of. Browsers keep none of our pages; live.js keeps the tag of the page
that it shows, so a page that is loaded anew is always made anew.
"""

import gzip
import re
import time
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.room.room import VOTED_IN
from reuse_app.web.clock import begun_everywhere
from reuse_app.web.context import g
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser

bp = Page("static", __name__, Who.ANYBODY, prefix="/static")

FOLDER = Path(__file__).parents[2] / "static"
STYLES = {
    "reuse": ("colours", "type", "page", "forms", "home", "joining"),
    "workshop": (
        *("workshop", "bar", "lists", "matrix", "figures", "score", "votes", "hand", "outsiders", "choose", "report"),
        *("live", "people", "room", "stage", "versions", "library", "touch", "contrast", "print"),
    ),
}
"""The style sheets in the order in which they are joined: those of every page, and those of pages in a workshop."""
FONT = re.compile(r"(?<=\")(fonts/[\w.-]+)(?=\")")
YEAR = 365 * 24 * 60 * 60
EVERYWHERE = ("workshop", "stage", "agenda_item", "mark", "participant", "seat", "completion")
"""Parts that any page shows: where the room is, and what its steps allow."""
SMALLEST = 1_000
"""Bytes below which compressing gains nothing."""
LARGE = 64_000
"""Bytes from which on speed counts for more than the last few percent."""
TEXTS = ("text/", "application/json", "image/svg+xml")


def init_app(app: Flask) -> None:
    """Answer who asks again for what has not changed, compress what is worth it, and name what templates load."""
    app.before_request(_unchanged)
    app.after_request(_compressed)
    app.after_request(_tagged)
    app.jinja_env.globals.update(static_url=static_url, styles_url=styles_url, parts_shown=parts_shown)


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
    return _static_url(filename, request.script_root)


@cache
def _static_url(filename: str, _root: str) -> str:
    return url_for("static.file", filename=filename, v=_mark_of(filename))


def styles_url(bundle: str) -> str:
    """The address of some style sheets as they are now."""
    return _styles_url(bundle, request.script_root)


@cache
def _styles_url(bundle: str, _root: str) -> str:
    return url_for("static.styles", bundle=bundle, v=_mark_of_styles(bundle))


@cache
def _styles(bundle: str) -> bytes:
    """The style sheets as one, which names fonts as they are now."""
    css = "\n".join((FOLDER / "css" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES[bundle])
    return FONT.sub(lambda found: f"{found[1]}?v={_mark_of(found[1])}", css).encode()


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


def parts_shown() -> str:
    """The parts whose changes concern the page of this request, joined by commas."""
    shown = {*EVERYWHERE, *g.page.shows}
    blind = {part for part, step in VOTED_IN.items() if g.saved.room.is_blind(step)}
    return ",".join(sorted(shown - blind))


def _unchanged() -> Response | None:
    tag = _tag()
    if tag and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers={"ETag": f'W/"{tag}"'})
    return None


def _tagged(response: AnyResponse) -> AnyResponse:
    tag = _tag() if response.status_code == 200 else ""  # noqa: PLR2004  # a page
    if tag:
        response.set_etag(tag, weak=True)
    return response


def _tag() -> str:
    """What a page is made of, as one short text; none for a page that says something once."""
    if not hasattr(g, "saved") or not browser() or not g.page.is_step(str(request.endpoint)):
        return ""
    if request.method != "GET" or "removed" in request.args:
        return ""
    made_of = (g.revision, browser(), g.entered.id, request.full_path, _moment(), _pages())
    return sha256(repr(made_of).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _moment() -> str:
    """The day, as some entries say how old they are, and the minute while a timer runs."""
    ends_at = g.saved.room.ends_at
    running = ends_at is not None and time.time() < ends_at + 60
    return f"{begun_everywhere()} {int(time.time() // 60) if running else ''}"


def _pages() -> object:
    """Who is on which page, which those who lead are shown."""
    if not g.is_facilitator:
        return ()
    return sorted(current_app.extensions["presence"].here(g.saved.address).pages.items())


def _compressed(response: AnyResponse) -> AnyResponse:
    if response.status_code == 304:  # noqa: PLR2004  # unchanged, and without a body
        return response
    worth_it = (response.mimetype or "").startswith(TEXTS) and "gzip" in request.headers.get("Accept-Encoding", "")
    if not worth_it or response.is_streamed or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(gzip.compress(body, 2 if len(body) > LARGE else 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
