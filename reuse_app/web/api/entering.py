"""What the token of a request opens: workshops, or an inventory, to read or also to write."""

from collections.abc import Sequence

from flask import Response, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, PreconditionFailed, Unauthorized

from reuse_app.store import load
from reuse_app.store.grants import PROGRAMS, GrantRole, Pass, Token, passes, token
from reuse_app.web.context import database, g

SCHEME = WWWAuthenticate("bearer", {"realm": "Reuse"})
UNSENT = "Send the token in a header: “Authorization: Bearer” and the token. Whoever leads the workshop makes one."
UNKNOWN = "Nothing has this token. Check that it is whole, or ask for a new one."
ENDED = "This token was taken back, or its last day is over. Ask for a new one."
ELSEWHERE = "This token opens something else. Each opens an inventory, or a workshop and those that it has started."
READS_ONLY = "This token only reads. Ask for one that also writes."


def enter_workshop(address: str, *, to_write: bool = False) -> None:
    """Let the request be about a workshop, as its token may see it; raises Unauthorized and Forbidden."""
    opened = next((each for each in opened_workshops() if each.address == address), None)
    if opened is None:
        raise Forbidden(ELSEWHERE)
    if to_write and opened.role is not GrantRole.WRITER:
        raise Forbidden(READS_ONLY)
    g.entered, g.saved = opened, load(database(), address)


def is_token() -> bool:
    """Whether the request brings what opens a workshop for programs; raises Unauthorized when it brings nothing."""
    return bool(passes(database(), [secret()], roles=PROGRAMS))


def opened_workshops() -> Sequence[Pass]:
    """What the token of the request opens, one workshop at least; raises Unauthorized and Forbidden."""
    held = passes(database(), [secret()], roles=PROGRAMS)
    if not held:
        raise _refusal(secret())
    return held


def enter_inventory(address: str, *, to_write: bool = False) -> Token:
    """Return what the token of the request opens, an inventory; raises Unauthorized and Forbidden."""
    held = token(database(), secret())
    if held is None or held.has_ended:
        raise _refusal(secret())
    if held.address != address:
        raise Forbidden(ELSEWHERE)
    if to_write and held.role is not GrantRole.WRITER:
        raise Forbidden(READS_ONLY)
    return held


def secret() -> str:
    """The token of this request; raises Unauthorized."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise Unauthorized(UNSENT, www_authenticate=SCHEME)
    return sent.token


def _refusal(sent: str) -> Forbidden | Unauthorized:
    """Why a token does not open what was asked for."""
    inventory = token(database(), sent)
    if (inventory and not inventory.has_ended) or passes(database(), [sent], roles=PROGRAMS):
        return Forbidden(ELSEWHERE)
    was_ended = inventory or passes(database(), [sent], roles=PROGRAMS, ended=True)
    return Unauthorized(ENDED if was_ended else UNKNOWN, www_authenticate=SCHEME)


def state() -> str:
    """The tag of the workshop of this request, as everybody may know it: what is hidden makes no new one."""
    return g.cursor(g.saved.revision_for(None))


def tagged(response: Response, tag: str) -> Response:
    """Let an answer say which state it shows; one that is known already comes without its content."""
    response.set_etag(tag)
    response.make_conditional(request)
    return response


def check_match(tag: str) -> None:
    """Refuse a change for another state than the one that is there; raises PreconditionFailed."""
    if "If-Match" in request.headers and not request.if_match.contains(tag):
        raise PreconditionFailed("This is not the newest state any more. Read it again, then send your change for it.")
