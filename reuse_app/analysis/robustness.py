"""How often each product comes first, second ... when weights and ratings vary: ranks instead of a second decimal."""

import random
from collections.abc import Callable, Sequence

from reuse_app.analysis.ballots import LEVELS, Ballots
from reuse_app.analysis.limits import check_whole
from reuse_app.worksheet import Axis

Options = Sequence[Sequence[float]]
"""One row of factor values for each option; more is better."""


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
    return _acceptability(lambda _: options, len(options), factors, draws=draws, seed=seed)


def product_acceptability(ballots: Ballots, *, draws: int, seed: int) -> dict[str, list[float]]:
    """Return the rank shares of each rated candidate, by key, with weights and ratings drawn.

    Weights are drawn uniformly over all factors, without regard to those of the team; each rating is that of a
    person drawn from those who gave one; where nobody did, any level is as likely. Challenge counts as 5 - level.

    Args:
        ballots: the latest round of everybody.
        draws: how many, 1 to 1,000,000.
        seed: the same seed gives the same shares.

    Raises:
        ValueError: draws is outside its range.
    """
    if not ballots.products:
        return {}
    given = [
        [_as_potential(ballots.levels(product, factor.key), factor.axis) for factor in ballots.factors]
        for product in ballots.products
    ]

    def draw_options(chance: random.Random) -> Options:
        pick = chance.random
        return [[levels[int(pick() * len(levels))] for levels in row] for row in given]

    shares = _acceptability(draw_options, len(given), len(ballots.factors), draws=draws, seed=seed)
    return dict(zip(ballots.products, shares, strict=True))


def _as_potential(levels: Sequence[int], axis: Axis) -> list[int]:
    said = levels or range(1, LEVELS + 1)
    return [level if axis is Axis.POTENTIAL else 1 + LEVELS - level for level in said]


def _acceptability(
    draw_options: Callable[[random.Random], Options], count: int, factors: int, *, draws: int, seed: int
) -> list[list[float]]:
    check_whole("draws", draws, 1, 1_000_000)
    chance = random.Random(seed)  # noqa: S311  # draws for statistics, not for secrets
    shares = [[0.0] * count for _ in range(count)]
    for _ in range(draws):
        # Exponentials, scaled to add up to 1, are uniform on the simplex; the order does not need the scaling.
        weights = [chance.expovariate(1) for _ in range(factors)]
        totals = [sum(map(float.__mul__, weights, map(float, row))) for row in draw_options(chance)]
        _count_ranks(totals, shares)
    return [[times / draws for times in row] for row in shares]


def _count_ranks(totals: Sequence[float], shares: list[list[float]]) -> None:
    """Add one draw: each option gets its rank, and those with equal totals an equal part of their ranks."""
    order = sorted(range(len(totals)), key=totals.__getitem__, reverse=True)
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and totals[order[end]] == totals[order[start]]:
            end += 1
        for option in order[start:end]:
            for rank in range(start, end):
                shares[option][rank] += 1 / (end - start)
        start = end
