"""Workbooks (XLSX) in the making: sheets to work in, and no text in them ever becomes a formula or a link."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook, worksheet  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app.worksheet.columns import Column, Scalar

MADE = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a fixed time of no zone, so that the same content is the same bytes
FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that every spreadsheet counts right; earlier ones are written as text."""
_MISREAD = re.compile(r"^<r>.*</r>$|_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_", re.DOTALL)
"""Texts that xlsxwriter would take for markup of its own, or escape by halves."""
_BETWEEN = re.compile(r"(?<=^<)|(?<=_x)")

ACCENT, WHITE = "#1f5c57", "#ffffff"
HEADING: Mapping[str, Any] = {"bold": True, "bg_color": ACCENT, "font_color": WHITE, "text_wrap": True, "valign": "top"}
NARROW, MIDDLE, WIDE = 11, 28, 48
"""Widths of columns, in characters: for a number or a key, for a line, for prose."""
PROSE = 1_000
"""Characters from which a column is given the width of prose."""
LONGEST_LIST = 255
"""Characters of the choices that a cell can offer."""
MOST_OFFERED = 2_000
"""Rows in which choices are offered, filled or still empty."""
ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
"""What can be done on a sheet for reading."""
HEADINGS_HEIGHT = 32
"""Of the headings of a sheet, in points: two lines."""
INPUT = "#fff6d6"
"""The tint of cells over which something is computed."""
ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
"""Texts that xlsxwriter takes for errors when a formula results in them."""
ACRONYMS = {"trl": "TRL", "rrl": "RRL"}


class Book:
    """A workbook whose sheets are written one after the other."""

    def __init__(self, title: str) -> None:
        self._file = io.BytesIO()
        self._workbook = Workbook(self._file, {"in_memory": True})
        self._workbook.set_properties({"title": title[:255], "created": MADE})
        self.heading = self.format(**HEADING)
        self.plain = self.format(valign="top")
        self.wrapped = self.format(valign="top", text_wrap=True)
        self.input = self.format(bg_color=INPUT)
        self.day = self.format(valign="top", num_format="yyyy-mm-dd")

    def format(self, **properties: Any) -> Any:
        """Return a way in which cells look."""
        return self._workbook.add_format(properties)

    def sheet(self, name: str) -> Any:
        """Return a new sheet that prints across the width of a page, with its first row on each."""
        sheet = self._workbook.add_worksheet(name, _Sheet)
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

    def compute(self, sheet: Any, cell: tuple[int, int], formula: str, result: Scalar, look: Any) -> None:
        """Write a formula of ours into a cell, with its result for programs that do not compute."""
        sheet.write_formula(*cell, formula, look, "" if result is None or result in ERRORS else result)

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


class _Sheet(worksheet.Worksheet):  # type: ignore[misc]  # it has annotations but no py.typed
    """A sheet that takes formulas as they are: xlsxwriter looks in each for many new functions, and ours have none."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Exact(float):
    """A number that is written with all its digits; xlsxwriter formats 16, and some need 17 to come back the same."""

    def __format__(self, _format: str) -> str:
        return repr(float(self))


def write_nouns(
    book: Book,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Iterable[Scalar]],
    *,
    keys: Mapping[str, str] | None = None,
) -> Any:
    """Return a new sheet with a row for each noun; `keys` says for a noun's name where its keys are in column A."""
    sheet = book.sheet(heading(name))
    looks = [book.wrapped if column.type is str else book.plain for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(0, place, heading(column.name), book.heading)
        sheet.write_comment(0, place, _note(column), {"x_scale": 2})
        _offer(sheet, place, column, keys or {})
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            book.write(sheet, last, place, value, looks[place])
    sheet.freeze_panes(1, 2 if "name" in {column.name for column in columns[:2]} else 1)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    sheet.set_row(0, HEADINGS_HEIGHT)
    sheet.repeat_rows(0)
    return sheet


def sheet_to_read(book: Book, name: str, note: str, headings: Sequence[str], *, width: int) -> Any:
    """Return a protected sheet with a note in its first row and headings, frozen, in its second."""
    sheet = book.sheet(name)
    sheet.protect("", ALLOWED)
    sheet.write_string(0, 0, note)
    for place, text in enumerate(headings):
        sheet.write_string(1, place, text, book.heading)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, max(len(headings) - 1, 1), width)
    sheet.set_row(1, HEADINGS_HEIGHT)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    return sheet


def heading(name: str) -> str:
    """Return the name of a column or of a list as people read it: “Build cost low” for build_cost_low."""
    words = [ACRONYMS.get(word, word) for word in name.split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _width(column: Column) -> int:
    longest = column.limits.get("max_length", 0)
    if column.type is not str or column.choices or "key" in {column.name, column.refers and "key"}:
        return NARROW
    return WIDE if longest > PROSE else MIDDLE


def _note(column: Column) -> str:
    choices = f" One of: {', '.join(map(str, column.choices))}." if column.choices else ""
    return f"{column.description}{choices}"


def _offer(sheet: Any, place: int, column: Column, keys: Mapping[str, str]) -> None:
    """Let a cell be chosen from what its column takes; something else can still be typed, the import checks it."""
    if column.refers in keys:
        source: Any = f"='{heading(keys[str(column.refers)])}'!$A$2:$A${MOST_OFFERED + 1}"
    elif column.choices and len(",".join(map(str, column.choices))) <= LONGEST_LIST:
        source = [str(choice) for choice in column.choices]
    else:
        return
    offered = {"validate": "list", "source": source, "error_type": "information"}
    sheet.data_validation(1, place, MOST_OFFERED, place, offered)
