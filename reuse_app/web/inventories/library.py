"""The library: the inventories that this browser holds links to, and opening one by its link."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from reuse_app.store.grants import Keeper
from reuse_app.store.inventories import Version, versions
from reuse_app.web.access import ask_for_cookie, held_inventories, inventory_of, remember
from reuse_app.web.context import database
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser

bp = Page("library", __name__, Who.ANYBODY, prefix="/inventories")


@dataclass(frozen=True)
class Held:
    """An inventory on the shelf, and its newest version."""

    kept: Keeper
    newest: Version


@bp.get("")
def page() -> str:
    """The inventories that this browser holds."""
    return render_template("inventories/library.html", held=held())


@bp.get("/open/<secret>")
def open_link(secret: str) -> Response:
    """Let the browser hold a link, and lead it to a clean address."""
    kept = inventory_of(secret)
    if not browser():
        return ask_for_cookie()
    return remember(redirect(url_for("kept.page", inventory=kept.address), 303), kept.secret)


def held() -> Sequence[Held]:
    """The inventories on this browser's shelf with what is newest in each."""
    return [Held(kept, versions(database(), kept.address)[0]) for kept in held_inventories()]
