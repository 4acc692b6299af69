"""CSV: bytes as text in whichever encoding, text as a table, and tables that a spreadsheet opens safely."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reuse_app.exchange.errors import FileError, check_size
from reuse_app.exchange.tables import MOST_CELLS, FoundTable, Row, filled, text_of, unmarked
from reuse_app.worksheet.columns import Scalar

SAMPLE = 1_000
"""Bytes from which UTF-16 without a mark is recognised: every second one of latin text is zero."""
BYTES_LOOKED_AT = 65_536
"""Bytes from which one of the older encodings is recognised."""

BINARY_STARTS = {
    b"PK\x03\x04": "an Excel workbook or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}
USUAL = "cp1252"
"""The encoding of Western Excel, taken unless another one fits better."""
OLDER = (USUAL, "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "big5", "euc_kr")


LITTLE = 0.03
"""A difference between likenesses, 0 to 1, that tells nothing."""
SEMICOLON = ";"
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the machine's own encoding and shows accents wrong."""


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a text file as text, and remarks on how it had to be read.

    Raises FileError when it is larger than 5 MB or not text.
    """
    check_size(content)
    for start, kind in BINARY_STARTS.items():
        if content.startswith(start):
            raise FileError(f"This is {kind}, not CSV; save the table as “CSV UTF-8” and import that.")
    try:
        return _as_text(content)
    except UnicodeDecodeError as error:
        raise FileError("This is not a text file; save the table as “CSV UTF-8” and import that.") from error


def _as_text(content: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = _utf_16(content)
    if encoding:
        return content.decode(encoding).removeprefix("\ufeff"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        encoding = _older(content[:BYTES_LOOKED_AT])
        name = encoding.replace("cp12", "Windows-12")
        remark = f"The file is not UTF-8 and was read as {name}; look whether accents and symbols are right."
        return content.decode(encoding), (remark,)


def _utf_16(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = content[:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    if max(even, odd) <= len(content[:SAMPLE]) // 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _older(sample: bytes) -> str:
    """Return the encoding in which a text looks least like noise and most like a language."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # most files are UTF-8

    found = from_bytes(sample, cp_isolation=list(OLDER), preemptive_behaviour=False, enable_fallback=False)
    best = found.best()
    if best is None:
        return USUAL
    as_good = [each for each in found if each.chaos - best.chaos < LITTLE and best.coherence - each.coherence < LITTLE]
    return USUAL if any(USUAL in each.could_be_from_charset for each in as_good) else best.encoding


def csv_of(headings: Iterable[str], rows: Iterable[Iterable[Scalar]], *, separator: str = ",") -> str:
    """Return a table as CSV with a byte order mark; encode it as UTF-8 and keep its line ends (CR LF).

    What could run as a formula stands behind an apostrophe. Between semicolons numbers have decimal commas, as
    spreadsheets in most of Europe write and read them.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=separator)
    cell = _with_decimal_comma if separator == SEMICOLON else text_of
    table.writerow(headings)
    table.writerows([cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _with_decimal_comma(value: Scalar) -> str:
    return text_of(value).replace(".", ",") if isinstance(value, float) else text_of(value)


def table_in(text: str, *, separator: str, most_cells: int = MOST_CELLS) -> FoundTable:
    """Return the table in a CSV text, cells without the mark of the exporter; raises FileError.

    A first line such as `sep=;`, with which Excel is told the separator, is no row and overrules `separator`.
    """
    announced = re.match(r"sep=([,;\t|])(?:\r\n?|\n)", text)
    separator = announced[1] if announced else separator
    rows = _rows_in(text, separator)
    try:
        return FoundTable(separator, filled(rows if not announced else islice(rows, 1, None), most_cells=most_cells))
    except csv.Error as error:
        raise FileError(f"This is not readable as CSV ({error}); is a double quote missing or too many?") from error


def _rows_in(text: str, separator: str) -> Iterator[Row]:
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return ((number, [unmarked(cell) for cell in row]) for number, row in enumerate(table, start=1))
