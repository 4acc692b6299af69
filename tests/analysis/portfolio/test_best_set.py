from dataclasses import replace

import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Source, write_bills
from reuse_app.analysis.cost.uncertainty import draw_amounts
from reuse_app.analysis.portfolio.best_set import Portfolio, choose_products, weigh_draws
from reuse_app.analysis.portfolio.choice import Choice, Offer, write_offer
from reuse_app.analysis.portfolio.sets import all_sets
from reuse_app.analysis.portfolio.solver import solve
from reuse_app.analysis.portfolio.valuation import Basis, value_estimates, value_products
from reuse_app.worksheet import Constraints, Estimate, Worksheet
from tests.analysis.portfolio.choices import MACHINES, drawn_choice
from tests.analysis.sheets import product, sheet, two_worth_sixty

RHYS = replace(MACHINES, less_cost=False, budget=150.0)


def choose(choice: Choice) -> Portfolio:
    """Choose with certain amounts, so that each product is a bill of its own."""
    estimates = {
        Source("own_cost", key): Estimate(low=cost, likely=cost, high=cost)
        for key, cost in zip(choice.products, choice.costs, strict=True)
    }
    shared = {Source("build_cost", str(column)): cost for column, (cost, _) in enumerate(choice.shared)}
    estimates |= {source: Estimate(low=cost, likely=cost, high=cost) for source, cost in shared.items()}
    values = {
        Source("value", key): Estimate(low=value, likely=value, high=value)
        for key, value in zip(choice.products, choice.values, strict=True)
    }
    offer = Offer(
        products=choice.products,
        own=tuple({Source("own_cost", key): 1.0} for key in choice.products),
        shared=tuple(({source: 1.0}, users) for source, (_, users) in zip(shared, choice.shared, strict=True)),
        last_is_of_family=False,
        likely_costs={source: estimate.likely for source, estimate in estimates.items()},
        values=values,
    )
    basis = Basis.NET if choice.less_cost else Basis.VALUE
    return choose_products(offer, choice, draw_amounts({**estimates, **values}, seed=0, draws=10), basis)


def test_the_published_choice_without_a_budget() -> None:
    found = choose(MACHINES)
    assert (found.chosen, found.value, found.cost) == (("p2", "p3"), 350, 150)
    assert (found.proven, found.gap, found.feasible, found.less_cost) == (True, 0, True, True)
    assert found.next_step is None
    assert [runner.gives_up for runner in found.runners_up] == [100, 100, 100]


def test_under_a_budget_value_counts() -> None:
    found = choose(replace(RHYS, budget=149.0))
    assert (found.chosen, found.value, found.cost) == (("p2",), 200, 100)
    runner = found.runners_up[0]
    assert (runner.chosen, runner.gives_up, runner.adds, runner.drops) == (("p3",), 50, ("p3",), ("p2",))


@pytest.mark.parametrize("is_shared", [False, True])
def test_one_huge_cost_takes_no_small_one_away(is_shared: bool) -> None:
    huge = 1e12
    choice = Choice(
        products=("arm", "boat", "city", "dome"),
        values=(50, 30, 200, 200),
        costs=(3.1, 8, 0, 0) if is_shared else (3.1, 8, huge, huge),
        shared=((huge, frozenset({2, 3})),) if is_shared else (),
        budget=11.1,
        less_cost=True,
    )
    found = choose(choice)
    assert (found.chosen, found.worth, found.cost, found.within_budget) == (("arm", "boat"), 68.9, 11.1, 1)
    assert [runner.chosen for runner in found.runners_up] == [("arm",), ("boat",), ()]
    assert [point.chosen for point in found.frontier] == [(), ("arm",), ("arm", "boat")]
    assert solve(choice, best=4).ranked == tuple(map(frozenset, [(0, 1), (0,), (1,), ()]))


def test_the_frontier_and_the_next_step() -> None:
    found = choose(RHYS)
    assert [(point.budget, point.worth) for point in found.frontier] == [
        (0, 0),
        (50, 150),
        (100, 200),
        (150, 350),
        (350, 450),
    ]
    assert all(point.proven for point in found.frontier)
    assert found.next_step is not None
    assert (found.next_step.extra_budget, found.next_step.extra_worth) == (200, 100)
    assert (found.next_step.adds, found.next_step.drops) == (("p1",), ())
    assert found.next_step.chosen == ("p1", "p2", "p3")
    assert found.next_step_proven
    assert choose(replace(RHYS, budget=350.0)).next_step is None


def test_certain_amounts_choose_the_same_set_in_every_draw() -> None:
    found = choose(RHYS)
    assert found.frequency == {"p1": 0, "p2": 1, "p3": 1}
    assert found.nearly_always == ("p2", "p3")


def test_sets_that_are_level_share_the_draws() -> None:
    twins = Choice(products=("a", "b", "c"), values=(5, 5, 9), costs=(2, 2, 1), shared=(), budget=3)
    found = choose(twins)
    assert found.frequency == pytest.approx({"a": 0.5, "b": 0.5, "c": 1})
    assert found.nearly_always == ("c",)


def test_rules_that_no_set_keeps_leave_nothing() -> None:
    found = choose(replace(RHYS, must_have=frozenset({0})))
    assert (found.feasible, found.chosen, found.value, found.cost) == (False, (), 0, 0)
    assert (found.proven, found.gap, found.runners_up, found.next_step) == (True, None, (), None)
    assert found.frequency == {}


def test_nothing_to_choose_is_the_empty_set() -> None:
    found = choose(Choice((), (), (), (), budget=5))
    assert (found.chosen, found.feasible, found.proven) == ((), True, True)


def test_two_products_pay_together_what_neither_can_alone() -> None:
    worksheet = two_worth_sixty()
    bills = write_bills(read_cells(worksheet), worksheet.candidates)
    values = {Source("value", key): Estimate(low=60, likely=60, high=60) for key in ("bus", "robot")}
    offer = write_offer(bills, values, Constraints())
    draws = draw_amounts({**bills.estimates, **values}, seed=0, draws=5)
    choice = offer.choice(Constraints(), budget=None, less_cost=True)
    found = choose_products(offer, choice, draws, Basis.NET)
    assert found.chosen == ("bus", "robot")
    assert found.worth == pytest.approx(20)
    one = offer.choice(Constraints(at_most=1), budget=None, less_cost=True)
    assert choose_products(offer, one, draws, Basis.NET).chosen == ()


def test_of_many_products_the_frontier_says_which_points_are_proven() -> None:
    found = choose(drawn_choice(18, 30, seed=1))
    assert not found.complete
    proven = [point for point in found.frontier if point.proven]
    assert 0 < len(proven) < len(found.frontier)
    assert [point.worth for point in found.frontier] == sorted(point.worth for point in found.frontier)
    assert len(found.runners_up) == 3
    assert all(runner.gives_up >= 0 and runner.proven for runner in found.runners_up)
    assert found.next_step is not None
    assert found.next_step_proven


def steadiness(worksheet: Worksheet, budget: float | None, must_have: tuple[str, ...] = ()) -> dict[str, float]:
    bills = write_bills((), worksheet.candidates)
    values = value_estimates(worksheet, value_products(worksheet, {}), {})
    offer = write_offer(bills, values, Constraints(must_have=must_have))
    choice = offer.choice(Constraints(must_have=must_have), budget=budget, less_cost=budget is None)
    draws = draw_amounts({**bills.estimates, **values}, seed=1, draws=200)
    return weigh_draws(offer, all_sets(choice), draws)[0]


def test_what_is_certain_is_always_chosen() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost=1), product("b", value=5, own_cost=9)])
    assert steadiness(worksheet, 5) == {"a": 1, "b": 0}


def test_what_is_uncertain_is_chosen_now_and_then() -> None:
    worksheet = sheet(
        products=[
            product("a", value={"low": 1, "likely": 5, "high": 9}, own_cost=5),
            product("b", value=5, own_cost=5),
        ]
    )
    found = steadiness(worksheet, 5)
    assert 0.3 < found["a"] < 0.7
    assert found["a"] + found["b"] == 1


def test_of_equal_sets_the_cheaper_is_chosen() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost=3), product("b", value=5, own_cost=2)])
    assert steadiness(worksheet, 3) == {"a": 0, "b": 1}


def test_without_a_budget_cost_is_taken_from_value() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost=3), product("b", value=5, own_cost=7)])
    assert steadiness(worksheet, None) == {"a": 1, "b": 0}


def test_a_draw_in_which_nothing_is_affordable_counts_for_none() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost={"low": 1, "likely": 2, "high": 9})])
    found = steadiness(worksheet, 2, ("a",))
    assert 0 < found["a"] < 1


def test_a_product_without_value_is_on_offer_as_a_must_have() -> None:
    worksheet = sheet(products=[product("a", own_cost=1)])
    bills = write_bills((), worksheet.candidates)
    offer = write_offer(bills, {}, Constraints(must_have=("a",)))
    choice = offer.choice(Constraints(must_have=("a",)), budget=1, less_cost=False)
    assert weigh_draws(offer, all_sets(choice), draw_amounts(bills.estimates, seed=0, draws=3))[0] == {"a": 1}
    assert Source("value", "a") not in offer.values
