"""Cells as people fill them in: unknown marks, levels with their name, ranges, currencies, and days in either order."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reuse_app.exchange.choices import DAY_FIRST, MONTH_FIRST
from reuse_app.exchange.errors import CellError
from reuse_app.exchange.tables import MONTHS, YEAR_LAST, day_of, value_of
from reuse_app.worksheet.columns import Column, Scalar
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import shortest

UNKNOWN = frozenset(
    {
        "n/a", "na", "n.a.", "n. a.", "n.a", "-", "--", "---", "–", "—", "?", "??", "???", "tbd", "tbc", "tba",
        "t.b.d.", "t.b.c.", "unknown", "not known", "not available", "not applicable", "not set", "null", "nil",
        "k.a.", "k. a.", "unbekannt", "offen", "inconnu", "n.c.", "n/c", "desconocido", "…", "..."
    }
)  # fmt: skip
"""What people write where they do not know."""
LEVELS = ("trl", "rrl")
LONGEST = 100
"""Characters of a cell up to which more than a bare value is looked for in it."""
_LEVEL = re.compile(
    r"(?:(?:trl|rrl|level|stufe|niveau)[\s:#._-]*)?([1-9])(?:\.0+)?(?:\s*/\s*9|\s*[:(,;–—].*|\s+-.*|\s+[^\W\d].*)?",
    re.IGNORECASE | re.DOTALL,
)
_MANY = r"(?:k|m|t|mio|mrd|mn|bn|tsd|thousand|million)"
_MONEY = (
    r"(?:us\$|[€$£¥₹₩₽₺₪฿₫₴₦]|eur|euro|euros|usd|gbp|chf|jpy|cny|inr|cad|aud|sek|nok|dkk|pln|czk|huf|brl|mxn|krw|sgd"
    r"|fr|sfr|kr|zł|kč)"
)
_EFFORT = r"(?:person[- ]?(?:months?|days?|years?|hours?)|pm|pd|py|mm|md|days?|months?|hours?|h|fte)"
_UNIT = re.compile(rf"{_MANY}?\.?\s?{_MONEY}\.?\s?{_MANY}?|{_MANY}|{_EFFORT}", re.IGNORECASE)
_ENDS = re.compile(
    r"(?P<before>[^\d\s.,'’+-][^\d+-]*?)?\s*(?P<number>[+-]?[\d.,'’\s\u00a0\u202f]*\d)\s*(?P<after>[^\d\s].*)?"
)
_RANGE = re.compile(r"(.*\d[^-–—]*?)\s*(?:-|–|—|\.\.+|…|\bto\b|\bbis\b|\bà\b|\bund\b)\s*([^-–—]*?\d.*)", re.IGNORECASE)
_PERCENT = re.compile(r"([\d.,]+)\s*%")


@dataclass(frozen=True)
class Said:
    """What a cell says: a value, or a low and a high one; the unit that stands with it; nothing that is known."""

    value: Scalar = None
    low: Scalar = None
    high: Scalar = None
    unit: str = ""
    is_unknown: bool = False


def said_in(cell: Scalar, column: Column, *, separator: str, days: str = "") -> Said:
    """Return what a cell says; `days` tells whether a date begins with the day or the month.

    Raises CellError for what does not fit the column.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return Said(value_of(cell, column, separator=separator))
    text = cell.strip()
    if text.casefold() in UNKNOWN:
        return Said(is_unknown=True)
    if column.type is dt.date and text:
        return Said(day_of(text, first=days))
    if column.name in LEVELS and (found := _LEVEL.fullmatch(text)):
        return Said(int(found[1]))
    if column.type is float and text and not column.choices:
        return _amount(text, column, separator)
    return Said(value_of(cell, column, separator=separator))


def _amount(text: str, column: Column, separator: str) -> Said:
    if column.name == "free_share" and (found := _PERCENT.fullmatch(text)):
        return Said(shortest(float(str(value_of(found[1], column, separator=separator))) / 100))
    try:
        return Said(value_of(text, column, separator=separator))
    except CellError:
        if column.name.endswith("_likely") and (found := _RANGE.fullmatch(text)):
            return _range(text, [_single(part, column, separator) for part in found.groups()])
        return _single(text, column, separator)


def _range(text: str, ends: Sequence[Said]) -> Said:
    low, high = (end.value for end in ends)
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low > high:
        raise CellError(f"Found {shown(text)}; write a range as 10-20, the lower number first.")
    return Said(shortest((low + high) / 2), low, high, ends[0].unit or ends[1].unit)


def _single(text: str, column: Column, separator: str) -> Said:
    found = _ENDS.fullmatch(text.strip())
    units = [part.strip() for part in (found["before"], found["after"]) if part and part.strip()] if found else []
    if not found or not all(_UNIT.fullmatch(unit) for unit in units):
        return Said(value_of(text, column, separator=separator))
    return Said(value_of(found["number"], column, separator=separator), unit=" ".join(units))


def orders_of(cells: Iterable[tuple[int, Scalar]]) -> dict[str, int]:
    """Return what may come first in the dates of a whole column, the day or the month, each with the first row that
    tells so; both where dates tell different things, nothing where none of them tells.
    """
    found: dict[str, int] = {}
    for row, cell in cells:
        if isinstance(cell, str) and (order := _order(cell.strip())):
            found.setdefault(order, row)
    return found


def _order(text: str) -> str:
    found = YEAR_LAST.fullmatch(text)
    if not found or found[2] == ".":
        return ""
    first, second = int(found[1]), int(found[3])
    return DAY_FIRST if first > MONTHS else MONTH_FIRST if second > MONTHS else ""
