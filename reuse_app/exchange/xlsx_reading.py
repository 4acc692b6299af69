"""Workbooks (XLSX) as tables, read only after what they hold was counted: a small file can stand for a large one."""

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from reuse_app.exchange.archive import packed, unpacked
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.tables import MOST_CELLS, FoundTable, Row, filled
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shortened
from reuse_app.worksheet.values import whole_number

UNPACKED = (".xml", ".rels")
"""Endings of the parts that hold sheets, texts and styles; pictures and macros are never unpacked."""
SEPARATOR = "\t"
"""Numbers are numbers here; a number that was typed as text is read as in a file of tabs."""
MOST_TEXT = 40_000_000
"""Characters in all cells of a workbook; a text that many cells share counts for each of them."""
LONGEST_TEXT = 32_767
"""Characters in one cell; no spreadsheet holds more."""
SHEETS = ("worksheet", "chartsheet", "dialogsheet", "macrosheet")
"""Elements that a sheet of any kind begins with."""
TEXTS = ("c", "si")
"""Elements that hold the text of one cell, or of several that share it."""
MOST_SHEETS = 1_000
MOST_ELEMENTS = 1_000_000
"""Elements in one part; a cell has two or three, a text in several colours eight for each of them."""
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def sheets_in(content: bytes, *, most_cells: int = MOST_CELLS) -> dict[str, FoundTable]:
    """Return the sheets of a workbook by name; raises FileError.

    Only parts that were counted reach the reader, in a zip file of our own.
    """
    if not content.startswith(b"PK"):
        raise FileError("This is not an Excel workbook (.xlsx); save the table as one, or as CSV.")
    parts = unpacked(content, endings=UNPACKED)
    check_parts(parts.values(), most_cells=most_cells)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(packed(parts.items(), compressed=False)))
        return dict(_sheets(book, most_cells))
    except (CalamineError, OSError, ValueError) as error:
        raise FileError(
            f"This workbook cannot be read ({error}); open it in a spreadsheet and save it anew."
        ) from error


def _sheets(book: CalamineWorkbook, most_cells: int) -> Iterator[tuple[str, FoundTable]]:
    """Yield the sheets; many of them may be the same part, whose cells were counted once."""
    left = most_cells
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        left -= sum(map(len, rows))
        if left < 0:
            raise FileError(f"The sheets have more than {most_cells:,} cells; leave out sheets.")
        yield name, FoundTable(SEPARATOR, filled(_numbered(rows), most_cells=most_cells))


def _numbered(rows: list[list[Any]]) -> Iterator[Row]:
    return ((number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def _cell(cell: object) -> Scalar:
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return cell if cell != "" and isinstance(cell, str | int | float | dt.date) else None


def check_parts(parts: Iterable[bytes], *, most_cells: int) -> None:
    """Raise FileError for parts with entities, more cells than `most_cells` or too much text in them.

    What counts is the whole rectangle up to the last cell that is filled.
    """
    counts = [_counted(part) for part in parts]
    cells = sum(max(count.cells, count.rows * count.columns) for count in counts)
    if cells > most_cells:
        raise FileError(f"The sheets have {cells:,} cells; at most {most_cells:,} are read. Delete what is empty.")
    sheets = sum(count.sheets for count in counts)
    if sheets > MOST_SHEETS:
        raise FileError(f"The workbook has {sheets:,} sheets; at most {MOST_SHEETS:,} are read. Leave out some.")
    if sheets > sum(count.parts for count in counts):
        raise FileError("The workbook shows one sheet several times; open it in a spreadsheet and save it anew.")
    lengths = next((count.lengths for count in counts if count.lengths), [])
    shared = Counter[int]()
    for count in counts:
        shared.update(count.shared)
    text = sum(lengths[index] * times for index, times in shared.items() if index < len(lengths))
    if text + sum(count.typed for count in counts) > MOST_TEXT:
        raise FileError(f"The sheets have more than {MOST_TEXT:,} characters; leave out rows or columns.")


class _Count:
    """What one part holds: its cells, how far the filled ones reach, their text, and the texts that cells share."""

    def __init__(self) -> None:
        self.elements = self.cells = self.rows = self.columns = self.sheets = self.parts = self.typed = 0
        self.lengths: list[int] = []
        self.shared = Counter[int]()
        self._row = self._column = 0
        self._length: int | None = None
        self._refers = False
        self._value: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element as it begins."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise FileError(
                f"A part of this workbook has more than {MOST_ELEMENTS:,} elements; leave out rows or columns."
            )
        name = tag.rpartition(":")[2]
        if name in TEXTS:
            self._length = 0
        if name == "row":
            number = whole_number(attributes.get("r", ""))
            self._row, self._column = self._row + 1 if number is None else number, 0
        elif name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "is"}:
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            self._value = [] if self._refers else None
        elif name == "si":
            self.lengths.append(0)
        elif name == "sheet":
            self.sheets += 1
        elif name in SHEETS:
            self.parts += 1

    def text(self, text: str) -> None:
        """Count text, or keep it while it is the number of a shared one."""
        if self._length is not None:
            self._length += len(text)
        if (self._length or 0) > LONGEST_TEXT:
            raise FileError(
                f"A text in this workbook has more than {LONGEST_TEXT:,} characters, which no cell holds; shorten it."
            )
        if self._value is not None:
            self._value.append(text)
        elif self.lengths:
            self.lengths[-1] += len(text)
        else:
            self.typed += len(text)

    def end(self, tag: str) -> None:
        """Count a cell that refers to a shared text as its value ends."""
        if tag.rpartition(":")[2] in TEXTS:
            self._length = None
        if self._value and (number := whole_number("".join(self._value))) is not None:
            self.shared[number] += 1
        self._value = None

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        self._column += 1
        self._refers = attributes.get("t") == "s"
        if found := _PLACE.fullmatch(attributes.get("r", "")):
            self._column, self._row = _position(found[1]), int(found[2])


def _position(letters: str) -> int:
    """Return the number of a column: 1 for A, 28 for AB."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position


def _counted(part: bytes) -> _Count:
    count, parser = _Count(), expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = count.start, count.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = count.text, _refuse
    parser.XmlDeclHandler = _check_encoding
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise FileError("A part of this workbook is damaged; open it in a spreadsheet and save it anew.") from error
    return count


def _refuse(*_declaration: object) -> None:
    raise FileError("A part of this workbook declares entities, which no spreadsheet writes; save it anew.")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Refuse a part that another reader could take for other text than was counted."""
    if encoding is not None and encoding.casefold() not in {"utf-8", "us-ascii"}:
        raise FileError(
            f"A part of this workbook is in “{shortened(encoding)}”; spreadsheets write UTF-8. Save it anew with one."
        )
