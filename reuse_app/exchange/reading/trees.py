"""Where a row stands in a tree: below the levels that stand in its own columns, or below a row that heads others."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from reuse_app.exchange.errors import first_of
from reuse_app.exchange.reading.header import Header
from reuse_app.exchange.tables import FoundTable, plain_text
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shortened

PATH = " › "
"""What stands between the names of a path."""


@dataclass
class Tree:
    """The tree in which rows stand, which are asked for one after another."""

    levels: Sequence[int] = ()
    """Columns of levels, the highest first."""
    sections: Mapping[int, str] = field(default_factory=dict)
    """By the number of a row what it says of those below it, up to the next such row."""
    _path: list[str] = field(default_factory=list, init=False)

    def placed(self, row: int, cells: Sequence[Scalar], values: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """Return the name of a row, if levels tell it, and its description with the path that leads there before it."""
        name, path = self._from_levels(cells) if self.levels else ("", "")
        named: dict[str, Scalar] = {"name": name or None} if self.levels else {}
        if not (path or self.levels or self.sections):
            return named
        texts = (self._section_of(row), path, plain_text(values.get("description")).strip())
        return named | {"description": "\n".join(filter(None, texts)) or None}

    def _from_levels(self, cells: Sequence[Scalar]) -> tuple[str, str]:
        """Return the deepest level of a row and the path there; an empty one beside it is that of the row above."""
        texts = [plain_text(cells[index]).strip() if index < len(cells) else "" for index in self.levels]
        depth = max((level for level, text in enumerate(texts) if text), default=-1)
        if depth < 0:
            return "", ""
        above = [
            text or (self._path[level] if level < len(self._path) else "") for level, text in enumerate(texts[:depth])
        ]
        self._path = [*above, texts[depth]]
        return texts[depth], PATH.join(text for text in above if text)

    def _section_of(self, row: int) -> str:
        place = bisect(self._section_rows, row)
        return self.sections[self._section_rows[place - 1]] if place else ""

    @cached_property
    def _section_rows(self) -> Sequence[int]:
        return sorted(self.sections)


def sections_of(table: FoundTable, header: Header, out: Set[int]) -> dict[int, str]:
    """Return the rows that head those below them, by their numbers: single cells, merged over all columns read.

    One below which nothing stands heads nothing, and may be a note; those that are `out` head nothing either.
    """
    read = {*header.fields, *header.levels}
    found: dict[int, str] = {}
    for number, cells in header.content if not header.is_ours and len(read) > 1 else ():
        left, right = table.across.get(number, (0, 0))
        texts = [text for cell in cells if (text := plain_text(cell).strip())]
        if left <= min(read) and max(read) <= right and len(texts) == 1 and number not in out:
            found[number] = texts[0]
    last = max((number for number, _ in header.content if number not in found and number not in out), default=0)
    return {number: text for number, text in found.items() if number < last}


def sections_told(sections: Mapping[int, str]) -> Iterator[str]:
    """Yield a sentence on the rows that were read as heads of those below them; nothing for none."""
    if sections:
        rows = first_of([f"row {number} (“{shortened(text)}”)" for number, text in sections.items()])
        yield f"Merged over all columns, and read as what the descriptions of the rows below begin with: {rows}."
