"""A worksheet as CSV: a zip file of tables, one for each noun, or all of them in one file."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from reuse_app.exchange import csv_text
from reuse_app.exchange.archive import packed, unpacked
from reuse_app.exchange.csv_text import BYTE_ORDER_MARK, decoded
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import separator_of
from reuse_app.exchange.tables import FoundTable
from reuse_app.exchange.worksheet_tables import MOST_CELLS, NOUNS, WorksheetTable, tables, worksheet_of
from reuse_app.worksheet import Worksheet


def write(worksheet: Worksheet) -> bytes:
    """Return a worksheet as a zip file of CSV tables; the same worksheet gives the same bytes."""
    return packed((f"{table.name}.csv", _written(table)) for table in tables(worksheet))


def write_in_one(worksheet: Worksheet) -> str:
    """Return the tables of a worksheet one below the other, each under its name, for people who look at them.

    Encode it as UTF-8 and keep its line ends (CR LF). What is to be read again is the zip file.
    """
    parts = (f"{table.name}\r\n{_written(table).removeprefix(BYTE_ORDER_MARK)}" for table in tables(worksheet))
    return BYTE_ORDER_MARK + "\r\n".join(parts)


def _written(table: WorksheetTable) -> str:
    return csv_text.csv_of([each.name for each in table.columns], table.rows)


def read(content: bytes) -> Worksheet:
    """Return the worksheet in a zip file of CSV tables; files of other names in it are left out.

    Raises FileError when it cannot be read, WorksheetError with every mistake when it is no worksheet.
    """
    members = unpacked(content, endings=(".csv",))
    found = {PurePath(name).stem.casefold(): text for name, text in members.items()}
    if "workshop" not in found:
        raise FileError("There is no “workshop.csv” in this zip file; a worksheet has one.")
    return worksheet_of(dict(_tables({name: text for name, text in found.items() if name in NOUNS})))


def _tables(found: Mapping[str, bytes]) -> Iterator[tuple[str, FoundTable]]:
    """Yield the tables, which share the cells that there may be."""
    left = MOST_CELLS
    for name, content in found.items():
        table = _table(name, content, most_cells=left)
        left -= sum(len(cells) for _, cells in table.rows)
        yield name, table


def _table(name: str, content: bytes, *, most_cells: int) -> FoundTable:
    try:
        text, _ = decoded(content)
        return csv_text.table_in(text, separator=separator_of(text), most_cells=most_cells)
    except FileError as error:
        raise FileError(f"{name}.csv: {error}") from error
