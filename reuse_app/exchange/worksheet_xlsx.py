"""A worksheet as an Excel workbook: a sheet for each noun, the matrix as a matrix, and the scores."""

from typing import Any

from reuse_app.analysis.findings import Findings
from reuse_app.exchange import xlsx_reading, xlsx_writing
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import spelled
from reuse_app.exchange.worksheet_tables import MOST_CELLS, tables, worksheet_of
from reuse_app.exchange.xlsx_writing import ACCENT, WHITE, Book
from reuse_app.worksheet import Need, Status, Worksheet
from reuse_app.worksheet.document import LIST_OF
from reuse_app.worksheet.scales import WORDS

NOTE = "This sheet is for reading: what you change here is not imported. Change the sheet “{}” instead."
FILLS = {
    Need.NONE: {"font_color": "#6b7080"},
    Need.WEAK: {"bg_color": "#d8e8e4"},
    Need.MODERATE: {"bg_color": "#6fa39b"},
    Need.STRONG: {"bg_color": ACCENT, "font_color": WHITE},
}
"""The stronger the need, the darker its cell; the number stands in it too."""
ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}


def write(worksheet: Worksheet, findings: Findings | None = None) -> bytes:
    """Return a worksheet as a workbook, with the scores when there are findings; the same input gives the same bytes.

    The matrix and the scores are for reading only; what is read back are the other sheets.
    """
    book = Book(worksheet.workshop.title)
    first, *others = tables(worksheet)
    xlsx_writing.write_nouns(book, first.name, first.columns, first.rows, keys=LIST_OF)
    write_matrix(book, worksheet)
    if findings:
        write_scores(book, worksheet, findings)
    for table in others:
        xlsx_writing.write_nouns(book, table.name, table.columns, table.rows, keys=LIST_OF)
    return book.content()


def read(content: bytes) -> Worksheet:
    """Return the worksheet in a workbook; sheets of other names are left out.

    Raises FileError when it cannot be read, WorksheetError with every mistake when it is no worksheet.
    """
    sheets = xlsx_reading.sheets_in(content, most_cells=MOST_CELLS)
    if "workshop" not in {spelled(name) for name in sheets}:
        raise FileError("There is no sheet “Workshop” in this workbook; a worksheet has one.")
    return worksheet_of(sheets)


def write_matrix(book: Book, worksheet: Worksheet) -> None:
    """Add the map: a row for each capability, a column for each product, the need in their cell."""
    sheet = _sheet(book, "Matrix", "Links", ["Capability", *(each.name for each in worksheet.products)], width=9)
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
    headings = ["Product", "Potential", "Challenge", "Field", "Total", "People", "Dots", "Role"]
    sheet = _sheet(book, "Scores", "Ratings", headings, width=14)
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
    sheet.autofilter(1, 0, max(len(worksheet.candidates) + 1, 2), len(headings) - 1)


def _sheet(book: Book, name: str, source: str, headings: list[str], *, width: int) -> Any:
    """Return a protected sheet with a note in its first row and headings, frozen, in its second."""
    sheet = book.sheet(name)
    sheet.protect("", ALLOWED)
    sheet.write_string(0, 0, NOTE.format(source))
    for place, heading in enumerate(headings):
        sheet.write_string(1, place, heading, book.heading)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, max(len(headings) - 1, 1), width)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    return sheet
