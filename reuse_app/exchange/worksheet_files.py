"""A worksheet from whatever file this app wrote it to: JSON, a workbook, or CSV."""

from reuse_app.exchange import worksheet_json, worksheet_tables
from reuse_app.exchange.csv_text import BYTE_ORDER_MARK
from reuse_app.worksheet import Worksheet

ZIPPED, WORKBOOK = b"PK", b"[Content_Types].xml"
"""How every zip file begins, and the part that a workbook has and a zip file of tables has not."""
FIRST_TABLE = "workshop"
LOOKED_AT = 100
"""Bytes from which tables one below the other are recognised."""


def read(content: bytes) -> Worksheet:
    """Return the worksheet in a file, as it was when the file was written.

    What stands in the file tells what it is, not its name. Raises FileError when it cannot be read, WorksheetError with
    every mistake when it is no worksheet.
    """
    if content.startswith(ZIPPED):
        return worksheet_tables.read_xlsx(content) if WORKBOOK in content else worksheet_tables.read_csv(content)
    first = content[:LOOKED_AT].decode("utf-8", "ignore").removeprefix(BYTE_ORDER_MARK).splitlines()[:1]
    if first and first[0].strip(',;\t" ').casefold() == FIRST_TABLE:
        return worksheet_tables.read_one_csv(content)
    return worksheet_json.read(content)
