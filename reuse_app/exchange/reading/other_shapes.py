"""Shapes in which programs put a table into JSON or YAML, where nothing says which program it was."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from reuse_app.exchange.errors import first_of
from reuse_app.exchange.reading.header import MOST_COLUMNS, NAMES_AT_LAST
from reuse_app.exchange.reading.headings import LONGEST, field_of
from reuse_app.worksheet.validation.raw import shortened

INNER = ("fields", "properties", "attributes", "package", "node")
"""Where an entry has what is said of it."""
DEEPEST = 4
"""Objects inside each other in which a list is looked for."""


def is_name(field: Any) -> bool:
    """Say whether a field is likely to hold a name."""
    return isinstance(field, str) and len(field) <= LONGEST and _names(field)


@lru_cache(maxsize=4_096)
def _names(field: str) -> bool:
    return field_of(field) == "name" or field.strip().casefold() in NAMES_AT_LAST


def is_column(entry: Mapping[str, Any]) -> bool:
    """Say whether an object holds columns rather than a row: in its name a list of names, or an object of them."""
    if len(entry) > MOST_COLUMNS:
        return False
    columns = [[*each.values()] if isinstance(each, dict) else each for each in entry.values()]
    if not any(map(is_name, entry)) or not all(isinstance(column, list) for column in columns):
        return False
    has_cells = not any(isinstance(cell, list | dict) for column in columns for cell in column)
    lengths = {*map(len, columns)}
    return has_cells and len(lengths) == 1 and lengths != {0}


def entries_in(value: Any) -> tuple[list[Any], list[str]]:
    """Return the entries that a value holds in another shape than a list of objects, and what to say of the rest."""
    if isinstance(value, list):
        are_rows = len(value) > 1 and all(isinstance(row, list) for row in value)
        return [*_rows(value)] if are_rows else [_opened(entry) for entry in value], []
    if not isinstance(value, dict) or is_column(value):
        return [*_from_columns(value)] if isinstance(value, dict) else [], []
    if found := _list_within(value, DEEPEST):
        field, entries, others = found
        rest = f" Not read: {first_of([f'“{shortened(each)}”' for each in others])}." if others else ""
        return [_opened(entry) for entry in entries], [f"Read the list “{shortened(field)}” in this file.{rest}"]
    return [*_by_name(value)], []


def _by_name(value: Mapping[str, Any]) -> Iterator[Any]:
    """Yield objects that stand under their names, if they have any field that is known."""
    entries = [entry for entry in value.values() if isinstance(entry, dict)]
    if len(entries) == len(value) and any(field_of(str(field)) for entry in entries for field in entry):
        for key, entry in value.items():
            yield entry if any(map(is_name, entry)) else {"name": key, **entry}


def _rows(rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """Yield rows of which the first names the columns as objects."""
    headings, *others = rows
    for row in others:
        yield {str(heading): cell for heading, cell in zip(headings, row, strict=False)}


def _from_columns(columns: Mapping[str, Any]) -> Iterator[Any]:
    values = [[*column.values()] if isinstance(column, dict) else column for column in columns.values()]
    for row in zip(*values, strict=True):
        yield dict(zip(columns, row, strict=True))


def _opened(entry: Any) -> Any:
    """Return an entry with what is said of it one level deeper beside what it says itself."""
    if not isinstance(entry, dict) or any(map(is_name, entry)):
        return entry
    inner = next((entry[field] for field in INNER if isinstance(entry.get(field), dict)), None)
    return {**{field: value for field, value in entry.items() if value is not inner}, **inner} if inner else entry


def _list_within(value: Mapping[str, Any], depth: int) -> tuple[str, list[Any], list[str]] | None:
    """Return the list of objects with names in a value: its field, what is in it, and the fields of other lists."""
    lists = {field: each for field, each in value.items() if isinstance(each, list) and _are_named(each)}
    if lists:
        field = max(lists, key=lambda each: len(lists[each]))
        return field, lists[field], [each for each in lists if each != field]
    inner = [each for each in value.values() if isinstance(each, dict)]
    found = (_list_within(each, depth - 1) for each in inner) if depth else iter(())
    return next(filter(None, found), None)


def _are_named(entries: Sequence[Any]) -> bool:
    opened = [_opened(entry) for entry in entries]
    return any(isinstance(entry, dict) and any(map(is_name, entry)) for entry in opened)
