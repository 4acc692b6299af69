"""Where labels of points stand so that none covers another or a point."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

DISTANCES = (9.0, 18.0, 30.0, 44.0)
"""Units from a point to its label: the nearest free place wins."""
SIDES = ((1.0, 0.0), (-1.0, 0.0), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))
"""Directions in which a label begins, or ends, at its point."""
SLIDES = (0.5, 0.3, 0.7, 0.12, 0.88)
"""Shares of a label that lie left of its point when it stands above or below."""
NEAR = 10.0
"""Units up to which a label needs no line to its point."""


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
class Place:
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
) -> list[Place | None]:
    """Return a place for the label of each point, in the order of the points; None where there is no room.

    Args:
        points: what is labelled; no label covers any of them.
        sizes: width and height of each label.
        within: the paper.
        taken: what must not be covered.
        avoided: what had better not be covered, such as thin lines.
    """
    fixed = [*taken, *(Box(x - 6, y - 6, 12, 12) for x, y in points)]
    places: list[Place | None] = []
    for point, size in zip(points, sizes, strict=True):
        free = [place for place in _around(point, size) if within.holds(place.box) and _is_free(place.box, fixed)]
        best = min(free, key=lambda place: (place.is_far, _covered(place.box, avoided)), default=None)
        places.append(best)
        if best:
            fixed.append(best.box)
    return places


def _around(point: tuple[float, float], size: tuple[float, float]) -> Iterator[Place]:
    """Yield the places around a point, the nearest first."""
    (x, y), (width, height) = point, size
    for distance in DISTANCES:
        is_far = distance > NEAR
        for across, down in SIDES:
            left = x + across * distance - (width if across < 0 else 0)
            top = y + down * distance - (height / 2 if down == 0 else height if down < 0 else 0)
            yield Place(Box(left, top, width, height), is_far)
        for share in SLIDES:
            yield Place(Box(x - share * width, y - distance - height, width, height), is_far)
            yield Place(Box(x - share * width, y + distance, width, height), is_far)


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    return not any(box.overlap(other) for other in taken)


def _covered(box: Box, avoided: Sequence[Box]) -> float:
    return fsum(box.overlap(other) for other in avoided)
