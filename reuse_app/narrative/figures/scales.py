"""From amounts to places on the paper: linear scales, round ticks, and coordinates of few bytes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from reuse_app.narrative.templating import at

STEPS = (1, 2, 2.5, 5, 10)
"""Distances between ticks that people count in, times a power of ten."""


@dataclass(frozen=True)
class Scale:
    """A straight line from amounts to units of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where an amount lies."""
        width = self.high - self.low
        share = (value - self.low) / width if width else 0.5
        return self.start + share * (self.end - self.start)

    def ticks(self, about: int = 4) -> list[float]:
        """Return round amounts within the scale, about so many."""
        return ticks(self.low, self.high, about=about)


def scale_over(values: Iterable[float], *, start: float, end: float) -> Scale:
    """Return a scale from zero (or the lowest amount below it) to a little more than the highest."""
    known = [0.0, *values]
    low, high = min(known), max(known)
    return Scale(low, high if high > low else low + 1, start, end)


def ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Return round amounts from low to high, about so many; only low when there is no distance."""
    if not high > low:
        return [low]
    rough = (high - low) / about
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(each * magnitude for each in STEPS if each * magnitude >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return points as a line of an SVG path."""
    return "M" + "L".join(f"{at(x)} {at(y)}" for x, y in points)


def dotted(points: Iterable[tuple[float, float]]) -> str:
    """Return points as a path of dots: strokes of no length with round ends."""
    return "".join(f"M{at(x)} {at(y)}h0" for x, y in points)


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as a part of an SVG path."""
    return f"M{at(x)} {at(y)}h{at(width)}v{at(height)}h{at(-width)}z"
