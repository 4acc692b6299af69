"""What each product is worth, in one currency for all of them, and how much hangs on each capability."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.amount import Source
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.scoring import Score
from reuse_app.worksheet import Estimate, Product, Worksheet


class Basis(StrEnum):
    """What the values of the products are."""

    VALUE = "value"
    POTENTIAL = "potential"
    NONE = "none"


class Valuation(Finding):
    """The values of the products, all on the same basis."""

    basis: Basis = Field(
        description="value: stated, in the unit of cost. potential: weighted potential, 1 to 4, because not every "
        "considered product has a value. none: neither is known; for leverage every product counts as 1."
    )
    values: dict[str, float] = Field(description="Value of each product, home products too, where known.")
    unvalued: tuple[str, ...] = Field(description="Considered products without a value on this basis.")


def value_products(worksheet: Worksheet, scores: Mapping[str, Score]) -> Valuation:
    """Return what the products are worth: as stated if every considered one has a value, else by weighted potential.

    Args:
        worksheet: with the stated values, of which the likely counts.
        scores: the scores of the considered products by key.
    """
    seen = (*worksheet.considered, *worksheet.home_products)
    stated = {product.key: product.value.likely for product in seen if product.value is not None}
    considered = [product.key for product in worksheet.considered]
    potentials = {key: score.potential for key, score in scores.items() if score.potential is not None}
    if considered and all(key in stated for key in considered):
        basis, values = Basis.VALUE, stated
    elif potentials:
        basis, values = Basis.POTENTIAL, potentials
    else:
        basis, values = Basis.NONE, {}
    return Valuation(basis=basis, values=values, unvalued=tuple(sorted(set(considered) - set(values))))


def sum_leverage(cells: Sequence[Cell], valuation: Valuation) -> dict[str, float]:
    """Return the leverage of each needed capability: the sum over products of value x need (1, 3 or 9).

    A product without a value is left out, unless none has one: then each counts as 1.
    """
    default = 1.0 if valuation.basis is Basis.NONE else 0.0
    leverage: dict[str, float] = {}
    for cell in cells:
        value = valuation.values.get(cell.product.key, default)
        leverage[cell.capability.key] = leverage.get(cell.capability.key, 0.0) + value * cell.link.need
    return leverage


def value_estimates(worksheet: Worksheet, valuation: Valuation, scores: Mapping[str, Score]) -> dict[Source, Estimate]:
    """Return how far the value of each valued product may move: as stated, or from the lowest potential that
    somebody sees in it to the highest.
    """
    estimates = {}
    for product in worksheet.considered:
        if product.key in valuation.values:
            estimates[Source("value", product.key)] = _estimate(product, valuation, scores)
    return estimates


def _estimate(product: Product, valuation: Valuation, scores: Mapping[str, Score]) -> Estimate:
    if valuation.basis is Basis.VALUE and product.value is not None:
        return product.value
    likely = valuation.values[product.key]
    low, high = scores[product.key].potential_spread or (likely, likely)
    return Estimate(low=min(low, likely), likely=likely, high=max(high, likely))
