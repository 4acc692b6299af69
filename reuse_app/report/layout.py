"""Text and tables laid out for paper: paragraphs made of runs of one style, and columns that fit across a page."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from itertools import chain
from math import ceil, fsum
from typing import Literal

from reuse_app.narrative.blocks import Table, Text, Typed
from reuse_app.narrative.isolation import balanced, bare, parted
from reuse_app.narrative.prose import prose
from reuse_app.narrative.words import capitalised

PassageKind = Literal["paragraph", "item", "quote", "code"]
Style = Literal["", "strong", "em", "code"]

MOST_MARKS = 10
"""Accents, joiners and the like in a row that paper shows; an emoji of a flag has seven."""
LONGEST_WORD, LONGEST_IN_CELL = 40, 16
"""Letters in a row that fit across a page, and into every column; a longer word may be broken after so many."""
_STYLES: dict[str, Style] = {"strong": "strong", "em": "em", "code": "code"}
_KINDS: dict[str, PassageKind] = {"li": "item", "blockquote": "quote", "pre": "code"}
_NOT_FOR_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKING = re.compile(r"[^\S\u00a0\u202f]+")
PAGE_WIDTH = 112
"""Letters of the size of tables across a page."""
GUTTER = 2.5
"""Letters between two columns."""
NAMES = 24
"""Letters for the names of the rows in each part of a table that was cut."""
LONGEST_HEADER = 14
"""Letters of a header that had better stand on one line."""
MOST_WANTED = 70
"""Letters of a line that a column of text wants at most."""
MOST_ROWS = 400
"""Rows of a table of inputs that few readers want to see; the files for a screen show all."""


@dataclass(frozen=True)
class Run:
    """Letters of one style; `href` is where they lead."""

    text: str
    style: Style = ""
    href: str = ""


BREAK = Run("\n")
"""A new line within a passage."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, a list item, a quotation or lines of code; items have their mark and their depth from 1."""

    runs: tuple[Run, ...]
    kind: PassageKind = "paragraph"
    mark: str = ""
    depth: int = 0

    @property
    def is_rtl(self) -> bool:
        """Whether it is read from right to left: its first letter with a direction says so."""
        return is_rtl("".join(run.text for run in self.runs))


def passages(text: Text) -> tuple[Passage, ...]:
    """Return a text as passages, without anything that a document cannot hold; none for an empty text."""
    if isinstance(text, str):
        return (Passage((Run(printable(text)),)),) if text else ()
    reader = _Reader()
    reader.feed(str(prose(printable(text.text))))
    reader.close()
    return tuple(reader.found)


def plain(text: Text) -> str:
    """Return a text on one line, as it was typed."""
    return on_one_line(printable(text.text if isinstance(text, Typed) else text))


def on_one_line(text: str) -> str:
    """Return a text without line breaks; the spaces that hold a figure together stay."""
    return _BREAKING.sub(" ", text).strip()


def printable(text: str) -> str:
    """Return text with � for what XML cannot hold, and without marks that would turn what stands behind it.

    Of marks that pile up on one letter the first few are kept: thousands of them take type setting half a second.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = balanced(_NOT_FOR_XML.sub("\ufffd", text))
    return shown if shown.isascii() else _piled().sub(r"\1", shown)


@cache
def _piled() -> re.Pattern[str]:
    """Return what finds more marks without a width in a row than any language writes on a letter."""
    letters = map(chr, chain(range(0x80, 0x20000), range(0xE0000, 0xE1000)))
    marks = [each for each in letters if unicodedata.category(each) in {"Mn", "Me", "Cf"}]
    near = re.escape("".join(each for each in marks if each <= "\uffff"))
    rare = re.escape("".join(each for each in marks if each > "\uffff"))
    # Every letter that is no mark would be compared with each of the rare ones.
    mark = f"(?:[{near}]|(?=[^\0-\uffff])[{rare}])"
    return re.compile(f"({mark}{{{MOST_MARKS}}}){mark}+")


def breakable(text: str, *, most: int = LONGEST_WORD) -> str:
    """Return text that a document can hold, in which an endless word may be broken, by spaces without width."""
    return re.sub(rf"\S{{{most}}}(?=\S)", "\\g<0>\u200b", printable(text))


def in_cell(text: str) -> str:
    """Return text for a narrow column, in which any long word may be broken."""
    return breakable(text, most=LONGEST_IN_CELL)


def is_rtl(text: str) -> bool:
    """Whether a text is read from right to left: its first letter with a direction, outside of names, says so."""
    if text.isascii():
        return False
    letters = chain.from_iterable(part for part, is_name in parted(bare(text)) if not is_name)
    ways = map(unicodedata.bidirectional, letters)
    return next((way for way in ways if way in {"L", "R", "AL"}), "L") != "L"


class _Reader(HTMLParser):
    """Reads the few tags that prose may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self._runs: list[Run] = []
        self._around: list[str] = []
        self._counts: list[int] = []
        self._mark = ""
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._runs.append(BREAK)
            return
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
        elif tag not in _STYLES:
            self._finish()
        if tag in {"ul", "ol"}:
            self._counts.append(0)
        elif tag == "li":
            self._counts[-1:] = [count + 1 for count in self._counts[-1:]]
            self._mark = f"{self._counts[-1]}." if self._counts and "ol" in self._around[-1:] else "•"
        if tag != "hr":
            self._around.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""
        elif tag not in _STYLES:
            self._finish()
        if tag in {"ul", "ol"}:
            self._counts.pop()
        if tag in self._around:
            del self._around[len(self._around) - 1 - self._around[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        shown = data if "pre" in self._around else re.sub(r"\s+", " ", data)
        shown = shown.lstrip() if self._runs[-1:] == [BREAK] else shown
        style: Style = next((_STYLES[tag] for tag in reversed(self._around) if tag in _STYLES), "")
        self._runs.append(Run(shown, style, self._href))

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        """End the passage that is being read, if anything stands in it."""
        runs, self._runs = _trimmed(self._runs), []
        if runs:
            kind: PassageKind = next((_KINDS[tag] for tag in reversed(self._around) if tag in _KINDS), "paragraph")
            self.found.append(Passage(runs, kind, self._mark, len(self._counts)))
            self._mark = ""


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Return the runs without white space at both ends."""
    text = "".join(run.text for run in runs)
    if not text.strip():
        return ()
    first, *rest = runs
    kept = [Run(first.text.lstrip(), first.style, first.href), *rest]
    kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].style, kept[-1].href)
    return tuple(run for run in kept if run.text)


@dataclass(frozen=True)
class ColumnWidth:
    """Letters that a column needs so that no word breaks, and what its cells and its header want."""

    least: int
    wanted: int
    header: int


def fitted(table: Table) -> list[Table]:
    """Return a table as tables that each fit across a page, the names of the rows in each."""
    shown = _shortened(table)
    first, *others = (need.least + GUTTER for need in _needs(shown))
    count = ceil(fsum(others) / max(1, PAGE_WIDTH - max(first, NAMES)))
    if first + fsum(others) <= PAGE_WIDTH or count < 2:  # noqa: PLR2004  # one part is the whole
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
    return [size / max(PAGE_WIDTH, fsum(sizes)) for size in sizes]


def _grown(sizes: Sequence[float], wishes: Sequence[int]) -> list[float]:
    """Return the sizes with what they wish, or with as much of it as the page has room for."""
    given = min(1.0, max(0.0, PAGE_WIDTH - fsum(sizes)) / (fsum(wishes) or 1))
    return [size + wish * given for size, wish in zip(sizes, wishes, strict=True)]


def _needs(table: Table) -> list[ColumnWidth]:
    columns = zip(*table.rows, strict=True)
    return [_need(header, cells) for header, cells in zip(table.headers, columns, strict=True)]


def _need(header: str, cells: Sequence[str]) -> ColumnWidth:
    words = map(len, chain(header.split(), *map(str.split, cells)))
    least = max(2, min(LONGEST_IN_CELL, max(words, default=0)))
    longest = max(map(len, cells))
    return ColumnWidth(least, max(least, min(MOST_WANTED, longest + 1)), min(LONGEST_HEADER, len(header)))


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
    if table.is_excerpt:
        rest = f"on paper {MOST_ROWS}"
    caption = f"{table.caption}: {rest}" if table.caption else capitalised(rest)
    return replace(table, caption=caption, rows=table.rows[:MOST_ROWS])
