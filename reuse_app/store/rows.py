"""The entries of one part as rows, in the order of their list, and the same after some of them have changed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from reuse_app.store.part import Entry


class Row(NamedTuple):
    """One noun on disk: which entry it is, its place in its list, who added it and when it last changed."""

    entry: Entry
    position: int
    version: int
    author: str | None
    noun: Any


PLACE = attrgetter("position", "entry")
"""Where two rows have the same place, what identifies them decides."""


@dataclass(frozen=True)
class Rows:
    """The rows of a part at one revision; what another revision has in common with it is shared, not made again."""

    by_entry: dict[Entry, Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.by_entry.values())

    def __len__(self) -> int:
        return len(self.by_entry)

    @cached_property
    def nouns(self) -> tuple[Any, ...]:
        """The nouns in their order."""
        return tuple(map(attrgetter("noun"), self))

    def version(self, entry: Entry) -> int:
        """The revision at which an entry last changed; 0 for one that is not there."""
        row = self.by_entry.get(entry)
        return row.version if row else 0

    def renewed(self, changed: Collection[Entry], found: Iterable[Row]) -> "Rows":
        """Return the rows after a change of some entries, of which these are still there.

        A list of thousands is sorted again only when something in it has moved: what is new comes last.
        """
        if not changed:
            return self
        now = ordered(found).by_entry
        rows = {**self.by_entry, **now}
        for entry in set(changed) - now.keys():
            rows.pop(entry, None)
        return Rows(rows) if all(map(self._keeps_order, now.values())) else ordered(rows.values())

    def _keeps_order(self, row: Row) -> bool:
        """Say whether a row stands where it stood, or, when it is new, behind all others."""
        before = self.by_entry.get(row.entry)
        if before:
            return before.position == row.position
        return not self.by_entry or row.position > self.by_entry[next(reversed(self.by_entry))].position


def ordered(rows: Iterable[Row]) -> Rows:
    """Return rows in the order of their list."""
    return Rows({row.entry: row for row in sorted(rows, key=PLACE)})
