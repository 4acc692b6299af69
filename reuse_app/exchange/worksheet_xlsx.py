"""A worksheet as an Excel workbook: a sheet for each noun, the matrix as a matrix, and the scores."""

from reuse_app.analysis.findings import Findings
from reuse_app.exchange import noun_sheet, workbook
from reuse_app.exchange.book import Book
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import spelled
from reuse_app.exchange.overview_sheets import write_matrix, write_scores
from reuse_app.exchange.worksheet_tables import MOST_CELLS, tables, worksheet_of
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.document import LISTS


def write(worksheet: Worksheet, findings: Findings | None = None) -> bytes:
    """Return a worksheet as a workbook, with the scores when there are findings; the same input gives the same bytes.

    The matrix and the scores are for reading only; what is read back are the other sheets.
    """
    book = Book(worksheet.workshop.title)
    keys = {part.noun.__name__.lower(): name for name, part in LISTS.items() if part.identity == ("key",)}
    first, *others = tables(worksheet)
    noun_sheet.write(book, first.name, first.columns, first.rows, keys=keys)
    write_matrix(book, worksheet)
    if findings:
        write_scores(book, worksheet, findings)
    for table in others:
        noun_sheet.write(book, table.name, table.columns, table.rows, keys=keys)
    return book.content()


def read(content: bytes) -> Worksheet:
    """Return the worksheet in a workbook; sheets of other names are left out.

    Raises FileError when it cannot be read, WorksheetError with every mistake when it is no worksheet.
    """
    sheets = workbook.read(content, most_cells=MOST_CELLS)
    if "workshop" not in {spelled(name) for name in sheets}:
        raise FileError("There is no sheet “Workshop” in this workbook; a worksheet has one.")
    return worksheet_of(sheets)
