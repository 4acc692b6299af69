"""How far people agree: cell by cell, and on the order of the products."""

from collections import Counter
from collections.abc import Sequence
from math import fsum
from statistics import fmean

from pydantic import Field

from reuse_app.analysis.finding import Finding, check_range, check_whole
from reuse_app.analysis.scoring import LEVELS, Ballots, total

PRACTICAL = LEVELS / 6
"""Average deviation below which people agree for practical purposes, in levels (Burke & Dunlap 2002)."""


LONE = 2
"""Levels by which one person has to be from everybody else to be heard, however small the mean deviation."""


class Concordance(Finding):
    """How far several raters order the same products alike."""

    w: float = Field(description="Kendall's W: 0 no agreement on the order, 1 the same order.")
    chi2: float = Field(description="raters x (products - 1) x W; about chi-squared when there are 8 products or more.")
    df: int = Field(description="Degrees of freedom: products - 1.")
    raters: int = Field(description="How many raters were compared.")
    products: int = Field(description="How many products they ordered.")


class CellAgreement(Finding):
    """What people said about one product and factor, in the latest round."""

    product: str = Field(description="Key of the product.")
    factor: str = Field(description="Key of the factor.")
    counts: tuple[int, int, int, int] = Field(description="How many said 1, 2, 3 and 4.")
    unknown: int = Field(description="How many said don't know.")
    mean: float | None = Field(description="Mean level; null without a level.")
    ad: float | None = Field(description="Average deviation from the mean, in levels; null without a level.")
    r_wg: float | None = Field(description="Agreement against chance, 0 to 1; null with fewer than two levels.")
    lone: bool = Field(description="Whether one person is two levels or more from everybody else.")
    agreed: bool | None = Field(description="Average deviation below 4/6 of a level; null with fewer than two levels.")
    shift: float | None = Field(description="Change of the mean since the first round; null when nothing was re-rated.")


class CellKey(Finding):
    """A product and a factor."""

    product: str = Field(description="Key of the product.")
    factor: str = Field(description="Key of the factor.")


class Agreement(Finding):
    """Where people agree and where to talk."""

    cells: tuple[CellAgreement, ...] = Field(description="Each rated cell, by product and factor.")
    discuss_first: tuple[CellKey, ...] = Field(
        description="Cells without practical agreement or with a lone dissenter, the furthest apart first."
    )
    kendalls_w: Concordance | None = Field(
        description="Agreement on the order of the products; null when not computable."
    )


def average_deviation(levels: Sequence[float]) -> float:
    """Return by how much people differ from their mean, on average, in levels.

    Args:
        levels: what each person said; at least one.

    Raises:
        ValueError: there is no level.

    Source: Burke, Finkelstein & Dusig, On average deviation indices, 1999.
    """
    if not levels:
        raise ValueError("levels must hold at least 1 level, not 0")
    mean = fmean(levels)
    return fmean(abs(level - mean) for level in levels)


def r_wg(levels: Sequence[float], *, scale: int) -> float:
    """Return how far people agree beyond chance: 0 as if they had rolled dice, or worse, to 1 all the same.

    Args:
        levels: what each person said, 1 to scale; at least two.
        scale: how many levels there are, 2 to 1,000.

    Raises:
        ValueError: there are fewer than two levels, or an argument is outside its range.

    Source: James, Demaree & Wolf, Estimating within-group interrater reliability, 1984.
    """
    check_whole("scale", scale, 2, 1000)
    if len(levels) < 2:  # noqa: PLR2004  # two raters are the fewest that can agree
        raise ValueError(f"levels must hold at least 2 levels, not {len(levels)}")
    for level in levels:
        check_range("levels", level, 1, scale)
    mean = fmean(levels)
    variance = fsum((level - mean) ** 2 for level in levels) / (len(levels) - 1)
    return max(0.0, 1 - variance / ((scale**2 - 1) / 12))


def kendalls_w(rankings: Sequence[Sequence[float]]) -> Concordance:
    """Return Kendall's coefficient of concordance W, corrected for ties, with its chi-squared.

    Args:
        rankings: one sequence for each rater, of scores or ranks for the same products in the same order; ties
            count as their average rank. At least two raters and two products.

    Raises:
        ValueError: there are too few raters or products, the sequences differ in length, or nobody tells two
            products apart.

    Source: Kendall & Babington Smith, The problem of m rankings, 1939.
    """
    raters, products = len(rankings), len(rankings[0]) if rankings else 0
    if raters < 2 or products < 2:  # noqa: PLR2004  # an order needs two products, agreement on it two raters
        raise ValueError(f"rankings must hold at least 2 raters and 2 products, not {raters} and {products}")
    if any(len(ranking) != products for ranking in rankings):
        raise ValueError(f"rankings must hold {products} products for each rater")
    sums = [fsum(column) for column in zip(*map(average_ranks, rankings), strict=True)]
    squares = fsum((one - fmean(sums)) ** 2 for one in sums)
    ties = fsum(count**3 - count for ranking in rankings for count in Counter(ranking).values())
    most = raters**2 * (products**3 - products) - raters * ties
    if most == 0:
        raise ValueError("rankings must hold at least 1 rater who tells two products apart, not 0")
    w = 12 * squares / most
    return Concordance(w=w, chi2=raters * (products - 1) * w, df=products - 1, raters=raters, products=products)


def average_ranks(scores: Sequence[float]) -> list[float]:
    """Return the rank of each score, 1 for the lowest; equal scores share the average of their ranks."""
    counts = Counter(scores)
    ranks, below = {}, 0
    for score in sorted(counts):
        ranks[score] = below + (counts[score] + 1) / 2
        below += counts[score]
    return [ranks[score] for score in scores]


def has_lone_dissenter(levels: Sequence[int]) -> bool:
    """Say whether one person is two levels or more from everybody else, however alike the others are.

    Args:
        levels: what each person said; at least two.
    """
    ordered = sorted(levels)
    return max(ordered[1] - ordered[0], ordered[-1] - ordered[-2]) >= LONE


def find_agreement(ballots: Ballots, first_round: Ballots) -> Agreement:
    """Return where people agree, cell by cell and on the order of the products.

    Args:
        ballots: the latest round of everybody.
        first_round: what they said alone.
    """
    cells = tuple(_cell(key, ballots, first_round) for key in sorted(ballots.cells))
    apart = [cell for cell in cells if cell.agreed is False or cell.lone]
    apart.sort(key=lambda cell: -(cell.ad or 0))
    return Agreement(
        cells=cells,
        discuss_first=tuple(CellKey(product=cell.product, factor=cell.factor) for cell in apart),
        kendalls_w=_concordance(ballots),
    )


def _cell(key: tuple[str, str], ballots: Ballots, first_round: Ballots) -> CellAgreement:
    levels, before = ballots.levels(*key), first_round.levels(*key)
    counts = Counter(levels)
    is_shared = len(levels) > 1
    is_re_rated = first_round.cells.get(key) != ballots.cells[key]
    deviation = average_deviation(levels) if levels else None
    return CellAgreement(
        product=key[0],
        factor=key[1],
        counts=(counts[1], counts[2], counts[3], counts[4]),
        unknown=len(ballots.cells[key]) - len(levels),
        mean=fmean(levels) if levels else None,
        ad=deviation,
        r_wg=r_wg(levels, scale=LEVELS) if is_shared else None,
        lone=is_shared and has_lone_dissenter(levels),
        agreed=deviation < PRACTICAL if is_shared and deviation is not None else None,
        shift=fmean(levels) - fmean(before) if is_re_rated and levels and before else None,
    )


def _concordance(ballots: Ballots) -> Concordance | None:
    """Return W over the people who placed every product; None when fewer than two did, or nobody tells any apart."""
    people = sorted({person for said in ballots.said.values() for person in said})
    rankings = []
    for person in people:
        totals = [total(said.get(person, {}), ballots) for said in ballots.said.values()]
        known = [round(one, 9) for one in totals if one is not None]
        if len(known) == len(totals):
            rankings.append(known)
    is_ordered = any(len(set(ranking)) > 1 for ranking in rankings)
    return kendalls_w(rankings) if len(rankings) > 1 and is_ordered else None
