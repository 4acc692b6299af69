import pytest

from reuse_app.worksheet.alike import Alike, alike, alike_to


def test_the_nearest_known_or_earlier_name_is_found() -> None:
    assert alike(["battery packs", "Battery packs!", "Robot hand"], ["Battery pack", "Vision"]) == [
        Alike("battery packs", "Battery pack", 96.0, "the same but for “packs” here and “pack” there"),
        Alike("Battery packs!", "battery packs", 100.0, "the same words; case, spaces or punctuation differ"),
        None,
    ]


def test_the_order_of_words_does_not_count() -> None:
    assert alike(["Planning and control"], ["Control and planning"]) == [
        Alike("Planning and control", "Control and planning", 100.0, "the same words in another order")
    ]


def test_names_with_different_numbers_are_different_things() -> None:
    assert alike(["Sensor type 2"], ["Sensor type 1"]) == [None]
    assert alike(["Sensor type 2"], ["Sensor type 1", "Sensor types 2"]) == [
        Alike("Sensor type 2", "Sensor types 2", 96.3, "the same but for “type” here and “types” there")
    ]


def test_names_without_letters_resemble_nothing() -> None:
    assert alike(["!!!", "???"], ["..."]) == [None, None]
    assert alike([], ["Vision"]) == []


def test_why_says_what_one_of_them_lacks() -> None:
    (found,) = alike(["Camera vision for cars"], ["Camera vision for"])
    assert found
    assert found.why == "the same but for “cars” here and nothing there"
    assert alike(["Vision"], ["Vision"]) == [Alike("Vision", "Vision", 100.0, "the same name")]


def test_a_text_is_compared_with_the_known_ones_alone() -> None:
    assert alike_to(["Battery packs", "battery packs!"], ["Vision", "Battery pack"]) == [
        Alike("Battery packs", "Battery pack", 96.0, "the same but for “packs” here and “pack” there"),
        Alike("battery packs!", "Battery pack", 96.0, "the same but for “packs” here and “pack” there"),
    ]
    assert alike_to(["!!!"], ["..."]) == [None]
    assert alike_to(["Vision"], []) == [None]


def test_the_first_known_text_of_the_same_words_is_the_nearest() -> None:
    (found,) = alike_to(
        ["control and planning"], ["Control and plans", "Planning and control", "Control, planning and"]
    )
    assert found == Alike("control and planning", "Planning and control", 100.0, "the same words in another order")


@pytest.mark.parametrize(("letters", "found"), [(7, "Battery pack"), (70_000, None)])
def test_of_too_many_letters_only_the_same_words_are_alike(letters: int, found: str | None) -> None:
    long, near, same = alike_to(["y" * letters, "Battery packs", "battery pack"], ["x" * letters, "Battery pack"])
    assert long is None
    assert (near and near.other) == found
    assert same
    assert same.other == "Battery pack"
