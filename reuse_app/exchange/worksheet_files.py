"""A worksheet from whatever file this app wrote it to: JSON, a workbook, or CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reuse_app.exchange import worksheet_json, worksheet_tables
from reuse_app.exchange.csv_text import BYTE_ORDER_MARK
from reuse_app.exchange.reading.ods import is_open_document
from reuse_app.exchange.reading.table_rows import hidden_rows_told
from reuse_app.worksheet import Worksheet

ZIPPED, WORKBOOK = b"PK", b"[Content_Types].xml"
"""How every zip file begins, and the part that a workbook has and a zip file of tables has not."""
FIRST_TABLE = "workshop"
LOOKED_AT = 100
"""Bytes from which tables one below the other are recognised."""


@dataclass(frozen=True)
class ReadWorksheet:
    """The worksheet in a file, and the rows of its sheets that nobody sees who opens the file, which were read too."""

    worksheet: Worksheet
    hidden: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By the name of a sheet the numbers of its hidden rows."""

    @property
    def hidden_count(self) -> int:
        """How many rows are hidden."""
        return sum(map(len, self.hidden.values()))

    @property
    def remarks(self) -> Iterator[str]:
        """A sentence on the hidden rows of each sheet that has any."""
        for name, rows in self.hidden.items():
            yield from (f"Sheet “{name}”: {told}" for told in hidden_rows_told(rows))


def read(content: bytes) -> ReadWorksheet:
    """Return the worksheet in a file, as it was when the file was written.

    What stands in the file tells what it is, not its name. Raises FileError when it cannot be read, WorksheetError with
    every mistake when it is no worksheet.
    """
    if content.startswith(ZIPPED) and (WORKBOOK in content or is_open_document(content)):
        sheets = worksheet_tables.sheets_in(content)
        return ReadWorksheet(worksheet_tables.worksheet_of(sheets), worksheet_tables.hidden_rows(sheets))
    return ReadWorksheet(_without_sheets(content))


def _without_sheets(content: bytes) -> Worksheet:
    if content.startswith(ZIPPED):
        return worksheet_tables.read_csv(content)
    first = content[:LOOKED_AT].decode("utf-8", "ignore").removeprefix(BYTE_ORDER_MARK).splitlines()[:1]
    if first and first[0].strip(',;\t" ').casefold() == FIRST_TABLE:
        return worksheet_tables.read_one_csv(content)
    return worksheet_json.read(content)
