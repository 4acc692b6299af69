"""The HTTP API: what the files can do, for programs that bring a token. It reads no cookie and sets none."""

import json

from flask import Response, jsonify, request
from pydantic import ValidationError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    RequestEntityTooLarge,
    Unauthorized,
    UnprocessableEntity,
    UnsupportedMediaType,
)

from reuse_app.analysis.portfolio.weighed_set import weigh_kept_sets
from reuse_app.exchange import Incoming, inventory_files, worksheet_json
from reuse_app.exchange.errors import MOST_BYTES, FileError
from reuse_app.store import inventories, load
from reuse_app.store.errors import SameVersionError
from reuse_app.store.grants import PROGRAMS, GrantRole, Token, passes, token
from reuse_app.store.inventories import Saving
from reuse_app.web.addresses import public_url
from reuse_app.web.api.openapi import Answer, Inventory, Refusal, SavedVersion, described
from reuse_app.web.context import database, g
from reuse_app.web.downloads import TYPES
from reuse_app.web.findings import findings
from reuse_app.web.forms.form import mistakes_of
from reuse_app.web.page import Page, Who
from reuse_app.web.server.working import is_light, work
from reuse_app.web.workshops import reports
from reuse_app.worksheet.values import whole_number

bp = Page("api", __name__, Who.PROGRAMS, prefix="/api")

READ = {TYPES[kind].partition(";")[0]: f".{kind}" for kind in ("json", "csv", "xlsx")}
"""The types of a body that is read as an inventory, and how such a file ends."""
MOST_MISTAKES = 100
"""Mistakes of a file that an answer lists."""
SCHEME = WWWAuthenticate("bearer", {"realm": "Reuse"})
UNSENT = "Send the token in a header: “Authorization: Bearer” and the token. Whoever leads the workshop makes one."
UNKNOWN = "Nothing has this token. Check that it is whole, or ask for a new one."
ENDED = "This token was taken back, or its last day is over. Ask for a new one."
ELSEWHERE = "This token opens something else. Each opens one workshop or one inventory."
READS_ONLY = "This token only reads. Ask for one that also saves versions."


@bp.get("/openapi.json")
def openapi() -> Response:
    """What this API can do, for programs to read."""
    return jsonify({**described(), "servers": [{"url": public_url("home.page").rstrip("/")}]})


@bp.get("/workshops/<workshop>/worksheet")
def worksheet(workshop: str) -> Response:
    """The worksheet as everybody in the workshop may see it."""
    enter_workshop(workshop)
    return _json(worksheet_json.write(g.shown))


@bp.get("/workshops/<workshop>/findings")
def analysis(workshop: str) -> Response:
    """What follows from the worksheet."""
    enter_workshop(workshop)
    return _json(weigh_kept_sets(g.shown, findings()).model_dump_json())


@bp.get("/workshops/<workshop>/report.<kind>")
def report(workshop: str, kind: str) -> Response:
    """The report as a file."""
    enter_workshop(workshop)
    return reports.made_file(kind)


@bp.get("/inventories/<inventory>")
def inventory(inventory: str) -> Response:
    """An inventory: its versions, and what the newest holds."""
    name = enter_inventory(inventory).name
    versions = inventories.versions(database(), inventory)
    newest = inventories.capabilities_of(database(), inventory, versions[0].number)
    return _answer(Inventory(name=name, versions=versions, capabilities=newest))


@bp.get("/inventories/<inventory>/versions/<int(max=1000000000):version>")
def version(inventory: str, version: int) -> Response:
    """One version of an inventory as an inventory file."""
    enter_inventory(inventory)
    capabilities = inventories.capabilities_of(database(), inventory, version)
    unit = next(each.unit for each in inventories.versions(database(), inventory) if each.number == version)
    return _json(inventory_files.write_json(capabilities, unit=unit))


@bp.post("/inventories/<inventory>/versions")
def add_version(inventory: str) -> Response:
    """Save an inventory file as the next version, whole or not at all; one that is the same saves none."""
    held = enter_inventory(inventory, to_write=True)
    saving, incoming = _saving(otherwise=held.label), _incoming()
    if incoming.mistakes:
        mistakes = tuple(map(str, incoming.mistakes))
        message = f"{len(mistakes)} mistakes in this file, so nothing was saved."
        return _answer(Refusal(message=message, mistakes=mistakes[:MOST_MISTAKES]), 422)
    newest = inventories.versions(database(), inventory)[0]
    after = _after(newest.number)
    capabilities = [row.capability for row in incoming.rows]
    saving = saving.model_copy(update={"unit": incoming.unit or newest.unit})
    try:
        number = inventories.save_version(database(), inventory, saving, capabilities, after=after)
    except SameVersionError:
        number = newest.number
    return _answer(SavedVersion(number=number), 201 if number > newest.number else 200)


def _saving(*, otherwise: str) -> Saving:
    """What is said about a version in the address; raises UnprocessableEntity."""
    try:
        return Saving(author=request.args.get("author") or otherwise, note=request.args.get("note", ""))
    except ValidationError as error:
        raise UnprocessableEntity(" ".join(f"{field}: {why}" for field, why in mistakes_of(error).items())) from error


def _after(newest: int) -> int:
    """The version that the sent one follows: the newest, unless the address says which; raises UnprocessableEntity."""
    after = whole_number(request.args.get("after", str(newest)), least=1, most=newest)
    if after is None:
        raise UnprocessableEntity(f"“after” is the number of a version of this inventory: 1 to {newest}.")
    return after


def _incoming() -> Incoming:
    """The capabilities in the body; raises the HTTPException that says why it cannot be read."""
    if request.mimetype not in READ:
        raise UnsupportedMediaType(f"Send Content-Type {', '.join(READ)}.")
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge("The body may have at most 5 MB. Split it, or leave out what is not needed.")
    try:
        name, content = f"inventory{READ[request.mimetype]}", request.get_data()
        incoming = work(inventory_files.read, name, content, quickly=is_light(content))
    except FileError as error:
        raise UnprocessableEntity(str(error)) from error
    if not incoming.rows and not incoming.mistakes:
        raise UnprocessableEntity("There is no capability in this body, so nothing was saved.")
    return incoming


@bp.errorhandler(HTTPException)
def _refuse(error: HTTPException) -> Response:
    response = Response(status=error.code, headers=error.get_headers())
    response.data = json.dumps({"message": error.description}, ensure_ascii=False)
    response.content_type = "application/json"
    return response


def _answer(answer: Answer, status: int = 200) -> Response:
    response = _json(answer.model_dump_json(exclude_defaults=True))
    response.status_code = status
    return response


def _json(text: str) -> Response:
    return Response(text, content_type="application/json")


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
    if held is None or held.has_ended:
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
    if (inventory and not inventory.has_ended) or passes(database(), [secret], roles=PROGRAMS):
        return Forbidden(ELSEWHERE)
    was_ended = inventory or passes(database(), [secret], roles=PROGRAMS, ended=True)
    return Unauthorized(ENDED if was_ended else UNKNOWN, www_authenticate=SCHEME)
