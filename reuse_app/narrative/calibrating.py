"""How good the predictions were, in sentences."""

from collections.abc import Iterator

from reuse_app.analysis.calibration import Calibration, Record
from reuse_app.narrative.words import amount, plural

AS_PREDICTED = (0.95, 1.05)
"""Mean ratios that count as what was predicted."""
STRONG = 0.5
"""Rank correlation from which two orders are said to be alike."""


def lessons(calibration: Calibration) -> tuple[str, ...]:
    """Return what the results say about the predictions; nothing as long as there are too few."""
    return (
        *_of_amounts("costs", calibration.cost),
        *_of_amounts("values", calibration.value),
        *_of_order(calibration.order, calibration.ordered),
    )


def _of_amounts(what: str, record: Record) -> Iterator[str]:
    if record.ratio is not None:
        yield f"On average {what} came out {_against_prediction(record.ratio)}."
    if record.share is not None:
        advice = "as all should" if record.within == record.ranged else "and all should: make the next ranges wider"
        results = plural(record.ranged, "result", "results")
        yield f"{record.within} of {results} of {what[:-1]} lay between low and high, {advice}."


def _against_prediction(ratio: float) -> str:
    low, high = AS_PREDICTED
    return "as predicted" if low <= ratio <= high else f"at {amount(ratio, digits=2)} times what was predicted"


def _of_order(order: float | None, count: int) -> Iterator[str]:
    if order is None:
        return
    said = (
        "Products with a higher score brought more"
        if order >= STRONG
        else "Products with a higher score brought less"
        if order <= -STRONG
        else "The scores said little about which product would bring more"
    )
    yield f"{said} (rank correlation {amount(order, digits=2)} over {count} products; 1 is the same order, 0 none)."
