"""Words in a drawing: how wide they are, and what is left of them in little room."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum

TEXT = 12.0
"""Units of the ordinary letter size."""
SMALL = 11.0
"""Units of the small letter size, the smallest that a phone shows well."""
LEADING = 1.15
"""From one line to the next, as a share of the letter size."""
ELLIPSIS = "…"

_NARROW = frozenset("ijlftrI|.,:;'’!()[]/ -·")
_BROAD = frozenset("mwMW@%—…←→↩●")
_RARE, _TAGS = "\U00010000", "\U000e0000"
"""From where on letters are emoji and rare scripts, and from where on they only say something about others."""
_SHARES = {"narrow": 0.33, "broad": 0.92, "capital": 0.69, "wide": 1.05, "other": 0.565}
"""Width of a letter as a share of its size, rather too wide than too narrow."""


@dataclass(frozen=True)
class Label:
    """A text at a place; `full` is the whole of a text that was shortened."""

    x: float
    y: float
    text: str
    full: str = ""
    anchor: str = "start"
    style: str = ""

    @property
    def size(self) -> float:
        """The letter size, which the style sheet sets by the same word."""
        return SMALL if "small" in self.style.split() else TEXT

    def within(self, room: float) -> "Label":
        """Return the label, shortened to the room that it has."""
        return self._saying(shorten(self.text, room, self.size))

    def over(self, lines: int, *, room: float) -> list["Label"]:
        """Return the label on so many lines at most, the first one where the label is."""
        wrapped = wrap(self.text, room, lines, self.size)
        full = "" if " ".join(wrapped) == self.text else self.text
        return [
            replace(self, y=self.y + index * self.size * LEADING, text=line, full=full)
            for index, line in enumerate(wrapped)
        ]

    def _saying(self, shown: str) -> "Label":
        return self if shown == self.text else replace(self, text=shown, full=self.text)


def label(text: str, x: float, y: float, *, anchor: str = "start", style: str = "") -> Label:
    """Return a text at a place."""
    return Label(x, y, text, anchor=anchor, style=style)


def lifted(labels: Sequence[Label], by: float) -> list[Label]:
    """Return the labels higher up by so many units, or further down when it is negative."""
    return [replace(one, y=one.y - by) for one in labels]


def width_of(text: str, size: float = TEXT) -> float:
    """Return about how wide a text is in a plain sans-serif, in units."""
    return size * fsum(_share(letter) for letter in text)


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
    # Each Python knows other emoji and rare scripts, and has another width for what it does not know.
    if letter >= _RARE:
        return 0.0 if letter >= _TAGS else _SHARES["wide"]
    category = unicodedata.category(letter)
    if unicodedata.combining(letter) or category == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" and category != "Cn":
        return _SHARES["wide"]
    if letter in _NARROW:
        return _SHARES["narrow"]
    if letter in _BROAD:
        return _SHARES["broad"]
    return _SHARES["capital" if letter.isupper() else "other"]
