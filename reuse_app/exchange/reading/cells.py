"""Cells as people fill them in: unknown marks, levels, ranges, currencies, days, kinds, and addresses behind them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reuse_app.exchange.errors import CellError
from reuse_app.exchange.reading.choices import DAY_FIRST, MONTH_FIRST
from reuse_app.exchange.reading.headings import spelled
from reuse_app.exchange.tables import MONTHS, YEAR_LAST, FoundTable, day_of, value_of
from reuse_app.worksheet import Kind
from reuse_app.worksheet.columns import Column, Scalar
from reuse_app.worksheet.validation.raw import shortened, shown
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


WORDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            "application", "app", "system", "service", "library", "component", "module", "package", "tool",
            "api", "website", "interface", "plugin", "framework", "program", "programme", "microservice",
            "web_application", "mobile_app", "it_component", "itcomponent", "application_component",
            "application_service", "saas", "sdk", "script", "bot",
        ),
        Kind.SOFTWARE,
    ),
    **dict.fromkeys(
        (
            "businesscapability", "business_capability", "capability", "businessprocess", "business_process",
            "method", "business_function", "businessfunction", "function", "procedure", "workflow", "practice",
            "business_service",
        ),
        Kind.PROCESS,
    ),
    **dict.fromkeys(
        (
            "dataobject", "data_object", "dataset", "data_set", "database", "data_source", "data_product",
            "table", "stream",
        ),
        Kind.DATA,
    ),
    **dict.fromkeys(
        (
            "model", "ml_model", "machine_learning_model", "ai_model", "heuristic",
        ),
        Kind.ALGORITHM,
    ),
    **dict.fromkeys(
        (
            "server", "cluster", "infrastructure", "hosting", "cloud", "node", "resource", "platform",
            "tech_platform",
        ),
        Kind.COMPUTE,
    ),
    **dict.fromkeys(
        (
            "device", "machine", "equipment", "sensor", "robot", "facility", "plant", "instrument",
        ),
        Kind.HARDWARE,
    ),
    **dict.fromkeys(
        (
            "person", "team", "role", "skill", "staff", "expert", "user_group", "usergroup",
        ),
        Kind.PEOPLE,
    ),
    **dict.fromkeys(
        (
            "partner", "community", "provider", "supplier", "customers",
        ),
        Kind.NETWORK,
    ),
    **dict.fromkeys(
        (
            "trademark", "trade_mark", "reputation",
        ),
        Kind.BRAND,
    ),
}  # fmt: skip
"""By the word, spelled as a heading is."""


def kind_of(word: str) -> Kind | None:
    """Return the kind that a type word names or is likely to stand for; None if nobody can tell."""
    name = spelled(word)
    return next((kind for kind in Kind if spelled(kind.value) == name), WORDS.get(name))


NAMED = 5
"""Cells that a remark names before it says how many more there are."""


@dataclass
class CellLinks:
    """The addresses behind the cells of a table, and what became of those of neither a name nor evidence."""

    table: FoundTable
    evident: Collection[int]
    """The columns of names and of evidence."""
    headings: Sequence[str]
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @cached_property
    def _rows(self) -> Mapping[int, Mapping[int, str]]:
        rows: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, index), address in sorted(self.table.links.items()):
            rows[row][index] = address
        return rows

    def evidence(self, row: int, said: str) -> str:
        """Return the evidence of a row where a cell says this: with the addresses of names and evidence below it, or
        those of other cells where there is none."""
        links = self._rows.get(row, {})
        own = dict.fromkeys(link for index, link in links.items() if index in self.evident and link not in said)
        found = "\n".join([*([said] if said else []), *own])
        others = {index: link for index, link in links.items() if index not in self.evident and link not in found}
        if found:
            self.left += [f"{self._place(row, index)} ({shortened(link)})" for index, link in others.items()]
            return found
        self.taken += [self._place(row, index) for index in others]
        return "\n".join(dict.fromkeys(others.values()))

    def _place(self, row: int, index: int) -> str:
        heading = self.headings[index] if index < len(self.headings) else ""
        return f"row {row}, column {heading or index + 1}"

    def remarks(self) -> Iterator[str]:
        """Yield a sentence on the addresses that were taken as evidence, and one on those that were left out."""
        if self.taken:
            yield f"Addresses behind cells were taken as evidence: {_first_of(self.taken)}."
        if self.left:
            yield f"Addresses behind cells were left out, as there is evidence already: {_first_of(self.left)}."


def _first_of(places: Sequence[str]) -> str:
    return "; ".join(places[:NAMED]) + (f" and {len(places) - NAMED} more" if len(places) > NAMED else "")
