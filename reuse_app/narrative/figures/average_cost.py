"""The average cost per product as the family grows: the Tesla Bot lesson in one picture."""

from collections.abc import Sequence
from functools import partial
from itertools import accumulate
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.analysis.cost.bills import Guess
from reuse_app.narrative.figures.data import PlotLine, PlotLines
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Scale, Space, draw, in_both, path, scale_over
from reuse_app.narrative.figures.labels import SMALL, Key, Label, keys, label, width_of
from reuse_app.narrative.words import NOT_STATED, Guessed, about, amount, axis_amount, clipped, in_unit
from reuse_app.worksheet import Worksheet

NARROW = Space(WIDTH, 324.0, top=38.0, right_margin=82.0, bottom_margin=84.0)
BROAD_HEIGHT = 220.0
MOST_NAMES, MOST_NAMES_BROAD = 7, 12
"""Products whose names fit below the axis; with more of them, numbers stand there."""
AWAY = 30.0
"""Units by which two labels at the end of the lines stand apart at least."""


def average_cost(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the curve of the average cost, with its range and the cost without sharing; None without costs."""
    costs = findings.economics
    if not costs.average or not any(costs.average):
        return None
    return in_both(partial(_drawn, worksheet, findings), NARROW, broad_height=BROAD_HEIGHT)


def _drawn(worksheet: Worksheet, findings: Findings, room: Space) -> Figure:
    costs = findings.economics
    alone = _averages([costs.solo.get(key) or 0.0 for key in costs.order])
    names = [worksheet.product_by_key[key].name for key in costs.order]
    highest = [*costs.average, *alone, *(spread.high for spread in costs.average_range)]
    down = scale_over(highest, start=room.bottom, end=room.top)
    left = max(width_of(axis_amount(tick), SMALL) for tick in down.ticks()) + 8
    across = _across(len(names), left, room)
    return draw(
        "figures/average_cost.svg",
        Canvas(
            "average-cost", _title(findings, names, alone), _reading(findings), _describe(findings, names, alone)
        ).over(room),
        headers=("Products", "Last to join", "Average as a family", "Low", "High", "Average alone"),
        rows=_rows(findings, names, alone),
        numbers=(0, 2, 3, 4, 5),
        data=_data(findings, names, alone),
        axis=label(in_unit("Average cost per product", findings.unit), 0, 14, style="small soft").within(room.width),
        ticks=[(axis_amount(tick), down(tick)) for tick in down.ticks()],
        left=left,
        right=room.right,
        bottom=room.bottom,
        band=_band(findings, across, down),
        family=_places(costs.average, across, down),
        family_line=path(_places(costs.average, across, down)),
        alone_line=path(_places(alone, across, down)),
        names=_names(names, across, room),
        keys=_keys(findings, room),
        labels=_labels(findings, alone, across, down),
        even=_break_even(findings, across, down, room),
    )


def _data(findings: Findings, names: Sequence[str], alone: Sequence[float]) -> PlotLines:
    _, family, apart = map(axis_amount, _said(findings, alone))
    lines = (PlotLine("as a family", findings.economics.average, family), PlotLine("each alone", tuple(alone), apart))
    places = tuple(f"{number} · {name}" for number, name in enumerate(names, 1))
    return PlotLines(in_unit("Average cost per product", findings.unit), places, lines[: len(names)])


def _averages(amounts: Sequence[float]) -> list[float]:
    return [whole / count for count, whole in enumerate(accumulate(amounts), 1)]


def _across(count: int, left: float, room: Space) -> Scale:
    inset = 14 if count > 1 else (room.right - left) / 2
    return Scale(1, max(count, 2), left + inset, room.right)


def _places(amounts: Sequence[float], across: Scale, down: Scale) -> list[tuple[float, float]]:
    return [(across(number), down(value)) for number, value in enumerate(amounts, 1)]


def _band(findings: Findings, across: Scale, down: Scale) -> str:
    ranges = findings.economics.average_range
    if len(ranges) < 2:  # noqa: PLR2004  # a band needs two ends
        return ""
    upper = [(across(number), down(one.high)) for number, one in enumerate(ranges, 1)]
    lower = [(across(number), down(one.low)) for number, one in enumerate(ranges, 1)]
    return path([*upper, *reversed(lower)]) + "z"


def _names(names: Sequence[str], across: Scale, room: Space) -> list[Label]:
    """Return what stands below the axis: the number of products, and who joined last."""
    numbers = [
        label(str(number), across(number), room.bottom + 15, anchor="middle", style="small")
        for number in _numbers_shown(len(names))
    ]
    if len(names) > (MOST_NAMES_BROAD if room.is_broad else MOST_NAMES):
        return numbers
    # Every second name stands a line lower, so that each has the room of two.
    space = (across(2) - across(1)) * 2 - 8
    below = [_name(name, number, space, across(number), room) for number, name in enumerate(names, 1)]
    return [*numbers, *below]


def _name(name: str, number: int, space: float, x: float, room: Space) -> Label:
    """Return the name of a product below its place, pushed inwards where it would leave the paper."""
    y = room.bottom + (43, 29)[number % 2]
    # A name at the edge is pushed towards its neighbour's, so it has only what lies between its place and the edge.
    space = min(space, 2 * min(x, room.width - x) + space / 2)
    return label(name, x, y, anchor="middle", style="small soft").within(space).between(0, room.width)


def _numbers_shown(count: int) -> range:
    step = max(1, -(-count // 12))
    return range(1, count + 1, step)


def _labels(findings: Findings, alone: Sequence[float], across: Scale, down: Scale) -> list[Label]:
    """Return what each line is and where it begins and ends, written beside it."""
    costs, (first, last, apart) = findings.economics, map(axis_amount, _said(findings, alone))
    family, ranges = costs.average, costs.average_range
    end = across(len(family)) + 8
    if len(family) == 1:
        return [label(first, end, down(family[0]) + 4, style="strong")]
    gap = max(0.0, AWAY - abs(down(alone[-1]) - down(family[-1]))) / 2
    sign = 1 if alone[-1] >= family[-1] else -1
    above, below = down(alone[-1]) - sign * gap, down(family[-1]) + sign * gap
    return [
        label(
            first,
            across(1) + 5,
            down(max(*family[:4], *alone[:4], *(one.high for one in ranges[:2]))) - 7,
            style="strong",
        ),
        label(apart, end, above, style="strong"),
        label("each alone", end, above + 13, style="small soft"),
        label(last, end, below, style="strong"),
        label("as a family", end, below + 13, style="small soft"),
    ]


def _break_even(findings: Findings, across: Scale, down: Scale, room: Space) -> tuple[float, float, Label] | None:
    costs = findings.economics
    if costs.break_even is None or len(costs.average) < 2:  # noqa: PLR2004  # with one product nothing is shared
        return None
    x, y = across(costs.break_even), down(costs.average[costs.break_even - 1])
    text = f"sharing pays from {'the first' if costs.break_even == 1 else costs.break_even} on"
    is_left = x < (across(1) + across(len(costs.average))) / 2
    words = label(
        text, x + (5 if is_left else -5), room.bottom - 8, anchor="start" if is_left else "end", style="small"
    )
    return x, y, words


def _said(findings: Findings, alone: Sequence[float]) -> tuple[Guessed, Guessed, Guessed]:
    """Return what the first costs, what all cost on average when they share, and what when they do not."""
    costs, count = findings.economics, len(alone)
    family = costs.average_range or costs.average
    spreads = [costs.solo_range[key] for key in costs.order if key in costs.solo_range]
    low, high = fsum(one.low_alike for one in spreads), fsum(one.high_alike for one in spreads)
    return family[0], family[-1], Guess(low / count, alone[-1], high / count) if spreads else alone[-1]


def _is_uncertain(findings: Findings) -> bool:
    """Whether the average is a band and not only a line."""
    ranges = findings.economics.average_range
    return len(ranges) > 1 and any(one.low < one.high for one in ranges)


def _keys(findings: Findings, room: Space) -> list[Key]:
    if len(findings.economics.order) == 1:
        return []
    marks = [("line reuse", "as a family"), ("line dashed", "each alone")]
    marks += [("band", "eight draws in ten, as a family")] if _is_uncertain(findings) else []
    return keys(marks, y=room.height - (22 if not room.is_broad else 6), width=room.width)


def _title(findings: Findings, names: Sequence[str], alone: Sequence[float]) -> str:
    """Return what sharing does to the average cost."""
    _, family, apart = map(about, _said(findings, alone))
    unit = f" {findings.unit}" if findings.unit else ""
    if len(alone) == 1:
        return f"{clipped(names[0], 60)} costs {family}{unit}"
    if family == apart:
        return f"Sharing leaves a product at {family}{unit} on average"
    verb = "lowers" if findings.economics.average[-1] < alone[-1] else "raises"
    both = f"from {apart} to {family}{unit}"
    return f"Sharing {verb} the average cost of {len(alone)} products {both}"


def _reading(findings: Findings) -> str:
    if len(findings.economics.order) == 1:
        return "With one product nothing is shared yet; each further one adds a point to the line."
    return "Products join from left to right; as long as the solid line runs below the dashed one, sharing saves."


def _describe(findings: Findings, names: Sequence[str], alone: Sequence[float]) -> str:
    costs, unit = findings.economics, f" {findings.unit}" if findings.unit else ""
    first, last, apart = map(about, _said(findings, alone))
    if len(names) == 1:
        return f"{names[0]} costs {first}{unit}."
    said = (
        f"One product costs {first}{unit} on average, {len(names)} products "
        f"cost {last} each when they share capabilities and {apart} each when they do not."
    )
    even = costs.break_even
    pays = f" Sharing costs no more than not sharing from product {even} on." if even else " Sharing does not pay yet."
    return said + pays + (" The band holds eight draws in ten." if _is_uncertain(findings) else "")


def _rows(findings: Findings, names: Sequence[str], alone: Sequence[float]) -> tuple[tuple[str, ...], ...]:
    costs = findings.economics
    ranges = [(amount(one.low), amount(one.high)) for one in costs.average_range]
    ranges += [(NOT_STATED, NOT_STATED)] * (len(names) - len(ranges))
    return tuple(
        (str(number), name, amount(family), low, high, amount(apart))
        for number, (name, family, (low, high), apart) in enumerate(
            zip(names, costs.average, ranges, alone, strict=True), 1
        )
    )
