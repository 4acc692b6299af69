"""What the family costs, as rows to read on the Choose page."""

from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.cost.uncertainty import Swing
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import lean
from reuse_app.narrative.words import all_of, rough
from reuse_app.web.choose.verdict import scope_of
from reuse_app.worksheet import Worksheet


@dataclass(frozen=True)
class Costing:
    """The costs of the candidates, named and formatted."""

    worksheet: Worksheet
    findings: Findings

    @property
    def costs(self) -> list[tuple[str, str, str]]:
        """What each candidate costs alone, and beside what the family shares, in the order of the average curve."""
        money = self.findings.economics
        return [
            (
                self.worksheet.product_by_key[key].name,
                rough(money.standalone.get(key)),
                rough(money.in_family.get(key)),
            )
            for key in money.order
        ]

    @property
    def together(self) -> str:
        """All candidates, as a part of a sentence."""
        count = len(self.findings.economics.order)
        return f"{all_of(count).lower()} together" if count > 1 else "the product"

    @property
    def lean(self) -> str:
        """Why the likely figures of this section lie outside of their own ranges, where they do."""
        money = self.findings.economics
        return lean((money.savings_range, *money.average_range))

    @property
    def owed(self) -> str:
        """What hangs on unproven claims, for the products in question and for all; nothing without prices."""
        material = Material(self.worksheet, self.findings)
        scope, everything = scope_of(material), material.owed_by(material.candidates)
        if everything is None:
            return ""
        in_scope = material.owed_by(scope.products)
        part = "nothing that can be priced" if in_scope is None else f"{rough(in_scope)} {self.findings.unit}"
        if set(scope.products) == set(material.candidates):
            return f"{part} in {scope.name}"
        return f"{part} in {scope.name}, {rough(everything)} in all {len(material.candidates)} products"

    def rough(self, value: float | None) -> str:
        """An amount, rounded as everywhere on the page."""
        return rough(value)

    @property
    def platform(self) -> list[tuple[str, str]]:
        """What is paid once for each shared capability, the dearest first."""
        shared = sorted(self.findings.economics.platform.items(), key=lambda each: -each[1])
        return [(self.worksheet.capability_by_key[key].name, rough(cost)) for key, cost in shared if cost]

    @property
    def tornado(self) -> list[str]:
        """The estimates that move the savings most, each in a sentence."""
        return [
            f"{swing.cost.replace('_', ' ').capitalize()} of {self._owner(swing)}: "
            f"{rough(min(swing.low, swing.high))} to {rough(max(swing.low, swing.high))}"
            for swing in self.findings.economics.tornado
        ]

    def _owner(self, swing: Swing) -> str:
        """The name of what has a cost: only an own cost is a product's."""
        of_product = swing.cost == "own_cost"
        return (self.worksheet.product_by_key if of_product else self.worksheet.capability_by_key)[swing.key].name
