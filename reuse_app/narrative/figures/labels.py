"""Words in a drawing: how wide they are, what is left of them in little room, and where none covers another."""

import unicodedata
from collections.abc import Iterator, Sequence
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
DISTANCES = (9.0, 18.0, 30.0, 44.0)
"""Units from a point to its label: the nearest free place wins."""
SIDES = ((1.0, 0.0), (-1.0, 0.0), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))
"""Directions in which a label begins, or ends, at its point."""
SLIDES = (0.5, 0.3, 0.7, 0.12, 0.88)
"""Shares of a label that lie left of its point when it stands above or below."""
NEAR = 10.0
"""Units up to which a label needs no line to its point."""


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


@dataclass(frozen=True)
class Box:
    """A rectangle on the paper."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: "Box") -> float:
        """Return the area that both cover."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across * down if across > 0 and down > 0 else 0.0

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True)
class LabelPlace:
    """Where a label stands, and whether it needs a line to its point."""

    box: Box
    is_far: bool


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    *,
    within: Box,
    taken: Sequence[Box],
    avoided: Sequence[Box] = (),
) -> list[LabelPlace | None]:
    """Return a place for the label of each point, in the order of the points; None where there is no room.

    Args:
        points: what is labelled; no label covers any of them.
        sizes: width and height of each label.
        within: the paper.
        taken: what must not be covered.
        avoided: what had better not be covered, such as thin lines.
    """
    fixed = [*taken, *(Box(x - 6, y - 6, 12, 12) for x, y in points)]
    places: list[LabelPlace | None] = []
    for point, size in zip(points, sizes, strict=True):
        free = [place for place in _around(point, size) if within.holds(place.box) and _is_free(place.box, fixed)]
        best = min(free, key=lambda place: (place.is_far, _covered(place.box, avoided)), default=None)
        places.append(best)
        if best:
            fixed.append(best.box)
    return places


def _around(point: tuple[float, float], size: tuple[float, float]) -> Iterator[LabelPlace]:
    """Yield the places around a point, the nearest first."""
    (x, y), (width, height) = point, size
    for distance in DISTANCES:
        is_far = distance > NEAR
        for across, down in SIDES:
            left = x + across * distance - (width if across < 0 else 0)
            top = y + down * distance - (height / 2 if down == 0 else height if down < 0 else 0)
            yield LabelPlace(Box(left, top, width, height), is_far)
        for share in SLIDES:
            yield LabelPlace(Box(x - share * width, y - distance - height, width, height), is_far)
            yield LabelPlace(Box(x - share * width, y + distance, width, height), is_far)


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    return not any(box.overlap(other) for other in taken)


def _covered(box: Box, avoided: Sequence[Box]) -> float:
    return fsum(box.overlap(other) for other in avoided)
