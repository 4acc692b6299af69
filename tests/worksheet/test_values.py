import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reuse_app.worksheet import Capability, Estimate, Participant
from reuse_app.worksheet.columns import flatten, nest
from reuse_app.worksheet.values import (
    KEY_LENGTH,
    KEY_PATTERN,
    UnclearNumberError,
    as_read,
    clean,
    clean_line,
    is_unclear,
    key_for,
    key_of_chance,
    plain_number,
    shortest,
    whole_number,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a b  ", "a b"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("nul\x00 and \ud800 half", "nul\ufffd and \ufffd half"),
        ("a\tb", "a\tb"),
        ("next\x85line, \x80 \ufdd0 \U0001ffff", "next\nline, \ufffd \ufffd \ufffd"),
    ],
)
def test_prose_keeps_its_lines_and_loses_what_no_document_holds(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" a\n\tb  c ") == "a b c"


def test_other_values_are_left_to_the_check_of_types() -> None:
    assert clean(5) == 5
    assert clean_line(None) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        (" 2,5 ", "2.5"),
        ("2.5", "2.5"),
        ("0,125", "0.125"),
        ("1 500", "1500"),
        ("1\u202f500\u202f000", "1500000"),
        ("1'500.50", "1500.50"),
        ("1.500,50", "1500.50"),
        ("1,500.50", "1500.50"),
        ("1,500,000", "1500000"),
        ("1.500.000", "1500000"),
        ("12.5000", "12.5000"),
        ("a lot", "a lot"),
        ("1,2,3", "1,2,3"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert plain_number(typed) == number


@pytest.mark.parametrize("typed", ["1,500", "1.500", "10,000"])
def test_nobody_can_tell_thousands_from_decimals(typed: str) -> None:
    with pytest.raises(UnclearNumberError, match="thousands or decimals"):
        plain_number(typed)
    assert is_unclear(typed)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" +007 ", 7),
        ("1", 1),
        ("50", 50),
        ("0", None),
        ("51", None),
        ("-1", None),
        ("1.0", None),
        ("", None),
        ("\u0661", None),
        ("9" * 5000, None),
    ],
)
def test_a_whole_number_from_outside_lies_within_its_limits_or_is_none(text: str, number: int | None) -> None:
    assert whole_number(text, least=1, most=50) == number


def test_a_bare_number_is_certain_and_is_written_bare() -> None:
    estimate = Estimate.model_validate(12)
    assert (estimate.low, estimate.likely, estimate.high) == (12, 12, 12)
    assert estimate.model_dump_json() == "12"
    assert Estimate.model_validate(2.5).model_dump_json() == "2.5"


def test_a_missing_or_empty_end_is_as_likely() -> None:
    assert Estimate.model_validate({"likely": 8, "high": None}) == Estimate(low=8, likely=8, high=8)
    assert Estimate.model_validate({"low": 2, "likely": 8}) == Estimate(low=2, likely=8, high=8)


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        (12, (None, 12, None)),
        ({"low": 4, "likely": 6}, (4, 6, None)),
        ({"likely": 6, "high": 9}, (None, 6, 9)),
        ({"low": 6, "likely": 6, "high": None}, (6, 6, None)),
        ({"low": 1, "likely": 2, "high": 3}, (1, 2, 3)),
    ],
)
def test_an_end_that_nobody_stated_stays_open_in_rows_and_follows_the_likely_amount(
    written: Any, stated: tuple[float | None, ...]
) -> None:
    vision = Capability.model_validate({"key": "vision", "name": "Vision", "build_cost": written})
    row = flatten(vision)
    assert (row["build_cost_low"], row["build_cost_likely"], row["build_cost_high"]) == stated
    again = Capability.model_validate(nest(Capability, row))
    assert again == vision
    assert flatten(again) == row
    assert flatten(Capability.model_validate({**dict(again), "name": "Sight"})) == {**row, "name": "Sight"}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"low": 2_000, "likely": 6}, "Likely (6) is below low (2,000)."),
        ({"likely": 6.5, "high": 5}, "High (5) is below likely (6.5)."),
    ],
)
def test_an_end_out_of_order_is_named_with_both_amounts(written: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        Estimate.model_validate(written)


@pytest.mark.parametrize("wrong", [{"low": 1}, {"high": 1}, {"likely": None}, {"likely": -1}, {"likely": "x"}, "x"])
def test_a_mistake_is_told_once(wrong: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Estimate.model_validate(wrong)
    assert [error["loc"] for error in refused.value.errors()] == [("likely",)]


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


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Vision", "vision"),
        ("Computer vision (8 cameras)", "computer-vision-8-cameras"),
        ("Straßenkarte für Ärzte", "strassenkarte-fur-arzte"),
        ("Łódź øre æble", "lodz-ore-aeble"),
        ("Driver's logs", "drivers-logs"),
        ("Driver\u2019s logs", "drivers-logs"),
        ("737", "737"),
        ("ﬁlm chemistry", "film-chemistry"),
    ],
)
def test_a_key_reads_like_the_name(name: str, key: str) -> None:
    assert key_for(name, ()) == key


def test_a_name_without_latin_letters_gets_a_general_key() -> None:
    assert key_for("電池", ()) == "capability"
    assert key_for("", {"capability"}) == "capability-2"
    assert key_for("ロボット", (), otherwise="product") == "product"


def test_a_taken_key_is_numbered_from_two() -> None:
    assert key_for("Vision", {"vision"}) == "vision-2"
    assert key_for("Vision", {"vision", "vision-2"}) == "vision-3"


def test_a_long_name_is_cut_between_words() -> None:
    key = key_for("Image adapted visually weighted quantization matrices", ())
    assert key == "image-adapted-visually-weighted"


def test_a_name_that_ends_a_word_at_the_limit_is_cut_there() -> None:
    assert key_for("a" * 20 + " " + "b" * 19 + " c", ()) == "a" * 20 + "-" + "b" * 19


def test_one_endless_word_is_cut_at_the_limit_and_leaves_room_for_a_number() -> None:
    assert key_for("x" * 90, ()) == "x" * 40
    assert key_for("x" * 90, {"x" * 40}) == "x" * 35 + "-2"


def test_a_key_of_chance_reads_like_another_and_is_new_each_time() -> None:
    keys = {key_of_chance(key) for key in ("vision", "x" * KEY_LENGTH) for _ in range(20)}
    assert len(keys) == 40
    assert {key[:-4] for key in keys} == {"vision-", "x" * 35 + "-"}
    assert all(re.fullmatch(KEY_PATTERN, key) and len(key) <= KEY_LENGTH for key in keys)


@given(st.text(), st.lists(st.text(), max_size=5))
def test_every_key_is_valid_and_new(name: str, names: list[str]) -> None:
    taken: set[str] = set()
    for each in [*names, name, name]:
        key = key_for(each, taken)
        assert re.fullmatch(KEY_PATTERN, key)
        assert len(key) <= KEY_LENGTH
        assert key not in taken
        taken.add(key)


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u202e", " \u2800 ", "\U000e0041", "\ufe0f\u00ad"])
def test_a_name_of_which_nobody_sees_anything_is_none(name: str) -> None:
    with pytest.raises(ValidationError, match="too_short"):
        Participant(key="ann", name=name)


def test_names_that_read_alike_are_alike_and_stay_as_they_are_written() -> None:
    for alike in ("Do\u200bra", "\u202edora", "DORA\ufeff", "\uff24ora ", "D\u00ador\u2060a"):
        assert as_read(alike) == "dora"
    for name in ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f469\u200d\U0001f680"):
        assert Participant.model_validate({"key": "ann", "name": name}).name == name
    assert as_read("Ann B") != as_read("AnnB")
