"""Tables on paper: how wide each column is, and where a table too wide for a page is cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, fsum

from reuse_app.narrative.blocks import Table
from reuse_app.narrative.words import capitalised

PAGE = 112
"""Letters of the size of tables across a page."""
GUTTER = 2.5
"""Letters between two columns."""
LONGEST_WORD = 16
"""Letters of a word that a column holds unbroken."""
NAMES = 24
"""Letters for the names of the rows in each part of a table that was cut."""
LONGEST_HEADER = 14
"""Letters of a header that had better stand on one line."""
MOST_WANTED = 70
"""Letters of a line that a column of text wants at most."""
MOST_ROWS = 400
"""Rows of a table of inputs that few readers want to see; the files for a screen show all."""


@dataclass(frozen=True)
class Need:
    """Letters that a column needs so that no word breaks, and what its cells and its header want."""

    least: int
    wanted: int
    header: int


def fitted(table: Table) -> list[Table]:
    """Return a table as tables that each fit across a page, the names of the rows in each."""
    shown = _shortened(table)
    first, *others = (need.least + GUTTER for need in _needs(shown))
    count = ceil(fsum(others) / max(1, PAGE - max(first, NAMES)))
    if first + fsum(others) <= PAGE or count < 2:  # noqa: PLR2004  # one part is the whole
        return [shown]
    size = ceil(len(others) / count)
    starts = range(1, len(shown.headers), size)
    parts = [[0, *range(start, min(start + size, len(shown.headers)))] for start in starts]
    return [_part(shown, columns, f"{number} of {len(parts)}") for number, columns in enumerate(parts, 1)]


def widths(table: Table) -> list[float]:
    """Return the share of the page that each column of a fitted table takes; together they are 1 at most."""
    needs = _needs(table)
    sizes = [need.least + GUTTER for need in needs]
    sizes = _grown(sizes, [need.wanted - need.least for need in needs])
    sizes = _grown(sizes, [max(0, need.header - need.wanted) for need in needs])
    return [size / max(PAGE, fsum(sizes)) for size in sizes]


def _grown(sizes: Sequence[float], wishes: Sequence[int]) -> list[float]:
    """Return the sizes with what they wish, or with as much of it as the page has room for."""
    given = min(1.0, max(0.0, PAGE - fsum(sizes)) / (fsum(wishes) or 1))
    return [size + wish * given for size, wish in zip(sizes, wishes, strict=True)]


def _needs(table: Table) -> list[Need]:
    columns = zip(*table.rows, strict=True)
    return [_need(header, cells) for header, cells in zip(table.headers, columns, strict=True)]


def _need(header: str, cells: Sequence[str]) -> Need:
    words = (len(word) for cell in (header, *cells) for word in cell.split())
    least = max(2, min(LONGEST_WORD, max(words, default=0)))
    longest = max(len(cell) for cell in cells)
    return Need(least, max(least, min(MOST_WANTED, longest + 1)), min(LONGEST_HEADER, len(header)))


def _part(table: Table, columns: list[int], number: str) -> Table:
    return replace(
        table,
        caption=f"{table.caption} ({number})".strip(),
        headers=tuple(table.headers[column] for column in columns),
        rows=tuple(tuple(row[column] for column in columns) for row in table.rows),
        numbers=frozenset(index for index, column in enumerate(columns) if column in table.numbers),
    )


def _shortened(table: Table) -> Table:
    if not table.is_folded or len(table.rows) <= MOST_ROWS:
        return table
    rest = f"the first {MOST_ROWS} of {len(table.rows):,} rows; the HTML and Markdown files hold all"
    caption = f"{table.caption}: {rest}" if table.caption else capitalised(rest)
    return replace(table, caption=caption, rows=table.rows[:MOST_ROWS])
