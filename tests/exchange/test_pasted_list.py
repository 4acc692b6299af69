import pytest

from reuse_app.exchange import FileError, pasted_list


def test_bullets_and_numbers_before_names_are_left_out() -> None:
    text = "- Camera vision\n  * Radar, 77 GHz\r\n\n• Maps\n3) Planning\n12. Chips\n[x] Hands\n3D printing\n-\n"
    incoming = pasted_list.read(text)
    assert [(row.number, row.capability.name) for row in incoming.rows] == [
        (1, "Camera vision"),
        (2, "Radar, 77 GHz"),
        (4, "Maps"),
        (5, "Planning"),
        (6, "Chips"),
        (7, "Hands"),
        (8, "3D printing"),
        (9, "-"),
    ]
    assert all(row.stated == {"name"} and not row.has_key for row in incoming.rows)


@pytest.mark.parametrize(
    "line",
    [
        "Lidar",
        "- Lidar",
        "-  Lidar",
        "•Lidar",
        "● Lidar",
        "☐ Lidar",
        "1. Lidar",
        "1999) Lidar",
        "[x] Lidar",
        "* [ ] Lidar",
    ],
)
def test_every_list_says_the_same_name(line: str) -> None:
    assert list(pasted_list.names_in(f"\n\t{line} \n•\n")) == [(2, "Lidar")]


@pytest.mark.parametrize("name", ["-40 °C chamber", "3.5 mm plug", "42.", "[x]", "10000. Night", "x [ ] y"])
def test_what_only_looks_like_a_bullet_stays(name: str) -> None:
    assert list(pasted_list.names_in(name)) == [(1, name)]


def test_a_line_that_is_too_long_is_a_mistake_with_its_number() -> None:
    (mistake,) = pasted_list.read(f"Vision\n{'x' * 201}\n").mistakes
    assert str(mistake) == "row 2, column name: Found 201 characters; at most 200 are allowed here."


@pytest.mark.parametrize(
    ("text", "message"), [(" \n", "The list is empty"), ("x\n" * 2_001, "The list has more lines than the 2,000")]
)
def test_a_list_that_is_empty_or_endless_says_so(text: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        pasted_list.read(text)
