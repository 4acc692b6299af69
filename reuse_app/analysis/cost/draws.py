"""Seeded draws of uncertain amounts from their low, likely and high."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reuse_app.analysis.cost.amount import Source
from reuse_app.analysis.cost.bills import Bill
from reuse_app.analysis.finding import check_whole
from reuse_app.analysis.late_numpy import Numbers, np
from reuse_app.worksheet import Estimate


@dataclass(frozen=True)
class Draws:
    """What was drawn for each estimate."""

    sources: tuple[Source, ...]
    likely: Numbers
    """One row for each estimate, with its likely amount."""
    amounts: Numbers
    """One row for each estimate, one column for each draw."""

    def rows(self, bills: Sequence[Bill]) -> Numbers:
        """Return the bills as rows over the estimates, to be multiplied by the amounts."""
        column = {source: index for index, source in enumerate(self.sources)}
        rows = np.zeros((len(bills), len(column)))
        for row, bill in enumerate(bills):
            for source, times in bill.items():
                rows[row, column[source]] = times
        return rows


def draw_amounts(estimates: Mapping[Source, Estimate], *, seed: int, draws: int) -> Draws:
    """Return the amounts that are drawn for each estimate on its own, from a triangular distribution.

    The order of the estimates does not matter.

    Args:
        estimates: low, likely and high, each in its own unit.
        seed: the same seed gives the same draws.
        draws: how many, 1 to 1,000,000.

    Raises:
        ValueError: draws is outside its range.
    """
    check_whole("draws", draws, 1, 1_000_000)
    sources = sorted(estimates)
    stated = (estimates[source] for source in sources)
    corners = np.array([(one.low, one.likely, one.high) for one in stated]).reshape(-1, 3, 1)
    # Python's generator, unlike numpy's, promises the same numbers in later versions.
    chance = random.Random(seed)  # noqa: S311  # draws for statistics, not for secrets
    share = np.array([[chance.random() for _ in range(draws)] for _ in sources]).reshape(-1, draws)
    low, likely, high = corners[:, 0], corners[:, 1], corners[:, 2]
    rising = low + np.sqrt(share * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - likely))
    amounts = np.where(share * (high - low) < likely - low, rising, falling)
    return Draws(tuple(sources), likely, amounts)
