"""Inventories of this browser side by side: what they have alike, what that costs, and whom to bring together."""

from collections.abc import Sequence

from flask import render_template, request

from reuse_app.analysis.overlap import FEWEST, MOST, NamedInventory, find_overlap
from reuse_app.narrative.blocks import Report
from reuse_app.narrative.overlap import tell
from reuse_app.store.inventories import capabilities_of
from reuse_app.web.access import NoInventoryError
from reuse_app.web.context import database
from reuse_app.web.inventories.library import Held, held
from reuse_app.web.page import Page, Who
from reuse_app.web.server.working import work

bp = Page("overlap", __name__, Who.ANYBODY, prefix="/inventories/overlap")

FEW = 1_000
"""Capabilities that are compared in a moment."""


@bp.get("")
def page() -> tuple[str, int]:
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
