"""Capabilities from lists that organisations keep: code.json, repos.json and catalog-info.yaml."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming, RawRow, checked_rows, within_inventory
from reuse_app.worksheet import Kind
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import NAME_LENGTH, PROSE_LENGTH, clean, clean_line

KINDS = {"Component": Kind.SOFTWARE, "API": Kind.SOFTWARE, "System": Kind.SOFTWARE, "Resource": Kind.COMPUTE}
"""The kinds of entities that are capabilities; people, places and templates are not."""
NOTHING = ("null", "~")
"""How YAML says that there is no value."""
DATA_RESOURCES = ("data", "bucket", "storage", "table", "topic")
"""Parts of the type of a resource that holds data."""
LIMITS = {"name": NAME_LENGTH, "owner": NAME_LENGTH, "description": PROSE_LENGTH, "evidence": PROSE_LENGTH}
"""Characters that are kept of each field; nobody can be asked to shorten what another system holds."""
DEEPEST = 50
"""Levels of lists and objects inside each other that are followed."""
MOST_NODES = 300_000
TOO_DEEP = f"this is nested more than {DEEPEST} levels deep"
LIBRARY_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of far deeper nesting, in some of its versions before it tells of any level."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def from_code_json(data: Any) -> Incoming:
    """Return the releases in the parsed content of a code.json as capabilities of kind software; raises FileError.

    The organisation and the contact become the owner, the address of the repository or the home page the evidence.
    """
    releases = data.get("releases") if isinstance(data, dict) else None
    if not isinstance(releases, list):
        raise FileError(f"Found {shown(releases)} as releases; a code.json (schema 2.0) has a list of them.")
    agency = first(data, "agency")
    return _incoming([_release(release, agency) for release in within_inventory(releases)])


def _release(release: Any, agency: Any) -> Any:
    if not isinstance(release, dict):
        return release
    return {
        "name": release.get("name"),
        "kind": Kind.SOFTWARE,
        "owner": _releaser(release) or agency,
        "description": release.get("description"),
        "evidence": first(release, "repositoryURL", "homepageURL"),
    }


def _releaser(release: dict[str, Any]) -> Any:
    """Return “organisation (contact)”, or whichever of them is stated."""
    organisation, reach = release.get("organization"), first(release, "contact.email", "contact.name")
    if isinstance(organisation, str) and organisation and isinstance(reach, str):
        return f"{organisation} ({reach})"
    return organisation or reach


def from_repos_json(data: Any) -> Incoming:
    """Return the repositories in the parsed content of a repos.json as capabilities of kind software.

    The readable title comes before the repository's name, the address is the evidence. Raises FileError.
    """
    if not isinstance(data, list) or not data:
        raise FileError("A list of repositories (repos.json) is a list in brackets with at least one of them.")
    return _incoming([_repository(repository) for repository in within_inventory(data)])


def _repository(repository: Any) -> Any:
    if not isinstance(repository, dict):
        return repository
    return {
        "name": first(repository, "_InnerSourceMetadata.title", "name"),
        "kind": Kind.SOFTWARE,
        "owner": first(repository, "owner.login"),
        "description": first(repository, "description", "_InnerSourceMetadata.motivation"),
        "evidence": first(repository, "html_url", "_InnerSourceMetadata.docs", "homepage"),
    }


def from_catalog_info(content: bytes) -> Incoming:
    """Return the components, interfaces, systems and resources in a catalog-info.yaml; raises FileError.

    A row is a document of the file that is not empty. Other kinds of entities are left out with a remark.
    """
    documents = documents_in(content)
    if not any(first(document, "kind") and first(document, "metadata") for document in documents):
        raise FileError("No document in this file has “kind” and “metadata”; a catalog-info.yaml of Backstage does.")
    left_out = Counter(kind for document in documents if (kind := _other_kind(document)))
    entities = [_entity(document) for document in documents if not _other_kind(document)]
    remarks = [f"{count} of kind “{kind}” left out: that is no capability." for kind, count in left_out.items()]
    return _incoming(entities, remarks=remarks)


def _other_kind(document: Any) -> str:
    kind = first(document, "kind")
    return kind if isinstance(kind, str) and kind not in KINDS else ""


def _entity(entity: Any) -> Any:
    if not isinstance(entity, dict):
        return entity
    fields = {
        "name": first(entity, "metadata.title", "metadata.name"),
        "kind": _entity_kind(entity),
        "owner": first(entity, "spec.owner"),
        "description": first(entity, "metadata.description"),
        "evidence": _evidence(entity),
    }
    return {field: value for field, value in fields.items() if value not in NOTHING}


def _entity_kind(entity: dict[str, Any]) -> Kind | None:
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


def _incoming(entries: Sequence[Any], *, remarks: Sequence[str] = ()) -> Incoming:
    """Return raw capabilities as checked rows, texts that are too long cut with a remark; raises FileError.

    What is no object stays as it is, so that the check names it; values of None are left out.
    """
    cut: dict[str, list[int]] = {}
    rows = []
    for number, entry in enumerate(entries, start=1):
        fields = _within_limits(entry, number, cut) if isinstance(entry, Mapping) else entry
        stated = frozenset(fields) if isinstance(fields, Mapping) else frozenset[str]()
        rows.append(RawRow(number, fields, stated))
    return checked_rows(rows, remarks=(*remarks, *(_remark(field, numbers) for field, numbers in cut.items())))


def first(entry: Any, *paths: str) -> Any:
    """Return the first value that is there and not empty at these paths, such as `contact.email`; None if none is."""
    for path in paths:
        value = entry
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        if value not in (None, "", [], {}):
            return value
    return None


def _within_limits(entry: Mapping[str, Any], number: int, cut: dict[str, list[int]]) -> dict[str, Any]:
    fields = {field: value for field, value in entry.items() if value is not None}
    for field, limit in LIMITS.items():
        value = (clean_line if limit == NAME_LENGTH else clean)(fields.get(field))
        if isinstance(value, str) and len(value) > limit:
            fields[field] = f"{value[: limit - 1].rstrip()}…"
            cut.setdefault(field, []).append(number)
    return fields


def _remark(field: str, numbers: Sequence[int]) -> str:
    rows = ", ".join(map(str, numbers[:5])) + (" and more" if len(numbers) > 5 else "")  # noqa: PLR2004  # a few are enough
    return f"The {field} is longer than {LIMITS[field]:,} characters and was cut in {len(numbers)} of the rows: {rows}."


def documents_in(content: bytes) -> list[Any]:
    """Return the documents in a YAML text, without empty ones; raises FileError.

    Lists and objects that an alias repeats are refused: a few lines of them can stand for more than memory holds.
    """
    text, _ = decoded(content)
    try:
        _check(yaml.parse(text, Loader=_LOADER))
        return [document for document in yaml.load_all(text, Loader=_LOADER) if document not in (None, "")]
    except yaml.MarkedYAMLError as error:
        wrong = TOO_DEEP if error.problem == LIBRARY_TOO_DEEP else f"this is not readable as YAML ({error.problem})"
        raise FileError(f"{_line(error.problem_mark)}: {wrong}.") from error
    except yaml.YAMLError as error:
        raise FileError("This is not readable as YAML; is there a character in it that no text has?") from error


def _check(events: Iterator[Any]) -> None:
    """Raise FileError for nesting, aliases and sizes that no list of capabilities has."""
    depth, repeated = 0, set()
    for count, event in enumerate(events):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            repeated |= {event.anchor} - {None}
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent) and event.anchor in repeated:
            line = _line(event.start_mark)
            raise FileError(f"{line}: the alias “*{event.anchor}” repeats a list or an object; write it out.")
        if depth > DEEPEST:
            raise FileError(f"{_line(event.start_mark)}: {TOO_DEEP}.")
        if count > MOST_NODES:
            raise FileError(f"The file has more than {MOST_NODES:,} values; split it.")


def _line(mark: Any) -> str:
    return f"Line {mark.line + 1:,}" if mark else "Somewhere"
