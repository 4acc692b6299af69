"""Words in a drawing: how wide they are, what is left of them in little room, and where none covers another."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum

from reuse_app.narrative.isolation import END, START, closed

TEXT = 12.0
"""Units of the ordinary letter size."""
SMALL = 11.0
"""Units of the small letter size, the smallest that a phone shows well."""
LEADING = 1.15
"""From one line to the next, as a share of the letter size."""
ELLIPSIS = "…"

BOLD = 1.15
"""How much wider a letter is when it is strong."""

_NARROW = frozenset("ijlftrI|.,:;'’!()[]/ -·")
_BROAD = frozenset("mwMW@%—…←→↩●<>=+±×~^#")
_RARE, _TAGS = "\U00010000", "\U000e0000"
"""From where on letters are emoji and rare scripts, and from where on they only say something about others."""
_SHARES = {"narrow": 0.37, "broad": 0.96, "capital": 0.72, "wide": 1.1, "other": 0.625}
"""Width of a letter as a share of its size, in the broadest of the fonts that people have: DejaVu Sans and Verdana."""
DISTANCES = (9.0, 18.0, 30.0, 44.0, 60.0, 80.0)
"""Units from a point to its label: the nearest free place wins."""
SIDES = (
    *((1.0, 0.0), (-1.0, 0.0), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    *((1.0, -0.45), (-1.0, -0.45), (1.0, 0.45), (-1.0, 0.45)),
)
"""Directions in which a label begins, or ends, at its point."""
SLIDES = (0.5, 0.3, 0.7, 0.12, 0.88)
"""Shares of a label that lie left of its point when it stands above or below."""
NEAR = 10.0
"""Units up to which a label needs no line to its point."""
LEADER_STEPS = 24
"""Places at which the line to a label is looked at."""


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

    @property
    def weighed(self) -> float:
        """The letter size that gives the width of strong letters too."""
        return self.size * (BOLD if "strong" in self.style.split() else 1.0)

    @property
    def width(self) -> float:
        """About how wide it is, in units."""
        return width_of(self.text, self.weighed)

    @property
    def box(self) -> "Box":
        """The paper that it takes, in units, without what few letters have above and below."""
        left = self.x - self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return Box(left, self.y - self.size * 0.8, self.width, self.size * 0.9)

    def within(self, room: float) -> "Label":
        """Return the label, shortened to the room that it has."""
        return self._saying(shorten(self.text, room, self.weighed))

    def between(self, left: float, right: float) -> "Label":
        """Return the label, shortened and pushed inwards where it would leave the room between two sides."""
        fits = self.within(right - left)
        return replace(fits, x=fits.x + max(0.0, left - fits.box.x) - max(0.0, fits.box.x + fits.width - right))

    def over(self, lines: int, *, room: float, keeps_end: bool = False) -> list["Label"]:
        """Return the label on so many lines at most, the first one where the label is."""
        wrapped = wrap(self.text, room, lines, self.weighed, keeps_end=keeps_end)
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
    kept = text[: _fitting(text, room, size)]
    return closed(kept.rstrip() + ELLIPSIS)


def ending(text: str, room: float, size: float = TEXT) -> str:
    """Return the text, or as much of its end as has room, beginning with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    kept = text[len(text) - _fitting(text[::-1], room, size) :]
    return f"{START if kept.count(END) > kept.count(START) else ''}{ELLIPSIS}{kept.lstrip()}"


def _fitting(letters: str, room: float, size: float) -> int:
    """Return how many of the first of these letters have room beside an ellipsis."""
    left = room - width_of(ELLIPSIS, size)
    for count, letter in enumerate(letters):
        left -= size * _share(letter)
        if left < 0:
            return count
    return len(letters)


def wrap(text: str, room: float, lines: int, size: float = TEXT, *, keeps_end: bool = False) -> list[str]:
    """Return the text on so many lines at most, broken between words; the last one is shortened.

    With `keeps_end` the last one shows how the text ends, as names that begin alike are told apart by that.
    """
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= room:
            line += f" {words.pop(0)}"
        if words and line.count(START) > line.count(END):
            words[0] = f"{START}{words[0]}"
        found.append(shorten(line, room, size))
    last = [(ending if keeps_end else shorten)(" ".join(words), room, size)] if words else []
    return [closed(line) for line in (*found, *last)]


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
        """Return the area that both cover; most boxes lie beside each other."""
        if self.x + self.width <= other.x or other.x + other.width <= self.x:
            return 0.0
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
class Key:
    """What a mark of a drawing stands for: the mark, by the word of its style, and its label."""

    mark: str
    label: Label


MARK = 22.0
"""Units for a mark in a key, with the space to its words."""


def keys(marks: Sequence[tuple[str, str]], *, y: float, width: float, x: float = 0.0) -> list[Key]:
    """Return the marks with their words side by side, on as many lines as the width needs.

    Args:
        marks: the style of each mark and what it stands for.
        y: the base of the first line, in units.
        width: where lines end.
        x: where lines begin.
    """
    found, at = [], x
    for mark, said in marks:
        words = label(said, at + MARK, y, style="small soft")
        if at > x and words.box.x + words.width > width:
            at, y = x, y + 16
            words = replace(words, x=at + MARK, y=y)
        found.append(Key(mark, words.within(width - words.x)))
        at = words.x + words.width + 14
    return found


def lines_of(found: Sequence[Key]) -> int:
    """Return on how many lines a key stands."""
    return len({one.label.y for one in found})


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
    written: list[Box] = []
    places: list[LabelPlace | None] = []
    for point, size in zip(points, sizes, strict=True):
        free = (
            place
            for place in _around(point, size)
            if within.holds(place.box) and _is_free(place.box, fixed) and _leads_clear(place, point, written)
        )
        best = _least_covering(free, avoided)
        places.append(best)
        if best:
            written.append(best.box)
            fixed += [best.box, *_leader_boxes(best, point)]
    return places


def _least_covering(places: Iterable[LabelPlace], avoided: Sequence[Box]) -> LabelPlace | None:
    """Return the first place that covers nothing, or else the one that covers least, without a line if there is one."""
    covering: list[tuple[bool, float, LabelPlace]] = []
    for place in places:
        covered = fsum(place.box.overlap(other) for other in avoided)
        if not covered:
            return place
        covering.append((place.is_far, covered, place))
    return min(covering, key=lambda each: each[:2])[2] if covering else None


def leader_end(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    """Return where the line from a point meets its label."""
    return min(max(point[0], box.x), box.x + box.width), min(max(point[1], box.y), box.y + box.height)


def _leads_clear(place: LabelPlace, point: tuple[float, float], written: Sequence[Box]) -> bool:
    return all(_is_free(box, written) for box in _leader_boxes(place, point))


def _leader_boxes(place: LabelPlace, point: tuple[float, float]) -> list[Box]:
    """Return small boxes along the line from a point to its label; none where the label needs no line."""
    if not place.is_far:
        return []
    (x, y), (end_x, end_y) = point, leader_end(place.box, point)
    shares = [step / LEADER_STEPS for step in range(LEADER_STEPS)]
    return [Box(x + (end_x - x) * share - 1, y + (end_y - y) * share - 1, 2, 2) for share in shares]


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
