"""To be drawn."""

from reuse_app.analysis import Findings
from reuse_app.report.figures.figure import Figure
from reuse_app.worksheet import Worksheet


def value_over_budget(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return nothing yet."""
    return None
