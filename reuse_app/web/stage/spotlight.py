"""The spotlight: one entry or cell fills the big screen, as long as everybody may see it."""

from collections.abc import Callable
from dataclasses import replace

from reuse_app.narrative.words import plural, word
from reuse_app.web.context import g
from reuse_app.web.spread import spread
from reuse_app.web.stage.scene import Scene, dots_by_product
from reuse_app.web.stage.steps import board, lobby
from reuse_app.worksheet.notes import PARKED
from reuse_app.worksheet.steps import Step


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
