"""Single fields against the nouns: what pydantic refuses and what it would convert, each mistake in its place."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.document import LISTS, Worksheet, Workshop
from reuse_app.worksheet.validation.constraints import counts
from reuse_app.worksheet.validation.raw import (
    REMEDIES,
    Path,
    did_you_mean,
    entries,
    noun_around,
    sentence,
    shortened,
    shown,
)
from reuse_app.worksheet.values import Noun

SLICE = 100
"""Entries checked at once, so that a file of nothing but mistakes never holds millions of errors in memory."""
_DAY = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*", re.ASCII)


def wrong_fields(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every field that is missing, unknown or outside its limits."""
    for error, path in _errors(data):
        at = _written(data, path, absent=error["type"] == "missing")
        yield at, _message(error, at)


def _errors(data: Mapping[str, Any]) -> Iterator[tuple[ErrorDetails, Path]]:
    """Yield pydantic's errors with their paths, entries of lists in slices."""
    listed = [part for part in LISTS if entries(data, part)]
    try:
        Worksheet.model_validate({**data, **dict.fromkeys(listed, ())})
    except ValidationError as error:
        yield from ((each, each["loc"]) for each in error.errors(include_url=False))
    for part in listed:
        for start in range(0, len(data[part]), SLICE):
            try:
                _entries_of(part).validate_python(data[part][start : start + SLICE])
            except ValidationError as error:
                for each in error.errors(include_url=False):
                    index, *rest = each["loc"]
                    yield each, (part, start + int(index), *rest)


@cache
def _entries_of(part: str) -> TypeAdapter[Any]:
    entries_of_noun: Any = GenericAlias(tuple, (LISTS[part].noun, ...))
    return TypeAdapter(entries_of_noun)


def _written(value: Any, path: Path, *, absent: bool) -> Path:
    """Return the part of a path that stands in the file: up to a plain value in place of an object."""
    for depth, step in enumerate(path):
        if isinstance(value, dict):
            if step not in value:
                return path
            value = value[step]
        elif isinstance(value, list | tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return path if absent else path[:depth]
    return path


def _message(error: ErrorDetails, path: Path) -> str:
    noun, field = noun_around(path), path[-1]
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(str(field), noun.model_fields) or f" It may hold {', '.join(noun.model_fields)}."
        return f"There is no field “{shortened(field)}” here.{hint}"
    if error["type"] == "missing":
        known = noun.model_fields.get(str(field))
        return f"This is missing. {known.description if known else 'The list has too few entries.'}"
    return sentence(error)


def mistyped(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every number, day, true or false that is written as something else."""
    yield from _in_entry(data.get("workshop"), Workshop, ("workshop",))
    for name, part in LISTS.items():
        for index, entry in enumerate(entries(data, name)):
            yield from _in_entry(entry, part.noun, (name, index))
    for path, count in counts(data):
        if remedy := _remedy(count, int):
            yield path, f"Found {shown(count)}; {remedy}."


def _in_entry(entry: Any, noun: type[Noun], path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(entry, dict):
        found = {
            (*path, *stem): f"Found {shown(value)}; {remedy}."
            for column in columns(noun).values()
            if column.type is not str
            for stem, value in [written_at(entry, column.path)]
            if (stem == column.path or column.type is float) and (remedy := _remedy(value, column.type))
        }
        yield from found.items()


def written_at(entry: Any, path: Path) -> tuple[Path, Any]:
    """Return the value at a path, or the plain value that stands where a nested part may: a cost of 12."""
    for depth, step in enumerate(path):
        if not isinstance(entry, dict):
            return path[:depth], entry
        entry = entry.get(step)
    return path, entry


def _remedy(value: Any, kind: type) -> str:
    if value is None:
        return ""
    if kind is bool:
        return "" if isinstance(value, bool) else REMEDIES["bool_type"]
    if kind is dt.date:
        is_day = isinstance(value, dt.date) or (isinstance(value, str) and _DAY.fullmatch(value))
        return "" if is_day else REMEDIES["date_type"]
    if isinstance(value, bool):
        return REMEDIES["float_type"]
    return "write a number, without quotes" if isinstance(value, str) else ""
