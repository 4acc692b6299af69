"""How much of building anew it costs to reuse: the formulas of COCOMO II, and the needed links as they read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from reuse_app.analysis.finding import check_range
from reuse_app.worksheet import Capability, Estimate, Fit, Link, Product, Status, Worksheet

AAF_BREAK = 50.0
"""Percent of adaptation above which understanding no longer multiplies but adds (COCOMO II)."""
DEFAULT_ASSESSMENT = 4.0
DEFAULT_UNDERSTANDING = 30.0
DEFAULT_UNFAMILIARITY = 0.4


class Percentages(NamedTuple):
    """How much of a capability changes, in percent of building it anew."""

    design: float
    realisation: float
    integration: float


PRESETS: Mapping[Fit, Percentages] = MappingProxyType(
    {
        Fit.AS_IS: Percentages(0, 0, 10),
        Fit.ADJUST: Percentages(10, 15, 25),
        Fit.REWORK: Percentages(40, 50, 60),
    }
)
"""What each fit stands for until a team types its own; new is the full build cost and has no percentages."""


def adaptation_factor(design: float, realisation: float, integration: float) -> float:
    """Return the adaptation adjustment factor AAF, in percent of building anew.

    Args:
        design: percent of the design changed, 0 to 100.
        realisation: percent of the realisation changed, 0 to 100.
        integration: percent of integration and validation effort relative to new, 0 or more; may exceed 100.

    Raises:
        ValueError: an argument is outside its range.

    Source: Boehm et al., COCOMO II Model Definition Manual 2.1, 2000.
    """
    check_range("design", design, 0, 100)
    check_range("realisation", realisation, 0, 100)
    check_range("integration", integration, 0)
    return 0.4 * design + 0.3 * realisation + 0.3 * integration


def adaptation_modifier(  # noqa: PLR0913  # the model has six inputs
    *,
    assessment: float,
    understanding: float,
    unfamiliarity: float,
    design: float,
    realisation: float,
    integration: float,
) -> float:
    """Return the adaptation adjustment modifier AAM: the cost to reuse as a fraction of the cost to build anew.

    Above 1 building anew is cheaper. Understanding counts as 0 when neither design nor realisation changes.

    Args:
        assessment: effort to find and assess it, 0 none to 8 extensive.
        understanding: 10 very clear to 50 very unclear.
        unfamiliarity: of the team, 0 completely familiar to 1 completely unfamiliar.
        design: percent of the design changed, 0 to 100.
        realisation: percent of the realisation changed, 0 to 100.
        integration: percent of integration and validation effort relative to new, 0 or more; may exceed 100.

    Raises:
        ValueError: an argument is outside its range.

    Source: Boehm et al., COCOMO II Model Definition Manual 2.1, 2000. Calibrated for software; elsewhere an analogy.
    """
    check_range("assessment", assessment, 0, 8)
    check_range("understanding", understanding, 10, 50)
    check_range("unfamiliarity", unfamiliarity, 0, 1)
    factor = adaptation_factor(design, realisation, integration)
    is_changed = design > 0 or realisation > 0
    to_understand = understanding * unfamiliarity if is_changed else 0.0
    if factor <= AAF_BREAK:
        return (assessment + factor * (1 + 0.02 * to_understand)) / 100
    return (assessment + factor + to_understand) / 100


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


def cells_by_product(cells: Iterable[Cell], products: Iterable[Product]) -> dict[str, list[Cell]]:
    """Return the cells of each of the products by its key; cells of others are passed over."""
    of: dict[str, list[Cell]] = {product.key: [] for product in products}
    for cell in cells:
        if cell.product.key in of:
            of[cell.product.key].append(cell)
    return of


def considered_cells(worksheet: Worksheet) -> tuple[Cell, ...]:
    """Return the needed links of the considered and of the home products, by capability key and product key."""
    return considered_of(read_cells(worksheet), worksheet)


def considered_of(cells: Iterable[Cell], worksheet: Worksheet) -> tuple[Cell, ...]:
    """Return those cells of a worksheet that are of its considered and home products."""
    seen = {product.key for product in (*worksheet.considered, *worksheet.home_products)}
    return tuple(cell for cell in cells if cell.product.key in seen)


def stated_modifier(capability: Capability, link: Link, percentages: Percentages) -> float:
    """Return the modifier for these percentages, with what the link and the capability state beside them."""
    return _modifier(
        DEFAULT_ASSESSMENT if link.assessment is None else link.assessment,
        DEFAULT_UNDERSTANDING if capability.understanding is None else capability.understanding,
        DEFAULT_UNFAMILIARITY if link.unfamiliarity is None else link.unfamiliarity,
        percentages,
    )


@lru_cache(maxsize=4096)
def _factor(percentages: Percentages) -> float:
    return adaptation_factor(*percentages)


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
    factor = _factor(percentages)
    modifier = stated_modifier(capability, link, percentages)
    return Cell(capability, product, link, fit, is_assumed, factor, build, modifier)


def build_estimate(capability: Capability, planned: Estimate | None) -> Estimate | None:
    """Return what it costs to have a capability anew: for a missing one what its plan states, if it does."""
    return (capability.status is Status.MISSING and planned) or capability.build_cost


def percentages_of(fit: Fit, link: Link) -> Percentages:
    """Return how much changes in a link whose fit is not “new”: as stated, or as its fit stands for."""
    change = link.change
    return PRESETS[fit] if change is None else Percentages(change.design, change.realisation, change.integration)
