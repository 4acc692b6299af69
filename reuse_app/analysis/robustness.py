"""How often each product comes first, second ... when weights and ratings vary: ranks instead of a second decimal."""

import random
from collections.abc import Mapping, Sequence
from math import fsum

from reuse_app.analysis.finding import check_whole
from reuse_app.analysis.late_numpy import Numbers, np
from reuse_app.analysis.scoring import LEVELS, Ballots, as_potential
from reuse_app.worksheet import Axis

Options = Sequence[Sequence[float]]

AT_ONCE = 1000
"""Draws that are ranked together, so that memory stays small."""
FIRST = 2 / 3
"""Share of the draws in which an option has to be first to be clearly first."""
EVEN = 1e-9
DIGITS = 9
"""Decimals to which totals and shares are kept, so that rounding never decides between equal options."""


def rank_acceptability(options: Options, *, draws: int, seed: int) -> list[list[float]]:
    """Return for each option the share of draws in which it has each rank, the first rank first.

    Weights are drawn uniformly from all that add up to 1. Options with equal totals share their ranks evenly.

    Args:
        options: one sequence of factor values for each option, more is better; at least one option and one factor.
        draws: how many, 1 to 1,000,000.
        seed: the same seed gives the same shares.

    Raises:
        ValueError: there is no option or no factor, the options differ in length, or draws is outside its range.

    Source: Lahdelma & Salminen, SMAA-2, 2001.
    """
    factors = len(options[0]) if options else 0
    if not factors:
        raise ValueError("options must hold at least 1 option with at least 1 factor, not 0")
    if any(len(option) != factors for option in options):
        raise ValueError(f"options must hold {factors} factors each")
    return _acceptability([[[value] for value in option] for option in options], draws=draws, seed=seed)


def product_acceptability(
    ballots: Ballots, *, draws: int, seed: int, any_weights: bool = False
) -> dict[str, list[float]]:
    """Return the rank shares of each rated product, by key, with ratings drawn.

    Each rating is that of a person drawn from those who gave one; where nobody did, any level is as likely. Without
    a single level there is nothing to rank. Challenge counts as 5 - level.

    Args:
        ballots: the latest round of everybody.
        draws: how many, 1 to 1,000,000.
        seed: the same seed gives the same shares.
        any_weights: whether the weights are drawn too, uniformly over the factors that have one; otherwise they are
            the team's, and a weight of 0 stays 0.

    Raises:
        ValueError: draws is outside its range.
    """
    check_whole("draws", draws, 1, 1_000_000)
    factors = [factor for factor in ballots.factors if ballots.shares[factor.key] > 0]
    if not any(ballots.levels(product, factor.key) for product in ballots.products for factor in factors):
        return {}
    given = [
        [_as_potential(ballots.levels(product, factor.key), factor.axis) for factor in factors]
        for product in ballots.products
    ]
    weights = None if any_weights else [ballots.shares[factor.key] for factor in factors]
    shares = _acceptability(given, draws=draws, seed=seed, weights=weights)
    return dict(zip(ballots.products, shares, strict=True))


def level_at_the_top(acceptability: Mapping[str, Sequence[float]]) -> list[str]:
    """Return the options that are level at the top: the fewest that together are first in two thirds of the draws.

    One alone is clearly first. Those that are first equally often stay together; the likeliest comes first.

    Args:
        acceptability: the rank shares of each option.
    """
    ordered = sorted(acceptability, key=lambda key: (-acceptability[key][0], key))
    firsts = [acceptability[key][0] for key in ordered]
    enough = FIRST * fsum(firsts) - EVEN
    count = next((n for n in range(1, len(ordered)) if fsum(firsts[:n]) >= enough), len(ordered))
    return ordered[:count] + [key for key in ordered[count:] if acceptability[key][0] == firsts[count - 1] > 0]


def _as_potential(levels: Sequence[int], axis: Axis) -> list[float]:
    return [as_potential(level, axis) for level in levels or range(1, LEVELS + 1)]


def _acceptability(
    given: Sequence[Sequence[Sequence[float]]], *, draws: int, seed: int, weights: Sequence[float] | None = None
) -> list[list[float]]:
    """Return the rank shares of options, of whose factors one of the given values is drawn each time.

    Without weights these are drawn too.
    """
    check_whole("draws", draws, 1, 1_000_000)
    # Python's generator, unlike numpy's, promises the same numbers in later versions.
    chance = random.Random(seed)  # noqa: S311  # draws for statistics, not for secrets
    times = np.zeros((len(given), len(given)))
    for start in range(0, draws, AT_ONCE):
        totals = _totals(given, min(AT_ONCE, draws - start), chance, weights)
        times += _rank_times(np.round(totals, DIGITS))
    return [[round(share, DIGITS) + 0.0 for share in row] for row in (times / draws).tolist()]


def _totals(
    given: Sequence[Sequence[Sequence[float]]], draws: int, chance: random.Random, stated: Sequence[float] | None
) -> Numbers:
    """Return one row of totals for each option, one column for each draw."""

    def uniform() -> Numbers:
        return np.array([chance.random() for _ in range(draws)])

    if stated is None:
        # Exponentials, scaled to add up to 1, are uniform on the simplex.
        weights = np.array([-np.log1p(-uniform()) for _ in given[0]])
        weights /= weights.sum(axis=0)
    else:
        weights = np.array(stated).reshape(-1, 1)
    totals = np.zeros((len(given), draws))
    for option, row in enumerate(given):
        for factor, values in enumerate(row):
            drawn = values[0] if len(values) == 1 else np.array(values)[(uniform() * len(values)).astype(int)]
            totals[option] += weights[factor] * drawn
    return totals


def _rank_times(totals: Numbers) -> Numbers:
    """Return how often each option has each rank; options with equal totals have an equal part of their ranks."""
    count, ranks = len(totals), np.arange(len(totals)).reshape(-1, 1)
    order = np.argsort(-totals, axis=0, kind="stable")
    ordered = np.take_along_axis(totals, order, axis=0)
    is_first = np.vstack([np.ones_like(ordered[:1], dtype=bool), ordered[1:] != ordered[:-1]])
    above = np.maximum.accumulate(np.where(is_first, ranks, 0), axis=0)
    is_last = np.roll(is_first, -1, axis=0)
    below = np.minimum.accumulate(np.where(is_last, ranks + 1, count)[::-1], axis=0)[::-1]
    part, row = (1 / (below - above)).ravel(), order * (count + 1)
    times = np.bincount((row + above).ravel(), part, count * (count + 1))
    times -= np.bincount((row + below).ravel(), part, count * (count + 1))
    return np.cumsum(times.reshape(count, count + 1), axis=1, dtype=np.float64)[:, :-1]
