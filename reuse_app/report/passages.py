"""Text for paper: what people typed, or our own sentence, as paragraphs and list items made of runs of one style."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import chain
from typing import Literal

from reuse_app.narrative.blocks import Text, Typed
from reuse_app.narrative.prose import prose

Kind = Literal["paragraph", "item", "quote", "code"]
Style = Literal["", "strong", "em", "code"]

MOST_MARKS = 10
"""Accents, joiners and the like in a row that paper shows; an emoji of a flag has seven."""
LONGEST_WORD, LONGEST_IN_CELL = 40, 16
"""Letters in a row that fit across a page, and into every column; a longer word may be broken after so many."""
_STYLES: dict[str, Style] = {"strong": "strong", "em": "em", "code": "code"}
_KINDS: dict[str, Kind] = {"li": "item", "blockquote": "quote", "pre": "code"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows, which is not theirs."""
_NOT_FOR_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    kind: Kind = "paragraph"
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
    return " ".join(printable(text.text if isinstance(text, Typed) else text).split())


def printable(text: str) -> str:
    """Return text with � for what XML cannot hold, and without marks that would turn what stands behind it.

    Of marks that pile up on one letter the first few are kept: thousands of them take type setting half a second.
    """
    shown = _TURNING.sub("", _NOT_FOR_XML.sub("\ufffd", text))
    return shown if shown.isascii() else _piled().sub(r"\1", shown)


@cache
def _piled() -> re.Pattern[str]:
    """Return what finds more marks without a width in a row than any language writes on a letter."""
    letters = map(chr, chain(range(0x80, 0x20000), range(0xE0000, 0xE1000)))
    marks = re.escape("".join(each for each in letters if unicodedata.category(each) in {"Mn", "Me", "Cf"}))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


def breakable(text: str, *, most: int = LONGEST_WORD) -> str:
    """Return text that a document can hold, in which an endless word may be broken, by spaces without width."""
    return re.sub(rf"\S{{{most}}}(?=\S)", "\\g<0>\u200b", printable(text))


def in_cell(text: str) -> str:
    """Return text for a narrow column, in which any long word may be broken."""
    return breakable(text, most=LONGEST_IN_CELL)


def is_rtl(text: str) -> bool:
    """Whether a text is read from right to left: its first letter with a direction says so."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
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
            kind: Kind = next((_KINDS[tag] for tag in reversed(self._around) if tag in _KINDS), "paragraph")
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
