"""What a report is made of, whatever file it becomes: sections of paragraphs, facts, tables, lists and figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from reuse_app.narrative.figures import Figure
from reuse_app.narrative.words import COMPLETE, MOST_ROWS, first_part, told_of
from reuse_app.worksheet.steps import Step


@dataclass(frozen=True)
class Typed:
    """Text that people typed into a prose field; it may hold Markdown."""

    text: str


Text = str | Typed
"""Our own sentence, in which names stand as they are, or text that people typed."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a note is smaller and says what to know beside it."""

    text: Text
    is_note: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Facts:
    """Terms with what there is to say about each."""

    pairs: tuple[tuple[str, Text], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    items: tuple[Text, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Table:
    """Rows under headers; the first column names the row, numbers stand at the right."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns, from 0, that hold numbers."""
    is_folded: bool = False
    """Whether it is a detail: a page shows it only on demand, paper in its annex."""
    about: tuple[str, ...] = ()
    """What a page says of each row when its name is pressed: what a capability really does. A report says that once."""
    is_excerpt: bool = False
    """Whether it is the first part of one that is too long for a report, as its caption says."""
    number: int = 0
    """Which table of a report it is, from 1."""
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Drawing:
    """A figure with its table."""

    figure: Figure
    is_repeat: bool = False
    """Whether another figure has the same table, so that a file without drawings leaves it out."""
    number: int = 0
    """Which figure of a report it is, from 1."""
    kind: Literal["drawing"] = "drawing"


@dataclass(frozen=True)
class Formula:
    """Lines of arithmetic, as they are."""

    lines: tuple[str, ...]
    kind: Literal["formula"] = "formula"


@dataclass(frozen=True)
class Number:
    """A number that says how sure a finding is: what it counts, and the chapter that says more."""

    figure: str
    caption: str
    chapter: str

    def __str__(self) -> str:
        """Return both as the words of a list."""
        return f"{self.figure} {self.caption}"


@dataclass(frozen=True)
class Numbers:
    """Numbers to be read at a glance."""

    numbers: tuple[Number, ...]
    kind: Literal["numbers"] = "numbers"

    @property
    def items(self) -> tuple[str, ...]:
        """The same as sentences of a list, for a file in which nothing leads to a chapter."""
        return tuple(map(str, self.numbers))


@dataclass(frozen=True)
class Place:
    """Where something is entered: a step, and there a capability, or its cell in a product."""

    step: Step
    capability: str = ""
    product: str = ""


@dataclass(frozen=True)
class Lacks:
    """What is not known or settled yet, each with the place where it is entered."""

    lacks: tuple[tuple[Place, str], ...]
    kind: Literal["lacks"] = "lacks"

    @property
    def items(self) -> tuple[str, ...]:
        """The same as sentences of a list."""
        return tuple(sentence for _, sentence in self.lacks)


@dataclass(frozen=True)
class Entry:
    """One thing under a heading of its own: a product, a capability, a method."""

    title: str
    blocks: tuple["Block", ...]
    note: str = ""
    is_folded: bool = False
    """Whether it is a detail: a page shows it only on demand, paper in its annex."""
    kind: Literal["entry"] = "entry"


Block = Paragraph | Facts | Items | Table | Drawing | Formula | Numbers | Lacks | Entry


@dataclass(frozen=True)
class Section:
    """A chapter of the report."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()
    """What its methods rest on, which a page names beside it and a report in its annex."""
    step: Step | None = None
    """Where what it tells is entered."""
    finding: str = ""
    """What it has found, in a sentence; on paper that is its heading."""
    letter: str = ""
    """Which part of the annex it is; a chapter of the report itself has none."""

    @property
    def full_title(self) -> str:
        """Its title, which says of a part of the annex that it is one."""
        return f"Annex {self.letter} · {self.title}" if self.letter else self.title

    @property
    def headline(self) -> str:
        """What it has found; of a chapter about one thing, what that is."""
        return self.finding or (self._only.title if self._only else "")

    @property
    def said(self) -> str:
        """Its heading on paper: what it has found; in the annex, and where nothing is found, its title."""
        return self.full_title if self.letter else self.headline or self.title

    @property
    def topic(self) -> str:
        """What stands in small letters above its heading."""
        return self.title if self.headline and not self.letter else ""

    @property
    def below(self) -> tuple[Block, ...]:
        """What stands below its heading."""
        return self._only.blocks if self._only and not self.finding and not self.letter else self.blocks

    @property
    def _only(self) -> Entry | None:
        only = self.blocks[0] if len(self.blocks) == 1 else None
        return only if isinstance(only, Entry) and not only.note else None

    @property
    def anchor(self) -> str:
        """Where it stands on a page."""
        return f"report-{self.key}"


@dataclass(frozen=True)
class Report:
    """Everything that there is to read about a workshop; the first section is its first page, the annex comes last."""

    title: str
    organisation: str
    sections: tuple[Section, ...]
    cover: tuple[str, ...] = ()
    """Who took part, and which state of the worksheet this is."""

    @property
    def index(self) -> tuple[tuple[str, str], ...]:
        """Where each chapter stands on a page, and its title."""
        return tuple((section.anchor, section.full_title) for section in self.sections)


def drawings_in(blocks: Iterable[Block]) -> Iterator[Drawing]:
    """Yield every drawing among the blocks, those under headings of their own too."""
    for block in blocks:
        if isinstance(block, Drawing):
            yield block
        elif isinstance(block, Entry):
            yield from drawings_in(block.blocks)


def facts(*pairs: tuple[str, Text]) -> Facts:
    """Return those of the facts about which something is said."""
    return Facts(tuple((term, text) for term, text in pairs if (text.text if isinstance(text, Typed) else text)))


def typed(text: str) -> tuple[Paragraph, ...]:
    """Return what people typed as a paragraph, or nothing for nothing."""
    return (Paragraph(Typed(text)),) if text else ()


def note(sentence: str) -> Paragraph:
    """Return a sentence that says what to know beside a table or a figure."""
    return Paragraph(sentence, is_note=True)


def drawing(figure: Figure | None, *, is_repeat: bool = False) -> tuple[Drawing, ...]:
    """Return the figure as a block, or nothing when there was nothing to draw."""
    return (Drawing(figure, is_repeat),) if figure else ()


def table(  # noqa: PLR0913  # each says one thing about the table, and is named
    caption: str,
    headers: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    *,
    numbers: Iterable[int] = (),
    is_folded: bool = False,
    about: Iterable[str] = (),
    count: int = 0,
) -> tuple[Table, ...]:
    """Return a table, or nothing when it has no rows; of a very large one the first part, and its caption says so.

    Args:
        caption: what the table says.
        headers: one for each column.
        rows: each as long as the headers.
        numbers: the columns, from 0, that hold numbers.
        is_folded: whether a page shows it only on demand.
        about: what a page says of each row when its name is asked.
        count: how many rows there are, where only those that a report has room for are given.
    """
    found = tuple(rows)
    if not found:
        return ()
    cut = told_of(max(count, len(found)), len(headers))
    whole = Table(caption, headers, found, frozenset(numbers), is_folded, tuple(about))
    return (_excerpt(whole, cut) if cut else whole,)


MOST_AT_ONCE = 12
"""Lines of a list that a chapter shows; all of them are folded below it."""


def long_table(
    caption: str, headers: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, numbers: Iterable[int] = ()
) -> tuple[Table, ...]:
    """Return a table; of a long one the first rows, with all of them folded below."""
    found, columns = tuple(rows), tuple(numbers)
    if len(found) <= MOST_AT_ONCE:
        return table(caption, headers, found, numbers=columns)
    few = table(f"{caption}: {MOST_AT_ONCE} of {len(found)}", headers, found[:MOST_AT_ONCE], numbers=columns)
    return (*few, *table(f"{caption}: all", headers, found, numbers=columns, is_folded=True))


def _excerpt(table: Table, cut: str) -> Table:
    """Return as much of a table as a report has room for, with a caption that says what of it that is."""
    return replace(
        table,
        caption=f"{table.caption}: {cut}; {COMPLETE}",
        **first_part(table.headers, table.rows, table.numbers),
        about=table.about[:MOST_ROWS],
        is_excerpt=True,
    )
