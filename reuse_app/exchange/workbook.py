"""Workbooks (XLSX) as tables, read only after what they hold has been counted."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from reuse_app.exchange import workbook_check
from reuse_app.exchange.archive import packed, unpacked
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.table import MOST_CELLS, Row, Table, filled
from reuse_app.worksheet.columns import Scalar

READ = (".xml", ".rels")
"""Endings of the parts that hold sheets, texts and styles; pictures and macros are never unpacked."""
SEPARATOR = "\t"
"""Numbers are numbers here; a number that was typed as text is read as in a file of tabs."""


def read(content: bytes, *, most_cells: int = MOST_CELLS) -> dict[str, Table]:
    """Return the sheets of a workbook by name; raises FileError.

    Only parts that were counted reach the reader, in a zip file of our own.
    """
    if not content.startswith(b"PK"):
        raise FileError("This is not an Excel workbook (.xlsx); save the table as one, or as CSV.")
    parts = unpacked(content, endings=READ)
    workbook_check.check(parts.values(), most_cells=most_cells)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(packed(parts.items(), compressed=False)))
        return dict(_sheets(book, most_cells))
    except (CalamineError, OSError, ValueError) as error:
        raise FileError(
            f"This workbook cannot be read ({error}); open it in a spreadsheet and save it anew."
        ) from error


def _sheets(book: CalamineWorkbook, most_cells: int) -> Iterator[tuple[str, Table]]:
    """Yield the sheets; many of them may be the same part, whose cells were counted once."""
    left = most_cells
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        left -= sum(map(len, rows))
        if left < 0:
            raise FileError(f"The sheets have more than {most_cells:,} cells; leave out sheets.")
        yield name, Table(SEPARATOR, filled(_numbered(rows), most_cells=most_cells))


def _numbered(rows: list[list[Any]]) -> Iterator[Row]:
    return ((number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def _cell(cell: object) -> Scalar:
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return cell if cell != "" and isinstance(cell, str | int | float | dt.date) else None
