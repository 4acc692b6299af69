"""Days as people and spreadsheets write them."""

import datetime as dt
import re

from reuse_app.exchange.errors import CellError
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.messages import shown

EXCEL_DAY_0 = dt.date(1899, 12, 30)
"""The day from which Excel counts; it is right from 1 March 1900, as Excel believes in 29 February 1900."""
SERIALS = range(20_000, 80_000)
"""Numbers that are taken for Excel's days: 1954 to 2119."""
MONTHS = 12

_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.]+Z?)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)


def day_of(cell: Scalar) -> dt.date:
    """Return the day that a cell says: 2026-03-31, 31.3.2026, 3/31/2026, a day of Excel's or its number 46112.

    Raises CellError for another value, and for a day such as 3/4/2026, whose month nobody can tell.
    """
    if isinstance(cell, dt.date):
        return cell.date() if isinstance(cell, dt.datetime) else cell
    text = str(cell).strip()
    if _is_unclear(text):
        raise CellError(f"Found {shown(text)}, which may name the day or the month first; write it as 2026-03-31.")
    try:
        return _written(text)
    except ValueError as error:
        raise CellError(f"Found {shown(cell)}; write a day as 2026-03-31.") from error


def _is_unclear(text: str) -> bool:
    """Say whether a day may be read in the European and in the American order; with points the day comes first."""
    found = _YEAR_LAST.fullmatch(text)
    if not found or found[2] == "." or found[1] == found[3]:
        return False
    return max(int(found[1]), int(found[3])) <= MONTHS


def _written(text: str) -> dt.date:
    if found := _YEAR_FIRST.fullmatch(text):
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(text):
        day, month = int(found[1]), int(found[3])
        if found[2] != "." and month > MONTHS:
            day, month = month, day
        return dt.date(int(found[4]), month, day)
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in SERIALS:
        return EXCEL_DAY_0 + dt.timedelta(days=int(found[1]))
    raise ValueError(text)
