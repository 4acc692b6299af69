"""Words in a drawing: how wide they are, what is left of them in little room, and where they stand clear."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TEXT = 12.0
"""Units of the ordinary letter size."""
SMALL = 11.0
"""Units of the small letter size, the smallest that a phone shows well."""

_NARROW = frozenset("ijlftrI|.,:;'’!()[]/ -·")
_BROAD = frozenset("mwMW@%—…←→↩●")
_SHARES = {"narrow": 0.33, "broad": 0.92, "capital": 0.69, "wide": 1.05, "other": 0.565}
"""Width of a letter as a share of its size, rather too wide than too narrow."""
ELLIPSIS = "…"


@dataclass(frozen=True)
class Label:
    """A text at a place; `full` is the whole of a text that was shortened."""

    x: float
    y: float
    text: str
    full: str = ""
    anchor: str = "start"
    style: str = ""


def label(
    text: str, x: float, y: float, *, room: float = 1000.0, anchor: str = "start", style: str = "", size: float = TEXT
) -> Label:
    """Return a text at a place, shortened to the room that it has."""
    shown = shorten(text, room, size)
    return Label(x, y, shown, "" if shown == text else text, anchor, style)


def stacked(
    text: str,
    x: float,
    y: float,
    *,
    room: float,
    lines: int,
    anchor: str = "start",
    style: str = "",
    size: float = TEXT,
) -> list[Label]:
    """Return a text on several lines below each other, the first one at y."""
    wrapped = wrap(text, room, lines, size)
    is_whole = " ".join(wrapped) == text
    return [
        Label(x, y + index * size * 1.15, line, "" if is_whole else text, anchor, style)
        for index, line in enumerate(wrapped)
    ]


def width_of(text: str, size: float = TEXT) -> float:
    """Return about how wide a text is in a plain sans-serif, in units."""
    return size * sum(_share(letter) for letter in text)


def shorten(text: str, room: float, size: float = TEXT) -> str:
    """Return the text, or as much of its start as has room, ending in an ellipsis."""
    if width_of(text, size) <= room:
        return text
    kept, left = "", room - width_of(ELLIPSIS, size)
    for letter in text:
        left -= size * _share(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, room: float, lines: int, size: float = TEXT) -> list[str]:
    """Return the text on so many lines at most, broken between words; the last one is shortened."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= room:
            line += f" {words.pop(0)}"
        found.append(shorten(line, room, size))
    return [*found, shorten(" ".join(words), room, size)] if words else found


@lru_cache(maxsize=4096)
def _share(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _SHARES["wide"]
    if letter in _NARROW:
        return _SHARES["narrow"]
    if letter in _BROAD:
        return _SHARES["broad"]
    return _SHARES["capital" if letter.isupper() else "other"]
