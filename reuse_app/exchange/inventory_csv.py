"""Inventories as CSV, written so that a spreadsheet opens them safely, read from what spreadsheets write."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from reuse_app.exchange.csv_cells import CellError, text_of, value_of
from reuse_app.exchange.csv_header import Header, header_of, separator_of
from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, RowMistake, checked_rows
from reuse_app.worksheet import Capability
from reuse_app.worksheet.flat import Scalar, columns, flatten, nest
from reuse_app.worksheet.phrases import shown

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the machine's own encoding and shows accents wrong."""

MOST_CELLS = 200_000


def write(capabilities: Iterable[Capability]) -> str:
    """Return capabilities as CSV with a byte order mark: one row each, one column for each single value.

    Encode it as UTF-8 and keep its line ends (CR LF). What could run as a formula stands behind an apostrophe.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(columns(Capability))
    table.writerows([text_of(value) for value in flatten(capability).values()] for capability in capabilities)
    return BYTE_ORDER_MARK + text.getvalue()


def read(content: bytes) -> Incoming:
    """Return the capabilities in a CSV file, whatever its separator, encoding, decimal sign and order of columns.

    Rows are counted as a spreadsheet counts them: the headings are row 1. Raises FileError.
    """
    text, remarks = decoded(content)
    table = _table(text)
    header = header_of(table.headings)
    raw, mistakes = _raw_rows(table, header)
    incoming = checked_rows(raw, remarks=(*remarks, *header.remarks))
    labelled = (RowMistake(each.row, header.label(each.column), each.message) for each in incoming.mistakes)
    wrong = {mistake.row for mistake in mistakes}
    right = tuple(row for row in incoming.rows if row.number not in wrong)
    return Incoming(right, tuple(sorted([*mistakes, *labelled], key=attrgetter("row"))), incoming.remarks)


@dataclass(frozen=True)
class _Table:
    """The cells of a file: its separator, its headings, and the other rows with their numbers."""

    separator: str
    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def _table(text: str) -> _Table:
    """Return the rows of a CSV text that hold anything; raises FileError."""
    announced = re.match(r"sep=([,;\t|])(?:\r\n?|\n)", text)
    separator = announced[1] if announced else separator_of(text)
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1)
    try:
        filled = _filled(rows if not announced else islice(rows, 1, None))
    except csv.Error as error:
        raise FileError(f"This is not readable as CSV ({error}); is a double quote missing or too many?") from error
    if not filled:
        raise FileError("The file is empty; row 1 names the columns, and one of them must be “name”.")
    return _Table(separator, filled[0][1], filled[1:])


def _filled(rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, with their numbers; raises FileError as soon as there are too many."""
    filled, cells = [], 0
    for number, row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise FileError(f"The file has more than {MOST_CELLS:,} cells; leave out rows or columns.")
        if any(cell.strip() for cell in row):
            filled.append((number, row))
        if len(filled) > MOST_CAPABILITIES + 1:
            raise FileError(f"The file has more rows than the {MOST_CAPABILITIES:,} that an inventory holds.")
    return filled


def _raw_rows(table: _Table, header: Header) -> tuple[list[RawRow], list[RowMistake]]:
    rows, mistakes, stated = [], [], frozenset(header.fields.values())
    for number, cells in table.rows:
        values: dict[str, Scalar] = {}
        for index, cell in enumerate(cells):
            try:
                values |= _value(cell, header.fields.get(index), table, beyond=index >= len(table.headings))
            except CellError as error:
                label = header.labels[index] if index < len(header.labels) else str(index + 1)
                mistakes.append(RowMistake(number, label, str(error)))
        rows.append(RawRow(number, nest(Capability, values), stated))
    return rows, mistakes


def _value(cell: str, field: str | None, table: _Table, *, beyond: bool) -> dict[str, Scalar]:
    """Return a cell's value under its field; nothing for a column that was left out."""
    if beyond and cell.strip():
        raise CellError(f"Found {shown(cell)} beyond the last heading; is a separator too many in this row?")
    return {field: value_of(cell, columns(Capability)[field], separator=table.separator)} if field else {}
