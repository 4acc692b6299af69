"""What a report is written from: a worksheet, its findings, and both in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.analysis.claims import Claim
from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.bills import Bill, Bills, Guess, Source, add, guess, subtract, write_bills
from reuse_app.analysis.portfolio.valuation import Basis, value_estimates
from reuse_app.analysis.portfolio.weighed_set import WeighedSet, Weighing
from reuse_app.narrative.isolation import isolated
from reuse_app.narrative.standing import best_sets, worth_unit
from reuse_app.narrative.words import NOT_STATED, Guessed, about, some, two_figures
from reuse_app.worksheet import Decision, Estimate, Product, Role, Worksheet
from reuse_app.worksheet.scales import PURSUED


@dataclass(frozen=True)
class Material:
    """A worksheet with its findings."""

    worksheet: Worksheet
    findings: Findings
    for_paper: bool = False
    """Whether figures are cut to pages, and their tables follow at the end."""

    def __post_init__(self) -> None:
        """Keep names that are read from right to left apart: all that is told of them is a sentence in English."""
        object.__setattr__(self, "worksheet", isolated(self.worksheet))

    def product(self, key: str) -> str:
        """Return the name of a product."""
        known = self.worksheet.product_by_key.get(key)
        return known.name if known else key

    def capability(self, key: str) -> str:
        """Return the name of a capability."""
        known = self.worksheet.capability_by_key.get(key)
        return known.name if known else key

    def factor(self, key: str) -> str:
        """Return the name of a factor."""
        return next((factor.name for factor in self.worksheet.factors if factor.key == key), key)

    def products(self, keys: Iterable[str]) -> list[str]:
        """Return the names of products."""
        return [self.product(key) for key in keys]

    def capabilities(self, keys: Iterable[str]) -> list[str]:
        """Return the names of capabilities."""
        return [self.capability(key) for key in keys]

    def natures(self, keys: Iterable[str]) -> list[str]:
        """Return what capabilities really do, each as its sentence; empty for one that has none."""
        known = self.worksheet.capability_by_key
        return [known[key].nature if key in known else "" for key in keys]

    def costs(self, value: Guessed) -> str:
        """Return an amount with the workshop's unit."""
        return NOT_STATED if value is None else f"{about(value)} {self.unit}".rstrip()

    def guess(self, value: float | None) -> str:
        """Return an amount that is a guess in any case, such as that of a rework, with the workshop's unit."""
        return NOT_STATED if value is None else f"about {two_figures(value)} {self.unit}".rstrip()

    @property
    def unit(self) -> str:
        """The unit of every cost."""
        return self.worksheet.workshop.unit

    @property
    def worth_unit(self) -> str:
        """The unit of what a set is worth."""
        return worth_unit(self.findings)

    @property
    def is_rated(self) -> bool:
        """Whether products are worth their totals in the ranking, each 1 point at most, for want of values."""
        return self.findings.valuation.basis is Basis.RATING

    @property
    def horizon(self) -> str:
        """Over how long values count, for the end of a sentence; nothing where that is not said or no value counts."""
        horizon = self.worksheet.workshop.horizon.removeprefix("over ")
        return f" over {horizon}" if horizon and not self.is_rated else ""

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions about adjacent products: by role, then in the order of the worksheet."""
        known = [one for one in self.worksheet.decisions if one.product in self.candidates]
        return tuple(sorted(known, key=lambda one: list(Role).index(one.role)))

    @cached_property
    def chosen(self) -> tuple[Decision, ...]:
        """The decisions for a product: primary, growth options, backups."""
        return tuple(one for one in self.decisions if one.role in PURSUED)

    @cached_property
    def set_aside(self) -> tuple[Decision, ...]:
        """The decisions to keep a product open or in storage."""
        return tuple(one for one in self.decisions if one.role not in PURSUED)

    @cached_property
    def decided_set(self) -> tuple[str, ...]:
        """Keys of the chosen products, backups too: what every sum of the choice is about."""
        return tuple(one.product for one in self.chosen)

    @cached_property
    def best_sets(self) -> tuple[tuple[str, ...], ...]:
        """The best set with those that are level with it; none when no set is better than another."""
        return best_sets(self.findings)

    @property
    def best_set(self) -> tuple[str, ...]:
        """Keys of the best set, the most valuable first, or of the first of those that are level; may be empty."""
        return self.best_sets[0] if self.best_sets else ()

    @cached_property
    def candidates(self) -> dict[str, Product]:
        """The adjacent products by key."""
        return {product.key: product for product in self.worksheet.candidates}

    def family_cost(self, products: Iterable[str]) -> Guess | None:
        """Return what these products cost as a family, shared costs paid once; None when nothing is stated.

        It is at least this much as long as `unstated_costs` names something.
        """
        return self._sum(self._only(products).steps)

    def rebuild_cost(self, products: Iterable[str]) -> Guess | None:
        """Return what a stranger would pay for these products one by one; None when nothing is stated."""
        return self._sum(self._those(products, self._bills.rebuild))

    def solo_cost(self, products: Iterable[str]) -> Guess | None:
        """Return what these products cost one by one, with what we have; None when nothing is stated."""
        return self._sum(self._those(products, self._bills.solo))

    def own_cost(self, product: str) -> Guess | None:
        """Return what a product pays in the family beside what is shared; None when nothing is stated."""
        return self._sum(self._those([product], self._bills.own))

    def paid_once(self, capability: str) -> Guess:
        """Return what is paid once for a shared capability."""
        return self._guess(self._bills.shared[capability][0])

    def gap_cost(self, capability: str) -> Estimate | None:
        """Return what it costs to have a missing capability, as its plan or else its build cost says."""
        return self._built_for.get(capability)

    @cached_property
    def _built_for(self) -> Mapping[str, Estimate | None]:
        return {cell.capability.key: cell.build for cell in self.cells}

    def more_with(self, product: str, chosen: Iterable[str]) -> tuple[Guess, Guess]:
        """Return how much more a set costs with a product than without it, and how much more it is worth."""
        cost = self._bills.joining(product, [key for key in chosen if key != product])
        worth = subtract(self._value([product]), cost if self.findings.portfolio.less_cost else {})
        return self._guess(cost), self._guess(worth)

    def worth(self, products: Iterable[str]) -> Guess:
        """Return what a set is worth: its value, less its cost where both have one unit."""
        return self._guess(self._worth(products))

    def value(self, products: Iterable[str]) -> Guess:
        """Return the value of products together, as far as it is known."""
        return self._guess(self._value(products))

    def worth_more(self, products: Iterable[str], others: Iterable[str]) -> Guess:
        """Return how much more one set is worth than another; what both have misses alike in both."""
        return self._guess(subtract(self._worth(products), self._worth(others)))

    def _value(self, products: Iterable[str]) -> Bill:
        return {source: 1.0 for key in products if (source := Source("value", key)) in self._values}

    def _family(self, products: Iterable[str]) -> Bill:
        return add(*self._only(products).steps)

    def _worth(self, products: Iterable[str]) -> Bill:
        keys = list(products)
        cost = self._family(keys) if self.findings.portfolio.less_cost else {}
        return subtract(self._value(keys), cost)

    def _those(self, products: Iterable[str], group: Sequence[Bill]) -> list[Bill]:
        """Return the bills of some products, of which each is its own, whoever is chosen beside it."""
        wanted = set(products)
        return [bill for key, bill in zip(self._bills.products, group, strict=True) if key in wanted]

    def _sum(self, bills: Sequence[Bill]) -> Guess | None:
        return self._guess(add(*bills)) if any(bills) else None

    def _guess(self, bill: Bill) -> Guess:
        return guess(bill, self._estimates)

    @cached_property
    def _estimates(self) -> Mapping[Source, Estimate]:
        return {**self._bills.estimates, **self._values}

    @cached_property
    def _values(self) -> Mapping[Source, Estimate]:
        return value_estimates(self.worksheet, self.findings.valuation, self.findings.scores)

    @cached_property
    def _bills(self) -> Bills:
        return write_bills(self.cells, self.worksheet.candidates, self.worksheet.workshop.organisation_cost)

    def _only(self, products: Iterable[str]) -> Bills:
        """Return the bills of some products, made once however often a report tells of them."""
        keys = tuple(products)
        if keys not in self._parts:
            self._parts[keys] = self._bills.only(keys)
        return self._parts[keys]

    @cached_property
    def _parts(self) -> dict[tuple[str, ...], Bills]:
        return {}

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """The links that say a need, each with what it costs."""
        return self._weighing.cells

    def weigh(self, products: Collection[str]) -> WeighedSet:
        """Return any set of the considered products in the figures in which the best one is told."""
        return self._weighing.weigh(products)

    @cached_property
    def _weighing(self) -> Weighing:
        return Weighing(self.worksheet, self.findings)

    def savings(self, products: Iterable[str]) -> tuple[Guess, Guess] | None:
        """Return what reuse and what sharing saves in these products; None while one of them lacks a cost."""
        some = self._only(products)
        if some.lacks or not some.products:
            return None
        reuse = self._guess(subtract(add(*some.rebuild), add(*some.solo)))
        return reuse, self.saved_by_sharing(some.products)

    def saved(self, products: Iterable[str]) -> Guess:
        """Return what reuse and sharing save together in these products, as far as it is known."""
        some = self._only(products)
        return self._guess(subtract(add(*some.rebuild), add(*some.steps)))

    def saved_by_sharing(self, products: Iterable[str]) -> Guess:
        """Return what these products would cost one by one, less what they cost as a family, as far as it is known."""
        some = self._only(products)
        return self._guess(subtract(add(*some.solo), add(*some.steps)))

    def unstated_costs(self, products: Iterable[str]) -> list[str]:
        """Return which costs of these products nobody has stated, in words."""
        lacks = self._only(products).lacks
        return [self.cost_of(*source) for source in sorted({source for of in lacks.values() for source in of})]

    def cost_of(self, cost: str, key: str) -> str:
        """Return what a cost is the cost of, in words."""
        return f"what only {self.product(key)} needs" if cost == "own_cost" else f"building {self.capability(key)}"

    @cached_property
    def incomplete(self) -> list[str]:
        """The considered products that cannot be weighed yet, each with what lacks a cost, in words."""
        lacks = {key: of for key, of in self._bills.lacks.items() if key in self.findings.considered}
        return [
            f"{self.product(key)} (no cost for {some([self.cost_of(*source) for source in of])})"
            for key, of in lacks.items()
        ]

    @property
    def weighs_all(self) -> bool:
        """Whether every considered product has what it takes to weigh it against others: its costs and its worth."""
        return not self.incomplete and not self.findings.valuation.unvalued

    def claims_of(self, products: Iterable[str]) -> list[Claim]:
        """Return the unproven claims of reuse on which these products rest."""
        keys = set(products)
        return [claim for claim in self.findings.claims if claim.product in keys]

    def owed_by(self, products: Iterable[str]) -> float | None:
        """Return what these products cost more if their unproven claims turn out to be reworks; None without prices."""
        owed = [claim.owed for claim in self.claims_of(products) if claim.owed is not None]
        return fsum(owed) if owed else None
