from reuse_app.analysis.calibration import calibrate
from reuse_app.narrative.chapters.iterations import lessons
from reuse_app.worksheet import Outcome


def spent(product: str, cost: float, *, low: float = 5, high: float = 20) -> Outcome:
    return Outcome.model_validate(
        {"product": product, "predicted_cost": {"low": low, "likely": 10, "high": high}, "cost": cost}
    )


def earned(product: str, potential: float, value: float) -> Outcome:
    return Outcome(product=product, predicted_potential=potential, value=value)


def test_too_few_results_teach_nothing() -> None:
    assert lessons(calibrate([spent("a", 10), spent("b", 30)])) == ()


def test_costs_that_came_out_double_are_told_so() -> None:
    assert lessons(calibrate([spent("a", 20), spent("b", 40), spent("c", 10)])) == (
        "On average costs came out at 2 times what was predicted.",
        "2 of 3 results of cost lay between low and high, and all should: make the next ranges wider.",
    )


def test_costs_that_came_as_predicted_are_told_so() -> None:
    assert lessons(calibrate([spent(key, 10) for key in "abc"])) == (
        "On average costs came out as predicted.",
        "3 of 3 results of cost lay between low and high, as all should.",
    )


def test_the_order_of_scores_is_judged_by_what_was_brought() -> None:
    told = {
        tuple(values): lessons(calibrate([earned(f"p{n}", n, value) for n, value in enumerate(values, start=1)]))
        for values in ([1, 2, 3, 4], [4, 3, 2, 1], [2, 1, 1, 2])
    }
    assert [sentences[0].partition(" (")[0] for sentences in told.values()] == [
        "Products with a higher score brought more",
        "Products with a higher score brought less",
        "The scores said little about which product would bring more",
    ]
