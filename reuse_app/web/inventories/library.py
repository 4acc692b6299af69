"""The library: the inventories that this browser holds, opening one by its link, and several side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.analysis.overlap import FEWEST, MOST, NamedInventory, find_overlap
from reuse_app.narrative.blocks import Report
from reuse_app.narrative.overlap import tell
from reuse_app.store.grants import Keeper
from reuse_app.store.inventories import Version, capabilities_of, versions
from reuse_app.web.access import NoInventoryError, ask_for_cookie, held_inventories, inventory_of, remember
from reuse_app.web.context import database
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser
from reuse_app.web.server.working import work

bp = Page("library", __name__, Who.ANYBODY, prefix="/inventories")

FEW = 1_000
"""Capabilities that are compared in a moment."""


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


@bp.get("/overlap")
def show_overlap() -> tuple[str, int]:
    """What the ticked inventories have alike, or which ones there are to tick."""
    shelf = held()
    addresses = dict.fromkeys(request.args.getlist("with"))
    chosen = [each for each in shelf if each.kept.address in addresses]
    if len(chosen) < len(addresses):
        raise NoInventoryError
    is_choice = FEWEST <= len(chosen) <= MOST
    status = 200 if is_choice or not chosen else 422
    report = _report(chosen) if is_choice else None
    return render_template("inventories/overlap.html", held=shelf, chosen=chosen, report=report, most=MOST), status


def held() -> Sequence[Held]:
    """The inventories on this browser's shelf with what is newest in each."""
    return [Held(kept, versions(database(), kept.address)[0]) for kept in held_inventories()]


def _report(chosen: Sequence[Held]) -> Report:
    laid: list[NamedInventory] = []
    for each in chosen:
        capabilities = capabilities_of(database(), each.kept.address, each.newest.number)
        laid.append(NamedInventory(_apart(each.kept.name, laid), capabilities, each.newest.unit))
    return tell(work(find_overlap, laid, quickly=sum(len(each.capabilities) for each in laid) <= FEW))


def _apart(name: str, others: Sequence[NamedInventory]) -> str:
    """Return the name of an inventory, with a number behind it where another one has it already."""
    taken, number, own = {other.name for other in others}, 1, name
    while own in taken:
        number += 1
        own = f"{name} ({number})"
    return own
