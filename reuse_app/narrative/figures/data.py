"""What a figure shows as numbers and names, for programs in which people edit the chart or the table themselves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlotPoint:
    """One thing on a map of two axes."""

    name: str
    x: float
    y: float
    is_marked: bool
    """Whether it is among those that were chosen."""


@dataclass(frozen=True)
class PlotPoints:
    """A map of two axes with one scale, cut into four fields."""

    across: str
    up: str
    low: float
    high: float
    cut: float
    fields: tuple[tuple[str, int, int], ...]
    """The name of each field, and where it is: 0 left, 1 right; 0 at the top, 1 at the bottom."""
    points: tuple[PlotPoint, ...]


@dataclass(frozen=True)
class PlotLine:
    """Amounts from left to right; `end` is how the last of them reads."""

    name: str
    amounts: tuple[float, ...]
    end: str


@dataclass(frozen=True)
class PlotLines:
    """PlotLines over the same places, which have names."""

    axis: str
    places: tuple[str, ...]
    lines: tuple[PlotLine, ...]


@dataclass(frozen=True)
class PlotRow:
    """One row of a matrix: for each column the style, the word and the dots of its cell, all empty for none."""

    name: str
    is_missing: bool
    cells: tuple[tuple[str, str, str], ...]
    count: int


@dataclass(frozen=True)
class PlotGrid:
    """As much of a matrix as a slide has room for, and how much more there is."""

    columns: tuple[str, ...]
    rows: tuple[PlotRow, ...]
    more_rows: int
    more_columns: int


FigureData = PlotPoints | PlotLines | PlotGrid
