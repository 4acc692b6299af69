"""The careful set: the best of those that stay within the budget in 80 of 100 draws."""

from dataclasses import dataclass

from pydantic import Field

from reuse_app.analysis.cost.uncertainty import Draws
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.late_numpy import Numbers
from reuse_app.analysis.portfolio.choice import Choice, Offer
from reuse_app.analysis.portfolio.local_search import Prices, moves_within, search_carefully
from reuse_app.analysis.portfolio.search import Found, singles
from reuse_app.analysis.portfolio.sets import Sets, these_sets

CAREFUL = 0.8
"""Share of the draws in which a careful set stays within the budget."""
MOVES = 400
"""Moves of the search for it where not every set is listed: it is never proven, so every large worksheet takes them."""


class CarefulSet(Finding):
    """The best of the sets that stay within the budget in 80 of 100 draws."""

    chosen: tuple[str, ...] = Field(description="Keys of its products; none when no product is that safe.")
    worth: float = Field(description="What it is worth, on the basis.")
    cost: float = Field(description="Its likely cost, in the workshop's unit.")
    within_budget: float = Field(description="The share of draws in which it stays within the budget.")
    proven: bool = Field(description="True when no other set that stays within it in 80 of 100 draws can be better.")


def find_careful(offer: Offer, choice: Choice, found: Found, draws: Draws, within: Numbers) -> CarefulSet | None:
    """Return the best set that stays within the budget in enough draws; None when there is none.

    The sets that were weighed begin; where not all were, and none of them is known to be the best, more are searched
    for from the best of them.

    Args:
        offer: the products with what they are to pay.
        choice: the same at likely amounts, with the rules and the budget.
        found: the sets that were weighed.
        draws: what was drawn for the costs of the offer.
        within: for each of these sets the share of draws in which it stays within the budget.
    """
    best = _Safe.of(found.sets, within)
    if found.complete or (best and _is_proven(best.chosen, found)):
        return best.told(choice, proven=True) if best else None
    prices = _prices(offer, draws)
    start = best.chosen if best else choice.must_have
    moves = min(MOVES, moves_within(choice))
    more = search_carefully(choice, prices, share=CAREFUL, start=start, moves=moves)
    sets = these_sets(choice, [start, *more, *singles(choice)])
    safe = _Safe.of(sets, (sets.priced(prices.own, prices.shared) <= choice.limit).mean(axis=1))
    rivals = [one for one in (best, safe) if one]
    return min(rivals, key=lambda one: choice.rank(one.chosen)).told(choice, proven=False) if rivals else None


@dataclass(frozen=True)
class _Safe:
    """A set that is safe enough, and how safe it is."""

    chosen: frozenset[int]
    within: float

    @classmethod
    def of(cls, sets: Sets, within: Numbers) -> "_Safe | None":
        """Return the best of the sets within the budget that are safe enough; None without one."""
        row = next((row for row in sets.ranking if within[row] >= CAREFUL), None)
        return None if row is None else cls(sets.chosen(row), float(within[row]))

    def told(self, choice: Choice, *, proven: bool) -> CarefulSet:
        """Return the set as it is told."""
        return CarefulSet(
            chosen=choice.keys(self.chosen),
            worth=choice.worth(self.chosen),
            cost=choice.cost(self.chosen),
            within_budget=self.within,
            proven=proven,
        )


def _is_proven(chosen: frozenset[int], found: Found) -> bool:
    """Whether a set is known to be the best after some that are not safe enough."""
    ranked = found.solution.ranked
    return chosen in ranked and found.solution.is_proven(ranked.index(chosen))


def _prices(offer: Offer, draws: Draws) -> Prices:
    shared = draws.rows([bill for bill, _ in offer.shared])
    return Prices(draws.rows(offer.own) @ draws.amounts, shared @ draws.amounts)
