"""Letters of every script on paper: in their own fonts, in sentences and in drawings, or told as missing."""

import json
import re
import sys
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from reuse_app.analysis import analyse
from reuse_app.examples import read
from reuse_app.narrative.figures import potential_challenge
from reuse_app.report import files, letters
from reuse_app.report.typesetting import drawn
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import checked

CAPABILITIES = ("自動運転カメラ", "배터리 관리", "ระบบควบคุม", "نظام الرؤية", "מערכת למידה", "हिन्दी सेवा", "👩‍👩‍👧 🚗")
PRODUCTS = ("إنسان آلي", "ロボットアーム", "שירות סימולציה", "汽车", "หุ่นยนต์", "로봇 택시")
FONTS = ("CJKjp", "CJKkr", "Thai", "Arabic", "Hebrew", "Devanagari", "Emoji")

with_fonts = pytest.mark.skipif(not letters.folders(), reason='no fonts of other scripts here: pip install ".[fonts]"')


@cache
def in_many_scripts() -> Worksheet:
    """The example of a car and a robot, named in many scripts."""
    data = json.loads(read("tesla-bot"))
    for part, names in (("capabilities", CAPABILITIES), ("products", PRODUCTS)):
        for number, entry in enumerate(data[part]):
            again = number // len(names)
            entry["name"] = f"{names[number % len(names)]} {again}" if again else names[number]
    return checked(data)


def pdf_of(worksheet: Worksheet) -> PdfReader:
    """The report on a worksheet as PDF."""
    return PdfReader(BytesIO(files.write("pdf", worksheet, analyse(worksheet))))


def words_of(pdf: PdfReader) -> str:
    """The text of the first page of a PDF, on one line."""
    return " ".join(pdf.pages[0].extract_text().split())


def titled(title: str) -> Worksheet:
    """A worksheet with a title alone."""
    return checked({"workshop": {"title": title}})


def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing find the packages of the fonts."""
    for package in ("manimgx_fonts", "manimgx_fonts_cjk"):
        monkeypatch.setitem(sys.modules, package, None)


@with_fonts
def test_every_letter_has_a_font_of_its_script() -> None:
    found = pdf_of(in_many_scripts())
    root: Any = found.trailer["/Root"]
    resources: list[Any] = [page["/Resources"] for page in found.pages]
    fonts = " ".join(str(font.get_object()["/BaseFont"]) for each in resources for font in each["/Font"].values())
    assert (
        b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    )  # Typst refuses it for a letter without font
    assert [font for font in FONTS if f"Noto{'' if font == 'Emoji' else 'Sans'}{font}" not in fonts] == []


@with_fonts
def test_words_of_a_drawing_are_set_where_they_stood_and_as_they_looked() -> None:
    worksheet = in_many_scripts()
    figure = potential_challenge(worksheet, analyse(worksheet))
    assert figure
    found = drawn(figure)
    words = {word["text"]: word for word in found["words"]}
    assert words.keys() == {*PRODUCTS[1:5], f"{PRODUCTS[0]} 1"}
    left = set(re.findall("<text[^>]*>([^<]*)", found["svg"]))
    assert "growth option" in left
    assert not left & words.keys()
    chosen, other = words["שירות סימולציה"], words["หุ่นยนต์"]
    assert (chosen["weight"], chosen["anchor"], chosen["fill"], chosen["halo"]) == (600, "end", "#1d2330", "#ffffff")
    assert (other["weight"], other["anchor"], other["size"]) == (400, "start", chosen["size"])


def test_scripts_without_their_fonts_are_titled(monkeypatch: pytest.MonkeyPatch) -> None:
    without_extra(monkeypatch)
    told = "Letters of Japanese, Thai and emoji are empty boxes here"
    assert told in words_of(pdf_of(titled("自動カメラ ระบบ 🚗 мир")))
    assert "empty boxes" not in words_of(pdf_of(titled("שלום عالم мир κόσμος")))


def test_a_letter_that_no_font_has_is_told() -> None:
    assert "Some letters are in none of the fonts of this file" in words_of(pdf_of(titled("བོད")))
