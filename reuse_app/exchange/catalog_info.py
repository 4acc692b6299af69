"""Entities of a software catalogue as capabilities, from Backstage's catalog-info.yaml."""

from collections import Counter
from typing import Any

from reuse_app.exchange import foreign
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.foreign import first
from reuse_app.exchange.incoming import Incoming
from reuse_app.exchange.yaml_text import parse
from reuse_app.worksheet import Kind

KINDS = {"Component": Kind.SOFTWARE, "API": Kind.SOFTWARE, "System": Kind.SOFTWARE, "Resource": Kind.COMPUTE}
"""The kinds of entities that are capabilities; people, places and templates are not."""
NOTHING = ("null", "~")
"""How YAML says that there is no value."""
DATA_RESOURCES = ("data", "bucket", "storage", "table", "topic")
"""Parts of the type of a resource that holds data."""


def read(content: bytes) -> Incoming:
    """Return the components, interfaces, systems and resources in a catalog-info.yaml; raises FileError.

    A row is a document of the file that is not empty. Other kinds of entities are left out with a remark.
    """
    documents = parse(content)
    if not any(first(document, "kind") and first(document, "metadata") for document in documents):
        raise FileError("No document in this file has “kind” and “metadata”; a catalog-info.yaml of Backstage does.")
    left_out = Counter(kind for document in documents if (kind := _other_kind(document)))
    entities = [_capability(document) for document in documents if not _other_kind(document)]
    remarks = [f"{count} of kind “{kind}” left out: that is no capability." for kind, count in left_out.items()]
    return foreign.incoming(entities, remarks=remarks)


def _other_kind(document: Any) -> str:
    kind = first(document, "kind")
    return kind if isinstance(kind, str) and kind not in KINDS else ""


def _capability(entity: Any) -> Any:
    if not isinstance(entity, dict):
        return entity
    fields = {
        "name": first(entity, "metadata.title", "metadata.name"),
        "kind": _kind(entity),
        "owner": first(entity, "spec.owner"),
        "description": first(entity, "metadata.description"),
        "evidence": _evidence(entity),
    }
    return {field: value for field, value in fields.items() if value not in NOTHING}


def _kind(entity: dict[str, Any]) -> Kind | None:
    kind = KINDS.get(str(entity.get("kind")))
    holds_data = any(part in str(first(entity, "spec.type")).casefold() for part in DATA_RESOURCES)
    return Kind.DATA if kind is Kind.COMPUTE and holds_data else kind


def _evidence(entity: dict[str, Any]) -> Any:
    """Return the address of the entity's source or of its first link."""
    notes = first(entity, "metadata.annotations")
    notes = notes if isinstance(notes, dict) else {}
    source = notes.get("backstage.io/view-url") or notes.get("backstage.io/source-location")
    links = first(entity, "metadata.links")
    link = first(links[0], "url") if isinstance(links, list) else None
    return source.removeprefix("url:") if isinstance(source, str) else link
