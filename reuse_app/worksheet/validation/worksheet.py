"""Whether raw data is a worksheet: every mistake at once, with its place, in words a person understands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.validation.fields import mistyped, wrong_fields
from reuse_app.worksheet.validation.lists import Path, place, too_large
from reuse_app.worksheet.validation.messages import shown
from reuse_app.worksheet.validation.references import repeated, unknown
from reuse_app.worksheet.validation.rules import broken_rules

FORMAT, VERSION = "reuse-worksheet", 1
MOST_MISTAKES = 10_000
"""Mistakes that are collected; nobody reads more, and a hostile file could hold millions."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: where it is, counted from 1 and with the keys around it, and a sentence on how to mend it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class WorksheetError(ValueError):
    """What was read is not a worksheet; `mistakes` says why."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes))


def checked(data: object) -> Worksheet:
    """Return raw data as a worksheet; raise WorksheetError with every mistake in it."""
    if found := mistakes(data):
        raise WorksheetError(found)
    return Worksheet.model_validate(data)


def mistakes(data: object) -> tuple[Mistake, ...]:
    """Return every mistake in raw data, in the order of the worksheet's fields; none when it is a worksheet."""
    if not isinstance(data, dict):
        return (Mistake("", f"Found {shown(data)}; a worksheet is one JSON object in braces."),)
    refused = [*_foreign(data), *too_large(data)]
    found = refused or _ordered(islice(_found(data), MOST_MISTAKES + 1))
    placed = tuple(Mistake(place(path, data), message) for path, message in found[:MOST_MISTAKES])
    if len(found) > MOST_MISTAKES:
        return (*placed, Mistake("", f"There are more mistakes than these {MOST_MISTAKES:,}; mend them first."))
    return placed


def wrong_capabilities(capabilities: Sequence[object]) -> list[tuple[Path, str]]:
    """Return the mistakes in a list of raw capabilities that belongs to no worksheet, such as a saved inventory.

    Each has its path, (index, field, ...), and its message. Keys are not compared with each other or with products.
    """
    data = {"workshop": {"title": "Inventory"}, "capabilities": capabilities}
    found = list(too_large(data)) or _ordered(islice(_own_mistakes(data), MOST_MISTAKES))
    return [(path[1:], message) for path, message in found]


def _foreign(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield why the data is of another format, or of a version that this app cannot read."""
    stated = data.get("format", FORMAT)
    if stated != FORMAT:
        yield ("format",), f"Found {shown(stated)}; a worksheet file says “{FORMAT}” here."
    version = data.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        newer = isinstance(version, int) and version > VERSION
        remedy = "a newer Reuse wrote this file, so update Reuse" if newer else f"write {VERSION}"
        yield ("version",), f"Found {shown(version)}; this Reuse reads version {VERSION}: {remedy}."


def _found(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    known = dict(unknown(data))
    yield from known.items()
    yield from ((path, message) for path, message in _own_mistakes(data) if path not in known)
    yield from chain(repeated(data), broken_rules(data))


def _own_mistakes(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield what is wrong within each part; a value of the wrong sort is not blamed for its limits too."""
    explained: set[Path] = set()
    for path, message in chain(mistyped(data), wrong_fields(data)):
        if path not in explained:
            yield path, message
        explained.add(path)


def _ordered(found: Iterator[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Return mistakes by part and entry, as the worksheet's fields are written; within an entry as they were found."""
    parts = list(Worksheet.model_fields)

    def position(mistake: tuple[Path, str]) -> tuple[int, int]:
        part, *rest = mistake[0]
        index = rest[0] if rest and isinstance(rest[0], int) else -1
        return (parts.index(str(part)) if part in parts else len(parts), index)

    return sorted(found, key=position)
