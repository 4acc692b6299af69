import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.worksheet.keys import key_for, key_of_chance
from reuse_app.worksheet.values import KEY_LENGTH, KEY_PATTERN


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
