"""Our best sets against those of HiGHS, a solver for mixed integer programs, on choices too large to try all."""

from math import inf

import highspy
import pytest

from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.solver import solve
from tests.analysis.portfolio.choices import drawn_choice


def best_worth(choice: Choice, *, seconds: float = inf) -> tuple[float, float]:
    """What HiGHS finds that the best set is worth, and at most how much short that is, as a share of it.

    The set-union knapsack of Goldschmidt, Nehme and Yu (1994): a budget, and no other rule.
    """
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # HiGHS types what it returns only
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("time_limit", seconds)
    taken = [model.addBinary(obj=value) for value in choice.values]
    paid = [model.addVariable(lb=0, ub=1) for _ in choice.shared]
    for share, (_, users) in zip(paid, choice.shared, strict=True):
        for product in sorted(users):
            model.addConstr(taken[product] <= share)
    own = sum(cost * product for cost, product in zip(choice.costs, taken, strict=True))
    once = sum(cost * share for (cost, _), share in zip(choice.shared, paid, strict=True))
    model.addConstr(own + once <= choice.limit)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    model.run()
    found = model.getInfo()
    return float(found.objective_function_value), float(found.mip_gap)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_of_twenty_products_is_that_of_highs(seed: int) -> None:
    choice = drawn_choice(20, 40, seed=seed)
    found = solve(choice)
    assert found.is_proven(0)
    assert choice.worth(found.ranked[0]) == pytest.approx(best_worth(choice)[0])
