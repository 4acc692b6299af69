"""Which slides a report becomes: one for each chapter, with what it has found as its title and one thing to look at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

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
    Section,
    Table,
    Typed,
)
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.words import plural
from reuse_app.report.layout import plain

MOST = 8
"""Slides, the first one with the title among them: more of them are a report."""
ORDER = ("summary", "answer", "matrix", "scores", "family", "gaps", "next")
"""The chapters that are slides when nobody asks for others: decided, found, and what happens next."""


@dataclass
class SlidePage:
    """One slide: what it says, and what it shows."""

    topic: str
    title: str
    shown: Figure | Table | None = None
    """A chart, a matrix or a table."""
    numbers: list[tuple[str, str]] = field(default_factory=list)
    """Figures to be read at a glance, each with what it counts."""
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What to know beside it, in small letters."""
    items: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """Terms with what there is to say about each."""

    @property
    def said(self) -> list[str]:
        """Its sentences, and those of its list."""
        return [*self.texts, *(f"• {item}" for item in self.items)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said below its title."""
        return not (self.shown or self.numbers or self.texts or self.items or self.pairs)


def plan(report: Report) -> tuple[str, list[SlidePage]]:
    """Return what was asked, for the first slide, and the others; what has found no room is counted on the last."""
    sections = sorted(report.sections, key=_place)
    asked = _asked(sections[0]) if sections else ""
    whole = [_page(section) for section in sections]
    pages = [page for page in whole if not page.is_empty or page.notes] or whole
    kept, left = pages[: MOST - 1], len(pages) - (MOST - 1)
    if left > 0:
        kept[-1].notes.append(f"{plural(left, 'slide more would follow', 'slides more would follow')}: see the report.")
    if asked:
        kept[0].texts.remove(asked)
    return asked, kept


def _asked(section: Section) -> str:
    """Return the purpose, with which the first page of a report begins if there is one."""
    first = section.blocks[0] if section.key == "summary" and section.blocks else None
    return plain(first.text) if isinstance(first, Paragraph) and isinstance(first.text, Typed) else ""


def _place(section: Section) -> int:
    return ORDER.index(section.key) if section.key in ORDER else len(ORDER) - 1


def _page(section: Section) -> SlidePage:
    """Return the slide of a chapter: its chart, or else its first table, and what is said beside it."""
    page = SlidePage(section.topic, section.said)
    charts, tables, drawn = list[Figure](), list[Table](), list[Figure]()
    for block in _flat(section.below):
        match block:
            case Drawing():
                (charts if block.figure.data else drawn).append(block.figure)
            case Table():
                tables.append(block)
            case _:
                _tell(block, page)
    if not charts and page.is_empty and not tables:
        tables = [block for block in section.below if isinstance(block, Table)]
    shown: list[Figure | Table] = [*charts, *tables, *(drawn if page.is_empty else [])]
    page.shown = shown[0] if shown else None
    if not charts:
        page.notes += [f"In the report: {table.caption}." for table in tables[1:] if table.caption]
    return page


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield what is shown at once; what stands under a heading of its own is a fact of that name."""
    for block in blocks:
        if isinstance(block, Entry):
            if not block.is_folded:
                yield Facts(((_named(block), " ".join(_words(block.blocks))),))
        elif not (isinstance(block, Table) and block.is_folded):
            yield block


def _named(entry: Entry) -> str:
    return f"{entry.title} · {entry.note}" if entry.note else entry.title


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the sentences of blocks, one after the other."""
    for block in blocks:
        match block:
            case Paragraph():
                yield plain(block.text)
            case Facts():
                yield from (f"{term}: {plain(text)}" for term, text in block.pairs)
            case Items() | Numbers() | Lacks():
                yield from map(plain, block.items)
            case Entry(is_folded=False):
                yield from _words(block.blocks)


def _tell(block: Block, page: SlidePage) -> None:
    match block:
        case Paragraph():
            text = plain(block.text)
            is_beside = block.is_note and not text.endswith(":")  # what leads to a list stands above it
            (page.notes if is_beside else page.texts).append(text)
        case Numbers():
            page.numbers += [(one.figure, one.caption) for one in block.numbers]
        case Items() | Lacks():
            page.items += map(plain, block.items)
        case Facts():
            page.pairs += [(term, plain(text)) for term, text in block.pairs]
        case Formula():
            page.texts += block.lines
