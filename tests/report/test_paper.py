"""Figures on paper: they carry their style and fit on a page."""

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from reuse_app.narrative.blocks import Block, Drawing, Entry, Facts, Section, Table, drawings_in
from reuse_app.narrative.composing import compose
from reuse_app.narrative.figures import heat_map
from reuse_app.narrative.figures.paper import MOST_HEIGHT, MOST_WIDTH, matrix_excerpt, matrix_sheets, on_paper, placed
from reuse_app.report.word.document import pictures
from tests.report.conftest import Sample, sample

PNG = b"\x89PNG\r\n\x1a\n"


def all_drawings(found: Sample) -> list[Drawing]:
    report = compose(found.worksheet, found.findings, for_paper=True)
    return [one for section in report.sections for one in drawings_in(section.blocks)]


def test_a_drawing_carries_its_style_in_plain_css(any_sample: Sample) -> None:
    for one in all_drawings(any_sample):
        svg = on_paper(one.figure)
        ET.fromstring(svg)  # noqa: S314  # our own drawing
        style = svg[svg.index("<style>") : svg.index("</style>")]
        assert "font-family: 'Source Sans 3'" in style
        assert not re.search(r"var\(|:is\(|@|url\(|\^=", style)


def test_a_drawing_fits_on_a_page(any_sample: Sample) -> None:
    for one in all_drawings(any_sample):
        width, height = placed(one.figure)
        assert 0 < width <= MOST_WIDTH
        assert 0 < height <= MOST_HEIGHT


def test_each_drawing_becomes_a_picture_of_its_own(tesla: Sample) -> None:
    figures = [one.figure for one in all_drawings(tesla)]
    made = pictures(figures)
    assert set(made) == {figure.title for figure in figures}
    assert all(picture.startswith(PNG) for picture in made.values())


def test_a_large_matrix_is_cut_into_sheets_that_hold_every_need_once() -> None:
    found = sample("large")
    whole = heat_map(found.worksheet, found.findings)
    sheets = matrix_sheets(found.worksheet, found.findings)
    assert whole
    assert len(sheets) == 6
    assert [sheet.title[-8:] for sheet in sheets] == [f"({number} of 6)" for number in range(1, 7)]
    needs = [sum(bool(cell) for row in sheet.rows for cell in row[1:-1]) for sheet in sheets]
    assert sum(needs) == sum(bool(cell) for row in whole.rows for cell in row[1:-1])


def test_a_matrix_that_fits_is_one_sheet(tesla: Sample) -> None:
    assert [sheet.title for sheet in matrix_sheets(tesla.worksheet, tesla.findings)] == [
        "15 of 16 capabilities serve two products or more; 4 of them are missing"
    ]


def test_the_figures_follow_as_tables_and_the_details_under_letters(tesla: Sample) -> None:
    on_screen, on_page = (
        {section.title for section in compose(tesla.worksheet, tesla.findings, for_paper=for_paper).sections}
        for for_paper in (False, True)
    )
    assert all(title.endswith(": the details") for title in on_page - on_screen - {"The figures as tables"})


def test_paper_holds_everything_that_a_screen_folds(tesla: Sample) -> None:
    on_screen, on_page = (
        sorted(map(str, _rows(compose(tesla.worksheet, tesla.findings, for_paper=for_paper).sections)))
        for for_paper in (False, True)
    )
    assert on_screen
    assert set(on_screen) <= set(on_page)


def _rows(parts: Iterable[Section | Block]) -> Iterator[object]:
    """Every row of a table and every pair of terms, wherever it stands."""
    for part in parts:
        match part:
            case Section() | Entry():
                yield from _rows(part.blocks)
            case Table():
                yield from part.rows
            case Facts():
                yield from part.pairs


def test_without_its_annex_paper_holds_no_methods_and_no_details(tesla: Sample) -> None:
    report = compose(tesla.worksheet, tesla.findings, annex=False, for_paper=True)
    assert [section.key for section in report.sections if section.letter] == []
    assert not {"inventory", "methods", "figures"} & {section.key for section in report.sections}
    named = compose(tesla.worksheet, tesla.findings, chapters=["inventory"], annex=False, for_paper=True)
    assert [(section.key, section.letter) for section in named.sections] == [("inventory", "A")]


def test_a_matrix_beside_the_map_shows_what_most_hangs_on_and_says_so() -> None:
    large = sample("large")
    excerpt, whole = matrix_excerpt(large.worksheet, large.findings)
    assert excerpt
    shown = f"shown are the {len(excerpt.rows)} of 60 on which most hangs and the first 24 of 30 products"
    assert excerpt.title.endswith(shown)
    kept = {row[0] for row in excerpt.rows}
    least = min(large.findings.leverage[one.key] for one in large.worksheet.capabilities if one.name in kept)
    rest = [large.findings.leverage[one.key] for one in large.worksheet.capabilities if one.name not in kept]
    assert max(rest) <= least
    assert {row[0] for sheet in whole for row in sheet.rows} > kept
