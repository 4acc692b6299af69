"""The divisions of ISIC Rev. 4, as the United Nations number them, and how far one is from another."""

import pytest

from reuse_app.worksheet.isic import Distance, distance, division, divisions, sections

GAPS = {"04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89"}
SECTIONS = {
    "A": range(1, 4),
    "B": range(5, 10),
    "C": range(10, 34),
    "D": range(35, 36),
    "E": range(36, 40),
    "F": range(41, 44),
    "G": range(45, 48),
    "H": range(49, 54),
    "I": range(55, 57),
    "J": range(58, 64),
    "K": range(64, 67),
    "L": range(68, 69),
    "M": range(69, 76),
    "N": range(77, 83),
    "O": range(84, 85),
    "P": range(85, 86),
    "Q": range(86, 89),
    "R": range(90, 94),
    "S": range(94, 97),
    "T": range(97, 99),
    "U": range(99, 100),
}


def test_there_are_88_divisions_from_01_to_99_with_gaps() -> None:
    assert list(divisions()) == [f"{number:02}" for number in range(1, 100) if f"{number:02}" not in GAPS]
    assert len(divisions()) == 88


def test_each_division_is_in_its_section() -> None:
    expected = {f"{number:02}": letter for letter, numbers in SECTIONS.items() for number in numbers}
    assert {code: each.section for code, each in divisions().items()} == expected


def test_there_are_21_sections_with_names() -> None:
    assert "".join(sections()) == "ABCDEFGHIJKLMNOPQRSTU"
    assert sections()["M"] == "Professional, scientific and technical activities"


def test_no_two_divisions_share_a_name() -> None:
    assert len({each.name for each in divisions().values()}) == 88
    assert len({each.full_name for each in divisions().values()}) == 88
    assert all(len(each.name) <= 34 for each in divisions().values())


def test_a_division_has_a_short_name_and_the_full_one() -> None:
    water = division("36")
    assert (water.section, water.name) == ("E", "Water")
    assert water.full_name == "Water collection, treatment and supply"


@pytest.mark.parametrize(
    ("home", "other", "expected"),
    [
        ("29", "29", Distance.NEAR),
        ("29", "30", Distance.MIDDLE),
        ("10", "33", Distance.MIDDLE),
        ("29", "45", Distance.FAR),
        ("35", "36", Distance.FAR),
        ("63", "64", Distance.FAR),
    ],
)
def test_distance_follows_division_and_section(home: str, other: str, expected: Distance) -> None:
    assert distance(home, other) is distance(other, home) is expected


def test_an_unknown_division_is_refused_with_the_known() -> None:
    with pytest.raises(ValueError, match=r"no field “44”\. There are: 01 Farming; .*99 International bodies"):
        distance("29", "44")
