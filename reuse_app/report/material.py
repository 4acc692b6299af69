"""What a report is written from: a worksheet, its findings, and both in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reuse_app.analysis import Findings
from reuse_app.report.words import NOT_STATED, amount
from reuse_app.worksheet import Decision, Product, Role, Worksheet

PURSUED = (Role.PRIMARY, Role.GROWTH, Role.BACKUP)
"""The roles of the products that were chosen, in the order in which a report names them."""
BUILT = (Role.PRIMARY, Role.GROWTH)
"""The roles of the products that are meant to be built; a backup is built when the primary is not."""


@dataclass(frozen=True)
class Material:
    """A worksheet with its findings."""

    worksheet: Worksheet
    findings: Findings

    def product(self, key: str) -> str:
        """Return the name of a product."""
        known = self.worksheet.product_by_key.get(key)
        return known.name if known else key

    def capability(self, key: str) -> str:
        """Return the name of a capability."""
        known = self.worksheet.capability_by_key.get(key)
        return known.name if known else key

    def products(self, keys: Iterable[str]) -> list[str]:
        """Return the names of products."""
        return [self.product(key) for key in keys]

    def capabilities(self, keys: Iterable[str]) -> list[str]:
        """Return the names of capabilities."""
        return [self.capability(key) for key in keys]

    def costs(self, value: float | None) -> str:
        """Return an amount with the workshop's unit."""
        return NOT_STATED if value is None else f"{amount(value)} {self.unit}".rstrip()

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
    def built(self) -> tuple[str, ...]:
        """Keys of the products that are meant to be built."""
        return tuple(one.product for one in self.decisions if one.role in BUILT)

    @cached_property
    def candidates(self) -> dict[str, Product]:
        """The adjacent products by key."""
        return {product.key: product for product in self.worksheet.candidates}

    def family_cost(self, products: Sequence[str]) -> float | None:
        """Return what these products cost as a family, shared costs paid once; None when nothing is stated.

        The same sum as for all candidates, over the products named: what each pays beside what is shared, and what
        is paid once for each capability that one of them shares.
        """
        costs = self.findings.economics
        own = [cost for key in products if (cost := costs.in_family.get(key)) is not None]
        used = {one.capability for one in costs.links if one.product in products and one.fit != "new"}
        shared = [cost for key, cost in sorted(costs.platform.items()) if key in used]
        return sum(own) + sum(shared) if own or shared else None

    def standalone_cost(self, products: Sequence[str]) -> float | None:
        """Return what these products cost when each is built alone; None when nothing is stated."""
        alone = self.findings.economics.standalone
        known = [cost for key in products if (cost := alone.get(key)) is not None]
        return sum(known) if known else None
