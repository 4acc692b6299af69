"""What each product is worth, in one currency for all of them, and how much hangs on each capability."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.bills import Source
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.scoring import Score
from reuse_app.worksheet import Estimate, Product, Worksheet


class Basis(StrEnum):
    """What the worth of a set is."""

    NET = "net"
    VALUE = "value"
    RATING = "rating"


class Valuation(Finding):
    """The values of the products, all on the same basis."""

    basis: Basis = Field(
        description="net: expected values in the unit of cost, less the cost. value: expected values in another unit. "
        "rating: totals of the ratings, 0 to 1, because not every considered product has a value."
    )
    values: dict[str, float] = Field(
        description="Value of each product, where known: chance x value, of home products too; or its total."
    )
    unvalued: tuple[str, ...] = Field(description="Considered products without a value on this basis.")


def value_products(worksheet: Worksheet, scores: Mapping[str, Score]) -> Valuation:
    """Return what the products are worth: as stated if every considered one has a value, else by their ratings.

    Args:
        worksheet: with the stated values, of which the likely counts, and their chances.
        scores: the scores of the considered products by key.
    """
    seen = (*worksheet.considered, *worksheet.home_products)
    stated = {product.key: chance_of(product) * product.value.likely for product in seen if product.value is not None}
    considered = [product.key for product in worksheet.considered]
    if considered and all(key in stated for key in considered):
        basis, values = Basis.NET if is_in_unit_of_cost(worksheet) else Basis.VALUE, stated
    else:
        basis = Basis.RATING
        values = {key: score.total for key, score in scores.items() if score.total is not None}
    return Valuation(basis=basis, values=values, unvalued=tuple(sorted(set(considered) - set(values))))


def chance_of(product: Product) -> float:
    """Return how likely the value of a product comes about; certain when nobody said."""
    return 1.0 if product.chance is None else product.chance


def is_in_unit_of_cost(worksheet: Worksheet) -> bool:
    """Say whether values are in the unit of cost, so that one can be taken off the other."""
    unit = worksheet.workshop.value_unit
    return not unit or unit.casefold() == worksheet.workshop.unit.casefold()


def sum_leverage(cells: Sequence[Cell], valuation: Valuation) -> dict[str, float]:
    """Return the leverage of each needed capability: the sum over products of value x need (1, 3 or 9).

    A product without a value is left out, unless none has one: then each counts as 1.
    """
    default = 0.0 if valuation.values else 1.0
    leverage: dict[str, float] = {}
    for cell in cells:
        value = valuation.values.get(cell.product.key, default)
        leverage[cell.capability.key] = leverage.get(cell.capability.key, 0.0) + value * cell.link.need
    return leverage


def value_estimates(worksheet: Worksheet, valuation: Valuation, scores: Mapping[str, Score]) -> dict[Source, Estimate]:
    """Return how far the value of each valued product may move: as stated, times its chance, or from the lowest total
    that somebody gives it to the highest.
    """
    valued = [product for product in worksheet.considered if product.key in valuation.values]
    return {Source("value", product.key): _estimate(product, valuation, scores) for product in valued}


def _estimate(product: Product, valuation: Valuation, scores: Mapping[str, Score]) -> Estimate:
    likely = valuation.values[product.key]
    if valuation.basis is not Basis.RATING and product.value is not None:
        chance = chance_of(product)
        return Estimate(low=chance * product.value.low, likely=likely, high=chance * product.value.high)
    low, high = scores[product.key].total_spread or (likely, likely)
    return Estimate(low=min(low, likely), likely=likely, high=max(high, likely))
