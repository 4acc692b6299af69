"""The products on which the team has decided to bet, in the figures in which the best set is told."""

from collections.abc import Collection

from pydantic import Field

from reuse_app.analysis.cost.bills import Bills
from reuse_app.analysis.cost.uncertainty import Draws
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.portfolio.choice import limit_of


class DecidedSet(Finding):
    """The primary, the growth options and the backups."""

    chosen: tuple[str, ...] = Field(description="Keys of its products, by role.")
    cost: float = Field(description="Their cost as a family; at least this much when something is incomplete.")
    incomplete: tuple[str, ...] = Field(description="Keys of those of its products that lack a cost.")
    within_budget: float | None = Field(
        description="The chance that it stays within the budget, 0 to 1; null without a budget or a cost."
    )


def weigh_decided(chosen: Collection[str], bills: Bills, budget: float | None, draws: Draws) -> DecidedSet | None:
    """Return what the decided products cost together, and how likely within the budget; None when none is decided.

    Args:
        chosen: keys of the decided products.
        bills: what these and others pay.
        budget: what may be spent, in the unit of cost; None for no limit.
        draws: what was drawn for the estimates of these bills.
    """
    if not chosen:
        return None
    some = bills.only(chosen)
    return DecidedSet(
        chosen=tuple(chosen),
        cost=some.family(chosen).value,
        incomplete=tuple(key for key in chosen if key in some.lacks),
        within_budget=chance_within(budget, some, draws),
    )


def chance_within(budget: float | None, bills: Bills, draws: Draws) -> float | None:
    """Return the share of draws in which all products of these bills cost no more than the budget, 0 to 1.

    None without a budget, or when one of them lacks a cost.
    """
    if budget is None or bills.lacks:
        return None
    costs = (draws.rows(bills.steps) @ draws.amounts).sum(axis=0)
    return float((costs <= limit_of(budget)).mean())
