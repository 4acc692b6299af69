"""What was found in an inventory file, whatever its format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reuse_app.exchange.errors import FileError
from reuse_app.worksheet import Capability
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.raw import shortened
from reuse_app.worksheet.validation.worksheet import MOST_MISTAKES, wrong_capabilities
from reuse_app.worksheet.values import clean_line, key_for

MOST_CAPABILITIES = LISTS["capabilities"].limit


@dataclass(frozen=True)
class IncomingRow:
    """One right row: its number as people count it, its capability, and which columns the file has for it.

    Where the file states no key, the capability has one made from its name and `has_key` is False.
    """

    number: int
    capability: Capability
    has_key: bool
    stated: frozenset[str]


@dataclass(frozen=True)
class RowMistake:
    """What is wrong in one row: its number as people count it, the column, and a sentence on how to mend it."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Incoming:
    """The right rows of a file, every mistake in the others, and remarks on what was left out or guessed."""

    rows: tuple[IncomingRow, ...]
    mistakes: tuple[RowMistake, ...] = ()
    remarks: tuple[str, ...] = ()
    unit: str = ""
    """The unit of every cost, where the file says it."""


@dataclass(frozen=True)
class RawRow:
    """One row before it is checked: its number, the raw fields of a capability, and the columns the file has."""

    number: int
    fields: Any
    stated: frozenset[str]


def within_inventory(entries: Sequence[Any]) -> Sequence[Any]:
    """Return the raw entries of a file, if an inventory can hold so many; raises FileError."""
    if len(entries) > MOST_CAPABILITIES:
        raise FileError(f"Found {len(entries):,} capabilities; an inventory holds at most {MOST_CAPABILITIES:,}.")
    return entries


def checked_rows(rows: Sequence[RawRow], *, remarks: tuple[str, ...] = ()) -> Incoming:
    """Return the rows checked against the noun, right ones and mistakes apart; none is right beside endless mistakes.

    Raises FileError for more rows than an inventory may have.
    """
    raw = _with_keys([row.fields for row in within_inventory(rows)])
    found = [(int(path[0]), _column(path[1:]), message) for path, message in wrong_capabilities(raw)]
    found += _repeated(raw, [row.number for row in rows])
    wrong = {index for index, _, _ in found}
    mistakes = (RowMistake(rows[index].number, column, message) for index, column, message in sorted(found, key=_index))
    if len(found) >= MOST_MISTAKES:
        more = f"There are more mistakes than these {MOST_MISTAKES:,}; mend them first."
        return Incoming((), tuple(mistakes), (*remarks, more))
    right = (_right(row, raw[index]) for index, row in enumerate(rows) if index not in wrong)
    return Incoming(tuple(right), tuple(mistakes), remarks)


def _index(mistake: tuple[int, str, str]) -> int:
    return mistake[0]


def _repeated(raw: Sequence[Any], numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    first: dict[str, int] = {}
    for index, fields in enumerate(raw):
        key = clean_line(fields.get("key")) if isinstance(fields, dict) else None
        if isinstance(key, str) and first.setdefault(key, index) != index:
            yield index, "key", f"Row {numbers[first[key]]} has the key “{shortened(key)}” already; give each its own."


def _with_keys(rows: Sequence[Any]) -> list[Any]:
    """Return raw capabilities, those without a key with one made from their name."""
    taken = {key for fields in rows if isinstance(fields, dict) and isinstance(key := fields.get("key"), str)}
    keyed = []
    for fields in rows:
        if isinstance(fields, dict) and "key" not in fields:
            name = fields.get("name")
            key = key_for(name if isinstance(name, str) else "", taken)
            taken.add(key)
            keyed.append({"key": key, **fields})
        else:
            keyed.append(fields)
    return keyed


def _column(path: Sequence[str | int]) -> str:
    return "_".join(str(step) for step in path)


def _right(row: RawRow, fields: dict[str, Any]) -> IncomingRow:
    return IncomingRow(row.number, Capability.model_validate(fields), "key" in row.fields, row.stated)
