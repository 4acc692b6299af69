"""What other systems hold, as raw capabilities: taken from where it stands, and cut where it is too long."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reuse_app.exchange.incoming import Incoming, RawRow, checked_rows, within_inventory
from reuse_app.worksheet.values import NAME_LENGTH, PROSE_LENGTH, clean, clean_line

LIMITS = {"name": NAME_LENGTH, "owner": NAME_LENGTH, "description": PROSE_LENGTH, "evidence": PROSE_LENGTH}
"""Characters that are kept of each field; nobody can be asked to shorten what another system holds."""
MOST_TOLD = 20
"""Kinds of another system that a remark tells."""


@dataclass(frozen=True)
class FoundFields:
    """A raw capability, and what its kind is called where it was found, when that has a word for it."""

    fields: Mapping[str, Any]
    their_kind: str = ""


def first(entry: Any, *paths: str) -> Any:
    """Return the first value that is there and not empty at these paths, such as `contact.email`; None if none is."""
    for path in paths:
        value = entry
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        if value not in (None, "", [], {}):
            return value
    return None


def checked(entries: Sequence[Any], *, remarks: Sequence[str] = ()) -> Incoming:
    """Return what was found as checked rows, texts that are too long cut with a remark; raises FileError.

    What is no object stays as it is, so that the check names it; values of None are left out.
    """
    cut: dict[str, list[int]] = {}
    rows = []
    for number, entry in enumerate(within_inventory(entries), start=1):
        fields = _within_limits(entry.fields, number, cut) if isinstance(entry, FoundFields) else entry
        stated = frozenset(fields) if isinstance(fields, Mapping) else frozenset[str]()
        rows.append(RawRow(number, fields, stated))
    told = (_cut(field, numbers) for field, numbers in cut.items())
    return checked_rows(rows, remarks=(*remarks, *_kinds(entries), *told))


def _within_limits(entry: Mapping[str, Any], number: int, cut: dict[str, list[int]]) -> dict[str, Any]:
    fields = {field: value for field, value in entry.items() if value is not None}
    reference = fields.get("reference")
    if reference is not None:
        fields["reference"] = _id(reference)
    for field, limit in LIMITS.items():
        value = (clean_line if limit == NAME_LENGTH else clean)(fields.get(field))
        if isinstance(value, str) and len(value) > limit:
            fields[field] = f"{value[: limit - 1].rstrip()}…"
            cut.setdefault(field, []).append(number)
    return fields


def _id(value: Any) -> Any:
    """Return an id as text, whole or not at all: half of one names something else."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and len(text) <= NAME_LENGTH else ""


def _cut(field: str, numbers: Sequence[int]) -> str:
    rows = ", ".join(map(str, numbers[:5])) + (" and more" if len(numbers) > 5 else "")  # noqa: PLR2004  # a few are enough
    return f"The {field} is longer than {LIMITS[field]:,} characters and was cut in {len(numbers)} of the rows: {rows}."


def _kinds(entries: Sequence[Any]) -> Iterator[str]:
    """Say which kinds of theirs were taken for which of ours."""
    found = (entry for entry in entries if isinstance(entry, FoundFields) and entry.their_kind)
    counted = Counter((entry.their_kind, str(entry.fields["kind"])) for entry in found)
    told = [f"{theirs} as {ours} ({count})" for (theirs, ours), count in [*counted.items()][:MOST_TOLD]]
    if told:
        more = f" and {len(counted) - MOST_TOLD:,} more" if len(counted) > MOST_TOLD else ""
        yield f"Kinds were taken so: {', '.join(told)}{more}."
