"""The best set of products: picked from all sets when they can be listed, otherwise searched for and proven."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reuse_app.analysis.sets import Sets, all_sets, these_sets
from reuse_app.analysis.solver import Solution, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reuse_app.analysis.choice import Choice

MOST_LISTED = 12
"""Products up to which every set is listed: 4,096 of them."""
CURVE_BUDGETS = 24
"""Budgets at which a set is sought for the curve, when not every set is listed."""


@dataclass(frozen=True)
class Found:
    """The sets that were weighed, and which of them is best; no best when none is allowed."""

    sets: Sets
    best: Solution | None
    complete: bool
    """Whether every set that keeps the rules was weighed."""


def find_sets(choice: Choice) -> Found:
    """Return the best set of products with the sets against which it was weighed."""
    if len(choice.products) <= MOST_LISTED:
        sets = all_sets(choice)
        ranking = sets.ranking
        best = Solution(sets.chosen(ranking[0]), proven=True, gap=0.0) if ranking else None
        return Found(sets, best, complete=True)
    return _search(choice)


def _search(choice: Choice) -> Found:
    path = list(_path(choice))
    allowed = [one for one in path if choice.allows(one)]
    if not allowed:
        return Found(these_sets(choice, path), None, complete=False)
    start = max(allowed, key=choice.worth)
    best = solve(choice, start=start)
    pool = {best.chosen, *path, *_neighbours(choice, best.chosen)}
    return Found(these_sets(choice, pool), best, complete=False)


def _path(choice: Choice) -> Iterator[frozenset[int]]:
    """Yield growing sets, each with the product that adds the most worth for its cost to the one before."""
    chosen = choice.must_have
    yield chosen
    left = set(range(len(choice.products))) - chosen
    while left:
        before = choice.cost(chosen)
        best = max(sorted(left), key=lambda one: choice.values[one] / (choice.cost(chosen | {one}) - before + 1e-9))
        left.remove(best)
        if choice.keeps_rules(chosen | {best}):
            chosen = chosen | {best}
            yield chosen


def _neighbours(choice: Choice, chosen: frozenset[int]) -> Iterator[frozenset[int]]:
    """Yield the sets that add, drop or swap one product."""
    others = frozenset(range(len(choice.products))) - chosen
    yield from (chosen | {one} for one in others)
    for dropped in chosen:
        yield chosen - {dropped}
        yield from (chosen - {dropped} | {one} for one in others)
