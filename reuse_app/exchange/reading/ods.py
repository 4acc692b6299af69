"""OpenDocument workbooks (ODS) as tables, read in one pass that counts: a few characters can repeat a cell a million
times."""

import datetime as dt
from xml.parsers import expat

from reuse_app.exchange.archive import unpacked
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.reading.xlsx import (
    ADDRESSES,
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ELEMENTS,
    SEPARATOR,
    FoundSheet,
    check_encoding,
    refuse_entities,
)
from reuse_app.exchange.tables import ERRORS, MOST_CELLS, ErrorCell, FoundTable, Place, Row, filled
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.values import whole_number

TYPED = ("float", "percentage", "currency", "date", "boolean")
"""Types of cells that hold more than their text."""
CELLS = ("table-cell", "covered-table-cell")
UNSEEN = ("collapse", "filter")
"""How rows and columns look that are hidden, and rows that a filter takes out."""
ASIDE = ("annotation", "frame", "shapes")
"""Notes and drawings, whose text is none of the cell."""
DATE_LENGTH = len("2026-03-31")
TYPE, TYPE_WITHIN = b"opendocument.spreadsheet", 120
"""What an OpenDocument workbook says of itself, and within how many bytes."""


def is_open_document(content: bytes) -> bool:
    """Say whether a file is an OpenDocument workbook, whatever it is called."""
    return content.startswith(b"PK") and TYPE in content[:TYPE_WITHIN]


def sheets_of(content: bytes, *, most_cells: int = MOST_CELLS) -> list[FoundSheet]:
    """Return the sheets of an OpenDocument workbook in their order; raises FileError.

    As in other workbooks a value that is merged over rows stands in each of them, and a cell that should have a value
    and has none is an `ErrorCell`.
    """
    parts = unpacked(content, endings=("content.xml",))
    if "content.xml" not in parts:
        raise FileError("This is no OpenDocument workbook (.ods); save the table as one, or as CSV.")
    reader, parser = _OpenDocument(most_cells), expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, refuse_entities
    parser.XmlDeclHandler = check_encoding
    try:
        parser.Parse(parts["content.xml"], True)
    except expat.ExpatError as error:
        raise FileError("A part of this workbook is damaged; open it in a spreadsheet and save it anew.") from error
    return reader.sheets


class _OpenDocument:
    """Takes the elements of a workbook, and makes sheets of them."""

    def __init__(self, most_cells: int) -> None:
        self.sheets: list[FoundSheet] = []
        self._most_cells = most_cells
        self._elements = self._cells = 0
        self._style, self._hidden = "", set[str]()
        self._aside = 0
        """How many notes and drawings we are inside of: what stands there is no text of a cell."""
        self._name, self._is_hidden = "", False
        self._rows: list[Row] = []
        self._links: dict[Place, str] = {}
        self._hidden_rows, self._hidden_columns = set[int](), set[int]()
        self._across: dict[int, tuple[int, int]] = {}
        self._column = 0
        """How many columns the look was said of."""
        self._is_unseen = False
        self._row: list[Scalar] = []
        self._row_number = self._empty = 0
        self._repeats = 1
        self._spans: dict[int, tuple[int, Scalar]] = {}
        """By column how many rows a merged value still covers, and that value."""
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._length = 0
        self._link = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element as it begins."""
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise FileError(f"This workbook has more than {MOST_ELEMENTS:,} elements; leave out rows or columns.")
        name, given = tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name in {"p", "line-break", "tab", "s", "a"}:
            self._start_text(name, given)
        elif name == "style":
            self._style = given.get("name", "")
        elif name == "table-properties" and given.get("display") == "false":
            self._hidden.add(self._style)
        elif name == "table":
            self._name, self._is_hidden = given.get("name", ""), given.get("style-name") in self._hidden
            self._rows, self._links, self._row_number, self._spans = [], {}, 0, {}
            self._hidden_rows, self._hidden_columns, self._across, self._column = set(), set(), {}, 0
        elif name == "table-column":
            self._look_at_columns(given)
        elif name == "table-row":
            self._is_unseen = given.get("visibility") in UNSEEN
            self._row, self._empty, self._repeats = [], 0, _times(given, "number-rows-repeated")
        elif name in CELLS:
            self._cell = {**given, "error": str(attributes.get("calcext:value-type") == "error")}
            self._text, self._length, self._link = [], 0, ""
        elif name in ASIDE:
            self._aside += 1

    def _start_text(self, name: str, given: dict[str, str]) -> None:
        """Take what stands between pieces of text, or the address behind them."""
        if name == "a":
            self._link = self._link or given.get("href", "")
        elif name in {"tab", "s"}:
            self.text(" " * min(_times(given, "c"), LONGEST_TEXT))
        elif self._text:
            self.text("\n")

    def text(self, text: str) -> None:
        """Take a piece of the text of a cell."""
        if self._cell is None or self._aside:
            return
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise FileError(
                f"A text in this workbook has more than {LONGEST_TEXT:,} characters, which no cell holds; shorten it."
            )
        self._text.append(text)

    def end(self, tag: str) -> None:
        """Take an element as it ends."""
        name = tag.rpartition(":")[2]
        if name in ASIDE:
            self._aside -= 1
        elif name in CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self._end_table()

    def _look_at_columns(self, given: dict[str, str]) -> None:
        before, self._column = self._column, min(self._column + _times(given, "number-columns-repeated"), MOST_COLUMNS)
        if given.get("visibility") in UNSEEN:
            self._hidden_columns.update(range(before, self._column))

    def _end_table(self) -> None:
        rows = filled(self._rows, most_cells=self._most_cells)
        hidden = frozenset(self._hidden_rows), frozenset(self._hidden_columns)
        table = FoundTable(SEPARATOR, rows, self._links, *hidden, self._across)
        self.sheets.append(FoundSheet(self._name, self._is_hidden, table))

    def _end_cell(self, given: dict[str, str]) -> None:
        value, column = _value(given, "".join(self._text)), len(self._row) + self._empty
        repeats, rows = _times(given, "number-columns-repeated"), _times(given, "number-rows-spanned")
        if rows > 1:
            self._spans[column] = (rows, value)
        elif (columns := _times(given, "number-columns-spanned")) > 1:
            self._across[self._row_number + 1] = (column, column + columns - 1)
        if self._link.startswith(ADDRESSES):
            self._links[self._row_number + 1, column] = self._link
        if value is None:
            self._empty += repeats
            return
        self._count(self._empty + repeats)
        self._row += [None] * self._empty + [value] * repeats
        self._empty = 0

    def _end_row(self) -> None:
        self._count(len(self._spans))
        if self._row:
            self._count(len(self._row) * (self._repeats - 1))
            self._fill()
            numbers = range(self._row_number + 1, self._row_number + self._repeats + 1)
            self._rows += [(number, self._row) for number in numbers]
            if self._is_unseen:
                self._hidden_rows.update(numbers)
        left = {column: (rows - self._repeats, value) for column, (rows, value) in self._spans.items()}
        self._spans = {column: span for column, span in left.items() if span[0] > 0}
        self._row_number += self._repeats

    def _fill(self) -> None:
        """Put the values that are merged over rows in this one."""
        for column, (_, value) in self._spans.items():
            if column >= len(self._row):
                self._count(column + 1 - len(self._row))
                self._row += [None] * (column + 1 - len(self._row))
            self._row[column] = value if self._row[column] is None else self._row[column]

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > 2 * self._most_cells:
            raise FileError(f"The sheets have more than {self._most_cells:,} cells; leave out rows or columns.")


def _value(given: dict[str, str], text: str) -> Scalar:
    """Return what a cell holds, by its attributes without their prefixes, and its text."""
    kind = given.get("value-type", "")
    if given["error"] == "True" or ("formula" in given and text in ERRORS):
        return ErrorCell(text or "#N/A")
    if "formula" in given and not kind and not text:
        return ErrorCell(given["formula"].removeprefix("of:"))
    try:
        return _typed(kind, given) if kind in TYPED else text or None
    except (KeyError, ValueError):
        return text or None


def _typed(kind: str, given: dict[str, str]) -> Scalar:
    """Return the number, day or truth in a cell; raises KeyError and ValueError when there is none."""
    if kind == "date":
        return dt.date.fromisoformat(given["date-value"][:DATE_LENGTH])
    return given["boolean-value"] == "true" if kind == "boolean" else float(given["value"])


def _times(given: dict[str, str], attribute: str) -> int:
    return whole_number(given.get(attribute, "1")) or 1
