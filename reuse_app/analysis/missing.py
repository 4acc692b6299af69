"""What the worksheet does not say yet, and what hangs on it, in sentences."""

from collections.abc import Iterator, Mapping, Sequence

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.scoring import Score
from reuse_app.worksheet import Product, Worksheet
from reuse_app.worksheet.steps import Step

Lack = tuple[Step, str]
"""The step where something is to be entered, and what hangs on it."""


def find_lacks(worksheet: Worksheet, cells: Sequence[Cell], scores: Mapping[str, Score]) -> tuple[Lack, ...]:
    """Return what the worksheet does not say yet, in the order of the steps."""
    return (
        *_frame(worksheet),
        *_map(worksheet, cells),
        *_ratings(worksheet, scores),
        *_decisions(worksheet),
    )


def _frame(worksheet: Worksheet) -> Iterator[Lack]:
    if worksheet.workshop.budget is None:
        yield Step.FRAME, "No budget is stated: nothing limits the best set."
    if not worksheet.factors:
        yield Step.FRAME, "No factors are set: products cannot be scored."
    if not worksheet.workshop.horizon and any(product.value for product in worksheet.considered):
        yield Step.FRAME, "No horizon is stated: values may count over different lengths of time."


def _map(worksheet: Worksheet, cells: Sequence[Cell]) -> Iterator[Lack]:
    if not worksheet.capabilities:
        yield Step.INVENTORY, "The inventory is empty: there is nothing to reuse yet."
    if not worksheet.candidates:
        yield Step.PRODUCTS, "There are no adjacent products: there is nothing to compare or to choose."
    mapped = {cell.product.key for cell in cells}
    if unmapped := [product.name for product in _by_key(worksheet) if product.key not in mapped]:
        yield Step.MAP, f"No need is mapped for {', '.join(unmapped)}."


def _ratings(worksheet: Worksheet, scores: Mapping[str, Score]) -> Iterator[Lack]:
    unrated = [product.name for product in _by_key(worksheet) if product.key not in scores]
    if unrated and not scores:
        yield Step.SCORE, "Nobody has rated yet: there are no scores, no agreement and no robustness."
    elif unrated:
        yield Step.SCORE, f"Nobody has rated {', '.join(unrated)}."
    if partly := [worksheet.product_by_key[key].name for key, score in scores.items() if score.unrated]:
        yield Step.SCORE, f"Some factors have no level for {', '.join(partly)}: their weight goes to the others."


def _decisions(worksheet: Worksheet) -> Iterator[Lack]:
    if worksheet.candidates and not worksheet.decisions:
        yield Step.CHOOSE, "Nothing is decided yet: no product has a role."
    if worksheet.decisions and not worksheet.iterations:
        yield Step.ITERATE, "No iteration is logged yet: there is no rate of progress."


def _by_key(worksheet: Worksheet) -> list[Product]:
    return sorted(worksheet.considered, key=lambda product: product.key)
