"""The exact solution of the choice by mixed-integer programming (HiGHS), for more products than can be listed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import highspy

    from reuse_app.analysis.choice import Choice

    Row = tuple[dict[int, float], float]
    """A sum over columns, and the most that it may come to."""

SECONDS = 0.5
"""Longest time that one solution may take; when it runs out the gap is stated."""
TOLERANCE = 1e-6
"""Gap, as a share of the worth, below which a set counts as proven best."""


@dataclass(frozen=True)
class Solution:
    """The best set that was found, and how far a better one could be."""

    chosen: frozenset[int]
    proven: bool
    gap: float
    """By how much another set could at most be worth more, as a share of the worth of this one."""


def solve(choice: Choice, *, start: frozenset[int], seconds: float = SECONDS) -> Solution:
    """Return the best set of products of a choice that has an allowed set.

    The set-union knapsack problem (Goldschmidt et al. 1994) as a mixed-integer programme: maximise the worth of the
    chosen products, and pay each shared cost as soon as one of its users is chosen.

    Args:
        choice: the products, their values and costs, the rules and the budget.
        start: a set that is allowed, to begin from.
        seconds: longest time to search, above 0.
    """
    import highspy  # noqa: PLC0415  # heavy: imported where it is used

    solver = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1, "time_limit": seconds, "mip_rel_gap": TOLERANCE}.items():
        solver.setOptionValue(option, value)
    solver.passModel(_programme(choice))
    begin = highspy.HighsSolution()
    begin.col_value = _columns(choice, start)
    solver.setSolution(begin)
    solver.run()
    taken = solver.getSolution().col_value[: len(choice.products)]
    found = frozenset(index for index, part in enumerate(taken) if part > 1 / 2)
    chosen = max((found, start), key=lambda one: (choice.allows(one), choice.worth(one)))
    return _solution(choice.worth(chosen), solver.getInfo().mip_dual_bound, chosen)


def _solution(worth: float, bound: float, chosen: frozenset[int]) -> Solution:
    above = max(0.0, bound - worth)
    gap = above / abs(worth) if worth else math.copysign(math.inf, above) if above else 0.0
    return Solution(chosen=chosen, proven=gap <= 2 * TOLERANCE, gap=gap)


def _programme(choice: Choice) -> highspy.HighsLp:
    import highspy  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    rows = list(_rows(choice))
    products, shared = len(choice.products), len(choice.shared)
    less = 1.0 if choice.less_cost else 0.0
    programme = highspy.HighsLp()
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.num_col_, programme.num_row_ = products + shared, len(rows)
    gains = [value - less * cost for value, cost in zip(choice.values, choice.costs, strict=True)]
    programme.col_cost_ = np.array(gains + [-less * cost for cost, _ in choice.shared])
    programme.col_lower_ = np.array([float(index in choice.must_have) for index in range(products + shared)])
    programme.col_upper_ = np.ones(products + shared)
    kinds = [highspy.HighsVarType.kInteger] * products + [highspy.HighsVarType.kContinuous] * shared
    programme.integrality_ = kinds
    programme.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    programme.row_upper_ = np.array([upper for _, upper in rows])
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0] + [len(terms) for terms, _ in rows])
    matrix.index_ = np.array([column for terms, _ in rows for column in terms])
    matrix.value_ = np.array([times for terms, _ in rows for times in terms.values()])
    return programme


def _rows(choice: Choice) -> Iterator[Row]:
    count = len(choice.products)
    if choice.budget is not None:
        costs = [*choice.costs, *(cost for cost, _ in choice.shared)]
        yield dict(enumerate(costs)), choice.budget
    for column, (_, users) in enumerate(choice.shared, count):
        yield from (({user: 1.0, column: -1.0}, 0.0) for user in sorted(users))
    yield from ((dict.fromkeys(sorted(group), 1.0), 1.0) for group in choice.exclusive)
    if choice.at_most is not None:
        yield dict.fromkeys(range(count), 1.0), float(choice.at_most)


def _columns(choice: Choice, chosen: frozenset[int]) -> list[float]:
    paid = [float(not users.isdisjoint(chosen)) for _, users in choice.shared]
    return [float(index in chosen) for index in range(len(choice.products))] + paid
