"""A list of nouns as a sheet to work in: frozen headings, filters, choices to take, a note on each column."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reuse_app.exchange.book import Book
from reuse_app.worksheet.columns import Column, Scalar

NARROW, MIDDLE, WIDE = 11, 28, 48
"""Widths of columns, in characters: for a number or a key, for a line, for prose."""
PROSE = 1_000
"""Characters from which a column is given the width of prose."""
LONGEST_LIST = 255
"""Characters of the choices that a cell can offer."""
MOST_OFFERED = 2_000
"""Rows in which choices are offered, filled or still empty."""
ACRONYMS = {"trl": "TRL", "rrl": "RRL"}


def write(
    book: Book,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Iterable[Scalar]],
    *,
    keys: Mapping[str, str] | None = None,
) -> None:
    """Add a sheet with a row for each noun; `keys` says for a noun's name on which sheet its keys are in column A."""
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
    sheet.repeat_rows(0)


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
