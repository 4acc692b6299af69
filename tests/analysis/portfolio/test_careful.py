"""The careful set against every set that is safe enough, and against what a careful hand would pick."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import fsum

import numpy as np
import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import add, write_bills
from reuse_app.analysis.cost.uncertainty import draw_amounts
from reuse_app.analysis.findings import COST_DRAWS
from reuse_app.analysis.portfolio.careful import CAREFUL
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.local_search import Prices, search_carefully
from reuse_app.analysis.portfolio.sets import all_sets
from reuse_app.analysis.portfolio.valuation import value_estimates, value_products
from reuse_app.analysis.portfolio.weighed_set import Weighing
from reuse_app.worksheet import Worksheet
from tests.analysis.portfolio.choices import drawn_choice
from tests.analysis.portfolio.test_unknown_and_uncertain import uncertain


def drawn_prices(choice: Choice, seed: int) -> Prices:
    """Costs that lean high, each its own way and all together a little."""
    chance = np.random.default_rng(seed)
    common = chance.normal(size=200)

    def around(costs: list[float]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        apart = chance.normal(size=(len(costs), 200))
        spread = chance.uniform(0.1, 0.8, size=(len(costs), 1))
        return np.asarray(np.array(costs).reshape(-1, 1) * np.exp(spread * (0.55 * common + 0.84 * apart)))

    return Prices(around(list(choice.costs)), around([cost for cost, _ in choice.shared]))


@pytest.mark.parametrize("seed", range(8))
def test_the_search_finds_the_best_of_all_sets_that_are_safe_enough(seed: int) -> None:
    choice = replace(drawn_choice(13, 25, seed=seed, density=0.3), less_cost=seed % 3 == 0)
    if seed % 2:
        choice = replace(choice, exclusive=(frozenset({1, 2, 3}),), at_most=6, only_with=((4, 5),))
    prices, sets = drawn_prices(choice, seed), all_sets(choice)
    within = (sets.priced(prices.own, prices.shared) <= choice.limit).mean(axis=1)
    best = next(row for row in sets.ranking if within[row] >= CAREFUL)
    found = search_carefully(choice, prices, share=CAREFUL, start=frozenset(), moves=400)
    assert choice.worth(found[0]) == pytest.approx(choice.worth(sets.chosen(best)))
    assert all(
        (prices.of(sets.arrays.rows([one])[0] > 0, sets.arrays) <= choice.limit).mean() >= CAREFUL for one in found
    )


def safe(weighing: Weighing, chosen: tuple[str, ...]) -> float:
    """What a set is worth that stays within the budget in enough draws, and nothing otherwise."""
    weighed = weighing.weigh(chosen)
    is_safe = weighed.within_budget is not None and weighed.within_budget >= CAREFUL and not weighed.broken
    return (weighed.worth or 0.0) if is_safe else 0.0


def test_of_few_products_it_is_the_best_of_every_set() -> None:
    worksheet = uncertain(7, 90)
    findings = analyse(worksheet)
    weighing = Weighing(worksheet, findings)
    keys = findings.considered
    every = [chosen for size in range(len(keys) + 1) for chosen in combinations(keys, size)]
    careful = findings.portfolio.careful
    assert careful is not None
    assert careful.proven
    assert careful.worth == max(safe(weighing, chosen) for chosen in every) > 0


def share_within(worksheet: Worksheet, sets: Sequence[tuple[str, ...]]) -> list[float]:
    """In which share of the draws sets stay within the budget, each added up from the bills of its products."""
    bills = write_bills(read_cells(worksheet), worksheet.considered)
    values = value_estimates(worksheet, value_products(worksheet, {}), {})
    draws = draw_amounts({**bills.estimates, **values}, seed=0, draws=COST_DRAWS)
    costs = draws.rows([add(*bills.only(one).steps) for one in sets]) @ draws.amounts
    return [float(share) for share in (costs <= (worksheet.workshop.budget or 0)).mean(axis=1)]


@pytest.mark.parametrize(("count", "budget"), [(8, 60), (9, 120), (10, 90), (11, 150), (12, 100)])
def test_of_up_to_twelve_products_it_is_that_of_trying_every_set(count: int, budget: int) -> None:
    worksheet = uncertain(count, budget)
    findings = analyse(worksheet)
    keys, values = findings.considered, findings.valuation.values
    every = [chosen for size in range(len(keys) + 1) for chosen in combinations(keys, size)]
    shares = zip(every, share_within(worksheet, every), strict=True)
    best = max(fsum(values[key] for key in chosen) for chosen, share in shares if share >= CAREFUL)
    careful = findings.portfolio.careful
    assert careful is not None
    assert careful.worth == pytest.approx(best)
    assert best > 0


@pytest.mark.parametrize("seed", range(6))
def test_of_more_than_can_be_listed_it_is_over_budget_in_no_more_than_a_fifth_of_the_draws(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    worksheet = uncertain(chance.randint(17, 60), chance.randint(70, 500))
    careful = analyse(worksheet).portfolio.careful
    assert careful is not None
    assert careful.chosen
    (share,) = share_within(worksheet, [careful.chosen])
    assert careful.within_budget == pytest.approx(share)
    assert share >= CAREFUL


@pytest.mark.parametrize(("count", "budget"), [(30, 150), (40, 400), (50, 250)])
def test_of_many_products_it_is_at_least_as_good_as_adding_one_after_the_other(count: int, budget: int) -> None:
    worksheet = uncertain(count, budget)
    findings = analyse(worksheet)
    weighing = Weighing(worksheet, findings)
    careful, taken = findings.portfolio.careful, list[str]()
    costs, values = findings.economics.solo, findings.valuation.values
    for key in sorted(findings.considered, key=lambda key: -values[key] / (costs[key] or 1)):
        if safe(weighing, (*taken, key)):
            taken.append(key)
    assert careful is not None
    assert careful.within_budget >= CAREFUL
    assert careful.worth >= safe(weighing, tuple(taken)) > 0
    assert careful == analyse(worksheet).portfolio.careful
