"""A table in Markdown: cells between bars, below a row of dashes, with other text around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from reuse_app.exchange.errors import first_of
from reuse_app.exchange.tables import FoundTable, Place, Row, filled

BAR = "|"
_RULE = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:[|+]\s*+:?-{2,}+:?\s*+)*+\|?\s*+")
_CELLS = re.compile(r"(?<!\\)(?:\\\\)*\|")
_BREAK = re.compile(r"<br\s*+/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|``|`)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ADDRESS = ("http://", "https://")
_LINE_END = re.compile(r"\r\n?|\n")


def is_rule(line: str) -> bool:
    """Say whether a line is the row of dashes below the headings of a table."""
    return BAR in line and _RULE.fullmatch(line) is not None


def has_table(text: str) -> bool:
    """Say whether there is a table in a text."""
    return next(_tables(_LINE_END.split(text)), None) is not None


def table_in(text: str, *, most_cells: int) -> tuple[FoundTable, str] | None:
    """Return the first table in a text, numbered by its lines, and a sentence on what else is there; None for none.

    Cells are without the marks of Markdown, with the addresses of links behind them. Raises FileError for too many.
    """
    lines = _LINE_END.split(text)
    found = next(_tables(lines), None)
    if found is None:
        return None
    links: dict[Place, str] = {}
    numbers = [number for number in found if not is_rule(lines[number])]
    read = (_row(number + 1, [*islice(_split(lines[number]), most_cells + 1)], links) for number in numbers)
    rows = filled(read, most_cells=most_cells)
    others = [str(number) for number, line in enumerate(lines, 1) if line.strip() and number - 1 not in found]
    rest = f" Not read: {'line' if len(others) == 1 else 'lines'} {first_of(others)}." if others else ""
    told = f"Read the table in lines {found[0] + 1} to {found[-1] + 1}.{rest}" if others else ""
    return FoundTable(BAR, rows, links, has_headings=True), told


def _tables(lines: Sequence[str]) -> Iterator[range]:
    """Yield the places of the lines of tables: headings, the rule, and what follows up to a line without a bar."""
    for place in range(1, len(lines)):
        if is_rule(lines[place]) and BAR in lines[place - 1] and not is_rule(lines[place - 1]):
            end = next((each for each in range(place, len(lines)) if BAR not in lines[each]), len(lines))
            yield range(place - 1, end)


def _row(number: int, cells: Sequence[str], links: dict[Place, str]) -> Row:
    addresses: Mapping[int, str] = {
        index: link[2] for index, cell in enumerate(cells) if (link := _LINK.search(cell)) and _leads(link[2])
    }
    links |= {(number, index): address for index, address in addresses.items()}
    return number, [_plain(cell) for cell in cells]


def _split(line: str) -> Iterator[str]:
    """Yield the cells of a line; a bar before the first or behind the last ends none."""
    inner, start = line.strip().removeprefix(BAR), 0
    for bar in _CELLS.finditer(inner):
        yield inner[start : bar.end() - 1].strip()
        start = bar.end()
    if start < len(inner) or not start:
        yield inner[start:].strip()


def _leads(address: str) -> bool:
    return address.casefold().startswith(_ADDRESS)


def _plain(cell: str) -> str:
    """Return the text of a cell as it is shown; a link to elsewhere on the page is told by its name."""
    return _ESCAPED.sub(r"\1", without_emphasis(_BREAK.sub("\n", _LINK.sub(r"\1", cell))))


def without_emphasis(text: str) -> str:
    """Return a text that is bold, slanted or code as a whole without the marks that say so."""
    found = _EMPHASIS.fullmatch(text)
    return found[2] if found and found[1] not in found[2] else text
