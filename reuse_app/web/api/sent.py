"""What a program sends: files and JSON, read with care, and refused with every mistake."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, UnprocessableEntity, UnsupportedMediaType

from reuse_app.exchange import Incoming, inventory_files, worksheet_json
from reuse_app.exchange.errors import MOST_BYTES, FileError
from reuse_app.web.downloads import TYPES
from reuse_app.web.server.problems import PROBLEM, problem
from reuse_app.web.server.working import is_light, work

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
