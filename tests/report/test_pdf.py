"""The PDF: whole, tagged, set in our fonts, and the same each time."""

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from reuse_app.report import files
from tests.report.conftest import Sample, report_of


@cache
def read(name: str) -> PdfReader:
    """The PDF of a sample."""
    return PdfReader(BytesIO(report_of(name, "pdf")))


def words(text: str) -> str:
    """Text on one line, without what only makes it break."""
    return " ".join(text.replace("\u200b", "").split())


@cache
def pages(name: str) -> list[str]:
    """The text on each page of the PDF of a sample."""
    return [words(page.extract_text()) for page in read(name).pages]


def test_is_made_from_whatever_is_there_and_the_same_twice(any_sample: Sample) -> None:
    first = report_of(any_sample.name, "pdf")
    assert first.startswith(b"%PDF-1.7")
    assert first == files.write("pdf", any_sample.worksheet, any_sample.findings)


def test_names_every_capability_and_product(tesla: Sample) -> None:
    text = words(" ".join(pages("tesla-bot")))
    names = [one.name for one in tesla.worksheet.capabilities] + [one.name for one in tesla.worksheet.products]
    assert [name for name in names if words(name) not in text] == []


def test_has_title_language_tags_and_says_that_it_is_accessible() -> None:
    found = read("tesla-bot")
    root: Any = found.trailer["/Root"]
    assert found.metadata
    assert found.metadata.title == "Tesla Bot"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_every_figure_says_what_it_shows() -> None:
    data = report_of("tesla-bot", "pdf")
    assert len(re.findall(rb"/S ?/Figure", data)) == len(re.findall(rb"/Alt ?[(<]", data)) == 8


def test_its_bookmarks_say_what_each_chapter_has_found() -> None:
    chapters = [one.title for one in read("tesla-bot").outline if isinstance(one, Destination)]
    assert chapters[2:5] == [
        "15 capabilities are shared by two or more of 5 products.",
        "Humanoid robot, Warehouse arm and Simulation service",
        "3 products were chosen, 3 others wait.",
    ]


def test_has_page_numbers() -> None:
    found = pages("tesla-bot")
    count = len(found)
    for number, page in enumerate(found, 1):
        assert f"{number} / {count}" in page


def test_carries_its_fonts_and_needs_no_other() -> None:
    resources: list[Any] = [page["/Resources"] for page in read("tesla-bot").pages]
    fonts = {str(font.get_object()["/BaseFont"]) for each in resources for font in each.get("/Font", {}).values()}
    assert fonts
    assert all(re.match(r"/[A-Z]{6}\+(Source|Libertinus|DejaVu|NewCM)", font) for font in fonts), fonts


def test_what_people_typed_is_never_code() -> None:
    text = words(" ".join(pages("hostile")))
    assert "<script>alert(1)</script>" in text
    assert "]]> --> </style> </svg> {{ 7 * 7 }} {% raw %}" in text


@pytest.mark.parametrize("name", ["tesla-bot", "hostile"])
def test_holds_nothing_that_runs_or_loads(name: str) -> None:
    data = report_of(name, "pdf")
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/SubmitForm", b"/GoToR"):
        assert word not in data
