"""What the family costs, as rows to read on the Choose page."""

from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.uncertainty import Swing
from reuse_app.report.words import amount
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
                amount(money.standalone.get(key)),
                amount(money.in_family.get(key)),
            )
            for key in money.order
        ]

    @property
    def platform(self) -> list[tuple[str, str]]:
        """What is paid once for each shared capability, the dearest first."""
        shared = sorted(self.findings.economics.platform.items(), key=lambda each: -each[1])
        return [(self.worksheet.capability_by_key[key].name, amount(cost)) for key, cost in shared if cost]

    @property
    def tornado(self) -> list[str]:
        """The estimates that move the savings most, each in a sentence."""
        return [
            f"{swing.cost.replace('_', ' ').capitalize()} of {self._owner(swing)}: "
            f"{amount(min(swing.low, swing.high))} to {amount(max(swing.low, swing.high))}"
            for swing in self.findings.economics.tornado
        ]

    def _owner(self, swing: Swing) -> str:
        """The name of what has a cost: only an own cost is a product's."""
        of_product = swing.cost == "own_cost"
        return (self.worksheet.product_by_key if of_product else self.worksheet.capability_by_key)[swing.key].name
