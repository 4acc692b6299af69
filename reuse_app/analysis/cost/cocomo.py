"""The reuse formulas of COCOMO II: how much of building anew it costs to reuse."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from reuse_app.analysis.finding import check_range
from reuse_app.worksheet import Fit

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
