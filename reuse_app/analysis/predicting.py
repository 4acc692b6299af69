"""What a worksheet predicts for the products on which the team bets, kept so that it can be looked back at."""

from collections.abc import Sequence

from reuse_app.analysis.bills import Bill, Source, total, write_bills
from reuse_app.analysis.cells import read_cells
from reuse_app.analysis.findings import Findings
from reuse_app.analysis.scoring import Point
from reuse_app.worksheet import Estimate, Outcome, Product, Worksheet
from reuse_app.worksheet.scales import PURSUED
from reuse_app.worksheet.values import LARGEST_AMOUNT

DIGITS = 6
"""Digits of an amount that is kept, so that a sum of 3.6 is not written 3.5999999999999996."""
UNSCORED = Point(potential=None, challenge=None)


def predictions(worksheet: Worksheet, findings: Findings) -> tuple[Outcome, ...]:
    """Return what is predicted for each product on which the team bets: primary, growth options, then backups.

    Cost is what a product adds when they are built in this order, shared costs paid by the first that needs them;
    its low and high are those of a world in which every estimate is at its low or high. What nobody stated is left
    out of it, as in every sum. A product that has an outcome already is passed over: what was predicted then stays.
    """
    products = _pursued(worksheet)
    known = {outcome.product for outcome in worksheet.outcomes}
    costs = _costs(worksheet, products)
    return tuple(
        Outcome(
            product=product.key,
            predicted_potential=_rounded(score.potential),
            predicted_challenge=_rounded(score.challenge),
            predicted_cost=cost,
            predicted_value=product.value,
        )
        for product, cost in zip(products, costs, strict=True)
        if product.key not in known
        for score in [findings.scores.get(product.key, UNSCORED)]
    )


def _pursued(worksheet: Worksheet) -> list[Product]:
    roles = {decision.product: decision.role for decision in worksheet.decisions}
    pursued = [product for product in worksheet.candidates if roles.get(product.key) in PURSUED]
    return sorted(pursued, key=lambda product: PURSUED.index(roles[product.key]))


def _costs(worksheet: Worksheet, products: Sequence[Product]) -> list[Estimate | None]:
    bills = write_bills(read_cells(worksheet), products)
    ends = {
        end: {source: getattr(one, end) for source, one in bills.estimates.items()} for end in Estimate.model_fields
    }
    return [_cost(bill, ends) for bill in bills.steps]


def _cost(bill: Bill, ends: dict[str, dict[Source, float]]) -> Estimate | None:
    if not bill:
        return None
    sums = {end: min(total(bill, amounts), LARGEST_AMOUNT) for end, amounts in ends.items()}
    return Estimate.model_validate({end: _rounded(amount) for end, amount in sums.items()})


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else float(f"{amount:.{DIGITS}g}")
