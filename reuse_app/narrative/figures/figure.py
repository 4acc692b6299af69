"""A figure: a drawing with a title and a description, and the table that says the same without looking."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from reuse_app.narrative.templating import html_environment

WIDTH = 360
"""Units across a chart: about the pixels of a phone, so that a label of 11 units can be read on one."""
MAGNIFIED = 4 / 3
"""Pixels for each unit where there is room."""


@dataclass(frozen=True)
class Figure:
    """One drawing; the rows of its table hold every number in it."""

    key: str
    title: str
    description: str
    svg: Markup
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns of the table, from 0, that hold numbers."""
    is_wide: bool = False
    """Whether it keeps its size and scrolls in a region of its own where there is no room."""

    is_folded: ClassVar[bool] = False
    """A page folds the table with its description, not alone."""

    @property
    def caption(self) -> str:
        """What the table says: the same as the drawing."""
        return self.title


@dataclass(frozen=True)
class Canvas:
    """What a drawing is called and how large it is, in units."""

    key: str
    title: str
    description: str
    height: float
    width: float = WIDTH
    magnified: float = MAGNIFIED

    @property
    def id(self) -> str:
        """The start of every id in the drawing."""
        return f"figure-{self.key}"

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than a chart."""
        return self.width > WIDTH

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height where there is room."""
        return round(self.width * self.magnified), round(self.height * self.magnified)


def draw(
    template: str,
    canvas: Canvas,
    *,
    headers: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    numbers: Iterable[int] = (),
    **shapes: object,
) -> Figure:
    """Return a figure.

    Args:
        template: what draws it.
        canvas: name and size.
        headers: the columns of its table.
        rows: the rows of its table, each as long as the headers.
        numbers: the columns of its table, from 0, that hold numbers.
        shapes: what the template draws, already in units.
    """
    svg = html_environment().get_template(template).render(canvas=canvas, **shapes)
    lines = (line.strip() for line in svg.splitlines())
    drawing = Markup("\n".join(line for line in lines if line))  # noqa: S704  # the template escaped it
    return Figure(
        canvas.key, canvas.title, canvas.description, drawing, headers, rows, frozenset(numbers), canvas.is_wide
    )
