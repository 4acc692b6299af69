"""A page that would say the same again is not made again.

Its tag stands for all that it is made of. Browsers keep none of our pages; live.js keeps the tag of the page that it
shows, so a page that is loaded anew is always made anew.
"""

import time
from hashlib import sha256

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.web.clock import begun_everywhere
from reuse_app.web.context import g
from reuse_app.web.server.security import browser
from reuse_app.worksheet.steps import Step

EVERYWHERE = ("workshop", "stage", "mark", "participant", "seat", "completion")
"""Parts that any page shows: where the room is, and what its steps allow."""
BLIND = {"dot": Step.PRODUCTS, "rating": Step.SCORE}
"""Parts that nobody is told of while their step is blind."""


def init_app(app: Flask) -> None:
    """Answer who asks again for a page that has not changed."""
    app.before_request(_unchanged)
    app.after_request(_tagged)
    app.jinja_env.globals.update(parts_shown=parts_shown)


def parts_shown() -> str:
    """The parts whose changes concern the page of this request, joined by commas."""
    shown = {*EVERYWHERE, *g.page.shows}
    blind = {part for part, step in BLIND.items() if g.saved.room.is_blind(step)}
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
    made_of = (g.revision, browser(), g.entered.id, request.full_path, _moment())
    return sha256(repr(made_of).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _moment() -> str:
    """The day, as some entries say how old they are, and the minute while a timer runs."""
    ends_at = g.saved.room.ends_at
    running = ends_at is not None and time.time() < ends_at + 60
    return f"{begun_everywhere()} {int(time.time() // 60) if running else ''}"
