"""What comes with a request of a program: its token and what that opens, the state it knows, and what it sends."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    PreconditionFailed,
    RequestEntityTooLarge,
    Unauthorized,
    UnprocessableEntity,
    UnsupportedMediaType,
)

from reuse_app.exchange import Incoming, inventory_files, worksheet_json
from reuse_app.exchange.errors import MOST_BYTES, FileError
from reuse_app.store import load
from reuse_app.store.grants import PROGRAMS, GrantRole, Pass, Token, passes, token
from reuse_app.web.context import database, g
from reuse_app.web.downloads import TYPES
from reuse_app.web.server.failures import PROBLEM, problem
from reuse_app.web.server.working import is_light, work

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


JSON = "application/json"
READ = {TYPES[kind].partition(";")[0]: f".{kind}" for kind in ("json", "csv", "xlsx")}
"""The types of a body that is read as an inventory, and how such a file ends."""
MOST_MISTAKES = 100
"""Mistakes of a body that an answer lists."""


class MistakenError(HTTPException):
    """A body with mistakes, of which nothing was saved; the answer lists them."""

    code = 422

    def __init__(self, mistakes: Sequence[object]) -> None:
        found = "There is a mistake" if len(mistakes) == 1 else f"There are {len(mistakes):,} mistakes"
        message = f"{found} in what was sent, so nothing was saved."
        told = problem(422, message, [str(each) for each in mistakes[:MOST_MISTAKES]])
        super().__init__(message, Response(told, 422, content_type=PROBLEM))


def sent_capabilities() -> Incoming:
    """The capabilities in the body; raises the HTTPException that says why it cannot be read."""
    content = sent_bytes(READ)
    try:
        incoming = work(inventory_files.read, f"inventory{READ[request.mimetype]}", content, quickly=is_light(content))
    except FileError as error:
        raise UnprocessableEntity(str(error)) from error
    if incoming.mistakes:
        raise MistakenError(incoming.mistakes)
    if not incoming.rows:
        raise UnprocessableEntity("There is no capability in this body, so nothing was saved.")
    return incoming


def sent_json() -> Any:
    """The JSON in the body; raises the HTTPException that says why it cannot be read."""
    try:
        return worksheet_json.parse(sent_bytes((JSON,)))
    except FileError as error:
        raise UnprocessableEntity(str(error)) from error


def sent_bytes(types: Sequence[str] | dict[str, str]) -> bytes:
    """The body, of one of these types; raises UnsupportedMediaType and RequestEntityTooLarge."""
    if request.mimetype not in types:
        raise UnsupportedMediaType(f"Send Content-Type {', '.join(types)}.")
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge("The body may have at most 5 MB. Split it, or leave out what is not needed.")
    return request.get_data()


def json_answer(text: str, status: int = 200) -> Response:
    """An answer of JSON."""
    return Response(text, status, content_type=JSON)
