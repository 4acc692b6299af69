"""The best set of products under the budget, the next best, what more budget would buy, and how steady it is."""

from collections.abc import Iterator

from pydantic import Field

from reuse_app.analysis.cost.bills import Source
from reuse_app.analysis.cost.uncertainty import Draws
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.late_numpy import Numbers, np
from reuse_app.analysis.portfolio.careful import CarefulSet, find_careful
from reuse_app.analysis.portfolio.choice import Choice, Offer
from reuse_app.analysis.portfolio.search import Found, find_sets
from reuse_app.analysis.portfolio.sets import MOST_FIGURES, Sets
from reuse_app.analysis.portfolio.valuation import Basis

ALWAYS = 0.9
ROUNDING = 1e-12
"""Share of their worth by which sets that are level may differ: far less than what a cost tells apart."""


class RunnerUp(Finding):
    """One of the next best sets."""

    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    worth: float = Field(description="What it is worth, on the basis.")
    cost: float = Field(description="Their cost together, in the workshop's unit.")
    gives_up: float = Field(description="By how much its worth is below that of the best set.")
    adds: tuple[str, ...] = Field(description="Products that the best set does not have.")
    drops: tuple[str, ...] = Field(description="Products that only the best set has.")
    proven: bool = Field(description="True when no set that is not listed before it can be better.")


class FrontierPoint(Finding):
    """A set of which none is worth as much for less."""

    budget: float = Field(description="The budget from which on it is affordable: its cost.")
    worth: float = Field(description="What it is worth, on the basis.")
    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    proven: bool = Field(description="True when no set at that budget can be worth more.")


class NextStep(Finding):
    """What the next unit of budget buys."""

    extra_budget: float = Field(description="How much more budget the next better set needs, in the workshop's unit.")
    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    worth: float = Field(description="What it is worth, on the basis.")
    extra_worth: float = Field(description="By how much that is more.")
    adds: tuple[str, ...] = Field(description="Products that it adds.")
    drops: tuple[str, ...] = Field(description="Products that it drops.")


class Portfolio(Finding):
    """Which products to choose, shared costs paid once."""

    basis: Basis = Field(
        description="What worth is. net: expected values less cost. value: expected values, in another unit than cost. "
        "rating: totals of the ratings."
    )
    budget: float | None = Field(description="What may be spent; null when no budget is stated.")
    feasible: bool = Field(description="False when no set keeps the rules within the budget.")
    chosen: tuple[str, ...] = Field(description="Keys of the products of the best set.")
    worth: float = Field(description="What the set is worth, on the basis.")
    value: float = Field(description="The values of its products together, before any cost is taken off.")
    cost: float = Field(description="Their cost as a family, in the workshop's unit.")
    proven: bool = Field(description="True when no set can be better.")
    gap: float | None = Field(
        description="By how much another set could at most be worth more, as a share of this one; null when unknown."
    )
    within_budget: float | None = Field(
        description="The chance that the set stays within the budget, 0 to 1; null without a budget."
    )
    careful: CarefulSet | None = Field(
        description="The best set that stays within the budget in 80 of 100 draws; null without a budget or such a set."
    )
    marginal: dict[str, float] = Field(
        description="For each product that can be weighed: what the set is worth with it, less without it."
    )
    runners_up: tuple[RunnerUp, ...] = Field(description="The three next best sets.")
    frontier: tuple[FrontierPoint, ...] = Field(description="Worth over budget, step by step.")
    complete: bool = Field(description="True when the frontier was picked from all sets, not from many.")
    next_step: NextStep | None = Field(description="What the next unit of budget buys; null when nothing more.")
    next_step_proven: bool = Field(description="True when no smaller step buys more; without a step, when none does.")
    frequency: dict[str, float] = Field(
        description="Share of draws in which each product is in the best set; sets that are level share a draw evenly."
    )
    nearly_always: tuple[str, ...] = Field(description="Products that are in it in nine draws of ten.")

    @property
    def less_cost(self) -> bool:
        """Whether the cost is taken off the values."""
        return self.basis is Basis.NET


def choose_products(offer: Offer, choice: Choice, draws: Draws, basis: Basis) -> Portfolio:
    """Return the best set under the budget and what surrounds it.

    Args:
        offer: the products with what they are to pay.
        choice: the same at likely amounts, with the rules and the budget.
        draws: what was drawn for the costs and values of the offer.
        basis: what the worth of a set is.
    """
    found = find_sets(choice)
    ranked = found.solution.ranked
    frequency, within = weigh_draws(offer, found.sets, draws) if ranked else ({}, np.zeros(0))
    chosen = ranked[0] if ranked else frozenset[int]()
    return Portfolio(
        basis=basis,
        budget=choice.budget,
        feasible=bool(ranked),
        chosen=choice.keys(chosen),
        worth=choice.worth(chosen),
        value=choice.value(chosen),
        cost=choice.cost(chosen),
        proven=found.solution.is_proven(0),
        gap=found.solution.gap,
        within_budget=float(within[found.sets.row(chosen)]) if ranked and choice.budget is not None else None,
        careful=find_careful(offer, choice, found, draws, within) if ranked and choice.budget is not None else None,
        marginal={
            key: choice.worth(chosen | {place}) - choice.worth(chosen - {place})
            for place, key in enumerate(choice.products)
        },
        runners_up=tuple(_runners_up(choice, found)),
        frontier=tuple(_frontier(choice, found)),
        complete=found.complete,
        next_step=_next_step(choice, found),
        next_step_proven=found.next_proven,
        frequency=frequency,
        nearly_always=tuple(key for key, share in frequency.items() if share >= ALWAYS),
    )


def _runners_up(choice: Choice, found: Found) -> Iterator[RunnerUp]:
    ranked = found.solution.ranked
    for rank, chosen in enumerate(ranked[1:], 1):
        yield RunnerUp(
            chosen=choice.keys(chosen),
            worth=choice.worth(chosen),
            cost=choice.cost(chosen),
            gives_up=choice.worth(ranked[0]) - choice.worth(chosen),
            adds=choice.keys(chosen - ranked[0]),
            drops=choice.keys(ranked[0] - chosen),
            proven=found.solution.is_proven(rank),
        )


def _frontier(choice: Choice, found: Found) -> Iterator[FrontierPoint]:
    for chosen in found.sets.frontier():
        yield FrontierPoint(
            budget=choice.cost(chosen),
            worth=choice.worth(chosen),
            chosen=choice.keys(chosen),
            proven=found.complete or chosen in found.proven,
        )


def _next_step(choice: Choice, found: Found) -> NextStep | None:
    if choice.budget is None or found.next_step is None:
        return None
    best, chosen = found.solution.ranked[0], found.next_step
    return NextStep(
        extra_budget=choice.cost(chosen) - choice.budget,
        chosen=choice.keys(chosen),
        worth=choice.worth(chosen),
        extra_worth=choice.worth(chosen) - choice.worth(best),
        adds=choice.keys(chosen - best),
        drops=choice.keys(best - chosen),
    )


def weigh_draws(offer: Offer, sets: Sets, draws: Draws) -> tuple[dict[str, float], Numbers]:
    """Return how steady the best set is, and how safe every set.

    The first is for each product the share of draws in which it is in the best of the sets, 0 to 1, a draw being shared
    evenly by those that are level in it; the second for each set the share of draws in which it is within the budget.

    Args:
        offer: the products with what they are to pay.
        sets: the sets among which the best is picked; at least one.
        draws: what was drawn for the costs and values of the offer.
    """
    worth_of = [{Source("value", key): 1.0} if Source("value", key) in offer.values else {} for key in offer.products]
    own, shared = draws.rows(offer.own), draws.rows([bill for bill, _ in offer.shared])
    value, count = draws.rows(worth_of), draws.amounts.shape[1]
    price = sets.arrays.price + sets.arrays.tie
    at_once = max(1, MOST_FIGURES // len(sets.members))
    times, within = np.zeros(len(offer.products)), np.zeros(len(sets.members))
    for start in range(0, count, at_once):
        amounts = draws.amounts[:, start : start + at_once]
        costs = sets.priced(own @ amounts, shared @ amounts)
        worths = sets.members @ (value @ amounts) - costs * price
        is_within = costs <= sets.choice.limit
        worths[~is_within] = -np.inf
        times += _parts_of_draws(worths) @ sets.members
        within += is_within.sum(axis=1)
    return dict(zip(offer.products, (times / count).tolist(), strict=True)), within / count


def _parts_of_draws(worths: Numbers) -> Numbers:
    """Return for each set the draws in which it is best, where several are level its part; none without any set."""
    top = worths.max(axis=0)
    is_best = worths >= top - ROUNDING * np.maximum(1, np.abs(top))
    return np.asarray((is_best * np.isfinite(top) / is_best.sum(axis=0)).sum(axis=1))
