"""A file as a table: which encoding, separator or sheet it was read by, and which others there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reuse_app.exchange import csv_text
from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.reading import markdown, ods, xlsx
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.encodings import encoding_of
from reuse_app.exchange.reading.header import ROWS_LOOKED_AT
from reuse_app.exchange.reading.headings import field_of, level_of
from reuse_app.exchange.reading.separators import cells_told, separator_named, separator_of
from reuse_app.exchange.reading.xlsx import FoundSheet
from reuse_app.exchange.tables import MOST_CELLS, FoundTable, plain_text
from reuse_app.worksheet.validation.raw import shortened

TEXTS = (".csv", ".tsv", ".txt", ".md")
EXCEL, OPEN_DOCUMENT = (".xlsx", ".xlsm"), (".ods",)
WORKBOOKS = (*EXCEL, *OPEN_DOCUMENT)
MOST_SHEETS = 10
"""Sheets that a sentence names."""


@dataclass(frozen=True)
class ReadTable:
    """A table, how it was read, and what it could have been read by instead."""

    table: FoundTable
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """The sheets that hold anything, this one among them, hidden ones too."""
    remarks: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What to say of a table that is none we can use, where there are other sheets."""
        others = [name for name in self.sheets if name != self.sheet]
        return f" This is the sheet “{shortened(self.sheet)}”; there are also {_quoted(others)}." if others else ""


def read_text(content: bytes, chosen: Choices) -> tuple[str, ReadTable]:
    """Return a text file, and the table in it without its rows; raises FileError."""
    text, remarks = csv_text.decoded(content, encoding=chosen.encoding)
    separator = separator_named(chosen.separator) if chosen.separator else separator_of(text)
    encoding = encoding_of(content, chosen=chosen.encoding)
    return text, ReadTable(FoundTable(separator, ()), encoding, separator, remarks=remarks)


def table_of(text: str, reading: ReadTable) -> ReadTable:
    """Return what was read of a text with its rows; raises FileError."""
    if reading.separator == markdown.BAR and (marked := markdown.table_in(text, most_cells=MOST_CELLS)):
        told_of = [marked[1]] if marked[1] else []
        return replace(reading, table=marked[0], remarks=(*reading.remarks, *told_of))
    table = csv_text.table_in(text, separator=reading.separator)
    told = [f"{_quoted_lines(table.long_texts)}; is a quote too many there?"] if table.long_texts else []
    if broken := _without_tabs(table):
        lines = first_of([f"{number:,}" for number in broken])
        told.append(f"There is no tab in line {lines}, as if a cell had several lines there; it was read as a row.")
    if all(len(cells) == 1 for _, cells in table.rows):
        told += cells_told(plain_text(cells[0]) for _, cells in table.rows[:ROWS_LOOKED_AT])
    return replace(reading, table=table, separator=table.separator, remarks=(*reading.remarks, *told))


def _without_tabs(table: FoundTable) -> list[int]:
    """Return the numbers of rows that are one cell below rows with tabs: a table of a web page is copied so."""
    wide = next((number for number, cells in table.rows if len(cells) > 1), None)
    if table.separator != "\t" or wide is None:
        return []
    return [number for number, cells in table.rows if number > wide and len(cells) == 1]


def _quoted_lines(lines: Sequence[int]) -> str:
    named = first_of([f"{line:,}" for line in lines])
    return f"A text in quotes that begins in line {named} goes on over lines that look like rows"


def read_workbook(
    content: bytes, ending: str, chosen: Choices, *, likelihood: Callable[[FoundTable], int] | None = None
) -> ReadTable:
    """Return one sheet of a workbook: the chosen one, or of those that people see the likeliest.

    `likelihood` says how likely a table is the one that is looked for; by itself the one with most known headings is.
    Raises FileError.
    """
    likely = likelihood or recognised
    every = ods.sheets_of(content) if ending in OPEN_DOCUMENT else xlsx.sheets_of(content)
    sheets = [sheet for sheet in every if sheet.table.rows]
    if not sheets:
        raise FileError("The workbook is empty; row 1 names the columns, and one of them must be “name”.")
    sheet = (
        _chosen(sheets, chosen.sheet)
        if chosen.sheet
        else max(sheets, key=lambda each: (not each.is_hidden, likely(each.table)))
    )
    names = tuple(each.name for each in sheets)
    return ReadTable(sheet.table, sheet=sheet.name, sheets=names, remarks=tuple(_told(sheet, sheets)))


def _chosen(sheets: Sequence[FoundSheet], name: str) -> FoundSheet:
    wanted = name.strip().casefold()
    found = next((sheet for sheet in sheets if sheet.name.strip().casefold() == wanted), None)
    if not found:
        names = [sheet.name for sheet in sheets]
        raise FileError(f"There is no sheet “{shortened(name)}” with anything in it; there are {_quoted(names)}.")
    return found


def recognised(table: FoundTable) -> int:
    """Return how many headings of a table are known."""
    rows = [cells for _, cells in table.rows[:ROWS_LOOKED_AT]]
    return max(sum(_is_known(plain_text(cell)) for cell in cells) for cells in rows)


def _is_known(heading: str) -> bool:
    return field_of(heading) is not None or level_of(heading) is not None


def _told(read: FoundSheet, sheets: Sequence[FoundSheet]) -> list[str]:
    """Return a sentence on which sheet was read, where there are several or where nobody sees it."""
    others = [sheet for sheet in sheets if sheet is not read]
    if not others and not read.is_hidden:
        return []
    hidden = ", which is hidden" if read.is_hidden else ""
    told = [f"“{shortened(sheet.name)}”{' (hidden)' if sheet.is_hidden else ''}" for sheet in others]
    rest = f" Not read: {first_of(told, most=MOST_SHEETS)}." if told else ""
    return [f"Read the sheet “{shortened(read.name)}”{hidden}.{rest}"]


def _quoted(names: Sequence[str]) -> str:
    return first_of([f"“{shortened(name)}”" for name in names], most=MOST_SHEETS)
