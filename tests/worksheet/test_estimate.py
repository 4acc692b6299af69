from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from reuse_app.worksheet import Estimate
from reuse_app.worksheet.estimate import shortest


def test_a_bare_number_is_certain_and_is_written_bare() -> None:
    estimate = Estimate.model_validate(12)
    assert (estimate.low, estimate.likely, estimate.high) == (12, 12, 12)
    assert estimate.model_dump_json() == "12"
    assert Estimate.model_validate(2.5).model_dump_json() == "2.5"


def test_a_missing_or_empty_end_is_as_likely() -> None:
    assert Estimate.model_validate({"likely": 8, "high": None}) == Estimate(low=8, likely=8, high=8)
    assert Estimate.model_validate({"low": 2, "likely": 8}) == Estimate(low=2, likely=8, high=8)


def test_three_different_numbers_are_written_out() -> None:
    estimate = Estimate(low=2, likely=8, high=20.5)
    assert estimate.model_dump(mode="json") == {"low": 2, "likely": 8, "high": 20.5}
    assert Estimate.model_validate(estimate) == estimate


@pytest.mark.parametrize("wrong", [{"low": 1}, {"low": 3, "likely": 2}, {"likely": -1}, [1, 2, 3], "many", 1e13])
def test_estimates_that_fall_lack_the_likely_or_leave_the_range_are_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        Estimate.model_validate(wrong)


def test_the_schema_takes_a_number_or_an_object() -> None:
    schema = Estimate.model_json_schema()
    for right in (12, {"low": 1, "likely": 2, "high": 3}):
        jsonschema.validate(right, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate("12", schema)


def test_whole_numbers_are_written_without_a_point() -> None:
    assert [repr(shortest(number)) for number in (12.0, 0.5)] == ["12", "0.5"]
