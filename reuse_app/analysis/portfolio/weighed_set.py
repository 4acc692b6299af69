"""Any set of the considered products, weighed as the best one is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell, read_cells
from reuse_app.analysis.cost.bills import Bills, total, write_bills
from reuse_app.analysis.cost.uncertainty import Draws, draw_amounts
from reuse_app.analysis.decisions import BrokenRule, Roles, check_set
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.findings import Findings
from reuse_app.analysis.portfolio.decided_set import chance_within
from reuse_app.worksheet import Decision, Role, Worksheet


class SharedBlock(Finding):
    """What several products of a set pay once."""

    capability: str = Field(description="Key of the capability.")
    cost: float = Field(description="What is paid once for it, in the workshop's unit.")
    products: tuple[str, ...] = Field(description="Keys of the products of the set that use it.")


class Margin(Finding):
    """What one product makes of a difference: the set with it against the set without it."""

    cost: float = Field(description="How much more the set costs with it.")
    worth: float | None = Field(description="How much more the set is worth with it; null when its value is unknown.")


class WeighedSet(Finding):
    """A set of considered products, in the figures in which the best set is told."""

    chosen: tuple[str, ...] = Field(description="Keys of its products.")
    cost: float = Field(description="Their cost as a family; at least this much when something is incomplete.")
    incomplete: tuple[str, ...] = Field(description="Keys of those of its products that lack a cost.")
    value: float = Field(description="Their value together, on the basis of the valuation, as far as it is known.")
    unvalued: tuple[str, ...] = Field(description="Keys of those of its products without a value.")
    worth: float | None = Field(description="What the best set has most of; null when a cost or a value is unknown.")
    gives_up: float | None = Field(
        description="By how much its worth is below that of the best set, negative for more; null when unknown."
    )
    within_budget: float | None = Field(
        description="Share of draws in which it costs no more than the budget; null without a budget or a cost."
    )
    sharing_saves: float = Field(description="What its products would cost one by one, less their cost as a family.")
    shared: tuple[SharedBlock, ...] = Field(description="What two or more of them pay once, the dearest first.")
    broken: tuple[BrokenRule, ...] = Field(description="Rules that it breaks; the budget is one of them.")
    margins: dict[str, Margin] = Field(description="For each considered product: the set with it, and without it.")


class KeptSet(WeighedSet):
    """A set that somebody has kept under a name."""

    key: str = Field(description="Its key in the worksheet.")
    name: str = Field(description="What the team calls it.")
    aside: bool = Field(description="True when it does not stand beside the others at present.")


class FindingsWithSets(Findings):
    """What follows from a worksheet, with its kept sets."""

    sets: tuple[KeptSet, ...] = Field(description="The kept sets, in the figures in which the best one is told.")


@dataclass(frozen=True)
class Weighing:
    """On which sets are weighed: what all of them have in common is worked out once."""

    worksheet: Worksheet
    findings: Findings

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """The links that say a need, each with what it costs."""
        return read_cells(self.worksheet)

    @cached_property
    def bills(self) -> Bills:
        """What the considered products pay."""
        return write_bills(self.cells, self.worksheet.considered, self.worksheet.workshop.organisation_cost)

    @cached_property
    def draws(self) -> Draws:
        """What is drawn for the costs: seed and number of draws are those of the findings."""
        return draw_amounts(self.bills.estimates, seed=self.findings.seed, draws=self.findings.cost_draws)

    def weigh(self, products: Collection[str]) -> WeighedSet:
        """Return what a set of considered products is worth, costs and breaks.

        Args:
            products: keys of its products; those that are not considered are passed over.
        """
        findings, bills = self.findings, self.bills
        chosen = tuple(key for key in findings.considered if key in products)
        values, some = findings.valuation.values, bills.only(chosen)
        cost, value = some.family(chosen).value, fsum(values.get(key, 0.0) for key in chosen)
        unvalued = tuple(key for key in chosen if key not in values)
        best, less = findings.portfolio, 1.0 if findings.portfolio.less_cost else 0.0
        worth = None if unvalued or some.lacks else value - less * cost
        roles = Roles(_as_chosen(self.worksheet, chosen), self.cells, findings.gaps, findings.claims, bills)
        return WeighedSet(
            chosen=chosen,
            cost=cost,
            incomplete=tuple(key for key in chosen if key in some.lacks),
            value=value,
            unvalued=unvalued,
            worth=worth,
            gives_up=best.worth - worth if worth is not None and best.feasible else None,
            within_budget=chance_within(self.worksheet.workshop.budget, some, self.draws),
            sharing_saves=fsum(total(bill, some.likely) for bill in some.solo) - cost,
            shared=_shared(some),
            broken=check_set(roles),
            margins={key: _margin(key, chosen, bills, values, less) for key in findings.considered},
        )


def weigh_kept_sets(worksheet: Worksheet, findings: Findings) -> FindingsWithSets:
    """Return the findings with every kept set weighed, in the order of the worksheet."""
    weighing = Weighing(worksheet, findings)
    return FindingsWithSets(**dict(findings), sets=tuple(_kept(worksheet, weighing)))


def _kept(worksheet: Worksheet, weighing: Weighing) -> Iterable[KeptSet]:
    for each in worksheet.sets:
        weighed = weighing.weigh(worksheet.products_by_set[each.key])
        yield KeptSet(**dict(weighed), key=each.key, name=each.name, aside=each.aside)


def _as_chosen(worksheet: Worksheet, chosen: Collection[str]) -> Worksheet:
    """Return the worksheet as it would be if these products and no others were meant to be built."""
    decisions = tuple(Decision(product=key, role=Role.GROWTH) for key in chosen)
    return worksheet.model_copy(update={"decisions": decisions})


def _shared(bills: Bills) -> tuple[SharedBlock, ...]:
    found = [
        SharedBlock(capability=key, cost=total(bill, bills.likely), products=tuple(sorted(users)))
        for key, (bill, users) in bills.shared.items()
        if len(users) > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.cost, one.capability)))


def _margin(key: str, chosen: Collection[str], bills: Bills, values: Mapping[str, float], less: float) -> Margin:
    without = [one for one in chosen if one != key]
    cost = total(bills.joining(key, without), bills.likely)
    is_known = key in values and key not in bills.lacks
    return Margin(cost=cost, worth=values[key] - less * cost if is_known else None)
