"""Iterations over time: one strip for each product, one bar for each iteration."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from reuse_app.analysis import Findings
from reuse_app.analysis.progress import Gain, Progress
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Scale, Space, box, draw, in_both
from reuse_app.narrative.figures.labels import SMALL, Key, Label, keys, label, width_of
from reuse_app.narrative.words import NOT_STATED, amount, clipped, plural, two_figures
from reuse_app.worksheet import Worksheet

TOP, STRIP, FLOOR = 6.0, 84.0, 66.0
"""Units: where the first strip begins, how tall one is, and where in it the bars stand."""
BROAD_STRIP, BROAD_FLOOR, BROAD_NAMES = 52.0, 47.0, 220.0
"""The same where the name has room beside the strip."""
TALLEST = 34.0
"""Units of a bar of 100 %, or of the highest one when none comes near."""
BAR = 9.0
MOST = 6
"""Products that are drawn; the table holds all."""
EDGE = 14.0
READING = "Each strip is a product, and each bar how far one iteration brought it, in percent."


def iteration_progress(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the iterations of each product; None before the first one has ended."""
    progress = {key: one for key, one in findings.progress.items() if key in worksheet.product_by_key}
    if not progress:
        return None
    count = min(MOST, len(progress))
    narrow = Space(WIDTH, TOP + count * STRIP + 44)
    return in_both(partial(_drawn, worksheet, progress), narrow, broad_height=TOP + count * BROAD_STRIP + 44)


def _drawn(worksheet: Worksheet, progress: dict[str, Progress], room: Space) -> Figure:
    dates = [step.date for one in progress.values() for step in one.steps]
    start = BROAD_NAMES if room.is_broad else 0.0
    across = Scale(min(dates).toordinal(), max(dates).toordinal(), start + EDGE, room.width - EDGE)
    highest = max([step.progress or 0 for one in progress.values() for step in one.steps])
    drawn = list(progress.items())[:MOST]
    upright = Scale(0, max(highest, 1), 0, TALLEST)
    strips = [
        _Strip(worksheet.product_by_key[key].name, one, across, upright, _StripPlace(row, room))
        for row, (key, one) in enumerate(drawn)
    ]
    return draw(
        "figures/iteration_progress.svg",
        Canvas("iteration-progress", _title(worksheet, progress), READING, _describe(progress)).over(room),
        headers=("Product", "Ended", "Progress, %"),
        rows=tuple(
            (worksheet.product_by_key[key].name, step.date.isoformat(), amount(step.progress))
            for key, one in progress.items()
            for step in one.steps
        ),
        numbers=(2,),
        strips=strips,
        start=start,
        keys=_keys(progress, room),
        dates=_dates(min(dates), max(dates), start, room),
    )


@dataclass(frozen=True)
class _StripPlace:
    """Where a strip stands."""

    row: int
    room: Space

    @property
    def y(self) -> float:
        """Where it begins."""
        return TOP + self.row * (BROAD_STRIP if self.room.is_broad else STRIP)

    @property
    def floor(self) -> float:
        """Where its bars stand."""
        return self.y + (BROAD_FLOOR if self.room.is_broad else FLOOR)


class _Strip:
    """The iterations of one product, in units."""

    def __init__(self, name: str, progress: Progress, across: Scale, upright: Scale, place: _StripPlace) -> None:
        self.progress, self.across, self.upright, self.floor = progress, across, upright, place.floor
        rate = "" if progress.rate is None else f" · {_in_a_month(progress.rate)}"
        turns = plural(progress.iterations, "iteration", "iterations")
        said = f"{turns}{rate}"
        self.head = _beside(name, said, place.floor) if place.room.is_broad else _above(name, said, place.y)

    def _x(self, step: Gain) -> float:
        return self.across(step.date.toordinal())

    @property
    def bars(self) -> str:
        """One bar for each iteration that made progress."""
        made = [(self._x(step), self.upright(step.progress)) for step in self.progress.steps if step.progress]
        return "".join(box(x - BAR / 2, self.floor - height, BAR, height) for x, height in made)

    @property
    def failed(self) -> list[float]:
        """Where iterations without progress stand; with a lesson they are results all the same."""
        return [self._x(step) for step in self.progress.steps if not step.progress]

    @property
    def values(self) -> list[Label]:
        """The progress above each bar, as far as there is room between neighbours."""
        labels: list[Label] = []
        for step in self.progress.steps:
            text = NOT_STATED if step.progress is None else amount(step.progress)
            x, y = self._x(step), self.floor - self.upright(step.progress or 0) - (8 if not step.progress else 4)
            if not labels or x - labels[-1].x > width_of(text, SMALL) + 3:
                labels.append(label(text, x, y, anchor="middle", style="small"))
        return labels


def _above(name: str, said: str, y: float) -> list[Label]:
    return [
        label(name, 0, y + 12).within(WIDTH - width_of(said, SMALL) - 12),
        label(said, WIDTH, y + 12, anchor="end", style="small soft"),
    ]


def _beside(name: str, said: str, floor: float) -> list[Label]:
    lines = (label(name, 0, floor - 16), label(said, 0, floor - 2, style="small soft"))
    return [line.within(BROAD_NAMES - 8) for line in lines]


def _dates(first: dt.date, last: dt.date, start: float, room: Space) -> list[Label]:
    """Return the first and the last day below the strips."""
    y = room.height - 30
    if first == last:
        return [label(first.isoformat(), (start + room.width) / 2, y, anchor="middle", style="small soft")]
    return [
        label(first.isoformat(), start, y, style="small soft"),
        label(last.isoformat(), room.width, y, anchor="end", style="small soft"),
    ]


def _keys(progress: dict[str, Progress], room: Space) -> list[Key]:
    steps = [step for one in progress.values() for step in one.steps]
    marks = [("bar", "progress of one iteration, %")] if any(step.progress for step in steps) else []
    marks += [("mark open", "one without progress")] if not all(step.progress for step in steps) else []
    return keys(marks, y=room.height - 6, width=room.width)


def _title(worksheet: Worksheet, progress: dict[str, Progress]) -> str:
    """Return which product advances fastest."""
    rates = {key: one.rate for key, one in progress.items() if one.rate}
    if not rates:
        count = sum(len(one.steps) for one in progress.values())
        return f"{plural(count, 'iteration has', 'iterations have')} ended, and no rate can be told yet"
    rate = _in_a_month(max(rates.values()))
    fastest = [key for key, each in rates.items() if _in_a_month(each) == rate]
    name = clipped(worksheet.product_by_key[fastest[0]].name, 40)
    if len(progress) == 1:
        return f"{name} advances {rate}"
    return f"{name} advances fastest, {rate}" if len(fastest) == 1 else f"{len(fastest)} products advance alike, {rate}"


def _in_a_month(rate: float) -> str:
    """Return a rate of progress, no surer than the guesses in the log from which it is multiplied."""
    return f"about {two_figures(rate)} % in 30 days"


def _describe(progress: dict[str, Progress]) -> str:
    steps = [step for one in progress.values() for step in one.steps]
    without = sum(not step.progress for step in steps)
    return (
        f"{plural(len(steps), 'iteration', 'iterations')} of {plural(len(progress), 'product', 'products')}; each "
        f"bar is the progress of one in percent, an open circle one without progress ({without})."
    )
