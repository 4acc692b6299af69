"""Single fields against the nouns: what pydantic refuses and what it would mend, each mistake in its place."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from reuse_app.worksheet.columns import Column, columns
from reuse_app.worksheet.document import LISTS, Worksheet, Workshop
from reuse_app.worksheet.outcomes import Outcome
from reuse_app.worksheet.validation.constraints import counts, named
from reuse_app.worksheet.validation.raw import (
    REMEDIES,
    Path,
    did_you_mean,
    entries,
    noun_around,
    sentence,
    shortened,
    shown,
    too_long,
)
from reuse_app.worksheet.values import KEY_LENGTH, Noun, clean_line

SLICE = 100
"""Entries checked at once, so that a file of nothing but mistakes never holds millions of errors in memory."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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
    """Yield the path and the message of every value that stands otherwise than the published schema says.

    A number, day, true or false is no text, and a text is as long as it stands there, with its outer spaces. People who
    type into a form are not asked for so much: a noun takes outer spaces away before it measures.
    """
    yield from _in_entry(data.get("workshop"), Workshop, ("workshop",))
    for name, part in LISTS.items():
        for index, entry in enumerate(entries(data, name)):
            yield from _in_entry(entry, part.noun, (name, index))
    for path, count in counts(data):
        if remedy := _remedy(count, int):
            yield path, f"Found {shown(count)}; {remedy}."
    for path, key in named(data):
        if wrong := wrong_as_written(key, columns(Outcome)["product"]):
            yield path, wrong


def _in_entry(entry: Any, noun: type[Noun], path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(entry, dict):
        found = {
            (*path, *stem): wrong
            for column in columns(noun).values()
            for stem, value in [written_at(entry, column.path)]
            if (stem == column.path or column.type is float) and (wrong := wrong_as_written(value, column))
        }
        yield from found.items()


def wrong_as_written(value: Any, column: Column) -> str:
    """Return what is wrong with a value as it stands, although a noun would take what it means; "" for nothing."""
    if column.type is not str:
        remedy = _remedy(value, column.type)
        return f"Found {shown(value)}; {remedy}." if remedy else ""
    if column.choices or not isinstance(value, str):
        return ""
    most = int(column.limits["max_length"])
    if len(value) > most >= len(clean_line(value)):
        return too_long(value, most)
    if most <= KEY_LENGTH and value != value.strip():
        return f"Found {shown(value)} with a space or line break beside it; write it without."
    return ""


def written_at(entry: Any, path: Path) -> tuple[Path, Any]:
    """Return the value at a path, or the plain value that stands where a nested part may: a cost of 12."""
    for depth, step in enumerate(path):
        if isinstance(entry, list | tuple) and isinstance(step, int):
            entry = entry[step] if step < len(entry) else None
        elif isinstance(entry, dict):
            entry = entry.get(step)
        else:
            return path[:depth], entry
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
