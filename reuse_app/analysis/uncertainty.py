"""How far the costs may move: seeded draws from low / likely / high, and the estimates that move them most."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from reuse_app.analysis.bills import EVEN, Bill, Bills, Cost, Source, total
from reuse_app.analysis.finding import Finding, Range
from reuse_app.analysis.limits import check_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reuse_app.worksheet import Estimate

    Drawn = NDArray[np.float64]

SWINGS_SHOWN = 3
TENTH, NINE_TENTHS = 0.1, 0.9


class Swing(Finding):
    """How far one estimate alone moves the savings when all others are at likely."""

    cost: Cost = Field(description="Which cost it is.")
    key: str = Field(description="Key of the capability or product that has this cost.")
    low: float = Field(description="Savings when the estimate is at its low.")
    high: float = Field(description="Savings when the estimate is at its high.")
    swing: float = Field(description="Distance between the two, in the workshop's unit.")


@dataclass(frozen=True)
class Spread:
    """The ranges of the costs over all draws; None or empty when nothing is stated."""

    standalone: dict[str, Range]
    family: Range | None = None
    savings: Range | None = None
    average: tuple[Range, ...] = ()
    break_even: tuple[int, int] | None = None
    break_even_share: float | None = None


def draw_amounts(estimates: Iterable[Estimate], *, seed: int, draws: int) -> list[list[float]]:
    """Return for each estimate its amounts over all draws, from a triangular distribution.

    Args:
        estimates: low, likely and high, each in the workshop's unit.
        seed: the same seed gives the same draws.
        draws: how many, 1 to 1,000,000.

    Raises:
        ValueError: draws is outside its range.
    """
    check_whole("draws", draws, 1, 1_000_000)
    chance = random.Random(seed)  # noqa: S311  # draws for statistics, not for secrets
    return [[chance.triangular(one.low, one.high, one.likely) for _ in range(draws)] for one in estimates]


def spread_of_costs(bills: Bills, *, seed: int, draws: int) -> Spread:
    """Return the ranges in which the costs lie when every estimate is drawn on its own."""
    if not bills.estimates:
        return Spread(standalone={})
    import numpy as np  # noqa: PLC0415  # heavy: imported where it is used

    amounts = np.array(draw_amounts(bills.estimates.values(), seed=seed, draws=draws))
    alone = _shares(bills.alone, bills) @ amounts
    together = np.cumsum(_shares(bills.steps, bills) @ amounts, axis=0)
    likely = np.array([[estimate.likely] for estimate in bills.estimates.values()])
    alone_likely = _shares(bills.alone, bills) @ likely
    together_likely = np.cumsum(_shares(bills.steps, bills) @ likely, axis=0)
    counts = np.arange(1, len(bills.products) + 1).reshape(-1, 1)
    low, high, share = _first_even(np.cumsum(alone, axis=0), together)
    return Spread(
        standalone=dict(zip(bills.products, _ranges(alone, alone_likely), strict=True)),
        family=_ranges(together, together_likely)[-1],
        savings=_ranges(alone.sum(axis=0, keepdims=True) - together[-1:], alone_likely.sum() - together_likely[-1:])[0],
        average=tuple(_ranges(together / counts, together_likely / counts)),
        break_even=None if share == 0 else (low, high),
        break_even_share=share,
    )


def rank_swings(bills: Bills) -> tuple[Swing, ...]:
    """Return the three estimates that move the savings most, each from its low to its high, the widest first."""
    times = {source: 0.0 for source in bills.estimates}
    for sign, group in ((1, bills.alone), (-1, bills.steps)):
        for bill in group:
            for source, paid in bill.items():
                times[source] += sign * paid
    savings = total(times, bills.likely)
    swings = [_swing(source, bills.estimates[source], each, savings) for source, each in times.items()]
    swings.sort(key=lambda swing: (-swing.swing, swing.cost, swing.key))
    return tuple(swing for swing in swings[:SWINGS_SHOWN] if swing.swing > 0)


def _swing(source: Source, estimate: Estimate, times: float, savings: float) -> Swing:
    low = savings + times * (estimate.low - estimate.likely)
    high = savings + times * (estimate.high - estimate.likely)
    return Swing(cost=source.cost, key=source.key, low=low, high=high, swing=abs(high - low))


def _shares(group: Sequence[Bill], bills: Bills) -> Drawn:
    """Return the bills as rows over all estimates."""
    import numpy as np  # noqa: PLC0415

    column = {source: index for index, source in enumerate(bills.estimates)}
    rows = np.zeros((len(group), len(column)))
    for row, bill in enumerate(group):
        for source, times in bill.items():
            rows[row, column[source]] = times
    return rows


def _ranges(drawn: Drawn, likely: Drawn) -> list[Range]:
    import numpy as np  # noqa: PLC0415

    lows, highs = np.quantile(drawn, [TENTH, NINE_TENTHS], axis=1)
    rows = zip(lows.tolist(), likely[:, 0].tolist(), highs.tolist(), strict=True)
    return [Range(low=low, likely=middle, high=high) for low, middle, high in rows]


def _first_even(apart: Drawn, together: Drawn) -> tuple[int, int, float]:
    """Return the tenth and nine tenths of the break-even numbers, and the share of draws that have one."""
    import numpy as np  # noqa: PLC0415

    is_even = together <= apart * (1 + EVEN)
    breaks = is_even.any(axis=0)
    firsts = np.sort(is_even.argmax(axis=0)[breaks]) + 1
    if not len(firsts):
        return 0, 0, 0.0
    last = len(firsts) - 1
    return int(firsts[int(TENTH * last)]), int(firsts[int(NINE_TENTHS * last)]), float(breaks.mean())
