"""Blocks as plain text, to be read on a terminal and in a mail."""

from collections.abc import Iterable, Iterator

from reuse_app.narrative.blocks import (
    Block,
    Drawing,
    Entry,
    Facts,
    Formula,
    Items,
    Lacks,
    Numbers,
    Paragraph,
    Report,
    Table,
    Text,
)
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.isolation import unmarked
from reuse_app.narrative.words import plural

WIDEST = 100
"""Letters up to which a table stands in columns; the rows of a wider one are told one by one."""
MOST_ROWS = 100
"""Rows up to which a table is told whole; of a longer one the first are told and the others counted."""


def plain_text(report: Report) -> str:
    """Return a report as text; a figure is told by its table."""
    parts = [f"Findings: {report.title}"]
    for section in report.sections:
        parts += [
            f"{section.title}\n{'=' * len(section.title)}",
            *([section.finding] if section.finding else []),
            *_blocks(section.blocks),
        ]
    return unmarked("\n\n".join(parts)) + "\n"


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _words(block.text)
        case Facts():
            yield from (f"{term}: {_words(text)}" for term, text in block.pairs)
        case Items() | Numbers() | Lacks():
            yield "\n".join(f"- {_words(text)}" for text in block.items)
        case Table():
            yield _table(block)
        case Drawing() if not block.is_repeat:
            yield _table(block.figure)
        case Formula():
            yield "\n".join(f"    {line}" for line in block.lines)
        case Entry():
            title = f"{block.title} ({block.note})" if block.note else block.title
            yield f"{title}\n{'-' * len(title)}"
            yield from _blocks(block.blocks)


def _words(text: Text) -> str:
    return text if isinstance(text, str) else text.text.strip()


def _table(table: Table | Figure) -> str:
    rows, more = table.rows[:MOST_ROWS], len(table.rows) - MOST_ROWS
    widths = [max(map(len, column)) for column in zip(table.headers, *rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if column in table.numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (table.headers, *rows)
    ]
    if max(map(len, lines)) > WIDEST:
        lines = [f"- {_row(table.headers, row)}" for row in rows]
    rest = [f"and {plural(more, 'row', 'rows')} more, left out on a terminal"] if more > 0 else []
    return "\n".join([table.caption, *lines, *rest])


def _row(headers: Iterable[str], row: tuple[str, ...]) -> str:
    """Return a row of a wide table: its name, and each cell with its header."""
    name, *cells = row
    _, *others = headers
    told = "; ".join(f"{header}: {cell}" for header, cell in zip(others, cells, strict=True) if cell)
    return f"{name}: {told}"
