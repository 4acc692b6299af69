import datetime as dt

import pytest
from pydantic import ValidationError

from reuse_app.worksheet import Estimate, Outcome
from reuse_app.worksheet.flat import flatten, nest


def test_a_prediction_waits_for_its_result() -> None:
    outcome = Outcome(product="robot", predicted_potential=2.5)
    assert (outcome.date, outcome.cost, outcome.value, outcome.note) == (None, None, None, "")


def test_a_result_is_no_debt() -> None:
    with pytest.raises(ValidationError):
        Outcome(product="robot", cost=-1)


@pytest.mark.parametrize("score", [0.9, 4.1])
def test_a_score_lies_on_its_scale(score: float) -> None:
    with pytest.raises(ValidationError):
        Outcome(product="robot", predicted_challenge=score)


def test_an_outcome_comes_back_from_its_columns() -> None:
    outcome = Outcome(
        product="robot",
        date=dt.date(2026, 11, 2),
        predicted_potential=3.25,
        predicted_cost=Estimate(low=1, likely=2, high=4),
        cost=3,
        note="The hand took longer",
    )
    assert Outcome.model_validate(nest(Outcome, flatten(outcome))) == outcome
