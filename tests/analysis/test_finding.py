import math

import pytest
from pydantic import ValidationError

from reuse_app.analysis.finding import Range, check_range, check_whole, first_few, named, written


def test_a_number_is_written_as_people_read_it() -> None:
    assert [written(1218.06), written(1200.0), written(-3.0), written(0.0044), written(1e-9)] == [
        "1\u202f218.1",
        "1\u202f200",
        "\u22123",
        "0.0044",
        "0",
    ]


def test_a_finding_never_changes() -> None:
    found = Range(low=1, likely=2, high=3, low_alike=1, high_alike=3)
    with pytest.raises(ValidationError):
        found.low = 0  # type: ignore[misc]  # that is what is tested


def test_what_is_inside_passes() -> None:
    check_range("share", 0, 0, 1)
    check_range("cost", 1e12, 0)
    check_whole("n", 3, 1, 3)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf])
def test_what_is_outside_is_named_with_its_range(value: float) -> None:
    with pytest.raises(ValueError, match=f"share must be between 0 and 1, not {value:g}"):
        check_range("share", value, 0, 1)


def test_an_open_range_says_so() -> None:
    with pytest.raises(ValueError, match="cost must be 0 or more, not inf"):
        check_range("cost", math.inf, 0)


@pytest.mark.parametrize("value", [0, 4, 2.5])
def test_a_whole_number_is_whole_and_inside(value: float) -> None:
    with pytest.raises(ValueError, match="n must be a whole number between 1 and 3"):
        check_whole("n", value, 1, 3)  # type: ignore[arg-type]  # what a caller without types may pass


def test_of_many_names_the_first_are_told_and_the_others_counted() -> None:
    assert named([]) == ""
    assert named("abcdef") == "a, b, c, d, e and f"
    assert named("abcdefg") == "a, b, c, d, e and 2 more"


def test_of_many_sentences_the_first_are_told_and_the_others_counted() -> None:
    assert list(first_few([], "are left.")) == []
    assert list(first_few("abcdef", "are left.")) == list("abcdef")
    assert list(first_few("abcdefg", "are left.")) == [*"abcde", "2 more are left."]
