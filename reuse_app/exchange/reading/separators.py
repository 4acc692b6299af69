"""What stands between the cells of a text: as somebody says, or as its lines tell; where nothing does, it is a list."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.reading import markdown
from reuse_app.exchange.reading.header import ROWS_LOOKED_AT
from reuse_app.exchange.reading.headings import field_of
from reuse_app.worksheet.validation.raw import shortened

CHARACTERS_LOOKED_AT = 10_000
"""Characters of a text from which its separator is recognised."""
SEPARATORS = (",", ";", "\t", "|")
RARE_SEPARATORS = ("^", "~", ":", "¦", "，", "；", "、", "\x1f")
"""What stands between cells in few files, and in texts of many: taken where by it alone several headings are known."""
NAMED_SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "bar": "|",
    "caret": "^",
    "tilde": "~",
    "colon": ":",
    "wide comma": "，",
    "wide semicolon": "；",
}
"""Separators as people can type them."""
FEWEST_SIGNS = 2
"""Lines in a list of names from which they are taken for cells of a table."""
_GAP = re.compile(" {2,}")
_LINE_END = re.compile(r"\r\n?|\n")


def separator_of(text: str) -> str:
    """Return the separator with which most headings of a text are recognised, then the one with most of them."""

    def recognised(separator: str) -> tuple[int, int]:
        lines = io.StringIO(text[:CHARACTERS_LOOKED_AT].lstrip("\r\n"), newline="")
        rows = list(islice(csv.reader(lines, delimiter=separator), ROWS_LOOKED_AT)) or [[]]
        return max(sum(field_of(cell) is not None for cell in row) for row in rows), len(rows[0])

    if markdown.has_table(text[:CHARACTERS_LOOKED_AT]):
        return markdown.BAR
    likely = max(SEPARATORS, key=recognised)
    rare = max(RARE_SEPARATORS, key=recognised)
    return rare if recognised(rare)[0] > max(1, recognised(likely)[0]) else likely


def separator_named(written: str) -> str:
    """Return the separator that somebody has typed, by its name or itself; raises FileError."""
    name = written.casefold()
    separator = "\t" if name == r"\t" else NAMED_SEPARATORS.get(name, written)
    if separator not in (*SEPARATORS, *RARE_SEPARATORS):
        known = ", ".join(each for each in NAMED_SEPARATORS if each.isalpha())
        raise FileError(f"Found “{shortened(written)}” as the separator; choose one of {known}.")
    return separator


def is_list(text: str, separator: str) -> bool:
    """Say whether a text is a list of names: no line near its top names a column, and none is a row of cells."""
    headed = any(field_of(cell) == "name" for line in _top(text) for cell in line.split(separator))
    return not headed and not holds_cells(text)


def holds_cells(text: str) -> bool:
    """Say whether lines are rows of cells: tabs stand in them, or the same marks or wide gaps in each."""
    lines = _top(with_tabs(text[:CHARACTERS_LOOKED_AT]))
    if markdown.has_table(text[:CHARACTERS_LOOKED_AT]):
        return True
    return any(map(_has_cells, lines)) or any(_times(lines, each) for each in (";", "|"))


def _top(text: str) -> list[str]:
    """Return the lines near the top of a text, of which its last may be cut."""
    return _LINE_END.split(text[:CHARACTERS_LOOKED_AT])[:ROWS_LOOKED_AT]


def _times(lines: Sequence[str], mark: str) -> int:
    """Return how often a mark stands in each of several lines; 0 where they differ."""
    counts = {line.count(mark) for line in lines if line.strip()}
    return counts.pop() if len(counts) == 1 and sum(map(bool, map(str.strip, lines))) > 1 else 0


def list_told(text: str) -> Iterator[str]:
    """Yield a sentence on each sign that lines of a list of names hold cells of a table."""
    lines = _top(text)
    if _times(lines, ","):
        yield "Each line has a comma in it and was read as one name; for cells, write headings above: name,owner."
    yield from cells_told(lines)


def cells_told(lines: Iterable[str]) -> Iterator[str]:
    """Yield a sentence on lines of which each may be one cell of a table, as phones and some web pages copy it.

    There headings stand below each other, and several numbers without a letter.
    """
    texts = [text for line in lines if (text := line.strip())]
    headings = _headings_in_a_row(texts)
    bare = (text for text in dict.fromkeys(texts) if not any(map(str.isalpha, text)))
    numbers = [text for text in bare if any(map(str.isdigit, text))]
    signs = headings if len(headings) >= FEWEST_SIGNS else numbers
    if len(signs) >= FEWEST_SIGNS:
        what = "headings" if signs is headings else "numbers"
        found = first_of([f"“{shortened(text)}”" for text in signs])
        yield (
            f"Lines of their own hold {what}, {found}, as if each line were one cell of a table; each was read as a "
            "name. If it is a table, write each of its rows in one line, with tabs or commas between the cells."
        )


def _headings_in_a_row(lines: Sequence[str]) -> list[str]:
    """Return the most lines below each other that are headings of different fields."""
    runs: list[dict[str, str]] = [{}]
    for line in lines:
        field = field_of(line)
        if field is None or field in runs[-1]:
            runs.append({})
        if field is not None:
            runs[-1][field] = line
    return [*max(runs, key=len).values()]


def with_tabs(text: str) -> str:
    """Return a text of columns between which several spaces stand in every line with a tab there instead."""
    top = [_GAP.sub("\t", line.strip()) for line in _top(text)]
    if not _times(top, "\t") or any("\t" in line for line in _top(text)):
        return text
    return "\n".join(_GAP.sub("\t", line.strip()) for line in _LINE_END.split(text))


def _has_cells(line: str) -> bool:
    """Say whether a line is a row of a spreadsheet: a tab stands in it, and not only behind a bullet or a number."""
    first, tab, rest = line.strip().partition("\t")
    return bool(tab) and ("\t" in rest or any(map(str.isalpha, first)))
