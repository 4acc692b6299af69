"""The inventories that this browser holds links to, and entering one."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask
from werkzeug.wrappers import Response

from reuse_app.store.grants import Keeper, keepers
from reuse_app.store.holdings import held_keepers
from reuse_app.web.access import remember
from reuse_app.web.context import database, g
from reuse_app.web.server.security import browser


class NoInventoryError(Exception):
    """This browser holds no link that opens the inventory, or one that was replaced."""

    def __init__(self, *, has_ended: bool = False) -> None:
        super().__init__(has_ended)
        self.has_ended = has_ended


def init_app(app: Flask) -> None:
    """Let every page know what is on the shelf."""
    app.jinja_env.globals.update(held_inventories=held_inventories)


def inventory_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint for one resource of an inventory, which only holders of its link may open."""
    bp = Blueprint(name, import_name, url_prefix="/i/<inventory>")
    bp.url_value_preprocessor(_enter)
    bp.url_defaults(_stay)
    return bp


def held_inventories() -> list[Keeper]:
    """The inventories that this browser may open, by name."""
    return held_keepers(database(), browser()) if browser() else []


def held_inventory(address: str) -> Keeper | None:
    """The inventory at an address, if this browser may open it."""
    return _at(address, held_inventories())


def inventory_of(secret: str) -> Keeper:
    """The inventory that a secret opens; raises NoInventoryError."""
    found = keepers(database(), [secret])
    if not found:
        raise NoInventoryError(has_ended=bool(keepers(database(), [secret], ended=True)))
    return found[0]


def put_on_shelf(response: Response, kept: Keeper) -> Response:
    """Let the browser hold the link of an inventory from now on."""
    return remember(response, kept.secret)


def _at(address: str, found: Sequence[Keeper]) -> Keeper | None:
    return next((kept for kept in found if kept.address == address), None)


def _enter(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    address = (values or {}).pop("inventory")
    kept = held_inventory(address)
    if kept is None:
        ended = _at(address, held_keepers(database(), browser(), ended=True)) if browser() else None
        raise NoInventoryError(has_ended=ended is not None)
    g.kept = kept


def _stay(_endpoint: str, values: dict[str, Any]) -> None:
    if "inventory" not in values and hasattr(g, "kept"):
        values["inventory"] = g.kept.address
