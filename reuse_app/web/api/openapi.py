"""The description of the HTTP API (OpenAPI 3.1), made from the nouns and findings that it answers with."""

from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from reuse_app import report
from reuse_app.analysis.portfolio.weighed_set import FindingsWithSets
from reuse_app.store.inventories import Version
from reuse_app.web.downloads import SEPARATORS, TYPES
from reuse_app.web.server.failures import PROBLEM
from reuse_app.web.workshops.reports import ANNEX, FILES, PEOPLE
from reuse_app.worksheet import Capability, Participant, Product, Rating, Worksheet
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.values import NAME_LENGTH, PROSE_LENGTH, Line

Json = dict[str, Any]

REF = "#/components/schemas/{model}"
WORKSHOPS, INVENTORY = "/api/v1/workshops", "/api/v1/inventories/{inventory}"
WORKSHOP = f"{WORKSHOPS}/{{workshop}}"
EVENTS = "text/event-stream; charset=utf-8"
MATCHED = (
    ("InventoryToPush", "capabilities", "Capability"),
    ("ProductsToPush", "products", "Product"),
    ("RatingsToPush", "participants", "Participant"),
)
"""Lists whose entries need no key when they are sent: they are matched by name."""
BY_EITHER: Json = {"required": [], "anyOf": [{"required": ["key"]}, {"required": ["name"]}]}
"""A product that is there already keeps its name, too, if it is sent by its key."""
REFUSALS = {
    "400": "The request cannot be read, or says what nobody knows.",
    "401": "There is no token, or it opens nothing any more.",
    "403": "The token opens something else.",
    "404": "There is nothing of this sort.",
}
REFUSED_BODIES = {
    "409": "It contradicts what is there: somebody has saved something else meanwhile, or it is shown already.",
    "412": "What If-Match names is not the newest state any more; nothing was saved.",
    "413": "The body is larger than 5 MB.",
    "415": "The body is of a type that is not read.",
    "422": "The body or what is said about it holds mistakes; nothing was saved.",
    "429": "More was stored from this network than an hour allows; Retry-After says when it may again.",
}


class Answer(BaseModel):
    """What the API answers."""


class Refusal(Answer):
    """Why a request was refused (RFC 9457)."""

    type: Literal["about:blank"] = Field(description="There is nothing to say about it but its status.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong, and how to mend it.")
    mistakes: tuple[str, ...] = Field(default=(), description="Every mistake in the body, with its place.")


class OpenedWorkshop(Answer):
    """A workshop that a token opens."""

    address: str = Field(description="What stands for it in the addresses of this API.")
    title: str = Field(description="What it is called.")
    url: str = Field(description="Its page for people, who need a link to get in.")
    writes: bool = Field(description="Whether the token may also write into it.")


class Workshops(Answer):
    """What a token opens."""

    workshops: tuple[OpenedWorkshop, ...] = Field(description="The workshops, the newest first.")


class StartedWorkshop(Answer):
    """A workshop that was started, and the secrets that open it, which are told only now."""

    address: str = Field(description="What stands for it in the addresses of this API.")
    url: str = Field(description="Its page for people, who need a link to get in.")
    facilitator_link: str = Field(description="The link by which a person leads it.")
    token: str = Field(description="The token that reads and writes it: the one that was sent, or its own.")


class Pushed(Answer):
    """What was done with the entries that were sent."""

    new: int = Field(description="How many were added.")
    changed: int = Field(description="How many were there and have changed.")
    unchanged: int = Field(description="How many were there and said the same.")
    remarks: tuple[str, ...] = Field(default=(), description="What was left out or guessed.")


class PushedRatings(Answer):
    """What was recorded, whatever was there before."""

    ratings: int = Field(description="How many ratings were sent.")
    people: int = Field(description="How many of their raters are new in the room.")


class ProductsToPush(Answer):
    """Products to add or to change."""

    products: tuple[Product, ...] = Field(min_length=1, description="Each without a key is matched by its name.")


class RatingsToPush(Answer):
    """Ratings of people without a device."""

    participants: tuple[Participant, ...] = Field(default=(), description="Those of their raters who are new.")
    ratings: tuple[Rating, ...] = Field(min_length=1, description="What they rated.")


class Inventory(Answer):
    """An inventory with the capabilities of its newest version."""

    name: str = Field(description="What the inventory is called.")
    versions: tuple[Version, ...] = Field(description="Its versions, the newest first.")
    capabilities: tuple[Capability, ...] = Field(description="What the newest version holds.")


class InventoryFile(Answer):
    """An inventory file."""

    format: Literal["reuse-inventory"] = Field(description="Says what this file is.")
    version: Literal[1] = Field(default=1, description="Version of the file format.")
    unit: Line = Field(
        default="", description="Unit of every cost, such as k€; the newest version’s if it is not said."
    )
    capabilities: tuple[Capability, ...] = Field(description="What the inventory holds.")


class InventoryToPush(InventoryFile):
    """An inventory file with something in it."""

    capabilities: tuple[Capability, ...] = Field(min_length=1, description="Each without a key is matched by its name.")


class Computing(Answer):
    """What is still being computed."""

    message: str = Field(description="What to do meanwhile.")


class SavedVersion(Answer):
    """The version that holds what was sent."""

    number: int = Field(description="Its number, from 1.")


WHERE: Json = {"Location": {"description": "Where its worksheet is.", "schema": {"type": "string"}}}
TAGGED: Json = {"headers": {"ETag": {"description": "The tag of this state.", "schema": {"type": "string"}}}}
KNOWN: Json = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of what is known already.",
    "schema": {"type": "string"},
}
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
            "license": {"name": "MIT", "identifier": "MIT"},
            "description": "Start, read and fill workshops, read and save inventories, with a token for each of them.",
        },
        "paths": {**_start_paths(), **_workshop_paths(), **_push_paths(), **_inventory_paths(), **_own_path()},
        "components": {"schemas": _schemas(), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _start_paths() -> Json:
    start = {
        "operationId": "start",
        "summary": "Start a workshop from a worksheet.",
        "description": "A token that writes starts another workshop and opens it too. Without one it is started "
        "where anybody may, by whoever is signed in at the proxy, or by the start secret as bearer.",
        "security": [{"token": []}, {}],
        "requestBody": {"required": True, "content": _json("Worksheet")},
        "responses": {
            "201": {
                **_told(StartedWorkshop.__doc__, "StartedWorkshop"),
                "headers": WHERE,
            },
            **_refusals(REFUSALS | {code: REFUSED_BODIES[code] for code in ("413", "415", "422", "429")}),
        },
    }
    return {
        WORKSHOPS: {"get": _read("workshops", "The workshops that the token opens.", model="Workshops"), "post": start}
    }


def _workshop_paths() -> Json:
    address = _argument("workshop", "What follows /w/ in the addresses of its pages.")
    kind = _argument("kind", "What sort of file.", enum=list(FILES))
    people = _said("people", "Whether names are told; pseudonyms take them out.", enum=list(PEOPLE))
    annex = _said("annex", "Whether the annex is there; the format decides without a word.", enum=list(ANNEX))
    separator = _said("separator", "What stands between the cells of a CSV.", enum=list(SEPARATORS))
    chapters = _said("chapter", "The chapters that it has, each by its own argument; without one all.")
    chapters["schema"] = {"type": "array", "items": {"type": "string", "enum": list(report.CHAPTERS)}}
    files: Json = {_mimetype("csv.zip" if each == "csv" else each): {} for each in FILES}
    sheet, found = "The worksheet as everybody may see it.", "What follows from it."
    options = (people, chapters, annex, separator)
    return {
        f"{WORKSHOP}/worksheet": {"get": _read("worksheet", sheet, address, tagged=True)},
        f"{WORKSHOP}/findings": {
            "get": _read("analysis", found, address, model="FindingsWithSets", later=True, tagged=True)
        },
        f"{WORKSHOP}/report.{{kind}}": {
            "get": _read("report", "The report as a file.", address, kind, *options, content=files, later=True)
        },
        f"{WORKSHOP}/events": {
            "get": _read(
                "events",
                "Server-sent events: “revision” with the ETag of the worksheet and the parts that have changed.",
                address,
                _said("since", "The tag that is known already; only what is newer is told."),
                content={"text/event-stream": {"schema": {"type": "string"}}},
            )
        },
    }


def _push_paths() -> Json:
    address = _argument("workshop", "What follows /w/ in the addresses of its pages.")
    sends: dict[str, tuple[str, Json, str]] = {
        "capabilities": ("Add and change capabilities.", {**_json("InventoryToPush"), **_tables()}, "Pushed"),
        "products": ("Add and change products.", _json("ProductsToPush"), "Pushed"),
        "ratings": ("Record ratings of people without a device.", _json("RatingsToPush"), "PushedRatings"),
    }
    return {
        f"{WORKSHOP}/{name}": {
            "post": {
                "operationId": f"push_{name}",
                "summary": summary,
                "parameters": [address, _if_match("worksheet")],
                "requestBody": {"required": True, "content": content},
                "responses": {"200": {**_told(summary, model), **TAGGED}, **_refusals(REFUSALS | REFUSED_BODIES)},
            }
        }
        for name, (summary, content, model) in sends.items()
    }


def _own_path() -> Json:
    told = {"description": "The description.", "content": {"application/json": {"schema": {"type": "object"}}}}
    own = {"operationId": "openapi", "summary": "This description.", "security": [{}], "responses": {"200": told}}
    return {"/api/v1/openapi.json": {"get": own}}


def _inventory_paths() -> Json:
    address = _argument("inventory", "What follows /i/ in the addresses of its pages.")
    number = _argument("version", "The number of the version.", type="integer", minimum=1, maximum=1_000_000_000)
    said = [
        _said("author", "Who saves it; else what the token is for.", maxLength=NAME_LENGTH),
        _said("note", "Why.", maxLength=PROSE_LENGTH),
    ]
    after = _said("after", "The newest version that is known; a newer one refuses this.", type="integer", minimum=1)
    saved = {code: {**_told(SavedVersion.__doc__, "SavedVersion"), **TAGGED} for code in ("200", "201")}
    save = {
        "operationId": "add_version",
        "summary": "Save an inventory file as the next version; one that holds the same saves none.",
        "parameters": [address, *said, after, _if_match("inventory")],
        "requestBody": {"required": True, "content": {**_json("InventoryToPush"), **_tables()}},
        "responses": {**saved, **_refusals(REFUSALS | REFUSED_BODIES)},
    }
    return {
        INVENTORY: {"get": _read("inventory", "An inventory.", address, model="Inventory", tagged=True)},
        f"{INVENTORY}/versions": {"post": save},
        f"{INVENTORY}/versions/{{version}}": {
            "get": _read("version", "One version as a file.", address, number, model="InventoryFile", tagged=True)
        },
    }


def _read(  # noqa: PLR0913  # each says one thing about the answer, and is named
    name: str,
    summary: str,
    *arguments: Json,
    model: str = "Worksheet",
    content: Json | None = None,
    later: bool = False,
    tagged: bool = False,
) -> Json:
    """Describe what answers a GET; `later` when it may still be being computed, `tagged` when its state has an ETag."""
    answer = {"description": summary, "content": content or _json(model), **(TAGGED if tagged else {})}
    unchanged = {"304": {"description": "The state that If-None-Match names is the newest."}} if tagged else {}
    answers = {"200": answer, **({"202": LATER} if later else {}), **unchanged, **_refusals(REFUSALS)}
    known = [KNOWN] if tagged else []
    return {"operationId": name, "summary": summary, "parameters": [*arguments, *known], "responses": answers}


def _refusals(reasons: dict[str, str]) -> Json:
    refused = {PROBLEM: {"schema": {"$ref": REF.format(model="Refusal")}}}
    return {code: {"description": why, "content": refused} for code, why in reasons.items()}


def _if_match(what: str) -> Json:
    told = f"The ETag of the {what} for which this is meant; a newer state refuses it."
    return {**_said("If-Match", told), "in": "header"}


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
    read = (Worksheet, InventoryFile, InventoryToPush, ProductsToPush, RatingsToPush)
    told = (Inventory, SavedVersion, Computing, Refusal, Workshops, StartedWorkshop, Pushed, PushedRatings)
    models: Any = [*((model, "validation") for model in (*read, *told)), (FindingsWithSets, "serialization")]
    _, found = models_json_schema(models, ref_template=REF)
    schemas: Json = found["$defs"]
    for name, part in LISTS.items():
        schemas["Worksheet"]["properties"][name]["maxItems"] = part.limit
    for model, name, noun in MATCHED:
        keyed = schemas[noun]
        keyless = {**keyed, "required": [each for each in keyed["required"] if each != "key"]}
        schemas[f"{noun}ToPush"] = keyless | (BY_EITHER if noun == "Product" else {})
        schemas[model]["properties"][name]["items"] = {"$ref": REF.format(model=f"{noun}ToPush")}
    return schemas
