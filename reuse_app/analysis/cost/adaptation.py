"""The needed links of a worksheet, read as the reuse model reads them: fit, percentages, modifier, cost."""

from dataclasses import dataclass
from functools import lru_cache

from reuse_app.analysis.cost.cocomo import (
    DEFAULT_ASSESSMENT,
    DEFAULT_UNDERSTANDING,
    DEFAULT_UNFAMILIARITY,
    PRESETS,
    Percentages,
    adaptation_factor,
    adaptation_modifier,
)
from reuse_app.worksheet import Capability, Estimate, Fit, Link, Product, Status, Worksheet


@dataclass(frozen=True, slots=True)
class Cell:
    """One needed link: how the capability comes into the product, and at what share of its build cost."""

    capability: Capability
    product: Product
    link: Link
    fit: Fit
    is_assumed: bool
    """True when the link states neither fit nor change."""
    factor: float | None
    """AAF in percent; None when built anew."""
    build: Estimate | None
    """What it costs to have it anew: for a missing one what its plan states, otherwise its build cost."""
    modifier: float
    """Share of the build cost that this product pays: AAM, or 1 when built anew."""

    @property
    def is_shared(self) -> bool:
        """Whether the product uses the shared capability rather than building its own."""
        return self.fit is not Fit.NEW

    @property
    def from_stock(self) -> bool:
        """Whether the need is met from what the organisation has."""
        return self.is_shared and self.capability.status is Status.IN_HOUSE

    @property
    def cost(self) -> float | None:
        """Likely cost of bringing the capability into the product; None when its build cost is not stated."""
        return None if self.build is None else self.modifier * self.build.likely

    @property
    def where(self) -> str:
        """The cell in words."""
        return f"{self.capability.name} for {self.product.name}"


def read_cells(worksheet: Worksheet) -> tuple[Cell, ...]:
    """Return every needed link, of home products too, by capability key and product key.

    A link that names an unknown capability or product is left out; the checks of the worksheet report it.
    """
    found, plans = [], {plan.capability: plan.cost for plan in worksheet.gap_plans}
    for (capability_key, product_key), link in sorted(worksheet.link_by_cell.items()):
        capability = worksheet.capability_by_key.get(capability_key)
        product = worksheet.product_by_key.get(product_key)
        if link.need and capability and product:
            found.append(_read(capability, product, link, plans.get(capability_key)))
    return tuple(found)


def considered_cells(worksheet: Worksheet) -> tuple[Cell, ...]:
    """Return the needed links of the considered and of the home products, by capability key and product key."""
    seen = {product.key for product in (*worksheet.considered, *worksheet.home_products)}
    return tuple(cell for cell in read_cells(worksheet) if cell.product.key in seen)


def stated_modifier(capability: Capability, link: Link, percentages: Percentages) -> float:
    """Return the modifier for these percentages, with what the link and the capability state beside them."""
    return _modifier(
        DEFAULT_ASSESSMENT if link.assessment is None else link.assessment,
        DEFAULT_UNDERSTANDING if capability.understanding is None else capability.understanding,
        DEFAULT_UNFAMILIARITY if link.unfamiliarity is None else link.unfamiliarity,
        percentages,
    )


@lru_cache(maxsize=4096)
def _modifier(assessment: float, understanding: float, unfamiliarity: float, percentages: Percentages) -> float:
    """Remembered, because most of ten thousand cells state the same."""
    return adaptation_modifier(
        assessment=assessment, understanding=understanding, unfamiliarity=unfamiliarity, **percentages._asdict()
    )


def _read(capability: Capability, product: Product, link: Link, planned: Estimate | None) -> Cell:
    build = build_estimate(capability, planned)
    is_assumed = link.fit is None and link.change is None and capability.status is Status.IN_HOUSE
    fit = link.fit or (Fit.AS_IS if capability.status is Status.MISSING else Fit.ADJUST)
    if fit is Fit.NEW:
        return Cell(capability, product, link, fit, is_assumed, None, build, 1.0)
    percentages = percentages_of(fit, link)
    factor = adaptation_factor(*percentages)
    modifier = stated_modifier(capability, link, percentages)
    return Cell(capability, product, link, fit, is_assumed, factor, build, modifier)


def build_estimate(capability: Capability, planned: Estimate | None) -> Estimate | None:
    """Return what it costs to have a capability anew: for a missing one what its plan states, if it does."""
    return (capability.status is Status.MISSING and planned) or capability.build_cost


def percentages_of(fit: Fit, link: Link) -> Percentages:
    """Return how much changes in a link whose fit is not “new”: as stated, or as its fit stands for."""
    change = link.change
    return PRESETS[fit] if change is None else Percentages(change.design, change.realisation, change.integration)
