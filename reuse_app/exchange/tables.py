"""Tables as they were found, whatever held them, and their cells: values as people in many countries write them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reuse_app.exchange.errors import CellError, FileError, NoNumberError, UnclearMarkError
from reuse_app.exchange.reading.days import day_of
from reuse_app.worksheet.columns import Column, Scalar
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import clean, shortest

MOST_CELLS = 100_000
"""Cells of an inventory's table; 2,000 capabilities with every column fill half of them."""

Row = tuple[int, Sequence[Scalar]]
"""The number of a row as a spreadsheet counts it, from 1, and its cells."""
MARK = "'"
"""Put before a cell that a spreadsheet could take for a formula, and taken away again by the importer."""
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", MARK)
TRUTHS = {"true": True, "yes": True, "y": True, "x": True, "1": True} | dict.fromkeys(("false", "no", "n", "0"), False)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
GROUPING = ("'", "\u2019", " ", "\u00a0", "\u202f")
"""What stands between thousands beside commas and points."""
_GROUPS_OF_THREE = {
    mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}([{mark}]\d{{3}})+(?!\d)", re.ASCII) for mark in (",", ".", *GROUPING)
}


ERRORS = frozenset(
    {
        "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
        "#BLOCKED!", "#GETTING_DATA", "#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#NOM?", "#VALEUR!", "#NOMBRE!",
        "#N/D", "#¡REF!", "#¡VALOR!", "#¡DIV/0!", "#¿NOMBRE?", "Err:502", "Err:504", "Err:508", "Err:509",
        "Err:522"
    }
)  # fmt: skip
"""What spreadsheets show in place of a result that they do not have."""
Place = tuple[int, int]
"""Where a cell is: the number of its row, from 1, and its column, from 0."""


class ErrorCell(str):
    """A cell without a value, though it should have one: the error that stands there, or a formula without a result."""

    __slots__ = ()


@dataclass(frozen=True)
class FoundTable:
    """The rows that hold anything, and what separated their cells in the file: it tells how numbers are written."""

    separator: str
    rows: Sequence[Row]
    links: Mapping[Place, str] = field(default_factory=dict)
    """The addresses that stand behind cells."""
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of rows that nobody sees who opens the file: hidden ones, and those that a filter takes out."""
    hidden_columns: frozenset[int] = frozenset()
    across: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """By the number of a row the first and the last column over which a cell of it is merged, within that row alone."""
    has_headings: bool = False
    """Whether the file itself says that its first row names the columns."""
    long_texts: tuple[int, ...] = ()
    """Lines of a file in which a text in quotes begins that goes on over lines which look like rows themselves."""


def filled(rows: Iterable[Row], *, most_cells: int) -> list[Row]:
    """Return the rows that hold anything; raises FileError as soon as there are too many cells or empty rows."""
    kept, cells = [], 0
    for number, row in rows:
        cells += len(row) or 1
        if cells > most_cells:
            raise FileError(f"The file has more than {most_cells:,} cells or rows; leave out rows or columns.")
        if any(cell.strip() if isinstance(cell, str) else cell is not None for cell in row):
            kept.append((number, row))
    return kept


def filled_in(rows: Iterable[Row], index: int) -> Iterator[Scalar]:
    """Yield the cells of one column that hold anything."""
    return (cell for _, cells in rows if index < len(cells) and plain_text(cell := cells[index]).strip())


def text_of(value: Scalar) -> str:
    """Return a value as a cell that is safe in every spreadsheet; nothing for None."""
    if isinstance(value, str):
        return MARK + value if value.startswith(RISKY_STARTS) else value
    return plain_text(value)


def unmarked(cell: str) -> str:
    """Return a cell without the mark that `text_of` put before it."""
    return cell[1:] if cell.startswith(MARK) and cell[1:].startswith(RISKY_STARTS) else cell


def plain_text(value: Scalar) -> str:
    """Return a value as people read it: 12 for 12.0, true for True, 2026-03-31 for a day, nothing for None."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(shortest(value))


def value_of(cell: Scalar, column: Column, *, separator: str) -> Scalar:
    """Return what a cell says, None when it is empty; `separator` tells how the file writes numbers.

    Cells of a workbook may be numbers, days or truths already. Raises CellError for what does not fit the column.
    """
    if column.type is str:
        text = str(clean(plain_text(cell)))
        return _choice(text, column) if column.choices else text or None
    if isinstance(cell, str):
        return _read(cell.strip(), column, separator) if cell.strip() else None
    return None if cell is None else _taken(cell, column)


def _choice(text: str, column: Column) -> Scalar:
    """Return the choice that a cell names, whatever its case, spaces and dashes."""
    spelled = re.sub(r"[\s_-]+", "-", text.casefold())
    if not spelled:
        return None
    if spelled not in column.choices:
        raise CellError(f"Found {shown(text)}; write one of {', '.join(map(str, column.choices))}.")
    return spelled


def _read(text: str, column: Column, separator: str) -> Scalar:
    """Return the number, day or truth that a text says."""
    if column.type is bool:
        if text.casefold() not in TRUTHS:
            raise CellError(f"Found {shown(text)}; write yes or no.")
        return TRUTHS[text.casefold()]
    if column.type is dt.date:
        return day_of(text)
    return _number(text, separator)


def _taken(cell: float | dt.date, column: Column) -> Scalar:
    """Return a value that a workbook holds as a number, a day or a truth, if its column takes one."""
    if column.type is dt.date:
        return day_of(cell)
    if column.type is bool and cell in {0, 1}:
        return bool(cell)
    if isinstance(cell, dt.date):
        raise CellError(f"Found the day {cell:%Y-%m-%d}, as Excel makes of 1-2 or 3.4; write a number as 3.4.")
    if isinstance(cell, bool) or column.type is bool:
        raise CellError(f"Found {shown(cell)}; write {'yes or no' if column.type is bool else 'a number'}.")
    return shortest(cell)


def _number(text: str, separator: str) -> int | float:
    plain = _with_decimal_point(text, separator)
    if not _NUMBER.fullmatch(plain):
        raise NoNumberError(f"Found {shown(text)}; write a number such as 12 or 2.5.")
    return shortest(float(plain))


def _with_decimal_point(text: str, separator: str) -> str:
    """Return a number without marks between thousands and with a point before decimals.

    “1,200” is 1200 where commas separate cells and 1.2 where semicolons do, as spreadsheets write them; in between,
    nobody can tell, and UnclearMarkError says so.
    """
    last, other = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
    for mark in (other, *GROUPING):
        if mark in text and _GROUPS_OF_THREE[mark].match(text):
            text = text.replace(mark, "")
    if _GROUPS_OF_THREE[last].fullmatch(text):
        if text.count(last) > 1 or (last, separator) == (",", ","):
            return text.replace(last, "")
        if (last == "," and separator not in {",", ";"}) or (last, separator) == (".", ";"):
            raise UnclearMarkError(
                f"Found {shown(text)}, which may mean thousands or decimals; write it without “{last}”."
            )
    return text.replace(",", ".")
