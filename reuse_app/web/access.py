"""Entering a workshop or an inventory: a browser that opens a secret link holds it, and so opens the pages."""

import hmac
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from reuse_app.exchange import worksheet_json
from reuse_app.room import AgendaItem, Stage
from reuse_app.store import load
from reuse_app.store.errors import RepeatedError
from reuse_app.store.grants import GrantRole, Keeper, Pass, held, keepers, passes
from reuse_app.store.holdings import held_keepers, held_secret, hold, let_go
from reuse_app.store.workshops import Started, start
from reuse_app.web.addresses import public_url
from reuse_app.web.context import database, g
from reuse_app.web.forms.sent import once
from reuse_app.web.page import Who
from reuse_app.web.permissions import check
from reuse_app.web.server.security import SAFE_METHODS, browser, give_cookie
from reuse_app.web.server.starting import count_start
from reuse_app.web.server.working import go_slowly, is_large
from reuse_app.web.voters import VOTER
from reuse_app.worksheet import Worksheet

AGAIN = "again"
"""Says in an address that its browser has just been given a cookie."""
SECRET_LETTERS = 32
"""128 bits, as in every secret of a link."""
LINKS_KEPT = 4_096
"""Addresses that need not be built anew; a page has up to some hundred of them."""


class NoEntryError(Exception):
    """This browser holds no link to the workshop, or there is none; which of the two is not told."""


class NoCookieError(Exception):
    """This browser was given a cookie and did not bring it back, so it could hold no link."""


class EndedLinkError(Exception):
    """This browser holds a link that was replaced or taken back; what is called how today is not told."""


class NoInventoryError(Exception):
    """This browser holds no link that opens the inventory, or one that was replaced."""

    def __init__(self, *, has_ended: bool = False) -> None:
        super().__init__(has_ended)
        self.has_ended = has_ended


def init_app(app: Flask) -> None:
    """Load the workshop or the inventory named in an address, and put its name into every link of its pages."""
    app.url_value_preprocessor(_enter)
    app.url_defaults(_stay)
    app.jinja_env.globals.update(held_inventories=held_inventories, url_for=link)


def link(endpoint: str, **values: Any) -> str:
    """The address of a page as Flask builds it, for templates; what was asked for lately is not built again."""
    inside = (each.address if each else "" for each in (g.get("saved"), g.get("kept")))
    nearby = request.blueprint if endpoint.startswith(".") else None
    voting = (request.blueprint, request.args[VOTER]) if VOTER in request.args else ()
    return _link((request.script_root, nearby, *inside, *voting), endpoint, **values)


@lru_cache(maxsize=LINKS_KEPT, typed=True)
def _link(_from: tuple[str | None, ...], endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def ask_for_cookie() -> Response:
    """Let a browser that was never here come again with its cookie; raises NoCookieError when it has none again.

    So a link preview, which brings no cookie, changes nothing.
    """
    if AGAIN in request.args:
        raise NoCookieError
    give_cookie()
    way: dict[str, Any] = {**(request.view_args or {}), AGAIN: 1}
    return redirect(url_for(str(request.endpoint), **way), 303)


def lead_in(address: str) -> Response:
    """Lead to where the room is."""
    return redirect(url_for(f"{load(database(), address).room.step}.page", address=address), 303)


def remember(response: Response, secret: str) -> Response:
    """Let the browser hold a link from now on."""
    hold(database(), give_cookie(), secret)
    return response


def forget(response: Response, address: str) -> Response:
    """Let the browser hold no link to a workshop any more."""
    let_go(database(), browser(), address)
    return response


def opened(secret: str) -> Pass:
    """What a secret opens; raises NoEntryError and EndedLinkError."""
    found = passes(database(), [secret])
    if not found:
        raise _refusal(passes(database(), [secret], ended=True))
    return found[0]


def pass_to(address: str) -> Pass | None:
    """By what link this browser is somebody in a workshop, if it may enter it."""
    return next((each for each in _passes_to(address) if each.role is not GrantRole.STAGE), None)


def own_link() -> str:
    """The link by which this browser is in the workshop of this request."""
    return public_url("joining.open_link", secret=held_secret(database(), browser(), g.entered.id))


def secret_of_form(*said: str) -> str:
    """The secret of the link that this form makes: the same when the same form is sent twice unchanged.

    Only this browser can know it, because the key is a cookie that no script can read; a form that brings no key of
    its own, as no page of ours does, is a new one each time.
    """
    text = "\0".join([once() or secrets.token_urlsafe(), *said])
    return hmac.new(browser().encode(), text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:SECRET_LETTERS]


def remembered() -> list[Pass]:
    """The workshops that this browser may enter, the newest first."""
    return held(database(), browser()) if browser() else []


def held_inventories() -> list[Keeper]:
    """The inventories that this browser may open, by name."""
    return held_keepers(database(), browser()) if browser() else []


def held_inventory(address: str) -> Keeper | None:
    """The inventory at an address, if this browser may open it."""
    return next((kept for kept in held_inventories() if kept.address == address), None)


def inventory_of(secret: str) -> Keeper:
    """The inventory that a secret opens; raises NoInventoryError."""
    found = keepers(database(), [secret])
    if not found:
        raise NoInventoryError(has_ended=bool(keepers(database(), [secret], ended=True)))
    return found[0]


def _refusal(ended: list[Pass]) -> Exception:
    """Why nothing is opened, by what was opened once."""
    return EndedLinkError() if ended else NoEntryError()


def _enter(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "address" in values:
        _enter_workshop(values.pop("address"))
        check(values)
    elif values and "inventory" in values and g.page.who is Who.KEEPERS:
        _enter_inventory(values.pop("inventory"))


def _passes_to(address: str) -> list[Pass]:
    return held(database(), browser(), address=address) if browser() else []


def _pass_for_page(address: str) -> Pass | None:
    """What this browser may do on a page: on the big screen it is that first, if it holds both links."""
    is_stage = g.page.who is Who.STAGE
    ordered = sorted(_passes_to(address), key=lambda each: (each.role is GrantRole.STAGE) is not is_stage)
    return next(iter(ordered), None)


def _enter_workshop(address: str) -> None:
    entered = _pass_for_page(address)
    if entered is None:
        raise _refusal(held(database(), browser(), address=address, ended=True) if browser() else [])
    g.entered, g.saved = entered, load(database(), address, revision=entered.revision)
    if request.method in SAFE_METHODS and is_large(g.saved.worksheet):
        go_slowly()


def _enter_inventory(address: str) -> None:
    kept = held_inventory(address)
    if kept is None:
        ended = held_keepers(database(), browser(), ended=True) if browser() else []
        raise NoInventoryError(has_ended=any(each.address == address for each in ended))
    g.kept = kept


def _stay(endpoint: str, values: dict[str, Any]) -> None:
    for name, entered in (("address", "saved"), ("inventory", "kept")):
        inside = None if name in values else g.get(entered)
        if inside and current_app.url_map.is_endpoint_expecting(endpoint, name):
            values[name] = inside.address


def lead_into_new(
    worksheet: Worksheet,
    *,
    facilitator: str | None,
    page: str,
    agenda: Sequence[Stage | AgendaItem] = (),
    hidden: int = 0,
) -> Response:
    """Store a worksheet as a workshop and lead its facilitator to one of its pages; the same form starts one.

    `hidden` is how many rows of its file nobody sees who opens that. Raises StartError and TooMuchError.
    """
    starter = count_start()
    secret = secret_of_form("start", worksheet_json.write(worksheet))
    try:
        started = start(database(), worksheet, facilitator=facilitator, secret=secret, agenda=agenda, starter=starter)
    except RepeatedError:
        started = Started(opened(secret).address, secret)
    response = redirect(url_for(f"{page}.page", address=started.address, hidden=hidden or None), 303)
    return remember(response, started.facilitator_secret)
