"""The big screen: what the whole room looks at. It says no more than everybody may see, and leads nowhere.

It has a link of its own that lets nobody do anything. Who leads says what it is pointed at, and turns its pages.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from reuse_app.narrative.words import plural, word
from reuse_app.room.room import LAST_TURN
from reuse_app.store import stages
from reuse_app.store.errors import StoreError
from reuse_app.store.people import code_of
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.context import database, g
from reuse_app.web.guessing import expect
from reuse_app.web.page import Page, Who
from reuse_app.web.spread import anchor, spread
from reuse_app.web.stage.scene import Scene, dots_by_product
from reuse_app.web.stage.steps import board, lobby, scene_of
from reuse_app.web.voters import is_counted
from reuse_app.worksheet.notes import PARKED
from reuse_app.worksheet.steps import Step

bp = Page("stage", __name__, Who.STAGE)

WAYS = {"next": 1, "back": -1}
"""By how many pages each button turns."""
TURNED = {Step.NATURE: "nature", Step.SCORE: "cell"}
"""What a page of a step is called, where it shows one thing at a time."""
UNSEEN = (
    "The big screen shows only what everybody may see. This is not there any more, or not shown to all yet: "
    "reveal it first. Nothing was changed."
)
"""The same for what is gone and for what is kept back, so that nobody learns which of the two it is."""


def init_app(app: Flask) -> None:
    """Let the pages of whoever leads say what the big screen shows."""
    app.jinja_env.globals.update(spotlit=lambda: describe(g.saved.room.spotlight), turned=turned)


@bp.get("/screen")
def page() -> str:
    """What is pointed at, or the step where the room is; with the timer, the way in and how many are done."""
    code = code_of(database(), g.saved.address)
    if code:
        expect(code)
    link = public_url("joining.invitation", code=code) if code else ""
    return render_template(
        "stage/page.html",
        scene=_scene(),
        code=code,
        way=public_url("joining.page").partition("://")[2],
        qr=qr_svg(link) if link else "",
    )


@bp.post("/spotlight", who=Who.FACILITATORS)
def point() -> Response:
    """Let one entry or cell fill the big screen, or no longer; what not everybody may see is refused."""
    spot = request.form.get("spot", "")
    if "off" in request.form:
        if g.saved.room.spotlight == spot:
            stages.point(g.writer, None)
    elif lit(spot) is None:
        raise StoreError(UNSEEN)
    else:
        stages.point(g.writer, spot)
    return redirect(_back(spot), 303)


@bp.post("/spotlight/removal", who=Who.FACILITATORS)
def follow() -> Response:
    """Let the big screen show the step again, where something came in last."""
    stages.point(g.writer, None)
    return redirect(_back(""), 303)


@bp.post("/screen/turn", who=Who.FACILITATORS)
def turn() -> Response:
    """Turn the big screen a page on, or back; after the last page the first one follows."""
    way = WAYS.get(request.form.get("way", ""))
    if way is None:
        raise BadRequest
    shown = scene_of(g.saved.room.step, g.saved.room.turn)
    stages.point(g.writer, None, turn=(shown.turn + way) % min(shown.turns, LAST_TURN))
    return redirect(_back(""), 303)


def turned(step: Step) -> str:
    """What a page of the big screen is called in a step."""
    return TURNED.get(step, "page")


def _scene() -> Scene:
    return lit(g.saved.room.spotlight) or _item() or scene_of(g.saved.room.step, g.saved.room.turn)


def _item() -> Scene | None:
    """What the room does between two steps, and until when; None while it is at a step."""
    item = g.saved.room.item
    return Scene("stage/_item.html", {"item": item}, about="", title=item.title) if item else None


def _back(spot: str) -> str:
    """The page on which the button stood: the run sheet, or a step, open where it was."""
    back = request.form.get("back", "")
    if back == "notes":
        return url_for("notes.page", _anchor="parked")
    if back not in set(Step):
        return url_for("run_sheet.page", _anchor="screen")
    page = "score.show_spread" if back == Step.SCORE and not is_counted(Step.SCORE) else f"{back}.page"
    return url_for(page, **_opened(back, spot))


def _opened(step: str, spot: str) -> dict[str, Any]:
    """What the address of a step says to be open at what is meant."""
    part, *keys = spot.split("/")
    match step, part:
        case (("inventory" | "products"), ("capability" | "product")):
            return {"open": keys[0], "_anchor": f"{part}-{keys[0]}"}
        case "nature", "capability":
            return {"capability": keys[0]}
        case "map", "link":
            return {"cell": ":".join(keys)}
        case "score", "rating":
            return {"_anchor": anchor(*keys)}
    return {}


def lit(spotlight: str | None) -> Scene | None:
    """What the big screen is pointed at: a part, and the keys of what is meant, joined by slashes.

    None for nothing, for what is gone, and for what not everybody may see; which of these it is, is not told.
    """
    part, *keys = (spotlight or "").split("/")
    lengths, show = SPOTS.get(part, (None, None))
    return show(*keys) if show and len(keys) == lengths else None


def _capability(key: str) -> Scene | None:
    found = g.shown.capability_by_key.get(key)
    if not found:
        return None
    said = (word(found.kind) if found.kind else "", found.owner, f"TRL {found.trl}" if found.trl else "")
    needed = sum(link.capability == key for link in g.shown.needed_links)
    counts = (f"{plural(needed, 'product needs', 'products need')} it",) if needed else ()
    what = {"capability": found, "name": "", "said": [each for each in said if each]}
    return Scene("stage/_nature.html", what, "A capability", found.name, counts)


def _product(key: str) -> Scene | None:
    found = g.shown.product_by_key.get(key)
    if not found:
        return None
    dots = 0 if g.saved.room.is_blind(Step.PRODUCTS) else dots_by_product()[key]
    counts = (plural(dots, "dot", "dots"),) if dots else ()
    about = "A product that we make" if found.home else "An adjacent product"
    return Scene("stage/_product.html", {"product": found}, about, found.name, counts)


def _link(capability: str, product: str) -> Scene | None:
    link = g.shown.link_by_cell.get((capability, product))
    if not link or not link.need:
        return None
    block, made = g.shown.capability_by_key[capability], g.shown.product_by_key[product]
    return Scene("stage/_link.html", {"link": link, "block": block}, f"What {made.name} needs of", block.name)


def _rating(product: str, factor: str) -> Scene | None:
    if g.saved.room.is_blind(Step.SCORE):
        return None
    row = spread().rows.get((product, factor))
    return Scene("stage/_cell.html", {"row": row, "name": ""}, row.product.name, row.factor.name) if row else None


def _note(key: str) -> Scene | None:
    found = next((note for note in g.shown.notes if note.key == key and note.about == PARKED), None)
    what = {"purpose": found.text, "facts": ()} if found else {}
    return Scene("stage/_purpose.html", what, "To come back to", "Parking lot") if found else None


def _looked() -> Scene | None:
    found = board()
    return replace(found, about=Step.PRODUCTS.title, title="Where we looked") if found else None


def describe(spotlight: str | None) -> str:
    """What the big screen is pointed at, in a few words; nothing while it shows the step."""
    scene = lit(spotlight)
    if scene is None:
        return ""
    return "The way in" if scene.kind == "lobby" else scene.title


SPOTS: dict[str, tuple[int, Callable[..., Scene | None]]] = {
    "lobby": (0, lambda: lobby(None)),
    "board": (0, _looked),
    "capability": (1, _capability),
    "product": (1, _product),
    "link": (2, _link),
    "rating": (2, _rating),
    "note": (1, _note),
}
"""By part, how many keys name what is meant, and what shows it."""
