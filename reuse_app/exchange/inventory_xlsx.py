"""Inventories as Excel workbooks."""

from collections.abc import Iterable, Mapping

from reuse_app.exchange import capability_table, noun_sheet, workbook
from reuse_app.exchange.book import Book
from reuse_app.exchange.cells import plain_text
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import ROWS_LOOKED_AT, field_of
from reuse_app.exchange.incoming import Incoming
from reuse_app.exchange.table import Table
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns, flatten


def write(capabilities: Iterable[Capability]) -> bytes:
    """Return capabilities as a workbook of one sheet: one row each, one column for each single value.

    The same capabilities give the same bytes.
    """
    book = Book("Inventory")
    rows = (flatten(capability).values() for capability in capabilities)
    noun_sheet.write(book, "capabilities", [*columns(Capability).values()], rows)
    return book.content()


def read(content: bytes, *, mapping: Mapping[str, str] | None = None) -> Incoming:
    """Return the capabilities in a workbook, from the sheet whose headings look most like theirs; raises FileError."""
    return capability_table.read(table_in(content), mapping or {})


def table_in(content: bytes) -> Table:
    """Return the sheet of a workbook in which most headings are recognised, the first of those; raises FileError."""
    sheets = [sheet for sheet in workbook.read(content).values() if sheet.rows]
    if not sheets:
        raise FileError("The workbook is empty; row 1 names the columns, and one of them must be “name”.")
    return max(sheets, key=_recognised)


def _recognised(sheet: Table) -> int:
    rows = [cells for _, cells in sheet.rows[:ROWS_LOOKED_AT]]
    return max(sum(field_of(plain_text(cell)) is not None for cell in cells) for cells in rows)
