"""What a noun finds wrong with a form, by the field beside which it is said."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reuse_app.worksheet.validation.messages import sentence
from reuse_app.worksheet.values import HIGH_BELOW

NEEDED = "Choose this first; the rest is saved with it."
"""Stands beside a field that an entry cannot be without."""
NEEDED_TOO = "Fill this in too; the others are saved with it."
"""Stands beside a number that others need to make sense."""
ESTIMATES = ("build_cost", "platform_cost", "own_cost", "value")
"""Fields of low, likely and high, of which the likely amount is enough."""


def mistakes_of(error: ValidationError) -> dict[str, str]:
    """The mistakes of a noun by the column in which each stands."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False):
        found.setdefault(_column_of(each), _said(each))
    return found


def _said(error: ErrorDetails) -> str:
    if error["type"] != "missing":
        return sentence(error)
    return NEEDED if len(error["loc"]) == 1 else NEEDED_TOO


def _column_of(error: ErrorDetails) -> str:
    """Where a mistake stands; that of an estimate whose ends are out of order, at the end that is."""
    path = [str(step + 1) if isinstance(step, int) else step for step in error["loc"]]
    if path[0] in ESTIMATES and len(path) == 1:
        return f"{path[0]}_{'high' if error['type'] == HIGH_BELOW else 'low'}"
    return "_".join(path)
