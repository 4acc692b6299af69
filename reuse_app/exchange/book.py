"""A workbook in the making; no text in it ever becomes a formula or a link."""

import datetime as dt
import io
import re
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app.worksheet.columns import Scalar

MADE = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a fixed time of no zone, so that the same content is the same bytes
FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that every spreadsheet counts right; earlier ones are written as text."""
_MISREAD = re.compile(r"^<r>.*</r>$|_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_", re.DOTALL)
"""Texts that xlsxwriter would take for markup of its own, or escape by halves."""
_BETWEEN = re.compile(r"(?<=^<)|(?<=_x)")

ACCENT, WHITE = "#1f5c57", "#ffffff"


class Book:
    """A workbook whose sheets are written one after the other."""

    def __init__(self, title: str) -> None:
        self._file = io.BytesIO()
        self._workbook = Workbook(self._file, {"in_memory": True})
        self._workbook.set_properties({"title": title[:255], "created": MADE})
        self.heading = self.format(bold=True, bg_color=ACCENT, font_color=WHITE, text_wrap=True, valign="top")
        self.plain = self.format(valign="top")
        self.wrapped = self.format(valign="top", text_wrap=True)
        self.day = self.format(valign="top", num_format="yyyy-mm-dd")

    def format(self, **properties: Any) -> Any:
        """Return a way in which cells look."""
        return self._workbook.add_format(properties)

    def sheet(self, name: str) -> Any:
        """Return a new sheet that prints across the width of a page, with its first row on each."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Scalar, look: Any = None) -> None:
        """Write a value into a cell, both counted from 0; nothing for None and for no text."""
        if isinstance(value, str):
            self._write_text(sheet, row, column, value, look)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, dt.date):
            self._write_day(sheet, row, column, value, look)
        elif value is not None:
            sheet.write_number(row, column, int(value) if value == int(value) else _Exact(value), look)

    def _write_text(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:
        """Write a text; one that would be misread goes out in pieces that mean nothing by themselves."""
        if ("_x" in text or "<r>" in text) and _MISREAD.search(text):
            pieces = filter(None, _BETWEEN.split(text))
            sheet.write_rich_string(row, column, self.format(), *pieces, look)
        elif text:
            sheet.write_string(row, column, text, look)

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._workbook.close()
        return self._file.getvalue()

    def _write_day(self, sheet: Any, row: int, column: int, day: dt.date, look: Any) -> None:
        if day < FIRST_DAY:
            sheet.write_string(row, column, day.isoformat(), look)
        else:
            sheet.write_datetime(row, column, day, self.day)


class _Exact(float):
    """A number that is written with all its digits; xlsxwriter formats 16, and some need 17 to come back the same."""

    def __format__(self, _format: str) -> str:
        return repr(float(self))
