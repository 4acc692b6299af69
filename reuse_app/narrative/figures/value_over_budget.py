"""The curve of value over budget: what the best set is worth, and what more budget would buy."""

from collections.abc import Sequence
from functools import partial

from reuse_app.analysis import Findings
from reuse_app.analysis.portfolio.best_set import FrontierPoint
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Scale, Space, draw, in_both, scale_over
from reuse_app.narrative.figures.labels import SMALL, Key, Label, keys, width_of
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import (
    POINTS,
    best_sets,
    may_be_more_level,
    name_sets,
    proven,
    why_no_set_is_best,
    worth_amount,
    worth_figure,
    worth_unit,
)
from reuse_app.narrative.templating import at
from reuse_app.narrative.words import Guessed, about, amount, axis_amount, clipped, in_unit, listed, plural
from reuse_app.worksheet import Worksheet

NARROW = Space(WIDTH, 320.0, top=64.0, right_margin=12.0, bottom_margin=70.0)
BROAD_HEIGHT = 216.0
NO_BREAK_SPACE = "\u00a0"
NAMED = 90
"""Letters up to which the title names the products of a set."""
READING = "Each dot is a set that is worth more than any cheaper one; further right, more budget buys more."
Reached = tuple[Guessed, Guessed]
"""What the best set is worth and costs."""


def value_over_budget(worksheet: Worksheet, findings: Findings, material: Material | None = None) -> Figure | None:
    """Return the curve; None as long as fewer than two sets lie on it."""
    found = findings.portfolio
    if len(found.frontier) < 2 or not findings.valuation.values:  # noqa: PLR2004  # one set makes no curve
        return None
    material, best = material or Material(worksheet, findings), found.chosen
    reached = material.worth(best), material.family_cost(best) or 0.0
    return in_both(partial(_drawn, worksheet, findings, reached), NARROW, broad_height=BROAD_HEIGHT)


def _drawn(worksheet: Worksheet, findings: Findings, reached: Reached, room: Space) -> Figure:
    found = findings.portfolio
    points = found.frontier
    down = scale_over([one.worth for one in points], start=room.bottom, end=room.top)
    digits = 2 if found.basis is Basis.RATING else 1
    left = max(width_of(axis_amount(tick), SMALL) for tick in down.ticks()) + 10
    across = _across(findings, left, room)
    return draw(
        "figures/value_over_budget.svg",
        Canvas(
            "value-over-budget",
            _title(worksheet, findings, reached),
            READING,
            _describe(worksheet, findings, reached),
        ).over(room),
        headers=("Budget from", in_unit("Worth", _basis(findings)), "Products"),
        rows=tuple(
            (amount(one.budget), amount(one.worth, digits=digits), proven(_names(worksheet, one.chosen), one))
            for one in points
        ),
        numbers=(0, 1),
        value_axis=Label(0, 14, in_unit("↑ Worth", _basis(findings)), style="small soft").within(room.width),
        budget_axis=Label(
            room.right, room.bottom + 31, f"{in_unit('Budget', findings.unit)} →", anchor="end", style="small soft"
        ).within(room.right),
        left=left,
        right=room.right,
        bottom=room.bottom,
        rows_at=[(axis_amount(tick), down(tick)) for tick in down.ticks()],
        columns_at=[(axis_amount(tick), across(tick)) for tick in across.ticks()],
        steps=_steps(points, across, down, room),
        dots=[(across(one.budget), down(one.worth)) for one in points],
        budget=across(found.budget) if found.budget is not None and _is_shown(found.budget, across, room) else None,
        best=(across(found.cost), down(found.worth)) if best_sets(findings) else None,
        labels=_labels(findings, reached, across, room),
        keys=_keys(findings, across, room),
    )


def _across(findings: Findings, left: float, room: Space) -> Scale:
    found = findings.portfolio
    costs = [one.budget for one in found.frontier]
    beyond = [] if found.budget is None else [min(found.budget, max(costs) * 1.5)]
    return scale_over([*costs, *beyond], start=left, end=room.right)


def _steps(points: Sequence[FrontierPoint], across: Scale, down: Scale, room: Space) -> str:
    first, *rest = points
    start = f"M{at(across(first.budget))} {at(down(first.worth))}"
    return start + "".join(f"H{at(across(one.budget))}V{at(down(one.worth))}" for one in rest) + f"H{at(room.right)}"


def _labels(findings: Findings, reached: Reached, across: Scale, room: Space) -> list[Label]:
    """Return what the best set is and where the budget stands."""
    found = findings.portfolio
    labels = []
    if found.budget is not None:
        x = min(across(found.budget), room.right)
        beyond = "" if _is_shown(found.budget, across, room) else f"{NO_BREAK_SPACE}→"
        words = f"budget {axis_amount(found.budget)}{beyond}"
        labels.append(Label(x, 34, words, anchor="middle", style="small soft"))
    sets = best_sets(findings)
    if any(sets):
        what = "best" if len(sets) == 1 else "level"
        figure = worth_figure(reached[0], findings) if found.basis is Basis.RATING else axis_amount(reached[0])
        worth = f"{what}: {figure} for {axis_amount(reached[1])}"
        labels.append(Label(across(found.cost), 51, worth, anchor="middle", style="strong"))
    return [one.between(0, room.width) for one in labels]


def _is_shown(budget: float, across: Scale, room: Space) -> bool:
    """Whether the budget lies on the paper; one that is far above every set lies beyond it."""
    return across(budget) <= room.right


def _keys(findings: Findings, across: Scale, room: Space) -> list[Key]:
    marks = [("line reuse", "worth of the best set"), ("steps", "a set that more budget buys")]
    marks += [("mark", "the best set")] if any(best_sets(findings)) else []
    budget = findings.portfolio.budget
    marks += [("rule dashed strong", "the budget")] if budget is not None and _is_shown(budget, across, room) else []
    return keys(marks, y=room.height - (22 if not room.is_broad else 6), width=room.width)


def _title(worksheet: Worksheet, findings: Findings, reached: Reached) -> str:
    """Return which set is worth most, or why none is."""
    found, sets = findings.portfolio, best_sets(findings)
    if not found.feasible:
        return "No set keeps the rules within the stated budget"
    if not sets:
        return "No budget is stated, so no set is best"
    if not any(sets):
        nothing = "is worth its cost" if found.budget is None else "within the budget is worth choosing"
        return f"No set of these products {nothing}"
    worth = f"{worth_amount(reached[0], findings)} for {about(reached[1])} {findings.unit}".rstrip()
    if len(sets) > 1:
        least = "At least " if may_be_more_level(findings) else ""
        return f"{least}{len(sets)} sets are level, each worth {worth}"
    return (
        f"{_some(worksheet, sets[0])} are worth most, {worth}"
        if len(sets[0]) > 1
        else f"{_some(worksheet, sets[0])} alone is worth most, {worth}"
    )


def _some(worksheet: Worksheet, keys_of: Sequence[str]) -> str:
    named = listed([clipped(worksheet.product_by_key[key].name, 40) for key in keys_of])
    return named if len(named) <= NAMED else f"{plural(len(keys_of), 'product', 'products')} together"


def _names(worksheet: Worksheet, keys: Sequence[str]) -> str:
    return listed([worksheet.product_by_key[key].name for key in keys]) or "none"


def _basis(findings: Findings) -> str:
    return f"{POINTS} in the ranking" if findings.portfolio.basis is Basis.RATING else worth_unit(findings)


def _describe(worksheet: Worksheet, findings: Findings, reached: Reached) -> str:
    found, sets = findings.portfolio, best_sets(findings)
    curve = "What the best set is worth for each budget"
    if not found.feasible:
        return f"{curve}. No set keeps the rules within the stated budget."
    if not sets:
        return f"{curve}, shared costs paid once. {why_no_set_is_best(findings)}"
    worth = f"worth {worth_amount(reached[0], findings)} for {about(reached[1])} {findings.unit}".rstrip()
    named = name_sets(sets, worksheet)
    if len(sets) > 1:
        return f"{curve}, shared costs paid once. These sets are level: {named}; each is {worth}."
    limit = f" within the budget of {amount(found.budget)}" if found.budget is not None else ""
    return f"{curve}, shared costs paid once. The best set{limit} is {worth}: {named}."
