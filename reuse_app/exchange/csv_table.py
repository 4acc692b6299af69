"""Tables as CSV: written so that a spreadsheet opens them safely, read from what spreadsheets write."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reuse_app.exchange.cells import text_of, unmarked
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.table import MOST_CELLS, Row, Table, filled
from reuse_app.worksheet.columns import Scalar

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the machine's own encoding and shows accents wrong."""


def write(headings: Iterable[str], rows: Iterable[Iterable[Scalar]]) -> str:
    """Return a table as CSV with a byte order mark; encode it as UTF-8 and keep its line ends (CR LF).

    What could run as a formula stands behind an apostrophe.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(headings)
    table.writerows([text_of(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def read(text: str, *, separator: str, most_cells: int = MOST_CELLS) -> Table:
    """Return the table in a CSV text, cells without the mark of the exporter; raises FileError.

    A first line such as `sep=;`, with which Excel is told the separator, is no row and overrules `separator`.
    """
    announced = re.match(r"sep=([,;\t|])(?:\r\n?|\n)", text)
    separator = announced[1] if announced else separator
    rows = _rows(text, separator)
    try:
        return Table(separator, filled(rows if not announced else islice(rows, 1, None), most_cells=most_cells))
    except csv.Error as error:
        raise FileError(f"This is not readable as CSV ({error}); is a double quote missing or too many?") from error


def _rows(text: str, separator: str) -> Iterator[Row]:
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return ((number, [unmarked(cell) for cell in row]) for number, row in enumerate(table, start=1))
