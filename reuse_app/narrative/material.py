"""What a report is written from: a worksheet, its findings, and both in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.analysis.claims import Claim
from reuse_app.analysis.cost.adaptation import Cell, read_cells
from reuse_app.analysis.cost.bills import Bills, write_bills
from reuse_app.narrative.standing import best_sets
from reuse_app.narrative.words import NOT_STATED, rough
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

    def costs(self, value: float | None) -> str:
        """Return an amount with the workshop's unit."""
        return NOT_STATED if value is None else f"{rough(value)} {self.unit}".rstrip()

    @property
    def unit(self) -> str:
        """The unit of every cost."""
        return self.worksheet.workshop.unit

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
        """Return the likely cost of these products as a family, shared costs paid once; None when nothing is stated."""
        keys = list(products)
        is_known = any(self.findings.economics.in_family.get(key) is not None for key in keys)
        return self._bills.family(keys) if is_known else None

    @cached_property
    def _bills(self) -> Bills:
        return write_bills(self.cells, self.worksheet.candidates)

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """The links that say a need, each with what it costs."""
        return read_cells(self.worksheet)

    def standalone_cost(self, products: Iterable[str]) -> float | None:
        """Return what these products cost when each is built alone; None when nothing is stated."""
        alone = self.findings.economics.standalone
        known = [cost for key in products if (cost := alone.get(key)) is not None]
        return fsum(known) if known else None

    def savings(self, products: Iterable[str]) -> float | None:
        """Return by how much these products are cheaper as a family than each alone; None when nothing is stated."""
        keys = list(products)
        family, alone = self.family_cost(keys), self.standalone_cost(keys)
        return None if family is None or alone is None else alone - family

    def unstated_costs(self, products: Iterable[str]) -> list[str]:
        """Return which costs of these products nobody has stated, in words."""
        costs, keys = self.findings.economics, set(products)
        needed = {one.capability for one in costs.links if one.product in keys}
        return [
            *(f"building {self.capability(key)}" for key in costs.unknown_capabilities if key in needed),
            *(f"what only {self.product(key)} needs" for key in costs.unknown_products if key in keys),
        ]

    def claims_of(self, products: Iterable[str]) -> list[Claim]:
        """Return the unproven claims of "as is" on which these products rest."""
        keys = set(products)
        return [claim for claim in self.findings.claims if claim.product in keys]

    def owed_by(self, products: Iterable[str]) -> float | None:
        """Return what these products cost more if their unproven claims turn out to be reworks; None without prices."""
        owed = [claim.owed for claim in self.claims_of(products) if claim.owed is not None]
        return fsum(owed) if owed else None
