"""A worksheet as tables of single values, one for each noun, and back: as CSV and as an Excel workbook."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from reuse_app.analysis.findings import Findings
from reuse_app.exchange import csv_text, xlsx_writing
from reuse_app.exchange.archive import packed, unpacked
from reuse_app.exchange.constraint_lines import ConstraintLine, constraints_in, lines_of, unknown_rules
from reuse_app.exchange.csv_text import BYTE_ORDER_MARK, decoded
from reuse_app.exchange.economics.sheets import MOST_LINKS, count_cells, tint_inputs, write_economics
from reuse_app.exchange.errors import CellError, FileError
from reuse_app.exchange.reading import ods, xlsx
from reuse_app.exchange.reading.headings import spelled
from reuse_app.exchange.reading.separators import SEPARATORS, separator_of
from reuse_app.exchange.tables import FoundTable, Row, plain_text, value_of
from reuse_app.exchange.xlsx_writing import ACCENT, WHITE, Book, sheet_to_read
from reuse_app.worksheet import Need, Status, Worksheet, Workshop
from reuse_app.worksheet.columns import Column, Scalar, columns, flatten, nest
from reuse_app.worksheet.document import LIST_OF, LISTS
from reuse_app.worksheet.scales import WORDS
from reuse_app.worksheet.validation.raw import did_you_mean, shortened
from reuse_app.worksheet.validation.worksheet import Mistake, WorksheetError, checked
from reuse_app.worksheet.values import Noun

NOTE = "This sheet is for reading: what you change here is not imported. Change the sheet “{}” instead."
FILLS = {
    Need.NONE: {"font_color": "#6b7080"},
    Need.WEAK: {"bg_color": "#d8e8e4"},
    Need.MODERATE: {"bg_color": "#6fa39b"},
    Need.STRONG: {"bg_color": ACCENT, "font_color": WHITE},
}
"""The stronger the need, the darker its cell; the number stands in it too."""
SCORES = ("Product", "Potential", "Challenge", "Field", "Total", "People", "Dots", "Role")
"""The columns of the sheet “Scores”."""
MOST_CELLS = 500_000
"""Cells of all tables of a worksheet together; 200 people who rate 160 times in two rounds fill two thirds of them."""


NOUNS: Mapping[str, type[Noun]] = {
    "workshop": Workshop,
    **{name: part.noun for name, part in LISTS.items()},
    "constraints": ConstraintLine,
}
"""The noun of each table, by the table's name."""


@dataclass(frozen=True)
class WorksheetTable:
    """One table of a worksheet: its name, its columns, and a row for each noun."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Scalar]]


def write_csv(worksheet: Worksheet, separator: str = ",") -> bytes:
    """Return a worksheet as a zip file of CSV tables; the same worksheet gives the same bytes."""
    return packed((f"{table.name}.csv", _as_csv(table, separator)) for table in tables(worksheet))


def write_one_csv(worksheet: Worksheet, separator: str = ",") -> str:
    """Return the tables of a worksheet one below the other, each under its name.

    Encode it as UTF-8 and keep its line ends (CR LF).
    """
    parts = (
        f"{table.name}\r\n{_as_csv(table, separator).removeprefix(BYTE_ORDER_MARK)}" for table in tables(worksheet)
    )
    return BYTE_ORDER_MARK + "\r\n".join(parts)


def read_one_csv(content: bytes) -> Worksheet:
    """Return the worksheet in tables one below the other, as `write_one_csv` gives them or a spreadsheet saves them.

    Raises FileError when it cannot be read, WorksheetError with every mistake when it is no worksheet.
    """
    text, _ = decoded(content)
    headings = next(islice(text.splitlines(), 1, None), "")
    table = csv_text.table_in(text, separator=max(SEPARATORS, key=headings.count), most_cells=MOST_CELLS)
    found: dict[str, list[Row]] = {}
    name, last = "", -1
    for number, cells in table.rows:
        first, *rest = (plain_text(cell).strip() for cell in cells)
        if number > last + 1 and first.casefold() in NOUNS and not any(rest):
            name = first.casefold()
            found[name] = []
        elif name:
            found[name].append((number, cells))
        last = number
    return worksheet_of({name: FoundTable(table.separator, rows) for name, rows in found.items()})


def read_csv(content: bytes) -> Worksheet:
    """Return the worksheet in a zip file of CSV tables; files of other names in it are left out.

    Raises FileError when it cannot be read, WorksheetError with every mistake when it is no worksheet.
    """
    members = unpacked(content, endings=(".csv",))
    found = {PurePath(name).stem.casefold(): text for name, text in members.items()}
    if "workshop" not in found:
        raise FileError("There is no “workshop.csv” in this zip file; a worksheet has one.")
    return worksheet_of(dict(_found_tables({name: text for name, text in found.items() if name in NOUNS})))


def write_xlsx(worksheet: Worksheet, findings: Findings | None = None) -> bytes:
    """Return a worksheet as a workbook, with the scores when there are findings; the same input gives the same bytes.

    The matrix and the scores are for reading only; what is read back are the other sheets.
    """
    book = Book(worksheet.workshop.title)
    first, *others = tables(worksheet)
    written = {first.name: _write_table(book, first)}
    write_matrix(book, worksheet)
    if findings:
        write_scores(book, worksheet, findings)
    has_economics = findings is not None and _leaves_room(worksheet)
    if findings and has_economics:
        write_economics(book, worksheet, findings)
    written |= {table.name: _write_table(book, table) for table in others}
    if has_economics:
        tint_inputs(book, written, worksheet)
    return book.content()


def _write_table(book: Book, table: WorksheetTable) -> Any:
    return xlsx_writing.write_nouns(book, table.name, table.columns, table.rows, keys=LIST_OF)


def _leaves_room(worksheet: Worksheet) -> bool:
    """Say whether a workbook with the sheets of costs can still be read back."""
    nouns = sum(len(table.columns) * (len(table.rows) + 1) for table in tables(worksheet))
    matrix = (len(worksheet.capabilities) + 2) * (len(worksheet.products) + 1)
    scores = (len(worksheet.candidates) + 2) * len(SCORES)
    cells = nouns + matrix + scores + count_cells(worksheet)
    return cells <= MOST_CELLS and len(worksheet.links) <= MOST_LINKS


def sheets_in(content: bytes) -> dict[str, FoundTable]:
    """Return the sheets of a workbook in which a worksheet was written, by their names; raises FileError."""
    if ods.is_open_document(content):
        sheets = {sheet.name: sheet.table for sheet in ods.sheets_of(content, most_cells=MOST_CELLS)}
    else:
        sheets = xlsx.sheets_in(content, most_cells=MOST_CELLS)
    if "workshop" not in {spelled(name) for name in sheets}:
        raise FileError("There is no sheet “Workshop” in this workbook; a worksheet has one.")
    return sheets


def hidden_rows(sheets: Mapping[str, FoundTable]) -> dict[str, tuple[int, ...]]:
    """Return by sheet the numbers of the rows that were read of it and that nobody sees who opens the file."""
    read = {name: table for name, table in sheets.items() if spelled(name) in NOUNS}
    hidden = {
        name: tuple(number for number, _ in table.rows[1:] if number in table.hidden_rows)
        for name, table in read.items()
    }
    return {name: rows for name, rows in hidden.items() if rows}


def tables(worksheet: Worksheet) -> list[WorksheetTable]:
    """Return a worksheet as tables, in the order of its fields; an empty list is a table without rows."""
    nouns: dict[str, Sequence[Noun]] = {name: getattr(worksheet, name) for name in LISTS}
    nouns |= {"workshop": [worksheet.workshop], "constraints": lines_of(worksheet.constraints)}
    return [
        WorksheetTable(name, [*columns(noun).values()], [*map(_reader(noun), nouns[name])])
        for name, noun in NOUNS.items()
    ]


def worksheet_of(found: Mapping[str, FoundTable]) -> Worksheet:
    """Return the worksheet in tables by name; raises WorksheetError with every mistake. Other tables are left out."""
    named = {spelled(name): table for name, table in found.items()}
    unknown = [mistake for name in NOUNS if name in named for mistake in _unknown_columns(name, named[name])]
    if unknown:
        raise WorksheetError(tuple(unknown))
    rows = {name: _rows(table, NOUNS[name]) for name, table in named.items() if name in NOUNS}
    if wrong := [*unknown_rules(rows.get("constraints", []))]:
        raise WorksheetError(tuple(wrong))
    data: dict[str, Any] = {name: entries for name, entries in rows.items() if name in LISTS}
    if "workshop" in rows:
        data["workshop"] = next(iter(rows["workshop"]), {})
    return checked(data | {"constraints": constraints_in(rows.get("constraints", []))})


def _as_csv(table: WorksheetTable, separator: str) -> str:
    return csv_text.csv_of([each.name for each in table.columns], table.rows, separator=separator)


def _found_tables(found: Mapping[str, bytes]) -> Iterator[tuple[str, FoundTable]]:
    """Yield the tables, which share the cells that there may be."""
    left = MOST_CELLS
    for name, content in found.items():
        table = _found_table(name, content, most_cells=left)
        left -= sum(len(cells) for _, cells in table.rows)
        yield name, table


def _found_table(name: str, content: bytes, *, most_cells: int) -> FoundTable:
    try:
        text, _ = decoded(content)
        return csv_text.table_in(text, separator=separator_of(text), most_cells=most_cells)
    except FileError as error:
        raise FileError(f"{name}.csv: {error}") from error


def write_matrix(book: Book, worksheet: Worksheet) -> None:
    """Add the map: a row for each capability, a column for each product, the need in their cell."""
    sheet = sheet_to_read(
        book, "Matrix", NOTE.format("Links"), ["Capability", *(each.name for each in worksheet.products)], width=9
    )
    looks = {need: book.format(align="center", **fill) for need, fill in FILLS.items()}
    gap = book.format(italic=True, text_wrap=True)
    for row, capability in enumerate(worksheet.capabilities, start=2):
        missing = capability.status is Status.MISSING
        name = f"{capability.name} (missing)" if missing else capability.name
        sheet.write_string(row, 0, name, gap if missing else book.wrapped)
        for column, product in enumerate(worksheet.products, start=1):
            link = worksheet.link_by_cell.get((capability.key, product.key))
            if link:
                sheet.write_number(row, column, int(link.need), looks[link.need])
    sheet.autofilter(1, 0, max(len(worksheet.capabilities) + 1, 2), len(worksheet.products))


def write_scores(book: Book, worksheet: Worksheet, findings: Findings) -> None:
    """Add where each product stands: potential, challenge, field of the map, total, people, dots, role."""
    sheet = sheet_to_read(book, "Scores", NOTE.format("Ratings"), SCORES, width=14)
    number = book.format(num_format="0.00")
    for row, product in enumerate(worksheet.candidates, start=2):
        score, decision = findings.scores.get(product.key), worksheet.decision_by_product.get(product.key)
        sheet.write_string(row, 0, product.name, book.wrapped)
        if score:
            for column, value in ((1, score.potential), (2, score.challenge), (4, score.total), (5, score.raters)):
                book.write(sheet, row, column, value, book.plain if isinstance(value, int) else number)
            book.write(sheet, row, 3, score.quadrant)
        book.write(sheet, row, 6, findings.dots.get(product.key))
        book.write(sheet, row, 7, WORDS[decision.role] if decision else None)
    sheet.autofilter(1, 0, max(len(worksheet.candidates) + 1, 2), len(SCORES) - 1)


def _reader(noun: type[Noun]) -> Callable[[Noun], Sequence[Scalar]]:
    """Return what reads a row out of a noun; the many ratings have no nested parts and are read without a detour."""
    if all(len(column.path) == 1 for column in columns(noun).values()):
        return attrgetter(*columns(noun))
    return lambda each: [*flatten(each).values()]


def _unknown_columns(name: str, table: FoundTable) -> list[Mistake]:
    known = columns(NOUNS[name])
    texts = [plain_text(cell) for cell in table.rows[0][1]] if table.rows else []
    return [
        Mistake(name, f"There is no column “{shortened(text)}” here; leave it out.{did_you_mean(spelled(text), known)}")
        for text in texts
        if text.strip() and spelled(text) not in known
    ]


def _rows(table: FoundTable, noun: type[Noun]) -> list[dict[str, Any]]:
    """Return raw nouns; a cell that does not fit its column stays as it is, so that the check names it."""
    if not table.rows:
        return []
    fields = [columns(noun).get(spelled(plain_text(cell))) for cell in table.rows[0][1]]
    return [_entry(cells, fields, table.separator, noun) for _, cells in table.rows[1:]]


def _entry(
    cells: Sequence[Scalar], fields: Sequence[Column | None], separator: str, noun: type[Noun]
) -> dict[str, Any]:
    values: dict[str, Scalar] = {}
    for cell, column in zip_longest(cells, fields):
        if column:
            try:
                value = value_of(cell, column, separator=separator)
            except CellError:
                value = plain_text(cell)
            values[column.name] = "" if value is None and _is_plain_text(column) else value
    return nest(noun, values)


def _is_plain_text(column: Column) -> bool:
    """Say whether an empty cell is a text without characters rather than nothing; so one of several keeps its place."""
    return column.type is str and not column.choices and not column.optional
