"""The best set of products: picked from all sets when they can be listed, otherwise searched for and proven."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reuse_app.analysis.late_numpy import np
from reuse_app.analysis.portfolio.bounds import NEXT_TO_NOTHING
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.sets import Arrays, Sets, all_sets, joined, near_sets, these_sets
from reuse_app.analysis.portfolio.solver import WIDTH, Solution, affordable, solve

MOST_LISTED = 12
"""Products up to which every set is listed: 4,096 of them."""
CURVE_STEPS = 6
"""Budgets for which the curve is searched, evenly spread up to the cost of everything."""
CURVE_WIDTH = 100
"""Partial sets that are carried along for each of them."""
MOST_WEIGHED = 50_000_000
"""Shared costs of sets that are looked at on the way to a better set."""
MOST_CHEAPER = 50
"""How often a set that is worth as much and costs less is looked for."""
NOTICEABLE = 1e-6
"""Share of a cost or a worth by which two sets have to differ to count as different."""


@dataclass(frozen=True)
class Found:
    """The sets that were weighed, and which of them is best; no best when none is allowed."""

    sets: Sets
    best: Solution | None
    complete: bool
    """Whether every set that keeps the rules was weighed."""
    proven: frozenset[frozenset[int]] = frozenset()
    """Sets that are known to be worth most within some budget, when not every set was weighed."""


def find_sets(choice: Choice) -> Found:
    """Return the best set of products with the sets against which it was weighed."""
    if len(choice.products) <= MOST_LISTED:
        sets = all_sets(choice)
        ranking = sets.ranking
        best = Solution(sets.chosen(ranking[0]), proven=True, gap=0.0) if ranking else None
        return Found(sets, best, complete=True)
    path = these_sets(choice, list(_path(choice)))
    best = _cheapest(choice, path, _search(choice, path))
    curve = list(_curve(choice, path))
    near = near_sets(choice, best.chosen if best else choice.must_have, path.arrays)
    sets = joined(choice, path, near, these_sets(choice, {one.chosen for one in curve}))
    if best and not choice.less_cost:
        curve.append(best)
    return Found(sets, best, complete=False, proven=frozenset(one.chosen for one in curve if one.proven))


def _search(choice: Choice, path: Sets, width: int = WIDTH) -> Solution | None:
    """Return the best set, beginning from the best on the path; None when the must-haves alone are not allowed."""
    on_path = path.weighed_by(choice)
    if not on_path.ranking:
        return None
    start = _climb(choice, on_path.chosen(on_path.ranking[0]), path.arrays)
    best = solve(choice, start=start, width=affordable(choice, width))
    return replace(best, chosen=_climb(choice, best.chosen, path.arrays))


def _cheapest(choice: Choice, path: Sets, best: Solution | None) -> Solution | None:
    """Return a set that is worth as much as the best one and that none worth as much undercuts."""
    for _ in range(max(1, affordable(choice) * MOST_CHEAPER // WIDTH)):
        if best is None or choice.cost(best.chosen) <= 0:
            return best
        below = replace(choice, budget=choice.cost(best.chosen) * (1 - NOTICEABLE))
        cheaper = _search(below, path)
        worth = choice.worth(best.chosen)
        if cheaper is None or choice.worth(cheaper.chosen) < worth - NOTICEABLE * max(1.0, abs(worth)):
            return best
        best = replace(cheaper, proven=best.proven and cheaper.proven, gap=best.gap)
    return best


def _curve(choice: Choice, path: Sets) -> Iterator[Solution]:
    """Yield good sets for evenly spread budgets."""
    most = choice.cost(range(len(choice.products)))
    for step in range(1, CURVE_STEPS):
        best = _search(replace(choice, budget=most * step / CURVE_STEPS, less_cost=False), path, width=CURVE_WIDTH)
        if best:
            yield best


def _path(choice: Choice) -> Iterator[frozenset[int]]:
    """Yield growing sets, each with the product that is worth most for what it adds to the cost of the one before."""
    arrays = Arrays.of(choice)
    chosen = choice.must_have
    uses = arrays.users[sorted(chosen)].sum(axis=0)
    yield chosen
    left = sorted(set(range(len(choice.products))) - chosen)
    while left:
        added = arrays.costs + arrays.users @ (arrays.shared * (uses == 0))
        best = left.pop(int(np.argmax(arrays.values[left] / np.maximum(added[left], NEXT_TO_NOTHING))))
        if choice.keeps_rules(chosen | {best}):
            chosen, uses = chosen | {best}, uses + arrays.users[best]
            yield chosen


def _climb(choice: Choice, chosen: frozenset[int], arrays: Arrays) -> frozenset[int]:
    """Return the set to which adding, dropping and swapping single products leads, each time to the best."""
    weighed = 0
    while weighed < MOST_WEIGHED:
        sets = near_sets(choice, chosen, arrays)
        best = sets.chosen(sets.ranking[0])
        if best == chosen:
            break
        chosen, weighed = best, weighed + sets.uses.size
    return chosen
