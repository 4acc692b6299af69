"""How far the costs may move, and the estimates that move them most."""

from dataclasses import dataclass

from pydantic import Field

from reuse_app.analysis.cost.amount import Cost, Source
from reuse_app.analysis.cost.bills import EVEN, Bills, total
from reuse_app.analysis.cost.draws import Draws
from reuse_app.analysis.finding import Finding, Range
from reuse_app.analysis.late_numpy import Numbers, np
from reuse_app.worksheet import Estimate

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
    ends = [np.quantile(amounts, [TENTH, NINE_TENTHS], axis=1) for amounts in (apart, alike)]
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
