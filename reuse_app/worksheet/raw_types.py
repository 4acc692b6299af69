"""Raw values of the wrong sort that pydantic would accept by converting them: true as 1, "3" as 3, 0 as a day."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from reuse_app.worksheet.flat import columns
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.parts import PARTS, Path, entries
from reuse_app.worksheet.phrases import REMEDIES, shown
from reuse_app.worksheet.workshop import Workshop

_DAY = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*", re.ASCII)


def mistyped(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every number, day, true or false that is written as something else."""
    yield from _in_entry(data.get("workshop"), Workshop, ("workshop",))
    for name, part in PARTS.items():
        for index, entry in enumerate(entries(data, name)):
            yield from _in_entry(entry, part.noun, (name, index))
    constraints = data.get("constraints")
    at_most = constraints.get("at_most") if isinstance(constraints, dict) else None
    if remedy := _remedy(at_most, int):
        yield ("constraints", "at_most"), f"Found {shown(at_most)}; {remedy}."


def _in_entry(entry: Any, noun: type[Noun], path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(entry, dict):
        found = {
            (*path, *stem): f"Found {shown(value)}; {remedy}."
            for column in columns(noun).values()
            if column.type is not str
            for stem, value in [_value(entry, column.path)]
            if (remedy := _remedy(value, column.type))
        }
        yield from found.items()


def _value(entry: Any, path: Path) -> tuple[Path, Any]:
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
