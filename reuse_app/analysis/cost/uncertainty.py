"""How far the costs may move: seeded draws of the estimates, the ranges, and the estimates that move them most."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from pydantic import Field

from reuse_app.analysis.cost.bills import EVEN, Bill, Bills, Cost, Source, total
from reuse_app.analysis.finding import Finding, Range, check_whole
from reuse_app.analysis.late_numpy import Numbers, np
from reuse_app.worksheet import Estimate

TAIL = 0.1
"""Share of the amounts that lie below low, and share above high: people mean “unlikely”, not “never”."""
CORRELATION = 0.3
"""Between any two estimates of one team: the customary default of cost analysts when nothing is known."""
HALVINGS = 60


@dataclass(frozen=True)
class Draws:
    """What was drawn for each estimate: one row for each of them, one column for each draw."""

    sources: tuple[Source, ...]
    likely: Numbers
    """One row for each estimate, with its likely amount."""
    apart: Numbers
    """Amounts of estimates that miss independently."""
    alike: Numbers
    """Amounts of estimates that all miss the same way: the same percentile everywhere."""
    amounts: Numbers
    """Amounts of estimates that are correlated by 0.3: what every probability is counted from."""

    def rows(self, bills: Sequence[Bill]) -> Numbers:
        """Return the bills as rows over the estimates, to be multiplied by the amounts."""
        column = {source: index for index, source in enumerate(self.sources)}
        rows = np.zeros((len(bills), len(column)))
        for row, bill in enumerate(bills):
            for source, times in bill.items():
                rows[row, column[source]] = times
        return rows


def draw_amounts(estimates: Mapping[Source, Estimate], *, seed: int, draws: int) -> Draws:
    """Return the amounts that are drawn for each estimate, from a triangular distribution.

    Its mode is likely, and low and high are its 10th and 90th percentile; below 0 nothing is drawn. The draws of one
    estimate lie evenly over its percentiles, so that alone it keeps the range that was stated; chance decides which of
    them meet. The order of the estimates does not matter.

    Args:
        estimates: low, likely and high, each in its own unit.
        seed: the same seed gives the same draws.
        draws: how many, 1 to 1,000,000.

    Raises:
        ValueError: draws is outside its range.

    Source: GAO, Cost Estimating and Assessment Guide, GAO-20-195G, 2020 (correlation of cost elements). Even draws that
    keep their correlation: Iman & Conover, Communications in Statistics B 11, 1982.
    """
    check_whole("draws", draws, 1, 1_000_000)
    sources = sorted(estimates)
    triangles = _triangles([estimates[source] for source in sources])
    # Python's generator, unlike numpy's, promises the same numbers in later versions.
    chance = random.Random(seed)  # noqa: S311  # draws for statistics, not for secrets
    common, *own = (np.array([chance.random() for _ in range(draws)]) for _ in range(1 + len(sources)))
    apart = _even(np.array(own).reshape(-1, draws))
    correlated = _even(sqrt(CORRELATION) * _normal(_even(common)) + sqrt(1 - CORRELATION) * _normal(apart))
    return Draws(
        tuple(sources),
        triangles[:, 1:2],
        apart=_amounts(triangles, apart),
        alike=_amounts(triangles, np.sort(apart)),
        amounts=_amounts(triangles, correlated),
    )


def _triangles(estimates: Sequence[Estimate]) -> Numbers:
    """Return the least, the likeliest and the greatest amount of each estimate.

    With a width w and the mode at a share s of it, F(low) = (s w - (likely - low))² / (s w²) is to be a tenth, so that
    likely - low = w (s - √(s / 10)), and for high alike. The quotient of both grows with s from a tenth to nine tenths.
    """
    stated = np.array([(one.low, one.likely, one.high) for one in estimates]).reshape(-1, 3)
    below, whole = stated[:, 1] - stated[:, 0], stated[:, 2] - stated[:, 0]
    start, end = np.full(len(stated), TAIL), np.full(len(stated), 1 - TAIL)
    for _ in range(HALVINGS):
        middle = (start + end) / 2
        is_short = (middle - np.sqrt(TAIL * middle)) * whole < below * _between(middle)
        start, end = np.where(is_short, middle, start), np.where(is_short, end, middle)
    width = whole / _between(start)
    least = stated[:, 1] - start * width
    return np.stack([least, stated[:, 1], least + width], axis=1)


def _between(share: Numbers) -> Numbers:
    """Return how much of a triangle's width lies between its tenth and its nine tenths, with the mode at a share."""
    return np.asarray(1 - np.sqrt(TAIL * share) - np.sqrt(TAIL * (1 - share)))


def _amounts(triangles: Numbers, share: Numbers) -> Numbers:
    """Return the amounts below which a share of each triangle lies."""
    least, likely, most = (triangles[:, corner : corner + 1] for corner in range(3))
    rising = least + np.sqrt(share * (most - least) * (likely - least))
    falling = most - np.sqrt((1 - share) * (most - least) * (most - likely))
    return np.maximum(np.where(share * (most - least) < likely - least, rising, falling), 0)


def _even(amounts: Numbers) -> Numbers:
    """Return for each amount of a row the share of the row that lies below it, half of its own part included."""
    places = amounts.argsort(kind="stable").argsort()
    return np.asarray((places + 0.5) / amounts.shape[-1])


def _normal(share: Numbers) -> Numbers:
    """Return the standard normal amounts below which these shares lie."""
    quantiles = map(NormalDist().inv_cdf, share.ravel().tolist())
    return np.array(list(quantiles)).reshape(share.shape)


SWINGS_SHOWN = 3
DIGITS = 6
"""Decimals of ranges, as processors add rows in different orders; and of swings, so that equal ones are level."""
TENTH, NINE_TENTHS = 0.1, 0.9


class Swing(Finding):
    """How far one estimate alone moves the savings when all others are at likely."""

    cost: Cost = Field(description="Which cost it is.")
    key: str = Field(description="Key of the capability or product that has this cost; empty for the organisation's.")
    least: float = Field(description="Low of the estimate.")
    most: float = Field(description="High of the estimate.")
    low: float = Field(description="Savings when the estimate is at its low.")
    high: float = Field(description="Savings when the estimate is at its high.")
    swing: float = Field(description="Distance between the two, in the workshop's unit.")


@dataclass(frozen=True)
class CostRanges:
    """The ranges of the costs over all draws; None or empty when nothing is stated."""

    solo: dict[str, Range]
    family: Range | None = None
    reuse_saves: Range | None = None
    sharing_saves: Range | None = None
    average: tuple[Range, ...] = ()
    break_even: tuple[int, int] | None = None
    break_even_share: float | None = None


def ranges_of_costs(bills: Bills, draws: Draws) -> CostRanges:
    """Return the ranges in which the costs of products lie that lack none."""
    if not bills.products:
        return CostRanges(solo={})
    counts = np.arange(1, len(bills.products) + 1).reshape(-1, 1)
    rows = [draws.rows(group) for group in (bills.rebuild, bills.solo, bills.steps)]

    def ranges(weights: Numbers) -> list[Range]:
        return _ranges(weights @ draws.likely, weights @ draws.apart, weights @ draws.alike)

    _, solo, _ = rows
    anew, apart, together = (np.cumsum(group, axis=0) for group in rows)
    numbers, share = _break_even(apart @ draws.amounts, together @ draws.amounts, sharing_from(bills))
    return CostRanges(
        solo=dict(zip(bills.products, ranges(solo), strict=True)),
        family=ranges(together[-1:])[0],
        reuse_saves=ranges(anew[-1:] - apart[-1:])[0],
        sharing_saves=ranges(apart[-1:] - together[-1:])[0],
        average=tuple(ranges(together / counts)),
        break_even=numbers,
        break_even_share=share,
    )


def sharing_from(bills: Bills) -> int | None:
    """Return how many products it takes, in their order, until two of them share a cost; None when they never do."""
    place = {key: number for number, key in enumerate(bills.products, start=1)}
    seconds = [
        sorted(place[key] for key in users)[1]
        for bill, users in bills.shared.values()
        if len(users) > 1 and total(bill, bills.likely) > 0
    ]
    return min(seconds, default=None)


def rank_swings(bills: Bills) -> tuple[Swing, ...]:
    """Return the three estimates that move the savings most, each from its low to its high, the widest first."""
    times = dict.fromkeys(bills.estimates, 0.0)
    for sign, group in ((1, bills.rebuild), (-1, bills.steps)):
        for bill in group:
            for source, paid in bill.items():
                times[source] += sign * paid
    savings = total(times, bills.likely)
    swings = [_swing(source, bills.estimates[source], each, savings) for source, each in times.items()]
    swings.sort(key=lambda swing: (-round(swing.swing, DIGITS), swing.cost, swing.key))
    return tuple(swing for swing in swings[:SWINGS_SHOWN] if swing.swing > 0)


def _swing(source: Source, estimate: Estimate, times: float, savings: float) -> Swing:
    low = savings + times * (estimate.low - estimate.likely)
    high = savings + times * (estimate.high - estimate.likely)
    return Swing(
        cost=source.cost,
        key=source.key,
        least=estimate.low,
        most=estimate.high,
        low=low,
        high=high,
        swing=abs(high - low),
    )


def _ranges(likely: Numbers, apart: Numbers, alike: Numbers) -> list[Range]:
    """Return a range for each row of amounts, from those that miss independently and those that miss alike."""
    ends = [np.quantile(amounts, [TENTH, NINE_TENTHS], axis=1, method="hazen") for amounts in (apart, alike)]
    columns = np.stack([ends[0][0], likely[:, 0], ends[0][1], *ends[1]], axis=1)
    return [Range(**dict(zip(Range.model_fields, row, strict=True))) for row in columns.round(DIGITS).tolist()]


def _break_even(apart: Numbers, together: Numbers, first: int | None) -> tuple[tuple[int, int] | None, float]:
    """Return the tenth and nine tenths of the break-even numbers, and the share of draws that have one."""
    is_even = together <= apart * (1 + EVEN)
    is_even[: len(is_even) if first is None else first - 1] = False
    has_one = is_even.any(axis=0)
    firsts = sorted((is_even.argmax(axis=0)[has_one] + 1).tolist())
    if not firsts:
        return None, 0.0
    last = len(firsts) - 1
    return (firsts[round(TENTH * last)], firsts[round(NINE_TENTHS * last)]), float(has_one.mean())
