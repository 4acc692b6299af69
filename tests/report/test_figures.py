"""Every figure on every worksheet: well-formed, named, without styles of its own, and never an exception."""

import re
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from reuse_app.narrative import figures
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.figure import Scale, scale_over, ticks
from reuse_app.narrative.figures.labels import Box, place_labels, shorten, width_of, wrap
from reuse_app.narrative.templating import at
from tests.report.conftest import HOSTILE, Sample, sample

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = figures.FIGURES
VERB = re.compile(
    r"\b(is|are|has|have|needs?|costs?|serves?|reach(es)?|lowers|raises|leaves|keeps|moves|advances?|comes|share)\b"
)
"""What a finding says and a mere name does not."""


@pytest.fixture(params=DRAWN)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def drawn(any_sample: Sample) -> list[Figure]:
    """Every figure that this worksheet has."""
    return drawn_of(any_sample.name)


@cache
def drawn_of(name: str) -> list[Figure]:
    """The same of the worksheet of this name, drawn once for all tests."""
    found = (draw(sample(name).worksheet, sample(name).findings) for draw in DRAWN.values())
    return [figure for figure in found if figure]


def test_is_well_formed_and_says_what_it_shows(drawn: list[Figure]) -> None:
    for figure in drawn:
        root = ET.fromstring(figure.svg)  # noqa: S314  # our own drawing
        title, description = root[0], root[1]
        assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
        assert (title.tag, title.text) == (f"{SVG}title", figure.title)
        assert (description.tag, description.text) == (f"{SVG}desc", figure.description)
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_has_no_style_of_its_own_and_no_script(drawn: list[Figure]) -> None:
    for figure in drawn:
        elements = list(ET.fromstring(figure.svg).iter())  # noqa: S314  # our own drawing
        tags = {element.tag.removeprefix(SVG) for element in elements}
        assert tags <= {"svg", "title", "desc", "g", "path", "circle", "rect", "text", "pattern"}
        assert not any("style" in element.attrib or "href" in element.attrib for element in elements)


def test_ids_are_unique_among_all_figures(drawn: list[Figure]) -> None:
    roots = {figure.key: ET.fromstring(figure.svg) for figure in drawn}  # noqa: S314  # our own drawing
    ids = [(key, one) for key, root in roots.items() for element in root.iter() if (one := element.get("id"))]
    assert len({one for _, one in ids}) == len(ids)
    assert all(one.startswith(f"figure-{key}-") for key, one in ids)


def test_is_drawn_again_for_where_there_is_room(drawn: list[Figure]) -> None:
    for figure in drawn:
        if figure.broad is None:
            assert figure.key == "heat-map"
            continue
        narrow, broad = (ET.fromstring(svg) for svg in (figure.svg, figure.broad))  # noqa: S314  # our own drawings
        assert float((broad.get("viewBox") or "").split()[2]) > float((narrow.get("viewBox") or "").split()[2])
        ids = [{one for element in root.iter() if (one := element.get("id"))} for root in (narrow, broad)]
        assert ids[0].isdisjoint(ids[1])
        assert [element.text for element in narrow[:1]] == [element.text for element in broad[:1]]


def test_its_title_says_what_it_found_and_one_sentence_how_to_read_it(drawn: list[Figure]) -> None:
    for figure in drawn:
        assert len(figure.title) <= 160
        assert VERB.search(figure.title)
        assert re.fullmatch(r"[A-Z][^.]*\.( [A-Z][^.]*\.)?", figure.reading)


def test_the_titles_of_the_example_say_its_findings(tesla: Sample) -> None:
    drawn = {key: draw(tesla.worksheet, tesla.findings) for key, draw in DRAWN.items()}
    assert {key: figure.title.replace("\u202f", " ") for key, figure in drawn.items() if figure} == {
        "average-cost": "Sharing lowers the average cost of 5 products from about 440 to 338 person-months",
        "flow": "2 capabilities reach 7 of 7 products each, and none reaches more",
        "flywheels": "Camera vision is fed by 4 products that it serves, more than any other",
        "heat-map": "15 of 16 capabilities serve two products or more; 4 of them are missing",
        "iteration-progress": "Humanoid robot advances fastest, about 21 % in 30 days",
        "potential-challenge": "Warehouse arm is the one gold mine among 5 products",
        "rank-acceptability": "Warehouse arm comes first in 98 % of votes",
        "tornado": "Cost to build Training compute moves the savings most, between 3 833 and 4 484",
        "value-over-budget": (
            "Humanoid robot, Warehouse arm and Simulation service are worth most, "
            "about 600 for about 1 200 person-months"
        ),
    }


def test_a_name_that_fits_across_its_circle_is_whole(tesla: Sample) -> None:
    drawn = DRAWN["flywheels"](tesla.worksheet, tesla.findings)
    assert drawn
    assert ">Simulation</text>" in drawn.svg


def test_its_numbers_are_places_on_the_paper(drawn: list[Figure]) -> None:
    for figure in drawn:
        attributes = " ".join(re.findall(r'\b(?:d|x|y|cx|cy|r|points)="([^"]*)"', figure.svg))
        assert re.fullmatch(r"[MLHVChvlz\d\s.-]*", attributes)
        assert not re.search(r"[hv]0(?![.\d])", attributes), "a PDF leaves out a stroke of no length"


def test_its_table_has_a_cell_for_each_header(drawn: list[Figure]) -> None:
    for figure in drawn:
        assert figure.rows
        assert {len(row) for row in figure.rows} == {len(figure.headers)}
        assert figure.numbers <= set(range(len(figure.headers)))


def test_is_the_same_twice(drawn: list[Figure], any_sample: Sample) -> None:
    assert [DRAWN[figure.key](any_sample.worksheet, any_sample.findings) for figure in drawn] == drawn


def test_an_empty_worksheet_has_no_figure(key: str) -> None:
    empty = sample("empty")
    assert DRAWN[key](empty.worksheet, empty.findings) is None


def test_the_finished_example_has_every_figure(key: str, tesla: Sample) -> None:
    drawn = DRAWN[key](tesla.worksheet, tesla.findings)
    assert drawn
    assert len(drawn.svg.encode()) < 12_000


def test_what_people_typed_is_text_in_a_drawing(key: str) -> None:
    hostile = sample("hostile")
    drawn = DRAWN[key](hostile.worksheet, hostile.findings)
    assert drawn is None or "<script" not in drawn.svg


def test_a_long_name_is_shortened_and_kept_in_full() -> None:
    hostile = sample("hostile")
    drawn = figures.potential_challenge(hostile.worksheet, hostile.findings)
    assert drawn
    assert f"<title>{HOSTILE[4]}</title>" in drawn.svg


def test_where_names_find_no_room_the_first_are_named() -> None:
    large = sample("large")
    drawn = figures.potential_challenge(large.worksheet, large.findings)
    assert drawn
    found = re.search(r"Named are the first (\d+); the table has all\.", drawn.reading)
    assert found
    names = [row[0] for row in drawn.rows]
    written = [name for name in names if f">{name}</text>" in drawn.svg]
    assert written == names[: int(found[1])]
    assert all(f"<title>{name}</title>" in drawn.svg for name in names)


def test_ticks_are_round_and_within() -> None:
    assert ticks(0, 1194) == [0, 500, 1000]
    assert ticks(3, 3) == [3]
    assert Scale(0, 10, 0, 100)(5) == 50
    assert scale_over([], start=0, end=1).high == 1


def test_coordinates_are_short() -> None:
    assert [at(12.0), at(12.34), at(-0.01)] == ["12", "12.3", "0"]


def test_words_are_broken_and_shortened_to_their_room() -> None:
    assert wrap("Humanoid robot for factories", 60, 2, 11) == ["Humanoid", "robot for…"]
    assert width_of(shorten("Humanoid robot", 40, 11), 11) <= 40
    assert shorten("Car", 40) == "Car"


@pytest.mark.parametrize(
    ("letter", "like"),
    [("\U0001fae8", "界"), ("\U0001e4d0", "界"), ("\U0001e4ec", "界"), ("\u0378", "e"), ("\U000e0067", "\u0301")],
    ids=["an emoji", "a script", "an accent", "not a letter", "a tag"],
)
def test_a_letter_that_not_every_python_knows_has_one_width(letter: str, like: str) -> None:
    assert width_of(letter) == width_of(like)


def test_a_label_without_room_has_no_place() -> None:
    paper = Box(0, 0, 20, 20)
    assert place_labels([(10, 10)], [(100, 10)], within=paper, taken=[]) == [None]
