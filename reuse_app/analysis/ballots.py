"""What everybody rated, with one level for each person, product and factor: that of the latest round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from statistics import fmean

from reuse_app.worksheet import Axis, Factor, Rating, Worksheet

LEVELS = 4
"""Levels of a rating: 1 low to 4 super high."""

Ballot = Mapping[str, int | None]
"""The level that each participant gave; None is a considered don't know."""


@dataclass(frozen=True)
class Ballots:
    """The ratings of the candidate products, by (product key, factor key)."""

    factors: tuple[Factor, ...]
    """By key."""
    products: tuple[str, ...]
    """The candidates that somebody rated, by key."""
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
    def axes(self) -> tuple[Axis, ...]:
        """The axes on which there are factors."""
        used = {factor.axis for factor in self.factors}
        return tuple(axis for axis in Axis if axis in used)


def read_ballots(worksheet: Worksheet, *, through_round: int = 2) -> Ballots:
    """Return the ratings of the candidates; of two rounds the later one counts.

    Args:
        worksheet: ratings of home products, of unknown products and of unknown factors are passed over.
        through_round: 1 reads the first round only.
    """
    candidates = {product.key for product in worksheet.candidates}
    factors = {factor.key: factor for factor in worksheet.factors}
    cells: dict[tuple[str, str], dict[str, int | None]] = {}
    for rating in sorted(worksheet.ratings, key=_by_round):
        if rating.product in candidates and rating.factor in factors and rating.round <= through_round:
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
