"""What is predicted, and how good the predictions were once results have come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf, isfinite
from statistics import correlation, fmean, geometric_mean

from pydantic import Field

from reuse_app.analysis.agreement import average_ranks
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Bill, Source, total, write_bills
from reuse_app.analysis.finding import Finding
from reuse_app.analysis.scoring import Point, Score
from reuse_app.worksheet import Estimate, Outcome, Product, Worksheet
from reuse_app.worksheet.scales import PURSUED
from reuse_app.worksheet.values import LARGEST_AMOUNT

CLAIMED = 0.8
"""Share of results that low and high claim to hold: they are the tenth and the ninetieth percentile."""
FEWEST_RESULTS = 3
FEWEST_ORDERED = 4
DIGITS = 6
"""Digits of an amount that is kept, so that a sum of 3.6 is not written 3.5999999999999996."""
UNSCORED = Point(potential=None, challenge=None)


class Result(Finding):
    """One amount that was predicted and has come."""

    product: str = Field(description="Key of the product.")
    low: float = Field(description="Low as estimated then.")
    likely: float = Field(description="Likely as estimated then.")
    high: float = Field(description="High as estimated then.")
    actual: float = Field(description="What came.")
    ratio: float | None = Field(description="actual / likely; null when likely is 0 or next to it.")
    within: bool | None = Field(description="Whether it lies in low to high; null when these are the same amount.")


class Record(Finding):
    """How well one sort of amount was predicted; in the workshop's unit."""

    results: tuple[Result, ...] = Field(description="Each amount that has both a prediction and a result, by product.")
    ranged: int = Field(description="How many of them were predicted as a range.")
    within: int = Field(description="How many of these lie in their range.")
    share: float | None = Field(description="within / ranged, 0 to 1; null for fewer than three.")
    claimed: float = Field(
        description="What that share should be: low and high are the 10th and 90th percentile, so 0.8."
    )
    ratio: float | None = Field(
        description="Geometric mean of actual / likely: 1.2 means a fifth more came than predicted. Amounts of 0 are "
        "left out; null for fewer than three."
    )


class Calibration(Finding):
    """What the outcomes say about the predictions."""

    cost: Record = Field(description="How well costs were predicted.")
    value: Record = Field(description="How well values were predicted.")
    order: float | None = Field(
        description="Spearman's rank correlation of predicted potential and value that came: 1 the same order, 0 "
        "none, -1 the opposite one; null for fewer than four products, or when either tells none apart."
    )
    ordered: int = Field(description="How many products have both a predicted potential and a value that came.")
    caveats: tuple[str, ...] = Field(description="What to know before learning from it.")


def calibrate(outcomes: Sequence[Outcome]) -> Calibration:
    """Return how good the predictions were, as far as results are there; with too few it says nothing but why.

    Sources: Lichtenstein, Fischhoff & Phillips, Calibration of probabilities: the state of the art to 1980, 1982;
    Spearman, The proof and measurement of association between two things, 1904.
    """
    outcomes = sorted(outcomes, key=lambda outcome: outcome.product)
    cost = _record([(one.product, one.predicted_cost, one.cost) for one in outcomes])
    value = _record([(one.product, one.predicted_value, one.value) for one in outcomes])
    pairs = [(one.predicted_potential, one.value) for one in outcomes]
    known = [(score, value) for score, value in pairs if score is not None and value is not None]
    return Calibration(
        cost=cost,
        value=value,
        order=rank_correlation(known) if len(known) >= FEWEST_ORDERED else None,
        ordered=len(known),
        caveats=(*_caveats("cost", cost), *_caveats("value", value), *_caveats_of_order(len(known))),
    )


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Spearman's rank correlation of pairs, -1 to 1; equal amounts share the average of their ranks.

    None when all first or all second amounts are equal, as they are in a single pair; there must be one.
    """
    ranks = [average_ranks(amounts) for amounts in zip(*pairs, strict=True)]
    if not all(len(set(each)) > 1 for each in ranks):
        return None
    return correlation(*ranks)


def _record(predicted: Iterable[tuple[str, Estimate | None, float | None]]) -> Record:
    results = tuple(
        _result(product, estimate, actual)
        for product, estimate, actual in predicted
        if estimate is not None and actual is not None
    )
    within = [result.within for result in results if result.within is not None]
    ratios = [result.ratio for result in results if result.ratio]
    return Record(
        results=results,
        ranged=len(within),
        within=within.count(True),
        share=fmean(within) if len(within) >= FEWEST_RESULTS else None,
        claimed=CLAIMED,
        ratio=geometric_mean(ratios) if len(ratios) >= FEWEST_RESULTS else None,
    )


def _result(product: str, estimate: Estimate, actual: float) -> Result:
    is_range = estimate.low < estimate.high
    ratio = actual / estimate.likely if estimate.likely else inf
    return Result(
        product=product,
        low=estimate.low,
        likely=estimate.likely,
        high=estimate.high,
        actual=actual,
        ratio=ratio if isfinite(ratio) else None,
        within=estimate.low <= actual <= estimate.high if is_range else None,
    )


def _caveats(amount: str, record: Record) -> Iterator[str]:
    count, plain = len(record.results), len(record.results) - record.ranged
    zeros = sum(not result.ratio for result in record.results)
    if 0 < count < FEWEST_RESULTS:
        yield f"{_results(count, amount)} to compare: it takes {FEWEST_RESULTS} to say how good the predictions are."
    elif plain:
        yield f"{_results(plain, amount)} predicted as one amount: without a range, only the ratio counts."
    if count >= FEWEST_RESULTS and zeros:
        yield f"{_results(zeros, amount)} left out of the mean ratio, which cannot hold an amount of 0."


def _caveats_of_order(count: int) -> Iterator[str]:
    if 0 < count < FEWEST_ORDERED:
        yield f"{_results(count, 'value')} with a score: it takes {FEWEST_ORDERED} to compare their order."


def _results(count: int, amount: str) -> str:
    return f"{count} {'result' if count == 1 else 'results'} of {amount}"


def predictions(worksheet: Worksheet, scores: Mapping[str, Score]) -> tuple[Outcome, ...]:
    """Return what is predicted for each product on which the team bets: primary, growth options, then backups.

    Cost is what a product adds when they are built in this order, shared costs paid by the first that needs them;
    its low and high are those of a world in which every estimate is at its low or high. A product that lacks a cost
    has none. A product that has an outcome already is passed over: what was predicted then stays.
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
        for score in [scores.get(product.key, UNSCORED)]
    )


def _pursued(worksheet: Worksheet) -> list[Product]:
    roles = {decision.product: decision.role for decision in worksheet.decisions}
    pursued = [product for product in worksheet.candidates if roles.get(product.key) in PURSUED]
    return sorted(pursued, key=lambda product: PURSUED.index(roles[product.key]))


def _costs(worksheet: Worksheet, products: Sequence[Product]) -> list[Estimate | None]:
    bills = write_bills(read_cells(worksheet), products, worksheet.workshop.organisation_cost)
    ends = {
        end: {source: getattr(one, end) for source, one in bills.estimates.items()} for end in Estimate.model_fields
    }
    return [
        None if key in bills.lacks else _cost(bill, ends) for key, bill in zip(bills.products, bills.steps, strict=True)
    ]


def _cost(bill: Bill, ends: dict[str, dict[Source, float]]) -> Estimate:
    sums = {end: min(total(bill, amounts), LARGEST_AMOUNT) for end, amounts in ends.items()}
    return Estimate.model_validate({end: _rounded(amount) for end, amount in sums.items()})


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else float(f"{amount:.{DIGITS}g}")
