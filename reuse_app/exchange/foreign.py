"""Entries of the lists that organisations keep, as raw rows of an inventory."""

from collections.abc import Mapping, Sequence
from typing import Any

from reuse_app.exchange.incoming import Incoming, RawRow, checked_rows
from reuse_app.worksheet.values import NAME_LENGTH, PROSE_LENGTH, clean, clean_line

LIMITS = {"name": NAME_LENGTH, "owner": NAME_LENGTH, "description": PROSE_LENGTH, "evidence": PROSE_LENGTH}
"""Characters that are kept of each field; nobody can be asked to shorten what another system holds."""


def incoming(entries: Sequence[Any], *, remarks: Sequence[str] = ()) -> Incoming:
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
