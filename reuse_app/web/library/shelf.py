"""The inventories that this browser holds links to, each in a cookie of its own, and entering one."""

from typing import Any

from flask import Blueprint, Flask, request
from werkzeug.wrappers import Response

from reuse_app.store.keepers import Keeper, keepers
from reuse_app.web.access import COOKIE_SECONDS
from reuse_app.web.context import database, g
from reuse_app.web.security import is_secure

COOKIE_PREFIX = "reuse-inventory-"


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
    held = [secret for name, secret in request.cookies.items() if name.startswith(COOKIE_PREFIX)]
    return keepers(database(), held) if held else []


def held_inventory(address: str) -> Keeper | None:
    """The inventory at an address, if this browser may open it."""
    found = keepers(database(), [_secret_held(address)])
    return next((kept for kept in found if kept.address == address), None)


def inventory_of(secret: str) -> Keeper:
    """The inventory that a secret opens; raises NoInventoryError."""
    found = keepers(database(), [secret])
    if not found:
        raise NoInventoryError(has_ended=bool(keepers(database(), [secret], ended=True)))
    return found[0]


def put_on_shelf(response: Response, kept: Keeper) -> Response:
    """Give the browser the cookie that opens an inventory."""
    name = COOKIE_PREFIX + kept.address
    response.set_cookie(name, kept.secret, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=is_secure())
    return response


def take_from_shelf(response: Response, address: str) -> Response:
    """Take the cookie of an inventory from the browser."""
    response.delete_cookie(COOKIE_PREFIX + address, httponly=True, samesite="Lax", secure=is_secure())
    return response


def _secret_held(address: str) -> str:
    return request.cookies.get(COOKIE_PREFIX + address, "")


def _enter(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    address = (values or {}).pop("inventory")
    g.kept = inventory_of(_secret_held(address))
    if g.kept.address != address:
        raise NoInventoryError


def _stay(_endpoint: str, values: dict[str, Any]) -> None:
    if "inventory" not in values and hasattr(g, "kept"):
        values["inventory"] = g.kept.address
