"""Workbooks (XLSX) as tables, read only after what they hold was counted: a small file can stand for a large one."""

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from reuse_app.exchange.archive import packed, unpacked
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.tables import MOST_CELLS, ErrorCell, FoundTable, Place, filled
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
MOST_COLUMNS = 16_384
"""Columns of a sheet; no spreadsheet has more."""
TRUE = ("1", "true")
MOST_ELEMENTS = 1_000_000
"""Elements in one part; a cell has two or three, a text in several colours eight for each of them."""
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_AREA = re.compile(rf"{_PLACE.pattern}(?::{_PLACE.pattern})?")
_HYPERLINK = re.compile(r'\s*HYPERLINK\(\s*"(https?://[^"]+)"', re.IGNORECASE)
ADDRESSES = ("http://", "https://", "ftp://", "file://")
"""How what stands behind a cell begins where it leads to something that shows; a letter to somebody does not."""
SHOWN = 40
"""Characters that are kept of a result."""
MOST_FORMULA = 8_192
"""Characters in a formula; no spreadsheet takes more."""


@dataclass(frozen=True)
class FoundSheet:
    """A sheet of a workbook: its name, whether people see it when they open the file, and its table."""

    name: str
    is_hidden: bool
    table: FoundTable


def sheets_in(content: bytes, *, most_cells: int = MOST_CELLS) -> dict[str, FoundTable]:
    """Return the tables of a workbook by the names of their sheets; raises FileError."""
    return {sheet.name: sheet.table for sheet in sheets_of(content, most_cells=most_cells)}


def sheets_of(content: bytes, *, most_cells: int = MOST_CELLS) -> list[FoundSheet]:
    """Return the sheets of a workbook in their order; raises FileError.

    Only parts that were counted reach the reader, in a zip file of our own. A value that is merged over rows stands in
    each of them; a cell that should have a value and has none is an `ErrorCell`.
    """
    if not content.startswith(b"PK"):
        raise FileError("This is not an Excel workbook (.xlsx); save the table as one, or as CSV.")
    parts = unpacked(content, endings=UNPACKED)
    counts = check_parts(parts, most_cells=most_cells)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(packed(parts.items(), compressed=False)))
        return list(_sheets(book, counts, most_cells))
    except (CalamineError, OSError, ValueError) as error:
        raise FileError(
            f"This workbook cannot be read ({error}); open it in a spreadsheet and save it anew."
        ) from error


def _sheets(book: CalamineWorkbook, counts: Mapping[str, "_Count"], most_cells: int) -> Iterator[FoundSheet]:
    """Yield the sheets; many of them may be the same part, whose cells were counted once."""
    left = most_cells
    for about in book.sheets_metadata:
        rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        left -= sum(map(len, rows))
        if left < 0:
            raise FileError(f"The sheets have more than {most_cells:,} cells; leave out sheets.")
        grid = [[_cell(cell) for cell in row] for row in rows]
        part, addresses = _part_of(about.name, counts)
        _fill(grid, part)
        found = filled(enumerate(grid, start=1), most_cells=most_cells)
        links = _links(grid, part, addresses)
        hidden = frozenset(part.hidden_rows), frozenset(part.hidden_columns)
        across = {row: (left, right) for (row, left), (last, right) in part.merged if row == last and left < right}
        table = FoundTable(SEPARATOR, found, links, *hidden, across)
        yield FoundSheet(about.name, about.visible != SheetVisibleEnum.Visible, table)


def _part_of(sheet: str, counts: Mapping[str, "_Count"]) -> tuple["_Count", Mapping[str, str]]:
    """Return what was counted in the part of a sheet, and by relation the addresses it knows; empty without a part."""
    book = next((count for name, count in counts.items() if name.endswith("workbook.xml")), _Count())
    related = next((count.related for name, count in counts.items() if name.endswith("workbook.xml.rels")), {})
    target = PurePosixPath(related.get(book.named.get(sheet, ""), "/")).name
    part = next((count for name, count in counts.items() if PurePosixPath(name).name == target), _Count())
    return part, next((count.related for name, count in counts.items() if name.endswith(f"/{target}.rels")), {})


def _links(grid: Sequence[Sequence[Scalar]], part: "_Count", addresses: Mapping[str, str]) -> dict[Place, str]:
    """Return the addresses behind cells: in an area behind each that holds anything, with what stands behind #."""
    found: dict[Place, str] = {}
    left = MOST_CELLS
    for (row, column), (last, right), relation, place in part.links:
        address = addresses.get(relation, "")
        address = f"{address}#{place}" if place and "#" not in address else address
        for number in range(row, min(last, len(grid), row + left) + 1) if address.startswith(ADDRESSES) else ():
            cells = grid[number - 1][column : right + 1]
            left -= 1 + len(cells)
            found |= {(number, column + index): address for index, cell in enumerate(cells) if cell is not None}
    return found | {place: address for place, address in part.formula_links.items() if address.startswith(ADDRESSES)}


def _fill(grid: list[list[Scalar]], part: "_Count") -> None:
    """Put what stands nowhere in the values of a sheet where it belongs: errors, and values merged over rows."""
    for (row, column), error in part.errors.items():
        if row <= len(grid) and column < len(grid[row - 1]):
            grid[row - 1][column] = ErrorCell(error)
    left = MOST_CELLS
    for (first, column), (last, _) in part.merged:
        covered = grid[first : min(last, len(grid), first + left)]
        left -= len(covered)
        for cells in covered:
            if column < len(cells) and cells[column] is None:
                cells[column] = grid[first - 1][column]


def _cell(cell: object) -> Scalar:
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return cell if cell != "" and isinstance(cell, str | int | float | dt.date) else None


def check_parts(parts: Mapping[str, bytes], *, most_cells: int) -> dict[str, "_Count"]:
    """Return what each part holds; raises FileError for entities, more cells than `most_cells` or too much text.

    What counts is the whole rectangle up to the last cell that is filled.
    """
    every = {name: _counted(part) for name, part in parts.items()}
    counts = list(every.values())
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
    return every


class _Count:
    """What one part holds: its cells, how far the filled ones reach, their text, and the texts that cells share.

    Beside that what no reader of values tells: errors, formulas without a result, merged areas, and addresses.
    """

    def __init__(self) -> None:
        self.elements = self.cells = self.rows = self.columns = self.sheets = self.parts = self.typed = 0
        self.lengths: list[int] = []
        self.shared = Counter[int]()
        self._row = self._column = 0
        self._length: int | None = None
        self._refers = False
        self._value: list[str] | None = None
        self.errors: dict[Place, str] = {}
        self.formula_links: dict[Place, str] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.links: list[tuple[Place, Place, str, str]] = []
        """Areas with the name of a relation, which `related` of another part knows as an address, and a place there."""
        self.related: dict[str, str] = {}
        self.named: dict[str, str] = {}
        """By the name of a sheet the name of the relation to its part."""
        self.hidden_rows, self.hidden_columns = set[int](), set[int]()
        self._last_column = 0
        """The last column of which its look was said; those of the next element stand behind it."""
        self._type = self._inside = self._formula = self._result = ""
        self._has_formula = False

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
            if attributes.get("hidden") in TRUE:
                self.hidden_rows.add(self._row)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            self._has_formula, self._inside = True, "f"
        elif name in {"v", "is"}:
            self._inside = name
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            self._value = [] if self._refers else None
        elif name == "si":
            self.lengths.append(0)
        else:
            self._look_at(name, attributes)

    def _look_at(self, name: str, attributes: dict[str, str]) -> None:
        """Take what is said of sheets and areas."""
        if name == "sheet":
            self.sheets += 1
            self.named[attributes.get("name", "")] = _relation(attributes)
        elif name in SHEETS:
            self.parts += 1
        elif name == "col":
            self._look_at_columns(attributes)
        elif name == "mergeCell":
            self.merged += _areas(attributes.get("ref", ""))
            if len(self.merged) > MOST_CELLS:
                raise FileError(f"A sheet has more than {MOST_CELLS:,} merged areas; leave out rows or columns.")
        elif name == "hyperlink":
            behind = _relation(attributes), attributes.get("location", "")
            self.links += [(first, last, *behind) for first, last in _areas(attributes.get("ref", ""))]
        elif name == "Relationship":
            self.related[attributes.get("Id", "")] = attributes.get("Target", "")

    def _look_at_columns(self, attributes: dict[str, str]) -> None:
        first, last = (whole_number(attributes.get(end, "")) or 0 for end in ("min", "max"))
        columns = range(max(first, self._last_column + 1), min(last, MOST_COLUMNS) + 1)
        if attributes.get("hidden") in TRUE:
            self.hidden_columns.update(column - 1 for column in columns)
        self._last_column = max(self._last_column, min(last, MOST_COLUMNS))

    def text(self, text: str) -> None:
        """Count text, or keep it while it is the number of a shared one."""
        if self._length is not None:
            self._length += len(text)
        if (self._length or 0) > LONGEST_TEXT:
            raise FileError(
                f"A text in this workbook has more than {LONGEST_TEXT:,} characters, which no cell holds; shorten it."
            )
        if self._inside == "f":
            self._formula = f"{self._formula}{text}"[:MOST_FORMULA]
        elif self._inside == "v":
            self._result = f"{self._result}{text}"[:SHOWN]
        if self._value is not None:
            self._value.append(text)
        elif self.lengths:
            self.lengths[-1] += len(text)
        else:
            self.typed += len(text)

    def end(self, tag: str) -> None:
        """Count a cell that refers to a shared text as its value ends, and look at a whole cell as it ends."""
        name = tag.rpartition(":")[2]
        if name in TEXTS:
            self._length = None
        if name in {"f", "v", "is"}:
            self._inside = ""
        elif name == "c":
            self._end_cell()
        if self._value and (number := whole_number("".join(self._value))) is not None:
            self.shared[number] += 1
        self._value = None

    def _end_cell(self) -> None:
        place = (self._row, self._column - 1)
        if self._type == "e":
            self.errors[place] = self._result or "#N/A"
        elif self._has_formula and not self._result and self._type not in {"str", "inlineStr"}:
            self.errors[place] = f"={self._formula}"
        if self._formula and (found := _HYPERLINK.match(self._formula)):
            self.formula_links[place] = found[1]

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._type = attributes.get("t", "n")
        self._formula = self._result = ""
        self._has_formula = False
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


def _areas(text: str) -> Iterator[tuple[Place, Place]]:
    """Yield the first and the last place of an area such as B2:B4; nothing for what is none."""
    if found := _AREA.fullmatch(text):
        first = (int(found[2]), _position(found[1]) - 1)
        yield first, (int(found[4]), _position(found[3]) - 1) if found[3] else first


def _relation(attributes: Mapping[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")


def _counted(part: bytes) -> _Count:
    count, parser = _Count(), expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = count.start, count.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = count.text, refuse_entities
    parser.XmlDeclHandler = check_encoding
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise FileError("A part of this workbook is damaged; open it in a spreadsheet and save it anew.") from error
    return count


def refuse_entities(*_declaration: object) -> None:
    """Refuse a part that declares what its text stands for: a few lines can stand for more than memory holds."""
    raise FileError("A part of this workbook declares entities, which no spreadsheet writes; save it anew.")


def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Refuse a part that another reader could take for other text than was counted."""
    if encoding is not None and encoding.casefold() not in {"utf-8", "us-ascii"}:
        raise FileError(
            f"A part of this workbook is in “{shortened(encoding)}”; spreadsheets write UTF-8. Save it anew with one."
        )
