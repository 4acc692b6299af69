"""A plain list as somebody pastes it: one name on each line."""

import re
from itertools import islice

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, checked_rows

_BULLET = re.compile(r"\s*(?:[-*+•–—·▪◦]|\d{1,4}[.)]|\[[ xX]?\])\s+")


def read(text: str, *, remarks: tuple[str, ...] = ()) -> Incoming:
    """Return each line that is not empty as the name of a capability, without its bullet or number.

    Raises FileError for a list that is empty or longer than an inventory.
    """
    filled = ((number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip())
    lines = [*islice(filled, MOST_CAPABILITIES + 1)]
    if not lines:
        raise FileError("The list is empty; write one name on each line.")
    if len(lines) > MOST_CAPABILITIES:
        raise FileError(
            f"The list has more lines than the {MOST_CAPABILITIES:,} that an inventory holds; leave out some."
        )
    stated = frozenset({"name"})
    return checked_rows([RawRow(number, {"name": _name(line)}, stated) for number, line in lines], remarks=remarks)


def _name(line: str) -> str:
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
