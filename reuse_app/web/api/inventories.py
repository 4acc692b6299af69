"""Inventories for programs: their versions, read and saved by a token."""

from flask import Response, request
from pydantic import ValidationError
from werkzeug.exceptions import UnprocessableEntity

from reuse_app.exchange import inventory_files
from reuse_app.store import inventories
from reuse_app.store.errors import SameVersionError
from reuse_app.store.inventories import Saving
from reuse_app.web.api.entering import check_match, enter_inventory, json_answer, sent_capabilities, tagged
from reuse_app.web.api.openapi import Inventory, SavedVersion
from reuse_app.web.context import database
from reuse_app.web.forms.form import mistakes_of
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.validation.fields import wrong_as_written
from reuse_app.worksheet.values import clean_name, whole_number

bp = Page("api_inventories", __name__, Who.PROGRAMS, prefix="/api/v1/inventories/<inventory>")


@bp.get("")
def inventory(inventory: str) -> Response:
    """An inventory: its versions, and what the newest holds."""
    name = enter_inventory(inventory).name
    versions = inventories.versions(database(), inventory)
    newest = inventories.capabilities_of(database(), inventory, versions[0].number)
    told = Inventory(name=name, versions=versions, capabilities=newest)
    return tagged(json_answer(told.model_dump_json(exclude_defaults=True)), str(versions[0].number))


@bp.get("/versions/<int(max=1000000000):version>")
def version(inventory: str, version: int) -> Response:
    """One version of an inventory as an inventory file."""
    enter_inventory(inventory)
    capabilities = inventories.capabilities_of(database(), inventory, version)
    unit = next(each.unit for each in inventories.versions(database(), inventory) if each.number == version)
    return tagged(json_answer(inventory_files.write_json(capabilities, unit=unit)), str(version))


@bp.post("/versions")
def add_version(inventory: str) -> Response:
    """Save an inventory file as the next version, whole or not at all; one that is the same saves none."""
    held = enter_inventory(inventory, to_write=True)
    saving, incoming = _saving(otherwise=held.label), sent_capabilities()
    newest = inventories.versions(database(), inventory)[0]
    after = _after(newest.number)
    check_match(str(newest.number))
    capabilities = [row.capability for row in incoming.rows]
    saving = saving.model_copy(update={"unit": incoming.unit or newest.unit})
    try:
        number = inventories.save_version(database(), inventory, saving, capabilities, after=after)
    except SameVersionError:
        number = newest.number
    answer = json_answer(SavedVersion(number=number).model_dump_json(), 201 if number > newest.number else 200)
    answer.set_etag(str(number))
    return answer


def _saving(*, otherwise: str) -> Saving:
    """What is said about a version in the address; raises UnprocessableEntity."""
    said = {name: request.args.get(name, "") for name in ("author", "note")}
    for name, text in said.items():
        if wrong := wrong_as_written(text, columns(Saving)[name]):
            raise UnprocessableEntity(f"{name}: {wrong}")
    try:
        return Saving(author=clean_name(said["author"]) or otherwise, note=said["note"])
    except ValidationError as error:
        raise UnprocessableEntity(" ".join(f"{field}: {why}" for field, why in mistakes_of(error).items())) from error


def _after(newest: int) -> int:
    """The version that the sent one follows: the newest, unless the address says which; raises UnprocessableEntity."""
    after = whole_number(request.args.get("after", str(newest)), least=1, most=newest)
    if after is None:
        raise UnprocessableEntity(f"“after” is the number of a version of this inventory: 1 to {newest}.")
    return after
