"""The best set of products under the budget, the next best, what more budget would buy, and how steady it is."""

from collections.abc import Iterator

from pydantic import Field

from reuse_app.analysis.cost.amount import Source
from reuse_app.analysis.cost.draws import Draws
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.late_numpy import np
from reuse_app.analysis.portfolio.choice import Choice, Offer
from reuse_app.analysis.portfolio.search import Found, find_sets
from reuse_app.analysis.portfolio.sets import MOST_FIGURES, Sets

ALWAYS = 0.9
TIE = 1e-9
"""What a unit of cost takes from the worth of a set, so that of two equal sets the cheaper is best."""


class RunnerUp(Finding):
    """One of the next best sets."""

    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    value: float = Field(description="Their value together.")
    cost: float = Field(description="Their cost together, in the workshop's unit.")
    gives_up: float = Field(description="By how much its worth is below that of the best set.")
    adds: tuple[str, ...] = Field(description="Products that the best set does not have.")
    drops: tuple[str, ...] = Field(description="Products that only the best set has.")
    proven: bool = Field(description="True when no set that is not listed before it can be better.")


class FrontierPoint(Finding):
    """A set of which none is worth as much for less."""

    budget: float = Field(description="The budget from which on it is affordable: its cost.")
    value: float = Field(description="Value of its products together.")
    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    proven: bool = Field(description="True when no set at that budget can be worth more.")


class NextStep(Finding):
    """What the next unit of budget buys."""

    extra_budget: float = Field(description="How much more budget the next better set needs, in the workshop's unit.")
    extra_value: float = Field(description="How much more it is worth: value, or value less cost.")
    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    adds: tuple[str, ...] = Field(description="Products that it adds.")
    drops: tuple[str, ...] = Field(description="Products that it drops.")


class Portfolio(Finding):
    """Which products to choose, shared costs paid once."""

    budget: float | None = Field(description="What may be spent; null when no budget is stated.")
    less_cost: bool = Field(description="True when value less cost is maximised: no budget, and values in its unit.")
    feasible: bool = Field(description="False when no set keeps the rules within the budget.")
    chosen: tuple[str, ...] = Field(description="Keys of the products of the best set.")
    value: float = Field(description="Their value together, on the basis of the valuation.")
    cost: float = Field(description="Their cost as a family, in the workshop's unit.")
    proven: bool = Field(description="True when no set can be better.")
    gap: float | None = Field(
        description="By how much another set could at most be worth more, as a share of this one; null when unknown."
    )
    runners_up: tuple[RunnerUp, ...] = Field(description="The three next best sets.")
    frontier: tuple[FrontierPoint, ...] = Field(description="Value over budget, step by step.")
    complete: bool = Field(description="True when the frontier was picked from all sets, not from many.")
    next_step: NextStep | None = Field(description="What the next unit of budget buys; null when nothing more.")
    next_step_proven: bool = Field(description="True when no smaller step buys more; without a step, when none does.")
    frequency: dict[str, float] = Field(description="Share of draws in which each product is in the best set.")
    nearly_always: tuple[str, ...] = Field(description="Products that are in it in nine draws of ten.")


def choose_products(offer: Offer, choice: Choice, draws: Draws) -> Portfolio:
    """Return the best set under the budget and what surrounds it.

    Args:
        offer: the products with what they are to pay.
        choice: the same at likely amounts, with the rules and the budget.
        draws: what was drawn for the costs and values of the offer.
    """
    found = find_sets(choice)
    ranked = found.solution.ranked
    frequency = measure_steadiness(offer, found.sets, draws) if ranked else {}
    chosen = ranked[0] if ranked else frozenset[int]()
    return Portfolio(
        budget=choice.budget,
        less_cost=choice.less_cost,
        feasible=bool(ranked),
        chosen=choice.keys(chosen),
        value=choice.value(chosen),
        cost=choice.cost(chosen),
        proven=found.solution.is_proven(0),
        gap=found.solution.gap,
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
            value=choice.value(chosen),
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
            value=choice.value(chosen),
            chosen=choice.keys(chosen),
            proven=found.complete or chosen in found.proven,
        )


def _next_step(choice: Choice, found: Found) -> NextStep | None:
    if choice.budget is None or found.next_step is None:
        return None
    best, chosen = found.solution.ranked[0], found.next_step
    return NextStep(
        extra_budget=choice.cost(chosen) - choice.budget,
        extra_value=choice.worth(chosen) - choice.worth(best),
        chosen=choice.keys(chosen),
        adds=choice.keys(chosen - best),
        drops=choice.keys(best - chosen),
    )


def measure_steadiness(offer: Offer, sets: Sets, draws: Draws) -> dict[str, float]:
    """Return for each product the share of draws in which it is in the best of the sets, 0 to 1.

    Args:
        offer: the products with what they are to pay.
        sets: the sets among which the best is picked; at least one.
        draws: what was drawn for the costs and values of the offer.
    """
    worth_of = [{Source("value", key): 1.0} if Source("value", key) in offer.values else {} for key in offer.products]
    own, shared = draws.rows(offer.own), draws.rows([bill for bill, _ in offer.shared])
    value, count = draws.rows(worth_of), draws.amounts.shape[1]
    at_once = max(1, MOST_FIGURES // len(sets.members))
    times = np.zeros(len(offer.products))
    for start in range(0, count, at_once):
        amounts = draws.amounts[:, start : start + at_once]
        costs = sets.priced(own @ amounts, shared @ amounts)
        worths = sets.members @ (value @ amounts) - costs * (1.0 if sets.choice.less_cost else TIE)
        worths[costs > sets.choice.limit] = -np.inf
        is_any = np.isfinite(worths.max(axis=0)).reshape(-1, 1)
        times += (sets.members[worths.argmax(axis=0)] * is_any).sum(axis=0)
    return dict(zip(offer.products, (times / count).tolist(), strict=True))
