"""Addresses that stand behind cells: those of names and evidence are evidence, and no other is lost without a word."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reuse_app.exchange.tables import FoundTable
from reuse_app.worksheet.validation.raw import shortened

NAMED = 5
"""Cells that a remark names before it says how many more there are."""


@dataclass
class CellLinks:
    """The addresses behind the cells of a table, and what became of those of neither a name nor evidence."""

    table: FoundTable
    evident: Collection[int]
    """The columns of names and of evidence."""
    headings: Sequence[str]
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @cached_property
    def _rows(self) -> Mapping[int, Mapping[int, str]]:
        rows: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, index), address in sorted(self.table.links.items()):
            rows[row][index] = address
        return rows

    def evidence(self, row: int, said: str) -> str:
        """Return the evidence of a row where a cell says this: with the addresses of names and evidence below it, or
        those of other cells where there is none."""
        links = self._rows.get(row, {})
        own = dict.fromkeys(link for index, link in links.items() if index in self.evident and link not in said)
        found = "\n".join([*([said] if said else []), *own])
        others = {index: link for index, link in links.items() if index not in self.evident and link not in found}
        if found:
            self.left += [f"{self._place(row, index)} ({shortened(link)})" for index, link in others.items()]
            return found
        self.taken += [self._place(row, index) for index in others]
        return "\n".join(dict.fromkeys(others.values()))

    def _place(self, row: int, index: int) -> str:
        heading = self.headings[index] if index < len(self.headings) else ""
        return f"row {row}, column {heading or index + 1}"

    def remarks(self) -> Iterator[str]:
        """Yield a sentence on the addresses that were taken as evidence, and one on those that were left out."""
        if self.taken:
            yield f"Addresses behind cells were taken as evidence: {_first_of(self.taken)}."
        if self.left:
            yield f"Addresses behind cells were left out, as there is evidence already: {_first_of(self.left)}."


def _first_of(places: Sequence[str]) -> str:
    return "; ".join(places[:NAMED]) + (f" and {len(places) - NAMED} more" if len(places) > NAMED else "")
