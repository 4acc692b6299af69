"""CSV: bytes as text in whichever encoding, text as a table, and tables that a spreadsheet opens safely."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Self

from reuse_app.exchange.errors import FileError, check_size
from reuse_app.exchange.reading.encodings import ENCODINGS, decode, encoding_of
from reuse_app.exchange.tables import MOST_CELLS, FoundTable, Row, filled, text_of, unmarked
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shown

BINARY_STARTS = {
    b"PK\x03\x04": "an Excel workbook or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}
SEMICOLON = ";"
FEWEST_CELLS = 3
"""Cells of a row from which a line with as many separators is taken for one."""
SHOWN = 20
"""Characters that are shown of a text after a quote."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the machine's own encoding and shows accents wrong."""


_ESCAPED, _ESCAPE = re.compile(r'[\w ]\\"\w'), re.compile(r'\\(["\\])')
"""A quote with a stroke before it within words, which tells how a program writes quotes; and what it writes so."""
SAMPLE = 1_000
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html|head|body|table|meta)\b", re.IGNORECASE)
"""How a web page begins, which many programs offer as a table for Excel."""


def decoded(content: bytes, *, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """Return a text file as text, and remarks on how it had to be read; `encoding` says how, if somebody does.

    Raises FileError when it is larger than 5 MB or not text.
    """
    check_size(content)
    for start, kind in BINARY_STARTS.items():
        if content.startswith(start):
            raise FileError(f"This is {kind}, not CSV; save the table as “CSV UTF-8” and import that.")
    if MARKUP.match(content[:SAMPLE]):
        raise FileError("This is a web page or XML, not CSV; open it in a spreadsheet and save it as “CSV UTF-8”.")
    found = encoding_of(content, chosen=encoding)
    text = decode(content, found)
    if encoding or found in {"utf-8", "utf-16", "utf-32"}:
        return text, ()
    remark = f"The file is not UTF-8 and was read as {ENCODINGS[found]}; look whether accents and symbols are right."
    return text, (remark,)


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
    long_texts: list[int] = []
    rows = _rows_in(_with_doubled_quotes(text), separator, long_texts)
    found = filled(rows if not announced else islice(rows, 1, None), most_cells=most_cells)
    return FoundTable(separator, found, long_texts=tuple(long_texts))


def _with_doubled_quotes(text: str) -> str:
    """Return a text of a program that writes a quote within quotes as \\" as one that doubles it."""
    return _ESCAPE.sub(lambda found: '""' if found[1] == '"' else found[1], text) if _ESCAPED.search(text) else text


class _Lines:
    """The lines of a text, as a reader takes them, and those that it has taken for the row at hand."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        self.taken.append(line := next(self._lines))
        return line


def _rows_in(text: str, separator: str, long_texts: list[int]) -> Iterator[Row]:
    """Yield rows with the number that a spreadsheet gives them; raises FileError for quotes that swallow lines.

    Lines in which a text begins that may have swallowed others are added to `long_texts`.
    """
    lines, line, last, row_text = _Lines(text), 1, 1, ""
    table = csv.reader(lines, delimiter=separator)
    try:
        for number, row in enumerate(table, start=1):
            if len(lines.taken) > 1:
                _check_quotes("".join(lines.taken), line, separator)
                if _may_have_swallowed(row, lines.taken, separator):
                    long_texts.append(line)
            yield number, [unmarked(cell) for cell in row]
            last, line = line, line + len(lines.taken)
            row_text = lines.taken.pop() if len(lines.taken) == 1 else ""
            lines.taken.clear()
        _check_quotes(row_text, last, separator)
    except csv.Error as error:
        _check_quotes("".join(lines.taken), line, separator)
        if sum(map(len, lines.taken)) > csv.field_size_limit():
            most = csv.field_size_limit()
            raise FileError(f"In line {line:,} a cell has more than {most:,} letters. Shorten it.") from error
        raise FileError(f"Line {line:,} is not readable as CSV ({error}).") from error


def _may_have_swallowed(row: Sequence[str], lines: Sequence[str], separator: str) -> bool:
    """Say whether the lines of a row look like rows themselves: each has as many separators.

    Sentences have commas, too. So of a row with one or two cells the closing quote has to be an inch mark, as in 19".
    """
    if any(each.count(separator) < max(len(row) - 1, 1) for each in lines):
        return False
    return len(row) >= FEWEST_CELLS or lines[-1].partition('"')[0][-1:].isnumeric()


def _check_quotes(row: str, line: int, separator: str) -> None:
    """Raise FileError where a cell of this row, which begins in this line, opens a quote that nothing closes.

    A closing quote stands before a separator or the end of a line; where something else follows, it belongs to another
    cell further down, and everything between was swallowed.
    """
    cell = re.compile(rf'"((?:[^"]|"")*+)("?)([^{re.escape(separator)}\r\n]*)|[^{re.escape(separator)}\r\n]*')
    place = 0
    while place <= len(row) and (found := cell.match(row, place)):
        spans = found[1] and re.search(r"\r|\n", found[1])
        if found[1] is not None and (not found[2] or (spans and found[3].strip())):
            opened = line + len(re.findall(r"\r\n?|\n", row[:place]))
            raise FileError(
                f"In line {opened:,} a quote opens before {shown(found[1][:SHOWN])} and is never closed, so that it "
                f"would swallow what follows. Close it there, or take it away."
            )
        place = found.end() + 1
