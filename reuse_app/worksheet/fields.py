"""Single fields against the nouns: pydantic's errors, placed where the mistake stands and put into words."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.parts import PARTS, Path, entries, noun_around
from reuse_app.worksheet.phrases import did_you_mean, sentence, shortened

SLICE = 100
"""Entries checked at once, so that a file of nothing but mistakes never holds millions of errors in memory."""


def wrong_fields(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every field that is missing, unknown or outside its limits."""
    for error, path in _errors(data):
        at = _written(data, path, absent=error["type"] == "missing")
        yield at, _message(error, at)


def _errors(data: Mapping[str, Any]) -> Iterator[tuple[ErrorDetails, Path]]:
    """Yield pydantic's errors with their paths, entries of lists in slices."""
    listed = [part for part in PARTS if entries(data, part)]
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
    entries_of_noun: Any = GenericAlias(tuple, (PARTS[part].noun, ...))
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
