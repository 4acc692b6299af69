"""Who a program is: what the token that it sends opens, refused in words of its own."""

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from reuse_app.store import load
from reuse_app.store.grants import PROGRAMS, GrantRole, Token, passes, token
from reuse_app.web.context import database, g

SCHEME = WWWAuthenticate("bearer", {"realm": "Reuse"})
UNSENT = "Send the token in a header: “Authorization: Bearer” and the token. Whoever leads the workshop makes one."
UNKNOWN = "Nothing has this token. Check that it is whole, or ask for a new one."
ENDED = "This token was taken back. Ask for a new one."
ELSEWHERE = "This token opens something else. Each opens one workshop or one inventory."
READS_ONLY = "This token only reads. Ask for one that also saves versions."


def enter_workshop(address: str) -> None:
    """Let the request be about a workshop, as its token may see it; raises Unauthorized and Forbidden."""
    secret = _secret()
    held = passes(database(), [secret], roles=PROGRAMS)
    if not held:
        raise _refusal(secret)
    if held[0].address != address:
        raise Forbidden(ELSEWHERE)
    g.entered, g.saved = held[0], load(database(), address)


def enter_inventory(address: str, *, to_write: bool = False) -> Token:
    """Return what the token of the request opens, an inventory; raises Unauthorized and Forbidden."""
    secret = _secret()
    held = token(database(), secret)
    if held is None or held.ended_at:
        raise _refusal(secret)
    if held.address != address:
        raise Forbidden(ELSEWHERE)
    if to_write and held.role is not GrantRole.WRITER:
        raise Forbidden(READS_ONLY)
    return held


def _secret() -> str:
    """The token of this request; raises Unauthorized."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise Unauthorized(UNSENT, www_authenticate=SCHEME)
    return sent.token


def _refusal(secret: str) -> Forbidden | Unauthorized:
    """Why a token does not open what was asked for."""
    inventory = token(database(), secret)
    if (inventory and not inventory.ended_at) or passes(database(), [secret], roles=PROGRAMS):
        return Forbidden(ELSEWHERE)
    was_ended = inventory or passes(database(), [secret], roles=PROGRAMS, ended=True)
    return Unauthorized(ENDED if was_ended else UNKNOWN, www_authenticate=SCHEME)
