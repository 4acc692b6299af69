"""Entities of a Backstage catalogue, from its YAML files and its API, as capabilities."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import within_inventory
from reuse_app.exchange.reading.found_fields import FoundFields, first
from reuse_app.worksheet import Kind
from reuse_app.worksheet.validation.raw import shortened

KINDS = {"component": Kind.SOFTWARE, "api": Kind.SOFTWARE, "system": Kind.SOFTWARE, "resource": Kind.COMPUTE}
"""The kinds of entities that are capabilities; people, places and templates are not."""
MOST_TOLD = 10
"""Places that a catalogue points to, and kinds in it, as many as a sentence names."""
_HOLDS_DATA = re.compile(
    r"data|bucket|storage|table|topic|postgres|sql|db\b|redis|cassandra|elastic|opensearch|warehouse|redshift|snowflake"
    r"|bigquery|oracle|\bs3\b|\bblob\b"
)
"""What the type of a resource that holds data is called."""
_SLUG = re.compile(r"[\w.-]+(?:/[\w.-]+)+")


def is_entity(entry: Any) -> bool:
    """Say whether something is described as Backstage does: what kind it is, and what it is called."""
    return bool(first(entry, "kind") and first(entry, "metadata"))


def found_in(entities: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """Return the entities that are capabilities as raw ones, and remarks on their kinds and on what was left out.

    Raises FileError when none is one: it says what they are, and where they point to.
    """
    left_out = [entity for entity in entities if _is_other(entity)]
    kept = within_inventory([entity for entity in entities if not _is_other(entity)])
    if not kept:
        places = [place for entity in left_out for place in _places(entity)]
        is_ours = any("backstage" in str(first(entity, "apiVersion")) for entity in left_out)
        what = "This is a catalogue of Backstage without a" if is_ours else "This file describes no"
        raise FileError(f"{what} capability: {_counted(left_out)}. {_pointing(places)}".strip())
    return [_entity(entity) for entity in kept], [*_left_out(left_out)]


def _is_other(entity: Any) -> bool:
    kind = first(entity, "kind")
    is_named = isinstance(kind, str) and kind.casefold() not in KINDS
    return is_named or (kind is None and isinstance(entity, Mapping))


def _counted(entities: Sequence[Any]) -> str:
    kinds = Counter(first(entity, "kind") for entity in entities)
    told = [
        f"{count:,} of kind “{shortened(kind)}”" if kind else f"{count:,} without a kind"
        for kind, count in kinds.most_common(MOST_TOLD)
    ]
    others = kinds.total() - sum(count for _, count in kinds.most_common(MOST_TOLD))
    return ", ".join([*told, *([f"{others:,} of other kinds"] if others else [])])


def _left_out(entities: Sequence[Any]) -> Iterator[str]:
    if entities:
        places = [place for entity in entities for place in _places(entity)]
        yield f"{_counted(entities)} left out: that is no capability. {_pointing(places)}".strip()


def _pointing(places: Sequence[str]) -> str:
    if not places:
        return ""
    named = [shortened(place) for place in places[:MOST_TOLD]]
    more = [f"{len(places) - MOST_TOLD:,} more"] if len(places) > MOST_TOLD else []
    *before, last = [*named, *more]
    return (
        f"It points to {', '.join(before)} and {last}; import those." if before else f"It points to {last}; import it."
    )


def _places(entity: Any) -> list[str]:
    targets = first(entity, "spec.targets") or []
    every = [first(entity, "spec.target"), *(targets if isinstance(targets, list) else [targets])]
    return [place for place in every if isinstance(place, str)]


def _entity(entity: Any) -> Any:
    if not isinstance(entity, Mapping):
        return entity
    fields = {
        "name": first(entity, "metadata.title", "metadata.name"),
        "owner": _owner(entity),
        "description": first(entity, "metadata.description"),
        "evidence": _evidence(entity),
        "reference": _reference(entity),
    }
    kind = _kind(entity)
    return FoundFields(fields | {"kind": kind}, _their_kind(entity, kind))


def _kind(entity: Mapping[str, Any]) -> Kind | None:
    kind = KINDS.get(str(entity.get("kind")).casefold())
    holds_data = _HOLDS_DATA.search(str(first(entity, "spec.type")).casefold())
    return Kind.DATA if kind is Kind.COMPUTE and holds_data else kind


def _their_kind(entity: Mapping[str, Any], kind: Kind | None) -> str:
    """Return how the kind of an entity is told: a resource by its type too, which decides what it is here."""
    if kind is None:
        return ""
    of = first(entity, "spec.type") if kind is not Kind.SOFTWARE else None
    return f"{entity['kind']} “{shortened(of)}”" if isinstance(of, str) else str(entity["kind"])


def _owner(entity: Mapping[str, Any]) -> Any:
    """Return who owns an entity: `group:default/seats` as seats, `user:ops/ann` as ops/ann."""
    owner = first(entity, "spec.owner") or next(_owners(first(entity, "relations")), None)
    return re.sub(r"^(?:[a-z]+:)?(?:default/)?", "", owner, flags=re.IGNORECASE) if isinstance(owner, str) else owner


def _owners(relations: Any) -> Iterator[Any]:
    for relation in relations if isinstance(relations, list) else []:
        if first(relation, "type") == "ownedBy":
            yield first(relation, "targetRef")


def _reference(entity: Mapping[str, Any]) -> Any:
    """Return the id that the catalogue gave an entity, or else by what others refer to it."""
    uid, name = first(entity, "metadata.uid"), first(entity, "metadata.name")
    space = first(entity, "metadata.namespace") or "default"
    return uid or (f"{entity['kind']}:{space}/{name}".casefold() if isinstance(name, str) and name else None)


def _evidence(entity: Mapping[str, Any]) -> Any:
    """Return the address of an entity's source, of where it is shown, or of its first link."""
    found = first(entity, "metadata.annotations")
    notes = {note: value for note, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
    source, view = notes.get("backstage.io/source-location", ""), notes.get("backstage.io/view-url")
    links = first(entity, "metadata.links")
    link = first(links[0], "url") if isinstance(links, list) else None
    address = source.removeprefix("url:")
    return (address if "://" in address else None) or _project(notes) or view or link


def _project(notes: Mapping[str, str]) -> str | None:
    """Return the address of the project that an annotation such as `github.com/project-slug` names."""
    for note, slug in notes.items():
        host, _, what = note.rpartition("/")
        if what == "project-slug" and _SLUG.fullmatch(slug):
            at = notes.get(f"{host}/instance", host)
            return f"https://{at}/{slug}" if re.fullmatch(r"[\w.-]+(?::\d+)?", at) else None
    return None
