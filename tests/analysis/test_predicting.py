from collections.abc import Sequence

import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.predicting import predictions
from reuse_app.worksheet import Estimate, Outcome, Worksheet
from tests.analysis.sheets import Row, capability, decision, factor, link, product, rating, sheet


def family(outcomes: Sequence[Row] = (), amount: float = 100) -> Worksheet:
    """Both products need a hand that is built once, and an eye at hand that is adjusted for each at 23.84 %."""
    return sheet(
        factors=[factor("size"), factor("risk", "challenge")],
        capabilities=[
            capability("hand", status="missing", build_cost={"low": 30, "likely": 40, "high": 80}),
            capability("eye", build_cost=amount),
        ],
        products=[
            product("bus", own_cost=1),
            product(
                "robot", own_cost={"low": 10, "likely": 20, "high": 50}, value={"low": 50, "likely": 90, "high": 95}
            ),
            product("cup", own_cost=7),
            product("car", home=True),
        ],
        links=[
            *(link("hand", key, assessment=0, change=NOTHING) for key in ("bus", "robot")),
            *(link("eye", key, fit="adjust") for key in ("bus", "robot")),
        ],
        participants=[{"key": "ann", "name": "Ann"}, {"key": "bob", "name": "Bob"}, {"key": "cy", "name": "Cy"}],
        ratings=[
            *(rating(who, "robot", "size", level) for who, level in (("ann", 3), ("bob", 3), ("cy", 2))),
            rating("ann", "robot", "risk", 4),
        ],
        decisions=[decision("bus", "growth"), decision("robot", "primary"), decision("cup", "in-storage")],
        outcomes=outcomes,
    )


NOTHING = {"design": 0, "realisation": 0, "integration": 0}


def predicted(worksheet: Worksheet) -> tuple[Outcome, ...]:
    return predictions(worksheet, analyse(worksheet))


def test_the_primary_comes_first_and_pays_what_is_shared() -> None:
    """20 + 40 once + 23.84; at low 10 + 30 + 23.84, at high 50 + 80 + 23.84."""
    robot, bus = predicted(family())
    assert (robot.product, bus.product) == ("robot", "bus")
    assert robot.predicted_cost == Estimate(low=63.84, likely=83.84, high=153.84)
    assert bus.predicted_cost == Estimate(low=24.84, likely=24.84, high=24.84)


def test_scores_and_value_are_kept_as_they_stand() -> None:
    robot, bus = predicted(family())
    assert (robot.predicted_potential, robot.predicted_challenge) == (2.66667, 4)
    assert robot.predicted_value == Estimate(low=50, likely=90, high=95)
    assert (bus.predicted_potential, bus.predicted_challenge, bus.predicted_value) == (None, None, None)


def test_there_is_no_result_yet() -> None:
    assert {(one.date, one.cost, one.value, one.note) for one in predicted(family())} == {(None, None, None, "")}


def test_an_earlier_prediction_stays() -> None:
    assert [one.product for one in predicted(family([{"product": "robot", "cost": 5}]))] == ["bus"]


def test_without_decisions_or_costs_nothing_is_predicted() -> None:
    assert predicted(sheet(products=[product("robot")])) == ()
    (robot,) = predicted(sheet(products=[product("robot")], decisions=[decision("robot", "primary")]))
    assert robot == Outcome(product="robot")


@pytest.mark.parametrize("amount", [1e12, 0])
def test_the_largest_and_the_smallest_amounts_fit(amount: float) -> None:
    robot, _ = predicted(family(amount=amount))
    assert robot.predicted_cost is not None


def test_a_sum_beyond_the_largest_amount_is_cut() -> None:
    worksheet = sheet(
        capabilities=[capability("hand", status="missing", build_cost=1e12)],
        products=[product("robot", own_cost=1e12)],
        links=[link("hand", "robot")],
        decisions=[decision("robot", "backup")],
    )
    (robot,) = predicted(worksheet)
    assert robot.predicted_cost == Estimate(low=1e12, likely=1e12, high=1e12)
