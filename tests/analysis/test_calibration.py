from collections.abc import Sequence

import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.calibration import Calibration, calibrate, predictions, rank_correlation
from reuse_app.worksheet import Estimate, Outcome, Worksheet
from tests.analysis.sheets import Row, capability, decision, factor, link, product, rating, sheet


def outcome(product: str, **fields: object) -> Outcome:
    return Outcome.model_validate({"product": product, **fields})


def spent(product: str, low: float, likely: float, high: float, cost: float) -> Outcome:
    return outcome(product, predicted_cost={"low": low, "likely": likely, "high": high}, cost=cost)


def earned(product: str, potential: float, value: float) -> Outcome:
    return outcome(product, predicted_potential=potential, value=value)


def test_three_results_tell_share_and_ratio() -> None:
    """Ratios 2, 4 and 1, so that their geometric mean is the cube root of 8; two of three lie within."""
    found = calibrate([spent("c", 5, 10, 20, 20), spent("a", 5, 10, 30, 40), spent("b", 5, 10, 20, 10)])
    assert [result.product for result in found.cost.results] == ["a", "b", "c"]
    assert [result.ratio for result in found.cost.results] == [4, 1, 2]
    assert [result.within for result in found.cost.results] == [False, True, True]
    assert (found.cost.ranged, found.cost.within, found.cost.claimed) == (3, 2, 0.8)
    assert found.cost.share == pytest.approx(2 / 3)
    assert found.cost.ratio == pytest.approx(2)
    assert found.caveats == ()


def test_value_is_judged_like_cost() -> None:
    predicted = {"low": 50, "likely": 100, "high": 200}
    found = calibrate([outcome(key, predicted_value=predicted, value=50) for key in "abc"])
    assert found.value.share == 1
    assert found.value.ratio == pytest.approx(0.5)
    assert found.cost.results == ()


def test_two_results_say_nothing() -> None:
    found = calibrate([spent("a", 1, 2, 3, 2), spent("b", 1, 2, 3, 9)])
    assert (found.cost.ranged, found.cost.within) == (2, 1)
    assert (found.cost.share, found.cost.ratio) == (None, None)
    assert found.caveats == ("2 results of cost to compare: it takes 3 to say how good the predictions are.",)


def test_a_prediction_without_a_result_does_not_count() -> None:
    found = calibrate([outcome("a", predicted_cost=3), outcome("b", cost=3), outcome("c")])
    assert found == calibrate([])
    assert (found.cost.results, found.cost.share, found.order, found.caveats) == ((), None, None, ())


def test_a_single_amount_promises_no_range() -> None:
    found = calibrate([spent(key, 10, 10, 10, 20) for key in "abc"])
    assert (found.cost.ranged, found.cost.share) == (0, None)
    assert found.cost.ratio == pytest.approx(2)
    assert found.caveats == ("3 results of cost predicted as one amount: without a range, only the ratio counts.",)


def test_an_amount_of_nothing_is_left_out_of_the_mean_ratio() -> None:
    found = calibrate([spent("a", 0, 0, 5, 4), spent("b", 0, 4, 8, 0), *(spent(key, 1, 2, 9, 6) for key in "cde")])
    assert [result.ratio for result in found.cost.results] == [None, 0, 3, 3, 3]
    assert found.cost.share == 1
    assert found.cost.ratio == pytest.approx(3)
    assert found.caveats == ("2 results of cost left out of the mean ratio, which cannot hold an amount of 0.",)


def test_a_prediction_next_to_nothing_has_no_ratio() -> None:
    assert calibrate([spent("a", 0, 1e-310, 5, 1e12)]).cost.results[0].ratio is None


def test_four_products_tell_whether_the_order_was_right() -> None:
    """Ranks 1 2 3 4 against 1 2 4 3: 1 - 6 (0 + 0 + 1 + 1) / (4 x 15) = 0.8."""
    four = [earned("a", 1, 10), earned("b", 2, 20), earned("c", 3, 40), earned("d", 3.5, 30)]
    assert calibrate(four).order == pytest.approx(0.8)
    assert calibrate(four[:3]).order is None
    assert calibrate(four[:3]).caveats == ("3 results of value with a score: it takes 4 to compare their order.",)


def test_without_differences_there_is_no_order() -> None:
    assert calibrate([earned(key, 2, number) for number, key in enumerate("abcd")]).order is None
    assert calibrate([earned(key, number, 9) for number, key in enumerate("abcd", start=1)]).order is None


def test_equal_amounts_share_their_rank() -> None:
    """Ranks 1.5 1.5 3 against 1 2 3: covariance 1.5, variances 1.5 and 2, so 1.5 / sqrt(3)."""
    assert rank_correlation([(1, 1), (1, 2), (2, 3)]) == pytest.approx(0.8660254)
    assert rank_correlation([(1, 9), (2, 5), (3, 1)]) == pytest.approx(-1)
    assert rank_correlation([(1, 9)]) is None


def test_the_findings_hold_it() -> None:
    rows: list[Row] = [{"product": key, "predicted_cost": 10, "cost": 20} for key in ("a", "b", "c")]
    found = analyse(sheet(products=[product(key) for key in ("a", "b", "c")], outcomes=rows)).calibration
    assert found.cost.ratio == pytest.approx(2)
    assert isinstance(analyse(sheet()).calibration, Calibration)


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
    return predictions(worksheet, analyse(worksheet).scores)


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
