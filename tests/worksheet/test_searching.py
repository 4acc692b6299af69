import datetime as dt

import pytest

from reuse_app.worksheet import Capability, Kind, Product, Status
from reuse_app.worksheet.searching import Alike, Search, alike, alike_to, is_stale, search, search_products

TODAY = dt.date(2026, 11, 2)
EVERY = (
    Capability(key="eyes", name="Camera vision", kind=Kind.ALGORITHM, nature="Recognise objects", owner="Ann"),
    Capability(key="chip", name="Chip", kind=Kind.HARDWARE, description="Runs vision", checked=dt.date(2025, 1, 1)),
    Capability(key="hand", name="Hand", status=Status.MISSING, checked=dt.date(2026, 11, 1)),
)


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Search(), ["eyes", "chip", "hand"]),
        (Search("VISION"), ["eyes", "chip"]),
        (Search("  vision  runs "), ["chip"]),
        (Search("recog"), ["eyes"]),
        (Search("ann"), ["eyes"]),
        (Search("hardware"), ["chip"]),
        (Search("nothing like it"), []),
        (Search(kind=Kind.HARDWARE), ["chip"]),
        (Search(status=Status.MISSING), ["hand"]),
        (Search(stale=True), ["chip"]),
        (Search("vision", kind=Kind.ALGORITHM, status=Status.IN_HOUSE), ["eyes"]),
    ],
)
def test_only_what_is_looked_for_is_found(wanted: Search, keys: list[str]) -> None:
    assert [capability.key for capability in search(EVERY, wanted, today=TODAY)] == keys


def test_a_product_is_found_by_every_word_of_what_is_said_of_it() -> None:
    products = [Product(key="arm", name="Arm", customer="Logistics"), Product(key="bot", name="Bot", problem="Nights")]
    assert [each.key for each in search_products(products, "logistics ARM")] == ["arm"]
    assert [each.key for each in search_products(products, "night")] == ["bot"]
    assert search_products(products, "arm night") == []


@pytest.mark.parametrize(
    ("checked", "stale"),
    [
        (dt.date(2025, 11, 1), True),
        (dt.date(2025, 11, 2), False),
        (TODAY, False),
        (dt.date(2027, 1, 1), False),
        (None, False),
    ],
)
def test_a_capability_is_stale_when_nobody_has_looked_at_it_for_more_than_a_year(
    checked: dt.date | None, stale: bool
) -> None:
    assert is_stale(Capability(key="vision", name="Vision", checked=checked), today=TODAY) is stale


def test_the_day_is_written_as_people_sort_days() -> None:
    vision = Capability(key="vision", name="Vision", checked=TODAY)
    assert vision.model_dump(mode="json", exclude_defaults=True)["checked"] == "2026-11-02"


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
