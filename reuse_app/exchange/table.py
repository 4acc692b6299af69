"""The cells of a table as they were found, whatever held them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reuse_app.exchange.errors import FileError
from reuse_app.worksheet.columns import Scalar

MOST_CELLS = 100_000
"""Cells of an inventory's table; 2,000 capabilities with every column fill half of them."""

Row = tuple[int, Sequence[Scalar]]
"""The number of a row as a spreadsheet counts it, from 1, and its cells."""


@dataclass(frozen=True)
class Table:
    """The rows that hold anything, and what separated their cells in the file: it tells how numbers are written."""

    separator: str
    rows: Sequence[Row]


def filled(rows: Iterable[Row], *, most_cells: int) -> list[Row]:
    """Return the rows that hold anything; raises FileError as soon as there are too many cells or empty rows."""
    kept, cells = [], 0
    for number, row in rows:
        cells += len(row) or 1
        if cells > most_cells:
            raise FileError(f"The file has more than {most_cells:,} cells or rows; leave out rows or columns.")
        if any(cell.strip() if isinstance(cell, str) else cell is not None for cell in row):
            kept.append((number, row))
    return kept
