"""Single cells: texts that no spreadsheet may run as a formula, and numbers as people in many countries write them."""

import re
from math import isfinite

from reuse_app.worksheet.estimate import shortest
from reuse_app.worksheet.flat import Column, Scalar
from reuse_app.worksheet.phrases import shown

MARK = "'"
"""Put before a cell that a spreadsheet could take for a formula, and taken away again by the importer."""
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", MARK)

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPS_OF_THREE = {
    mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}([{mark}]\d{{3}})+(?!\d)", re.ASCII)
    for mark in (",", ".", "'", " ", "\u00a0", "\u202f")
}


class CellError(ValueError):
    """A cell that holds something else than its column; the message says what and how to mend it."""


def text_of(value: Scalar) -> str:
    """Return a value as a cell that is safe in every spreadsheet; nothing for None."""
    if isinstance(value, str):
        return MARK + value if value.startswith(RISKY_STARTS) else value
    if isinstance(value, int | float):
        return str(shortest(value))
    return ""


def value_of(cell: str, column: Column, *, separator: str) -> Scalar:
    """Return what a cell says, None when it is empty; `separator` tells how the file writes numbers.

    Raises CellError for a number or a choice that cannot be recognised.
    """
    text = cell[1:] if cell.startswith(MARK) and cell[1:].startswith(RISKY_STARTS) else cell
    if column.choices:
        return _choice(text.strip(), column)
    if column.type is str:
        return text or None
    return _number(text.strip(), separator) if text.strip() else None


def _choice(text: str, column: Column) -> Scalar:
    """Return the choice that a cell names, whatever its case, spaces and dashes."""
    spelled = re.sub(r"[\s_-]+", "-", text.casefold())
    if not spelled:
        return None
    if spelled not in column.choices:
        raise CellError(f"Found {shown(text)}; write one of {', '.join(map(str, column.choices))}.")
    return spelled


def _number(text: str, separator: str) -> int | float:
    plain = _with_decimal_point(text, separator)
    if not _NUMBER.fullmatch(plain):
        raise CellError(f"Found {shown(text)}; write a number such as 12 or 2.5.")
    return shortest(float(plain)) if isfinite(float(plain)) else float(plain)


def _with_decimal_point(text: str, separator: str) -> str:
    """Return a number without marks between thousands and with a point before decimals.

    “1,200” is 1200 where commas separate cells and 1.2 where semicolons do, as spreadsheets write them; in between,
    nobody can tell, and CellError says so.
    """
    last, other = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
    for mark in (other, "'", " ", "\u00a0", "\u202f"):
        if mark in text and _GROUPS_OF_THREE[mark].match(text):
            text = text.replace(mark, "")
    if _GROUPS_OF_THREE[last].fullmatch(text):
        if text.count(last) > 1 or (last, separator) == (",", ","):
            return text.replace(last, "")
        if (last, separator) in {(",", "\t"), (".", ";")}:
            raise CellError(f"Found {shown(text)}, which may mean thousands or decimals; write it without “{last}”.")
    return text.replace(",", ".")
