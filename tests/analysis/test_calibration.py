import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.calibration import Calibration, calibrate, rank_correlation
from reuse_app.worksheet import Outcome
from tests.analysis.sheets import Row, product, sheet


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
    assert (found.cost.ranged, found.cost.within, found.cost.claimed) == (3, 2, 1)
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
