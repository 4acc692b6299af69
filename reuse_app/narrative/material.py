"""What a report is written from: a worksheet, its findings, and both in words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.analysis.claims import Claim
from reuse_app.analysis.cost.adaptation import Cell, read_cells
from reuse_app.analysis.cost.bills import Bills, total, write_bills
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.analysis.portfolio.weighed_set import Scale, WeighedSet
from reuse_app.narrative.standing import best_sets
from reuse_app.narrative.words import NOT_STATED, rough, some, two_figures
from reuse_app.worksheet import Decision, Product, Role, Worksheet
from reuse_app.worksheet.scales import PURSUED


@dataclass(frozen=True)
class Material:
    """A worksheet with its findings."""

    worksheet: Worksheet
    findings: Findings
    for_paper: bool = False
    """Whether figures are cut to pages, and their tables follow at the end."""

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

    def costs(self, value: float | None) -> str:
        """Return an amount with the workshop's unit."""
        return NOT_STATED if value is None else f"{rough(value)} {self.unit}".rstrip()

    def guess(self, value: float | None) -> str:
        """Return an amount that is hardly better than a guess, with the workshop's unit."""
        return NOT_STATED if value is None else f"{two_figures(value)} {self.unit}".rstrip()

    @property
    def unit(self) -> str:
        """The unit of every cost."""
        return self.worksheet.workshop.unit

    @property
    def worth_unit(self) -> str:
        """The unit of what a set is worth; totals of ratings have none."""
        units = {Basis.NET: self.unit, Basis.VALUE: self.findings.value_unit, Basis.RATING: ""}
        return units[self.findings.valuation.basis]

    @property
    def horizon(self) -> str:
        """Over how long values count, for the end of a sentence; nothing where that is not said or no value counts."""
        horizon = self.worksheet.workshop.horizon.removeprefix("over ")
        is_said = horizon and self.findings.valuation.basis is not Basis.RATING
        return f" over {horizon}" if is_said else ""

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

    def family_cost(self, products: Iterable[str]) -> float | None:
        """Return the likely cost of these products as a family, shared costs paid once; None when nothing is stated.

        It is at least this much as long as `unstated_costs` names something.
        """
        some = self._bills.only(list(products))
        return some.family(some.products).value if any(some.steps) else None

    @cached_property
    def _bills(self) -> Bills:
        return write_bills(self.cells, self.worksheet.candidates, self.worksheet.workshop.organisation_cost)

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """The links that say a need, each with what it costs."""
        return read_cells(self.worksheet)

    def weigh(self, products: Collection[str]) -> WeighedSet:
        """Return any set of the considered products in the figures in which the best one is told."""
        return self._scale.weigh(products)

    @cached_property
    def _scale(self) -> Scale:
        return Scale(self.worksheet, self.findings)

    def rebuild_cost(self, products: Iterable[str]) -> float | None:
        """Return what a stranger would pay for these products one by one; None when nothing is stated."""
        some = self._bills.only(list(products))
        return fsum(total(bill, some.likely) for bill in some.rebuild) if any(some.rebuild) else None

    def savings(self, products: Iterable[str]) -> tuple[float, float] | None:
        """Return what reuse and what sharing saves in these products; None while one of them lacks a cost."""
        some = self._bills.only(list(products))
        if some.lacks or not some.products:
            return None
        rebuild, solo, family = (
            fsum(total(bill, some.likely) for bill in group) for group in (some.rebuild, some.solo, some.steps)
        )
        return rebuild - solo, solo - family

    def unstated_costs(self, products: Iterable[str]) -> list[str]:
        """Return which costs of these products nobody has stated, in words."""
        lacks = self._bills.only(list(products)).lacks
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

    def claims_of(self, products: Iterable[str]) -> list[Claim]:
        """Return the unproven claims of reuse on which these products rest."""
        keys = set(products)
        return [claim for claim in self.findings.claims if claim.product in keys]

    def owed_by(self, products: Iterable[str]) -> float | None:
        """Return what these products cost more if their unproven claims turn out to be reworks; None without prices."""
        owed = [claim.owed for claim in self.claims_of(products) if claim.owed is not None]
        return fsum(owed) if owed else None
