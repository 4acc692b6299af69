"""A plain list as somebody pastes it: one name on each line, whatever stands before it."""

import re
from collections.abc import Iterator
from itertools import islice

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, checked_rows
from reuse_app.worksheet.values import clean_line

_BULLET = re.compile(r"(?:[-*+–—] |[•‣◦·▪●○☐☑☒] ?|[0-9]{1,4}[.)] )?(?:\[[ xX]?\] )?")
"""What a list writes before a line: a bullet or a number, and a box to tick."""


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a list that holds a name: its number, and the name without what stands before it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line and (name := _BULLET.sub("", clean_line(line), count=1)):
            yield number, name


def read(text: str, *, remarks: tuple[str, ...] = ()) -> Incoming:
    """Return the names in a list as capabilities; raises FileError for an empty one, or one beyond an inventory."""
    names = [*islice(names_in(text), MOST_CAPABILITIES + 1)]
    if not names:
        raise FileError("The list is empty; write one name on each line.")
    if len(names) > MOST_CAPABILITIES:
        raise FileError(
            f"The list has more lines than the {MOST_CAPABILITIES:,} that an inventory holds; leave out some."
        )
    stated = frozenset({"name"})
    return checked_rows([RawRow(number, {"name": name}, stated) for number, name in names], remarks=remarks)
