"""A figure: a drawing with a title and a description, and the table that says the same without looking."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup

from reuse_app.narrative.figures.data import FigureData
from reuse_app.narrative.templating import at, html_environment
from reuse_app.narrative.words import COMPLETE, first_part, told_of

WIDTH = 360
"""Units across a chart: about the pixels of a phone, so that a label of 11 units can be read on one."""
BROAD = 690.0
"""Units across a chart where there is room: a page of paper, or a column of text on a screen."""
MAGNIFIED = 4 / 3
"""Pixels for each unit where there is room."""
BROAD_MAGNIFIED = 720 / BROAD
STEPS = (1, 2, 2.5, 5, 10)
"""Distances between ticks that people count in, times a power of ten."""


@dataclass(frozen=True)
class Figure:
    """One drawing; the rows of its table hold every number in it."""

    key: str
    title: str
    """What it has found, in a sentence without its full stop."""
    reading: str
    """How to read it, in one sentence."""
    description: str
    svg: Markup
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns of the table, from 0, that hold numbers."""
    is_wide: bool = False
    """Whether it keeps its size and scrolls in a region of its own where there is no room."""
    broad: Markup | None = None
    """The same drawn for where there is room; None when it is drawn once."""
    data: FigureData | None = None
    """The same as numbers, where slides have it as a chart or a table that can be edited."""

    is_folded: ClassVar[bool] = False
    """A page folds the table with its description, not alone."""
    number: ClassVar[int] = 0
    """The drawing is counted, not its table."""

    @property
    def caption(self) -> str:
        """What the table says: the same as the drawing."""
        return self.title


@dataclass(frozen=True)
class Space:
    """How much room a chart has, in units, and what of it is left for its lines, between axes and labels."""

    width: float
    height: float
    top: float = 0.0
    right_margin: float = 0.0
    bottom_margin: float = 0.0

    @property
    def right(self) -> float:
        """Where the lines end."""
        return self.width - self.right_margin

    @property
    def bottom(self) -> float:
        """Where the axis is."""
        return self.height - self.bottom_margin

    @property
    def is_broad(self) -> bool:
        """Whether it is a page of paper or a column of text, and no phone."""
        return self.width > WIDTH


def in_both(draw_in: Callable[[Space], "Figure"], narrow: Space, *, broad_height: float) -> "Figure":
    """Return a figure that is drawn for little room, and again for a page or a column of text."""
    broad = replace(narrow, width=BROAD, height=broad_height)
    return replace(draw_in(narrow), broad=draw_in(broad).svg)


@dataclass(frozen=True)
class Canvas:
    """What a drawing says, how it is read and how large it is, in units."""

    key: str
    title: str
    reading: str
    description: str
    height: float = 0.0
    width: float = WIDTH
    magnified: float = MAGNIFIED
    is_broad: bool = False
    """Whether another drawing shows the same where there is little room."""

    @property
    def id(self) -> str:
        """The start of every id in the drawing."""
        return f"figure-{self.key}-broad" if self.is_broad else f"figure-{self.key}"

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than a chart."""
        return self.width > WIDTH and not self.is_broad

    def over(self, room: Space) -> "Canvas":
        """Return the canvas with the size of a room."""
        magnified = BROAD_MAGNIFIED if room.is_broad else MAGNIFIED
        return replace(self, width=room.width, height=room.height, magnified=magnified, is_broad=room.is_broad)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height where there is room."""
        return round(self.width * self.magnified), round(self.height * self.magnified)


def draw(  # noqa: PLR0913  # each says one thing about the figure, and is named
    template: str,
    canvas: Canvas,
    *,
    headers: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    numbers: Iterable[int] = (),
    count: int = 0,
    data: FigureData | None = None,
    **shapes: object,
) -> Figure:
    """Return a figure.

    Args:
        template: what draws it.
        canvas: name and size.
        headers: the columns of its table.
        rows: the rows of its table, each as long as the headers.
        numbers: the columns of its table, from 0, that hold numbers.
        count: how many rows its table has, where only those that a report has room for are given.
        data: the same as numbers, where slides have it as a chart or a table.
        shapes: what the template draws, already in units.
    """
    svg = html_environment().get_template(template).render(canvas=canvas, **shapes)
    lines = (line.strip() for line in svg.splitlines())
    drawing = Markup("\n".join(line for line in lines if line))  # noqa: S704  # the template escaped it
    said = (canvas.key, canvas.title, canvas.reading, canvas.description)
    figure = Figure(*said, drawing, headers, rows, frozenset(numbers), canvas.is_wide, data=data)
    cut = told_of(max(count, len(rows)), len(headers))
    return _with_excerpt(figure, cut) if cut else figure


def _with_excerpt(figure: Figure, cut: str) -> Figure:
    """Return a figure with as much of its table as a report has room for; its description says what that is."""
    return replace(
        figure,
        description=f"{figure.description} Its table is {cut}; {COMPLETE}.",
        **first_part(figure.headers, figure.rows, figure.numbers),
    )


def curve(x: float, y: float, end_x: float, end_y: float) -> str:
    """Return the path of a stream, level where it begins and where it ends."""
    middle = at((x + end_x) / 2)
    return f"M{at(x)} {at(y)}C{middle} {at(y)} {middle} {at(end_y)} {at(end_x)} {at(end_y)}"


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
    """Return points as a path of dots: strokes with round ends, just long enough to be drawn in a PDF."""
    return "".join(f"M{at(x)} {at(y)}h.01" for x, y in points)


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle as a part of an SVG path."""
    return f"M{at(x)} {at(y)}h{at(width)}v{at(height)}h{at(-width)}z"
