"""Pages of the PDF: the first decides, the second shows, none is half empty, and each says which chapter it is in."""

from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import Destination

from reuse_app.narrative.composing import compose
from reuse_app.report import Edition, files
from tests.report.conftest import NAMES, report_of, sample

BOTTOM, TOP = 60.0, 771.0
"""Points from the foot of a page between which the text of a page stands."""
HALF = (BOTTOM + TOP) / 2
TOPIC = 12
"""Points that the topic above a heading takes."""
HEAD = 780.0
"""Points from the foot of a page above which nothing but the running head stands."""


@cache
def read(name: str, *, annex: bool = False) -> PdfReader:
    """The PDF of a sample."""
    found, whole = sample(name), Edition(annex=True)
    content = files.write("pdf", found.worksheet, found.findings, whole) if annex else report_of(name, "pdf")
    return PdfReader(BytesIO(content))


def words(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def text_of(name: str, page: int) -> str:
    return words(read(name).pages[page].extract_text())


@cache
def pieces(name: str, *, annex: bool = False) -> list[list[tuple[float, str]]]:
    """Each piece of text of each page with how high it stands."""
    return [_pieces(page) for page in read(name, annex=annex).pages]


def _pieces(page: PageObject) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []

    def visit(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        if text.strip():
            found.append((matrix[1] * place[4] + matrix[3] * place[5] + matrix[5], text))

    page.extract_text(visitor_text=visit)
    return found


def test_eight_pages_are_enough() -> None:
    assert len(read("tesla-bot").pages) <= 8


def test_the_first_page_decides() -> None:
    first = text_of("tesla-bot", 0)
    for said in (
        "bets first on Humanoid robot",
        "22 of 100 tries stay within the budget",
        "Dissent: Finance: the value rests on one wide range",
        "Next: Two hands on a fixed stand",
        "(Drive engineer, 28 days for one iteration)",
        "Head of new products",
        "Took part: Vision lead, Drive engineer",
    ):
        assert said in first


def test_the_second_page_shows_the_map_and_the_matrix() -> None:
    second = text_of("tesla-bot", 1)
    assert "Figure 1 Warehouse arm is the one gold mine among 5 products" in second
    assert "Figure 2 15 of 16 capabilities serve two products or more" in second
    assert "Many-customer platform" in second


def test_the_next_steps_stand_on_one_page() -> None:
    (page,) = [
        text for number in range(8) if "next test of each chosen product" in (text := text_of("tesla-bot", number))
    ]
    assert "Stop if nobody but the first maker has signed after 180 days." in page
    assert "How each gap is closed" in page


@pytest.mark.parametrize("annex", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_but_the_last_is_half_empty(name: str, *, annex: bool) -> None:
    pages = pieces(name, annex=annex)[:-1]
    lowest = [min(height for height, _ in page if height > BOTTOM) for page in pages]
    assert [number for number, height in enumerate(lowest, 1) if height > HALF] == []


@pytest.mark.parametrize("name", ["tesla-bot", "large"])
def test_a_running_head_names_the_chapter_in_which_its_page_begins(name: str) -> None:
    found = read(name, annex=True)
    chapters = [one for one in found.outline if isinstance(one, Destination)]
    topics = _topics(name)
    starts = [
        (found.get_destination_page_number(one), float(one.top or 0), topics.get(str(one.title), str(one.title)))
        for one in chapters
    ]
    assert len(starts) > 8
    for number, page in enumerate(pieces(name, annex=True)[1:], 1):
        begun = [
            title
            for on, top, title in starts
            if on is not None and (on < number or (on == number and top > TOP - TOPIC))
        ]
        head = "".join(text for height, text in page if height > HEAD)
        assert begun[-1].replace(" ", "") in head.replace(" ", "").replace("\n", "")


def _topics(name: str) -> dict[str, str]:
    """What stands above each heading that says a finding."""
    found = sample(name)
    composed = compose(found.worksheet, found.findings, for_paper=True)
    return {one.said: one.topic for one in composed.sections if one.topic}


def test_the_annex_is_off_on_paper_until_it_is_asked_for() -> None:
    usual, whole = read("tesla-bot"), read("tesla-bot", annex=True)
    titles = [str(one.title) for one in whole.outline if isinstance(one, Destination)]
    assert not any(str(one.title).startswith("Annex") for one in usual.outline if isinstance(one, Destination))
    lettered = [title for title in titles if title.startswith("Annex ")]
    assert lettered == sorted(lettered)
    assert [title.split(" · ")[1] for title in lettered[-4:]] == [
        "The inventory",
        "Notes and parking lot",
        "How every number was computed",
        "The figures as tables",
    ]


def test_headings_are_in_order() -> None:
    """A reader of bookmarks meets no level without the one above it."""
    levels = [_levels(read("tesla-bot", annex=True).outline, 1)]
    assert all(after <= before + 1 for before, after in pairwise(levels[0]))


def _levels(outline: Any, level: int) -> list[int]:
    return [found for one in outline for found in (_levels(one, level + 1) if isinstance(one, list) else [level])]
