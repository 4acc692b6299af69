"""The roles that the team gave, with what each product hangs on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reuse_app.analysis.bills import Bills
from reuse_app.analysis.cells import Cell
from reuse_app.analysis.claims import Claim
from reuse_app.analysis.coverage import Gap
from reuse_app.worksheet import Decision, Need, Role, Status, Worksheet
from reuse_app.worksheet.scales import PURSUED

BUILT = (Role.PRIMARY, Role.GROWTH)
"""The roles of the products that are meant to be built; a backup is built when the primary is not."""


@dataclass(frozen=True)
class Roles:
    """What the team decided, and the findings against which it is checked."""

    worksheet: Worksheet
    cells: Sequence[Cell]
    gaps: Sequence[Gap]
    claims: Sequence[Claim]
    bills: Bills

    @property
    def cost(self) -> float:
        """Likely cost of the products that are meant to be built, as a family, in the workshop's unit."""
        return self.bills.family(self.keys(*BUILT))

    @cached_property
    def candidates(self) -> frozenset[str]:
        """Keys of the products that can have a role."""
        return frozenset(product.key for product in self.worksheet.candidates)

    @cached_property
    def decided(self) -> Sequence[Decision]:
        """The decisions on candidates, by product key."""
        return sorted(
            (one for one in self.worksheet.decisions if one.product in self.candidates), key=lambda one: one.product
        )

    def of(self, *roles: Role) -> list[Decision]:
        """Return the decisions with one of these roles."""
        return [one for one in self.decided if one.role in roles]

    def keys(self, *roles: Role) -> tuple[str, ...]:
        """Return the keys of the products with one of these roles."""
        return tuple(one.product for one in self.of(*roles))

    def needs(self, product: str) -> set[str]:
        """Return the capabilities that a product needs."""
        return {cell.capability.key for cell in self.cells if cell.product.key == product}

    def risks(self, product: str) -> set[str]:
        """Return the major risks of a product: strong needs that are missing, or met by an unproven claim."""
        unproven = {claim.capability for claim in self.claims if claim.product == product}
        return {
            cell.capability.key
            for cell in self.cells
            if cell.product.key == product
            and cell.link.need is Need.STRONG
            and (cell.capability.status is Status.MISSING or cell.capability.key in unproven)
        }

    @cached_property
    def critical_gaps(self) -> list[Gap]:
        """The gaps on which a bet depends strongly."""
        return [gap for gap in self.gaps if self.depend_on(gap.capability)]

    def depend_on(self, capability: str) -> tuple[str, ...]:
        """Return the bets that need this capability strongly."""
        bets = self.keys(*PURSUED)
        strong = (cell for cell in self.cells if cell.capability.key == capability and cell.link.need is Need.STRONG)
        return tuple(cell.product.key for cell in strong if cell.product.key in bets)

    def names(self, products: Iterable[str]) -> str:
        """Return the names of products, for a sentence."""
        return _listed([self.worksheet.product_by_key[key].name for key in products])

    def capability_names(self, capabilities: Iterable[str]) -> str:
        """Return the names of capabilities, for a sentence."""
        return _listed([self.worksheet.capability_by_key[key].name for key in sorted(capabilities)])


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
