"""What a noun finds wrong with a form, by the field beside which it is said."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reuse_app.worksheet.phrases import sentence

NEEDED = "Choose this first; the rest is saved with it."
"""Stands beside a field that an entry cannot be without."""
ESTIMATES = ("build_cost", "platform_cost", "own_cost", "value")
"""Fields of low, likely and high, of which the likely amount is enough."""


def mistakes_of(error: ValidationError) -> dict[str, str]:
    """The mistakes of a noun by the column in which each stands."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False):
        found.setdefault(_column_of(each), NEEDED if each["type"] == "missing" else sentence(each))
    return found


def _column_of(error: ErrorDetails) -> str:
    """Where a mistake stands; that of a whole estimate, or of one that lacks an amount, at its likely amount."""
    path = [str(step + 1) if isinstance(step, int) else step for step in error["loc"]]
    if path[0] in ESTIMATES and (len(path) == 1 or error["type"] == "missing"):
        return f"{path[0]}_likely"
    return "_".join(path)
