"""Names that are read from right to left: kept apart in every sentence, in each format as it can, and in no data."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO

from docx import Document
from markupsafe import Markup

from reuse_app.analysis import Findings, analyse
from reuse_app.examples import read
from reuse_app.exchange import worksheet_json, worksheet_tables
from reuse_app.narrative.blocks import Report, Typed
from reuse_app.narrative.composing import compose
from reuse_app.narrative.figures.labels import shorten, width_of, wrap
from reuse_app.narrative.isolation import END, START, apart, balanced, isolated, told
from reuse_app.report import files, write_figure
from reuse_app.report.layout import is_rtl
from reuse_app.report.plain_text import plain_text
from reuse_app.report.word.wordml import LTR
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import checked

HEBREW = re.compile("[\u05d0-\u05ea]")


@cache
def in_hebrew() -> tuple[Worksheet, Findings]:
    """The example of a car and a robot with every name in Hebrew, and a number at its end."""
    data = json.loads(read("tesla-bot"))
    for part in ("capabilities", "products", "factors", "participants"):
        for number, entry in enumerate(data[part]):
            entry["name"] = f"שם {number}"
    worksheet = checked(data)
    return worksheet, analyse(worksheet)


def texts_in(told_of: object) -> Iterator[str]:
    """Every text of ours in a report."""
    if isinstance(told_of, str):
        yield from () if isinstance(told_of, Markup) else (told_of,)
    elif isinstance(told_of, tuple):
        for one in told_of:
            yield from texts_in(one)
    elif is_dataclass(told_of) and not isinstance(told_of, Typed):
        for field in fields(told_of):
            yield from texts_in(getattr(told_of, field.name))


def report() -> Report:
    worksheet, findings = in_hebrew()
    return compose(worksheet, findings)


def test_a_name_is_kept_apart_wherever_something_is_said_of_it() -> None:
    found = [text for text in texts_in(report()) if HEBREW.search(text)]
    assert len(found) > 300
    sentences = [re.sub(f"{START}[^{START}{END}]*{END}", "", text) for text in found]
    names = {one.name for one in in_hebrew()[0].capabilities} | {one.name for one in in_hebrew()[0].products}
    assert [text for text in sentences if HEBREW.search(text) and text not in names] == []


def test_no_mark_is_in_a_plain_text_or_in_data() -> None:
    worksheet, findings = in_hebrew()
    told = plain_text(report()).encode(), files.write("md", worksheet, findings)
    drawn = [write_figure("heat-map", "svg", worksheet, findings)]
    data = worksheet_json.write(worksheet).encode(), worksheet_tables.write_one_csv(worksheet, ",").encode()
    for content in (*told, *drawn, *data):
        assert "שם 1".encode() in content
        assert not {START, END} & {*content.decode()}


def test_a_page_has_each_name_in_an_element_of_its_own() -> None:
    assert told(f"{apart('<שם> 1')}, 12 and A & B") == "<bdi>&lt;שם&gt; 1</bdi>, 12 and A &amp; B"
    assert told(apart("שם 1")) == "שם 1"
    page = files.write("html", *in_hebrew()).decode()
    assert re.search('<li dir="auto"><bdi>שם \\d+</bdi>', page)
    assert START not in re.sub("<svg.*?</svg>|<[^>]*>", "", page, flags=re.DOTALL)


def test_a_sentence_that_begins_with_a_name_is_english_and_a_name_alone_is_not() -> None:
    assert not is_rtl(f"{apart('שם 1')} is the one gold mine.")
    assert is_rtl(apart("שם 1"))
    assert is_rtl("שם 1, as somebody typed it")


def test_word_has_each_name_as_a_run_from_right_to_left_between_marks_that_hold_its_neighbours() -> None:
    document = Document(BytesIO(files.write("docx", *in_hebrew())))
    said = next(one for one in document.paragraphs if "bets first on" in one.text)
    runs = [(run.text, bool(run._r.xpath("./w:rPr/w:rtl"))) for run in said.runs]
    assert runs[:5] == [(LTR, False), ("The team bets first on ", False), (LTR, False), ("שם 1", True), (LTR, False)]
    assert not said._p.xpath("./w:pPr/w:bidi")


def test_marks_that_people_typed_turn_nothing() -> None:
    typed = checked({"workshop": {"title": "T"}, "products": [{"key": "a", "name": "\u202eשם\u2068 1\u2069"}]})
    assert isolated(typed).products[0].name == f"{START}שם 1{END}"
    assert balanced(f"\u2067a{START}b{END}{END}c{START}d\u202c") == f"a{START}b{END}cd"


def test_a_name_that_is_cut_keeps_both_marks() -> None:
    name = apart("שם ארוך מאוד")
    assert shorten(name, width_of(name) - 20) == f"{START}שם ארוך…{END}"
    assert wrap(f"to {name}", 40, 2) == [f"to {START}שם{END}", f"{START}ארו…{END}"]
