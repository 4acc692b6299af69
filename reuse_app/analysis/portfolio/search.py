"""The best sets of products: picked from all sets when they can be listed, otherwise searched for and proven."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reuse_app.analysis.late_numpy import np
from reuse_app.analysis.portfolio.arrays import NEXT_TO_NOTHING, Arrays
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.local_search import moves_within, search_nearby
from reuse_app.analysis.portfolio.sets import Sets, all_sets, joined, near_sets, these_sets
from reuse_app.analysis.portfolio.solver import WIDTH, Solution, affordable, improve, solve, solve_cheapest

MOST_LISTED = 16
"""Products up to which every set is listed: 65,536 of them."""
RANKED = 4
"""The best set and its three runners-up."""
FEW_MOVES = 200
"""Moves of a first search, after which most choices can be proven; only the others are searched for long."""
WIDER = (1.01, 1.05, 1.2)
"""Budgets within which a next step is looked for, as multiples of the budget."""
CURVE_STEPS = 6
"""Budgets for which the curve is searched, evenly spread up to the cost of everything."""
CURVE_WIDTH = 100
"""Partial sets that are carried along for each of them."""


@dataclass(frozen=True)
class Found:
    """The sets that were weighed, and which of them are best."""

    sets: Sets
    solution: Solution
    """The best set and its runners-up; none when none is allowed."""
    next_step: frozenset[int] | None
    """The cheapest set beyond the budget that is worth more than the best within it."""
    next_proven: bool
    """Whether no cheaper one is worth more; without a next step, whether there is none."""
    complete: bool
    """Whether every set that keeps the rules was weighed."""
    proven: frozenset[frozenset[int]] = frozenset()
    """Sets that are known to be worth most within some budget, when not every set was weighed."""


def find_sets(choice: Choice) -> Found:
    """Return the best sets of products, with those against which they were weighed."""
    return _listed(choice) if len(choice.products) <= MOST_LISTED else _searched(choice)


def _listed(choice: Choice) -> Found:
    sets = all_sets(choice)
    rows = sets.ranking[:RANKED]
    ranked = tuple(sets.chosen(row) for row in rows)
    solution = Solution(ranked, tuple(float(sets.worths[row]) for row in rows), above=-np.inf)
    next_step = sets.beyond(solution.worths[0]) if ranked and choice.budget is not None else None
    return Found(sets, solution, next_step, next_proven=True, complete=True)


def _searched(choice: Choice) -> Found:
    path = list(_path(choice))
    solution = _with_singles(choice, _solve(choice, path))
    curve = list(_curve(choice, path))
    known = [*path, *(one for each in curve for one in each.ranked)]
    next_step, next_proven = _next_step(choice, solution, known)
    ends = [*solution.ranked, *([next_step] if next_step else [])]
    near = near_sets(choice, solution.ranked[0] if ends else choice.must_have)
    sets = joined(choice, [these_sets(choice, [*known, *ends, *singles(choice)]), near])
    curve.append(solution)
    proven = frozenset(each.ranked[0] for each in curve if each.ranked and each.is_proven(0))
    return Found(sets, solution, next_step, next_proven, complete=False, proven=proven)


def _solve(choice: Choice, known: list[frozenset[int]]) -> Solution:
    """Return the best sets; what few moves do not lead to a proof of is searched for with as many as may be made."""
    most = moves_within(choice)
    nearby = search_nearby(choice, moves=min(FEW_MOVES, most))
    solution = solve(choice, known=[*known, *nearby], best=RANKED, width=affordable(choice))
    if not solution.is_proven(0):
        solution = improve(choice, solution, search_nearby(choice, moves=most))
        solution = improve(choice, solution, [_without_idle(choice, one) for one in solution.ranked])
    return solution


def _with_singles(choice: Choice, solution: Solution) -> Solution:
    """Return the solution with single products at what they really cost: the search prices them as a family."""
    if not choice.last_is_of_family:
        return solution
    allowed = {*solution.ranked, *(one for one in singles(choice) if choice.allows(one))}
    ranked = sorted(allowed, key=choice.rank)[:RANKED]
    return replace(solution, ranked=tuple(ranked), worths=tuple(choice.worth(one) for one in ranked))


def singles(choice: Choice) -> list[frozenset[int]]:
    """Return the sets of one product, where the search prices them as a family."""
    return [frozenset([product]) for product in range(len(choice.products))] if choice.last_is_of_family else []


def _without_idle(choice: Choice, chosen: frozenset[int]) -> frozenset[int]:
    """Return the set without products that bring nothing and cost nothing."""
    for product in sorted(chosen):
        fewer = chosen - {product}
        if not choice.values[product] and choice.cost(fewer) >= choice.cost(chosen) and choice.keeps_rules(fewer):
            chosen = fewer
    return chosen


def _next_step(choice: Choice, solution: Solution, known: list[frozenset[int]]) -> tuple[frozenset[int] | None, bool]:
    """Return the cheapest set beyond the budget that is worth more than the best, and whether none is cheaper."""
    if choice.budget is None or not solution.ranked:
        return None, True
    is_best = solution.is_proven(0)
    width = affordable(choice, WIDTH if is_best else CURVE_WIDTH)
    over = choice.worth(solution.ranked[0])
    found, proven = solve_cheapest(choice, over=over, known=known, width=width)
    if not proven:
        nearby = [*_beyond(choice, choice.budget), *([] if found is None else [found])]
        found, proven = solve_cheapest(choice, over=over, known=[*known, *nearby], width=0)
    rivals = these_sets(choice, [*singles(choice), *([] if found is None else [found])])
    return rivals.beyond(over), proven and is_best


def _beyond(choice: Choice, budget: float) -> Iterator[frozenset[int]]:
    """Yield good sets for budgets a little above this one."""
    moves = min(FEW_MOVES, moves_within(choice) // len(WIDER))
    for more in WIDER:
        yield from search_nearby(replace(choice, budget=budget * more), moves=moves)


def _curve(choice: Choice, path: list[frozenset[int]]) -> Iterator[Solution]:
    """Yield good sets for evenly spread budgets."""
    most = choice.cost(range(len(choice.products)))
    for step in range(1, CURVE_STEPS):
        at = replace(choice, budget=most * step / CURVE_STEPS)
        found = solve(at, known=path, width=affordable(at, CURVE_WIDTH))
        if not found.is_proven(0):
            nearby = search_nearby(at, moves=min(FEW_MOVES, moves_within(at) // CURVE_STEPS))
            found = improve(at, found, nearby)
        yield _with_singles(at, found)


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
        if arrays.may_keep_rules(arrays.rows([chosen | {best}]), left)[0]:
            chosen, uses = chosen | {best}, uses + arrays.users[best]
            yield chosen
