"""The curve of value over budget: what the best set is worth, and what more budget would buy."""

from collections.abc import Sequence

from reuse_app.analysis import Findings
from reuse_app.analysis.portfolio.best_set import FrontierPoint
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Scale, draw, scale_over
from reuse_app.narrative.figures.labels import SMALL, Label, shorten, width_of
from reuse_app.narrative.standing import best_sets, name_sets, proven, why_no_set_is_best
from reuse_app.narrative.templating import at
from reuse_app.narrative.words import amount, axis_amount, in_unit, listed
from reuse_app.worksheet import Worksheet

HEIGHT = 300.0
TOP, BOTTOM, RIGHT = 76.0, HEIGHT - 36, WIDTH - 12


def value_over_budget(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the curve; None as long as fewer than two sets lie on it."""
    found = findings.portfolio
    if len(found.frontier) < 2 or not findings.valuation.values:  # noqa: PLR2004  # one set makes no curve
        return None
    points = found.frontier
    down = scale_over([one.worth for one in points], start=BOTTOM, end=TOP)
    left = max(width_of(axis_amount(tick), SMALL) for tick in down.ticks()) + 10
    across = _across(findings, left)
    return draw(
        "figures/value_over_budget.svg",
        Canvas("value-over-budget", "Worth over budget", _describe(worksheet, findings), HEIGHT),
        headers=("Budget from", "Worth", "Products"),
        rows=tuple(
            (amount(one.budget), amount(one.worth), proven(_names(worksheet, one.chosen), one)) for one in points
        ),
        numbers=(0, 1),
        value_axis=in_unit("↑ Worth", _basis(findings)),
        budget_axis=in_unit("Budget", findings.unit),
        left=left,
        right=RIGHT,
        bottom=BOTTOM,
        top=TOP,
        rows_at=[(axis_amount(tick), down(tick)) for tick in down.ticks()],
        columns_at=[(axis_amount(tick), across(tick)) for tick in across.ticks()],
        steps=_steps(points, across, down),
        dots=[(across(one.budget), down(one.worth)) for one in points],
        budget=None if found.budget is None else across(found.budget),
        best=(across(found.cost), down(found.worth)) if best_sets(findings) else None,
        labels=_labels(worksheet, findings, across),
    )


def _across(findings: Findings, left: float) -> Scale:
    found = findings.portfolio
    costs = [one.budget for one in found.frontier]
    beyond = [] if found.budget is None else [min(found.budget, max(costs) * 1.5)]
    return scale_over([*costs, *beyond], start=left, end=RIGHT)


def _steps(points: Sequence[FrontierPoint], across: Scale, down: Scale) -> str:
    first, *rest = points
    start = f"M{at(across(first.budget))} {at(down(first.worth))}"
    return start + "".join(f"H{at(across(one.budget))}V{at(down(one.worth))}" for one in rest) + f"H{at(RIGHT)}"


def _labels(worksheet: Worksheet, findings: Findings, across: Scale) -> list[Label]:
    """Return what the best set is and where the budget stands."""
    found = findings.portfolio
    labels = []
    if found.budget is not None:
        text = f"budget {axis_amount(found.budget)}"
        labels.append(_above(text, min(across(found.budget), RIGHT), 34))
    sets = best_sets(findings)
    if any(sets):
        x, what = across(found.cost), "best" if len(sets) == 1 else "level"
        worth = f"{what}: {axis_amount(found.worth)} for {axis_amount(found.cost)}"
        names = name_sets(sets, worksheet)
        labels += [_above(worth, x, 50, style="strong"), _above(shorten(names, RIGHT, SMALL), x, 63, full=names)]
    return labels


def _above(text: str, x: float, y: float, *, style: str = "small soft", full: str = "") -> Label:
    """Return a label above a place, pushed inwards where it would leave the paper."""
    half = width_of(text, SMALL if "small" in style else 12.0) / 2
    inside = min(max(x, half), WIDTH - half)
    return Label(inside, y, text, full if full != text else "", "middle", style)


def _names(worksheet: Worksheet, keys: Sequence[str]) -> str:
    return listed([worksheet.product_by_key[key].name for key in keys]) or "none"


def _basis(findings: Findings) -> str:
    return {"net": findings.unit, "value": findings.value_unit, "rating": "sum of the totals"}[findings.portfolio.basis]


def _describe(worksheet: Worksheet, findings: Findings) -> str:
    found, sets = findings.portfolio, best_sets(findings)
    curve = "What the best set is worth for each budget"
    if not found.feasible:
        return f"{curve}. No set keeps the rules within the stated budget."
    if not sets:
        return f"{curve}, shared costs paid once. {why_no_set_is_best(findings)}"
    worth = f"worth {amount(found.worth)} for {amount(found.cost)} {findings.unit}".rstrip()
    named = name_sets(sets, worksheet)
    if len(sets) > 1:
        return f"{curve}, shared costs paid once. These sets are level: {named}; each is {worth}."
    limit = f" within the budget of {amount(found.budget)}" if found.budget is not None else ""
    return f"{curve}, shared costs paid once. The best set{limit} is {worth}: {named}."
