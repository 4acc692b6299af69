"""How products and sets stand against each other: what is best, what is level, and what nothing tells apart."""

from collections.abc import Iterable, Mapping, Sequence

from reuse_app.analysis import Findings
from reuse_app.analysis.cost.bills import EVEN
from reuse_app.analysis.finding import MINUS, Range
from reuse_app.analysis.portfolio.best_set import FrontierPoint, Portfolio, RunnerUp
from reuse_app.analysis.portfolio.careful import CarefulSet
from reuse_app.analysis.portfolio.search import RANKED
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.analysis.robustness import level_at_the_top
from reuse_app.analysis.scoring import Point
from reuse_app.narrative.words import (
    Guessed,
    about,
    all_of,
    is_guess,
    likely_figure,
    listed,
    rough,
    signed,
    some,
)
from reuse_app.worksheet import Worksheet

POINTS = "points"
"""What products are worth for want of values: their totals in the ranking, of which each reaches 1 at most."""
HARDLY = "next to nothing"
"""What a difference comes to that vanishes beside what both amounts may miss by."""
WORTH_A_WORD = 0.05
"""Levels by which a score must have moved between the rounds."""


def fully_rated(findings: Findings) -> list[str]:
    """Return the products that have a level on every factor, the one that is first most often first."""
    rated = [key for key in findings.robustness if not findings.scores[key].unrated]
    return sorted(rated, key=lambda key: (-findings.robustness[key][0], key))


def leaders(findings: Findings) -> list[str]:
    """Return the product that the ratings put first, with those that are level with it; none when nothing compares."""
    rated = fully_rated(findings)
    if len(rated) < 2:  # noqa: PLR2004  # one product alone has no rank
        return []
    return level_at_the_top({key: findings.robustness[key] for key in rated})


def best_sets(findings: Findings) -> tuple[tuple[str, ...], ...]:
    """Return the best set, with those of its runners-up that are level with it: worth and cost are the same.

    None when there is no best set, which `why_no_set_is_best` explains, or when no set keeps the rules. The products of
    each are in the order in which they are told.
    """
    best = findings.portfolio
    if not best.feasible or why_no_set_is_best(findings):
        return ()
    level = (other.chosen for other in best.runners_up if _is_level(other, best))
    return tuple(by_value(chosen, findings) for chosen in (best.chosen, *level))


def may_be_more_level(findings: Findings) -> bool:
    """Whether every runner-up is level with the best set, so that sets which nobody tells of may be level too."""
    return len(best_sets(findings)) == RANKED


def worth_unit(findings: Findings) -> str:
    """Return the unit of what a set is worth; empty where nobody named one."""
    units = {Basis.NET: findings.unit, Basis.VALUE: findings.value_unit, Basis.RATING: POINTS}
    return units[findings.valuation.basis]


def worth_figure(worth: Guessed, findings: Findings) -> str:
    """Return what something is worth to be read at a glance; points of the ranking need their second decimal."""
    if worth is None or findings.valuation.basis is not Basis.RATING:
        return rough(worth)
    likely = worth if isinstance(worth, float | int) else worth.likely
    return f"{likely:.2f}".replace("-", MINUS)


def worth_amount(worth: Guessed, findings: Findings) -> str:
    """Return the same for a sentence: with its unit where it is points, and as a guess where it is one."""
    if findings.valuation.basis is Basis.RATING:
        return f"{worth_figure(worth, findings)} {POINTS}"
    return HARDLY if is_guess(worth) and not likely_figure(worth) else about(worth)


def name_considered(worksheet: Worksheet) -> str:
    """Return what to call the considered products together: all adjacent ones, or those on the shortlist."""
    count, all_count = len(worksheet.considered), len(worksheet.candidates)
    kind = "adjacent" if count == all_count else "considered"
    return f"The {kind} product" if count == 1 else f"{all_of(count)} {kind} products"


def name_sets(sets: Iterable[Iterable[str]], worksheet: Worksheet) -> str:
    """Return sets of products that are level, or a single one, by their names: Arm and Boat, or Cart.

    Of a set with more products than a sentence holds the first are named; sets beside it by what they have instead.
    """
    first: tuple[str, ...] | None = None
    said = []
    for products in map(tuple, sets):
        names = [worksheet.product_by_key[key].name for key in products]
        is_short = first is None or some(names) == listed(names)
        said.append((some(names) or "none of them") if is_short else _beside(first, products, worksheet))
        first = first or products
    return ", or ".join(said)


def _beside(first: Sequence[str] | None, products: Sequence[str], worksheet: Worksheet) -> str:
    """Return a set by what it has instead of the products of the first one."""
    adds, drops = (
        some([worksheet.product_by_key[key].name for key in each if key not in set(other)])
        for each, other in ((products, first or ()), (first or (), products))
    )
    with_, instead = f" with {adds}" if adds else "", f" instead of {drops}" if adds else f" without {drops}"
    return f"the same{with_}{instead if drops else ''}"


def proven(named: str, found: RunnerUp | FrontierPoint | CarefulSet) -> str:
    """Return a set by its names, with what to know when another could be better."""
    return named if found.proven else f"{named} (not proven)"


def why_no_set_is_best(findings: Findings) -> str:
    """Return why no set of products is better than another, in a sentence; nothing where one can be."""
    best = findings.portfolio
    is_limited = any(more > 0 for key, more in best.marginal.items() if key not in best.chosen)
    if best.feasible and best.budget is None and not best.less_cost and not is_limited:
        return "No budget is stated, so nothing limits the set and there is no best one."
    if findings.considered and set(findings.considered) <= set(findings.valuation.unvalued):
        return "No product is rated on both axes, and not every one has a value, so no set is best."
    if findings.considered and not findings.economics.order:
        return "No product can be weighed yet, because each lacks a cost, so no set is best."
    return ""


def within(best: Portfolio) -> str:
    """Return what the best set is the best of, in words."""
    if best.budget is not None:
        return "within the budget and the rules"
    return "by value less cost, within the rules" if best.less_cost else "within the rules"


def _is_level(other: RunnerUp, best: Portfolio) -> bool:
    return other.gives_up <= EVEN * max(1.0, abs(best.worth)) and abs(other.cost - best.cost) <= EVEN * best.cost


def losses_by_rule(findings: Findings) -> tuple[str, ...]:
    """Return the products of the best set without which it would be worth more, were it not for the rules."""
    best = findings.portfolio
    lost = [key for key in best.chosen if best.less_cost and best.marginal[key] < -EVEN * max(1.0, abs(best.worth))]
    return by_value(lost, findings)


def by_value(products: Iterable[str], findings: Findings) -> tuple[str, ...]:
    """Return products in the order in which a set is told: the most valuable first."""
    return in_order(products, findings.valuation.values)


def in_order(products: Iterable[str], values: Mapping[str, float]) -> tuple[str, ...]:
    """Return products by what each is worth, the most valuable first; of those worth the same, as they are listed."""
    place = {key: number for number, key in enumerate(values)}
    return tuple(sorted(products, key=lambda key: (-values.get(key, 0.0), place.get(key, len(place)), key)))


def unrated(product: str, worksheet: Worksheet, findings: Findings) -> str:
    """Return what nobody rated of a product that is only half rated, in words; nothing when all is rated."""
    score = findings.scores.get(product)
    if score is None or not score.unrated:
        return ""
    if len(score.unrated) == len(worksheet.factors):
        return "not rated: nobody gave a level on any factor"
    names = [factor.name for factor in worksheet.factors if factor.key in score.unrated]
    return f"half rated: no level for {listed(names)}"


def moved(shift: Point | None) -> str:
    """Return how far the second round moved a product, where it is worth a word."""
    moves = (("potential", shift.potential), ("challenge", shift.challenge)) if shift else ()
    return ", ".join(f"{way} {signed(by)}" for way, by in moves if by is not None and abs(by) >= WORTH_A_WORD)


def lean(ranges: Iterable[Range | None]) -> str:
    """Return why likely figures lie outside of their own ranges, in a sentence; nothing when none does."""
    stated = [one for one in ranges if one is not None]
    if any(one.likely < one.low for one in stated):
        return (
            "The estimates lean high (their high ends are further from likely than their low ends), so what is drawn "
            "comes out above the sum of the likely figures."
        )
    if any(one.likely > one.high for one in stated):
        return (
            "The estimates lean low (their low ends are further from likely than their high ends), so what is drawn "
            "comes out below the sum of the likely figures."
        )
    return ""
