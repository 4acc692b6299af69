"""Seeded draws of uncertain amounts from their low, likely and high."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, sqrt
from statistics import NormalDist

from reuse_app.analysis.cost.amount import Source
from reuse_app.analysis.cost.bills import Bill
from reuse_app.analysis.finding import check_whole
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

    Its mode is likely, and low and high are its 10th and 90th percentile; below 0 nothing is drawn. The order of the
    estimates does not matter.

    Args:
        estimates: low, likely and high, each in its own unit.
        seed: the same seed gives the same draws.
        draws: how many, 1 to 1,000,000.

    Raises:
        ValueError: draws is outside its range.

    Source: GAO, Cost Estimating and Assessment Guide, GAO-20-195G, 2020 (correlation of cost elements).
    """
    check_whole("draws", draws, 1, 1_000_000)
    sources = sorted(estimates)
    triangles = _triangles([estimates[source] for source in sources])
    # Python's generator, unlike numpy's, promises the same numbers in later versions.
    chance = random.Random(seed)  # noqa: S311  # draws for statistics, not for secrets
    common = _normal(np.array([chance.random() for _ in range(draws)]))
    own = np.array([[chance.random() for _ in range(draws)] for _ in sources]).reshape(-1, draws)
    correlated = _share(sqrt(CORRELATION) * common + sqrt(1 - CORRELATION) * _normal(own))
    evenly = ((np.arange(draws) + 0.5) / draws).reshape(1, -1)
    return Draws(
        tuple(sources),
        triangles[:, 1:2],
        apart=_amounts(triangles, own),
        alike=_amounts(triangles, np.repeat(evenly, len(sources), axis=0)),
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


def _normal(share: Numbers) -> Numbers:
    """Return the standard normal amounts below which these shares lie."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile(max(one, 1e-12)) for one in share.ravel().tolist()]).reshape(share.shape)


def _share(amounts: Numbers) -> Numbers:
    """Return the shares that lie below standard normal amounts."""
    return np.array([0.5 + erf(one / sqrt(2)) / 2 for one in amounts.ravel().tolist()]).reshape(amounts.shape)
