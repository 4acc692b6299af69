"""The description of the HTTP API (OpenAPI 3.1), made from the nouns and findings that it answers with."""

from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from reuse_app.analysis.portfolio.weighed_set import FindingsWithSets
from reuse_app.store.inventories import Version
from reuse_app.web.downloads import TYPES
from reuse_app.web.workshops.reports import FILES
from reuse_app.worksheet import Capability, Worksheet

Json = dict[str, Any]

REF = "#/components/schemas/{model}"
WORKSHOP, INVENTORY = "/api/workshops/{workshop}", "/api/inventories/{inventory}"
REFUSALS = {
    "401": "There is no token, or it opens nothing any more.",
    "403": "The token opens something else.",
    "404": "There is nothing of this sort.",
}
REFUSED_BODIES = {
    "409": "Somebody has saved another version meanwhile.",
    "413": "The body is larger than 5 MB.",
    "415": "The body is of a type that is not read.",
    "422": "The body or what is said about it holds mistakes; nothing was saved.",
    "429": "More was stored from this network than an hour allows; Retry-After says when it may again.",
}


class Answer(BaseModel):
    """What the API answers."""


class Refusal(Answer):
    """Why a request was refused."""

    message: str = Field(description="What is wrong, and how to mend it.")
    mistakes: tuple[str, ...] = Field(default=(), description="Every mistake in the body, with its place.")


class Inventory(Answer):
    """An inventory with the capabilities of its newest version."""

    name: str = Field(description="What the inventory is called.")
    versions: tuple[Version, ...] = Field(description="Its versions, the newest first.")
    capabilities: tuple[Capability, ...] = Field(description="What the newest version holds.")


class InventoryFile(Answer):
    """An inventory file."""

    format: Literal["reuse-inventory"] = Field(description="Says what this file is.")
    version: Literal[1] = Field(default=1, description="Version of the file format.")
    unit: str = Field(default="", description="Unit of every cost, such as k€; the newest version’s if it is not said.")
    capabilities: tuple[Capability, ...] = Field(description="What the inventory holds.")


class Computing(Answer):
    """What is still being computed."""

    message: str = Field(description="What to do meanwhile.")


class SavedVersion(Answer):
    """The version that holds what was sent."""

    number: int = Field(description="Its number, from 1.")


LATER: Json = {
    "description": "It is still being computed. Ask again at the same address after the seconds of Retry-After.",
    "headers": {"Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer"}}},
    "content": {"application/json": {"schema": {"$ref": REF.format(model="Computing")}}},
}


@cache
def described() -> Json:
    """Return the description of the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reuse",
            "version": version("reuse-app"),
            "description": "Read a workshop, read and save inventories, with a token for each of them.",
        },
        "paths": {**_workshop_paths(), **_inventory_paths()},
        "components": {"schemas": _schemas(), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _workshop_paths() -> Json:
    address = _argument("workshop", "What follows /w/ in the addresses of its pages.")
    kind = _argument("kind", "What sort of file.", type="string", enum=list(FILES))
    files: Json = {_mimetype("csv.zip" if each == "csv" else each): {} for each in FILES}
    return {
        f"{WORKSHOP}/worksheet": {"get": _read("worksheet", "The worksheet as everybody may see it.", address)},
        f"{WORKSHOP}/findings": {
            "get": _read("analysis", "What follows from it.", address, model="FindingsWithSets", later=True)
        },
        f"{WORKSHOP}/report.{{kind}}": {
            "get": _read("report", "The report as a file.", address, kind, content=files, later=True)
        },
    }


def _inventory_paths() -> Json:
    address = _argument("inventory", "What follows /i/ in the addresses of its pages.")
    number = _argument("version", "The number of the version.", type="integer")
    said = [_said("author", "Who saves it; else what the token is for."), _said("note", "Why.")]
    after = _said("after", "The newest version that is known; a newer one refuses this.", type="integer")
    saved = {code: _told(SavedVersion.__doc__, "SavedVersion") for code in ("200", "201")}
    save = {
        "operationId": "add_version",
        "summary": "Save an inventory file as the next version; one that holds the same saves none.",
        "parameters": [address, *said, after],
        "requestBody": {"required": True, "content": {**_json("InventoryFile"), **_tables()}},
        "responses": {**saved, **_refusals(REFUSALS | REFUSED_BODIES)},
    }
    return {
        INVENTORY: {"get": _read("inventory", "An inventory.", address, model="Inventory")},
        f"{INVENTORY}/versions": {"post": save},
        f"{INVENTORY}/versions/{{version}}": {
            "get": _read("version", "One version as an inventory file.", address, number, model="InventoryFile")
        },
    }


def _read(
    name: str,
    summary: str,
    *arguments: Json,
    model: str = "Worksheet",
    content: Json | None = None,
    later: bool = False,
) -> Json:
    """Describe what answers a GET; `later` when it may still be being computed."""
    answer = {"description": summary, "content": content or _json(model)}
    answers = {"200": answer, **({"202": LATER} if later else {}), **_refusals(REFUSALS)}
    return {"operationId": name, "summary": summary, "parameters": list(arguments), "responses": answers}


def _refusals(reasons: dict[str, str]) -> Json:
    return {code: _told(why, "Refusal") for code, why in reasons.items()}


def _told(description: str | None, model: str) -> Json:
    return {"description": description, "content": _json(model)}


def _argument(name: str, description: str, **schema: Any) -> Json:
    return {**_said(name, description, **schema), "in": "path", "required": True}


def _said(name: str, description: str, **schema: Any) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string", **schema}}


def _json(model: str) -> Json:
    return {"application/json": {"schema": {"$ref": REF.format(model=model)}}}


def _tables() -> Json:
    return {_mimetype(kind): {} for kind in ("csv", "xlsx")}


def _mimetype(kind: str) -> str:
    return TYPES[kind].partition(";")[0]


def _schemas() -> Json:
    stated = (Worksheet, InventoryFile, Inventory, SavedVersion, Computing, Refusal)
    models: Any = [*((model, "validation") for model in stated), (FindingsWithSets, "serialization")]
    _, found = models_json_schema(models, ref_template=REF)
    schemas: Json = found["$defs"]
    return schemas
