"""A plain list as somebody pastes it: one name on each line."""

import re

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, checked_rows

_BULLET = re.compile(r"\s*(?:[-*+•–—·▪◦]|\d{1,4}[.)]|\[[ xX]?\])\s+")


def read(text: str, *, remarks: tuple[str, ...] = ()) -> Incoming:
    """Return each line that is not empty as the name of a capability, without its bullet or number.

    Raises FileError for a list that is empty or longer than an inventory.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise FileError("The list is empty; write one name on each line.")
    if len(lines) > MOST_CAPABILITIES:
        raise FileError(f"The list has {len(lines):,} lines; an inventory holds at most {MOST_CAPABILITIES:,}.")
    stated = frozenset({"name"})
    return checked_rows([RawRow(number, {"name": _name(line)}, stated) for number, line in lines], remarks=remarks)


def _name(line: str) -> str:
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
