"""What everybody rated, and where that places each product on the map of potential and challenge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import fsum
from statistics import fmean

from pydantic import Field

from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Axis, Factor, Rating, Worksheet

LEVELS = 4
"""Levels of a rating: 1 low to 4 super high."""
CUT = (1 + LEVELS) / 2
"""The middle of the scale, 2.5: from here on potential or challenge is high."""

DIGITS = 12
"""Decimals of a weighted level, so that rounding never puts one beside the cut, or one product before its equal."""

Ballot = Mapping[str, int | None]
"""The level that each participant gave; None is a considered don't know."""


@dataclass(frozen=True)
class Ballots:
    """The ratings of the considered products, by (product key, factor key)."""

    factors: tuple[Factor, ...]
    """By key."""
    products: tuple[str, ...]
    """Those that somebody rated, by key."""
    cells: Mapping[tuple[str, str], Ballot]

    def levels(self, product: str, factor: str) -> list[int]:
        """The levels that were given, by participant; don't knows are left out."""
        ballot = self.cells.get((product, factor), {})
        return [level for _, level in sorted(ballot.items()) if level is not None]

    def means(self, product: str) -> dict[str, float]:
        """The mean level of each factor that has one."""
        of = {factor.key: self.levels(product, factor.key) for factor in self.factors}
        return {key: fmean(levels) for key, levels in of.items() if levels}

    @cached_property
    def said(self) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
        """The levels by product, participant and factor; a participant who gave none is not in it."""
        found: dict[str, dict[str, dict[str, float]]] = {product: {} for product in self.products}
        for (product, factor), ballot in sorted(self.cells.items()):
            for participant, level in sorted(ballot.items()):
                if level is not None:
                    found[product].setdefault(participant, {})[factor] = level
        return found

    @cached_property
    def weights(self) -> Mapping[Axis, Mapping[str, float]]:
        """The weights of the factors on each axis that has any, adding up to 1; all alike when all are 0."""
        return {axis: _weights([one for one in self.factors if one.axis is axis]) for axis in self.axes}

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The weight of each factor among all of them, adding up to 1; all alike when all are 0."""
        return _weights(self.factors)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The axes on which there are factors."""
        used = {factor.axis for factor in self.factors}
        return tuple(axis for axis in Axis if axis in used)


def read_ballots(worksheet: Worksheet, *, through_round: int = 2) -> Ballots:
    """Return the ratings of the considered products; of two rounds the later one counts.

    Args:
        worksheet: ratings of other products and of unknown factors are passed over.
        through_round: 1 reads the first round only.
    """
    considered = {product.key for product in worksheet.considered}
    factors = {factor.key: factor for factor in worksheet.factors}
    cells: dict[tuple[str, str], dict[str, int | None]] = {}
    for rating in sorted(worksheet.ratings, key=_by_round):
        if rating.product in considered and rating.factor in factors and rating.round <= through_round:
            cells.setdefault((rating.product, rating.factor), {})[rating.participant] = rating.level
    return Ballots(
        factors=tuple(factors[key] for key in sorted(factors)),
        products=tuple(sorted({product for product, _ in cells})),
        cells=cells,
    )


def _weights(factors: Sequence[Factor]) -> dict[str, float]:
    whole = fsum(factor.weight for factor in factors)
    return {factor.key: factor.weight / whole if whole else 1 / len(factors) for factor in factors}


def _by_round(rating: Rating) -> int:
    return rating.round


class Quadrant(StrEnum):
    """The four fields of the map (after Gruber & Tal, Where to Play, 2017)."""

    QUICK_WIN = "quick win"
    GOLD_MINE = "gold mine"
    MOON_SHOT = "moon shot"
    QUESTIONABLE = "questionable"


class Point(Finding):
    """Where somebody sees a product; null where they gave no level on that axis."""

    potential: float | None = Field(description="Weighted level, 1 low to 4 super high.")
    challenge: float | None = Field(description="Weighted level, 1 low to 4 super high.")


class Score(Point):
    """Where the room sees a product."""

    quadrant: Quadrant | None = Field(description="Field of the map, cut at 2.5; null until both axes are rated.")
    total: float | None = Field(
        description="Weighted mean over all factors, challenge reversed, 0 worst to 1 best: the order used for ranks."
    )
    raters: int = Field(description="How many people gave at least one level.")
    points: tuple[Point, ...] = Field(description="Where each of them sees it, sorted, without names.")
    potential_spread: tuple[float, float] | None = Field(description="Lowest and highest potential of one person.")
    challenge_spread: tuple[float, float] | None = Field(description="Lowest and highest challenge of one person.")
    total_spread: tuple[float, float] | None = Field(description="Lowest and highest total of one person.")
    shift: Point | None = Field(description="Change since the first round, in levels; null without a second round.")
    unrated: tuple[str, ...] = Field(description="Factors without a level; the other weights are scaled up for them.")


def weighted_level(levels: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Return the weighted mean level over the factors that have both, on the scale of the levels; None without any.

    Args:
        levels: level of each factor that was rated.
        weights: weight of each factor, 0 or more; a factor without a level lends its weight to the others.
    """
    rated = {key: weight for key, weight in weights.items() if key in levels}
    whole = fsum(rated.values())
    return round(fsum(weight * levels[key] for key, weight in rated.items()) / whole, DIGITS) if whole else None


def place(potential: float, challenge: float) -> Quadrant:
    """Return the field of the map; a level of exactly 2.5 counts as high.

    Args:
        potential: weighted level, 1 to 4.
        challenge: weighted level, 1 to 4.
    """
    if potential >= CUT:
        return Quadrant.MOON_SHOT if challenge >= CUT else Quadrant.GOLD_MINE
    return Quadrant.QUESTIONABLE if challenge >= CUT else Quadrant.QUICK_WIN


def see(levels: Mapping[str, float], ballots: Ballots) -> Point:
    """Return where these levels, 1 to 4 by factor, put a product on the map."""
    return Point(
        potential=weighted_level(levels, ballots.weights.get(Axis.POTENTIAL, {})),
        challenge=weighted_level(levels, ballots.weights.get(Axis.CHALLENGE, {})),
    )


def total(levels: Mapping[str, float], ballots: Ballots) -> float | None:
    """Return how attractive a product is: the weighted mean over all factors, challenge reversed.

    0 is the worst level of every factor, as good as not doing it, and 1 the best. None while an axis that has factors
    has no level.

    Args:
        levels: level of each factor that was rated, 1 to 4.
        ballots: with the factors and their weights.
    """
    rated = [factor for factor in ballots.factors if factor.key in levels]
    if {factor.axis for factor in rated} != set(ballots.axes):
        return None
    mean = weighted_level({one.key: as_potential(levels[one.key], one.axis) for one in rated}, ballots.shares)
    return None if mean is None else (mean - 1) / (LEVELS - 1)


def as_potential(level: float, axis: Axis) -> float:
    """Return a level so that more is better: challenge counts as 5 - level."""
    return level if axis is Axis.POTENTIAL else 1 + LEVELS - level


def score_products(ballots: Ballots, first_round: Ballots) -> dict[str, Score]:
    """Return the score of each considered product that somebody rated, by key.

    Args:
        ballots: the latest round of everybody.
        first_round: what they said alone.
    """
    return {product: _score(product, ballots, first_round) for product in ballots.products}


def scores_of(worksheet: Worksheet) -> dict[str, Score]:
    """Return the score of each considered product that somebody rated, by key."""
    return score_products(read_ballots(worksheet), read_ballots(worksheet, through_round=1))


def _score(product: str, ballots: Ballots, first_round: Ballots) -> Score:
    means = ballots.means(product)
    point = see(means, ballots)
    points = [see(levels, ballots) for levels in ballots.said[product].values()]
    return Score(
        potential=point.potential,
        challenge=point.challenge,
        quadrant=_field(point),
        total=total(means, ballots),
        raters=len(points),
        points=tuple(sorted(points, key=lambda one: (one.potential or 0, one.challenge or 0))),
        potential_spread=_spread(one.potential for one in points),
        challenge_spread=_spread(one.challenge for one in points),
        total_spread=_spread(total(levels, ballots) for levels in ballots.said[product].values()),
        shift=_shift(point, product, ballots, first_round),
        unrated=tuple(factor.key for factor in ballots.factors if factor.key not in means),
    )


def _field(point: Point) -> Quadrant | None:
    if point.potential is None or point.challenge is None:
        return None
    return place(point.potential, point.challenge)


def _spread(values: Iterable[float | None]) -> tuple[float, float] | None:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else None


def _shift(point: Point, product: str, ballots: Ballots, first_round: Ballots) -> Point | None:
    keys = [(product, factor.key) for factor in ballots.factors]
    if all(first_round.cells.get(key) == ballots.cells.get(key) for key in keys):
        return None
    before = see(first_round.means(product), ballots)
    return Point(
        potential=_difference(point.potential, before.potential),
        challenge=_difference(point.challenge, before.challenge),
    )


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
