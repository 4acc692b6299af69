"""The Word document: whole, styled, described, and the same each time."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from reuse_app.narrative.composing import compose
from reuse_app.report import files
from tests.report.conftest import Sample, report_of, sample


def read(name: str) -> Document:
    """The document of a sample."""
    return python_docx.Document(BytesIO(report_of(name, "docx")))


def text_of(document: Document) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def test_is_made_from_whatever_is_there_and_the_same_twice(any_sample: Sample) -> None:
    first = report_of(any_sample.name, "docx")
    assert first == files.write("docx", any_sample.worksheet, any_sample.findings)
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None


def test_names_every_capability_and_product(tesla: Sample) -> None:
    text = text_of(read("tesla-bot"))
    names = [one.name for one in tesla.worksheet.capabilities] + [one.name for one in tesla.worksheet.products]
    assert [name for name in names if name not in text] == []


def test_its_properties_say_title_and_language_and_no_day() -> None:
    found = read("tesla-bot").core_properties
    assert (found.title, found.language) == ("Tesla Bot", "en-GB")
    assert found.last_modified_by == ""
    assert found.created == found.modified
    assert found.created
    assert found.created.year == 2000


def whole(name: str) -> list[str]:
    """The titles of all chapters on paper."""
    found = sample(name)
    return [one.title for one in compose(found.worksheet, found.findings, for_paper=True).sections]


def test_headings_are_headings_and_the_contents_lead_to_them() -> None:
    document = read("tesla-bot")
    styles = [one.style.name for one in document.paragraphs if one.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == len(whole("tesla-bot"))
    anchors = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))} - {None}
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= marks
    instructions = [node.text for node in document.element.body.iter(qn("w:instrText"))]
    assert any('TOC \\o "1-1"' in (text or "") for text in instructions)


def test_the_contents_can_be_read_before_word_computes_them() -> None:
    document = read("tesla-bot")
    entries = [one.text.strip() for one in document.paragraphs if one.style and one.style.name == "toc 1"]
    chapters = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert entries == chapters


def test_every_style_that_is_used_is_there(any_sample: Sample) -> None:
    content = report_of(any_sample.name, "docx")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if re.match(r"word/\w+\d?\.xml", name))
    known = set(re.findall(r'w:styleId="(\w+)"', text))
    assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="(\w+)"', text)) <= known


def test_tables_repeat_their_head_and_keep_their_rows_whole() -> None:
    for table in read("tesla-bot").tables:
        rows = [row._tr for row in table.rows]
        heads = [row for row in rows if row.find(f".//{qn('w:tblHeader')}") is not None]
        assert heads in ([], rows[:1])
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_every_picture_says_what_it_shows() -> None:
    pictures = list(read("tesla-bot").element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 9
    assert all(len(picture.get("descr")) > 40 for picture in pictures)
    assert len({picture.get("id") for picture in pictures}) == 9


def test_heads_and_feet_stand_on_every_page_but_the_cover() -> None:
    section = read("tesla-bot").sections[0]
    assert section.different_first_page_header_footer
    assert "Tesla Bot" in section.header.paragraphs[0].text
    fields = [node.text or "" for node in section.footer.paragraphs[0]._p.iter(qn("w:instrText"))]
    assert [field.strip() for field in fields] == ["PAGE", "NUMPAGES"]


def test_what_people_typed_is_only_text() -> None:
    document = read("hostile")
    assert "<script>alert(1)</script>" in text_of(document)
    assert "1. # *_`[a](javascript:alert(1))~~>=" in text_of(document)


@pytest.mark.parametrize("name", ["tesla-bot", "hostile"])
def test_asks_nobody_for_anything(name: str) -> None:
    """The only outside addresses are links that people typed, which open when somebody follows them."""
    outside = [rel for rel in read(name).part.rels.values() if rel.is_external]
    assert all(rel.reltype.endswith("/hyperlink") for rel in outside)


def test_text_from_right_to_left_is_set_so() -> None:
    assert list(read("hostile").element.body.iter(qn("w:bidi")))


def test_pictures_are_drawings_where_word_can_and_points_where_it_cannot() -> None:
    with zipfile.ZipFile(BytesIO(report_of("tesla-bot", "docx"))) as parts:
        names = parts.namelist()
        drawings = [name for name in names if name.endswith(".svg")]
        assert len(drawings) == len([name for name in names if name.endswith(".png")]) == 9
        content = parts.read("word/document.xml").decode()
        assert content.count("<asvg:svgBlip ") == 9
        for name in drawings:
            root = ET.fromstring(parts.read(name))  # noqa: S314  # our own drawing
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            halos = [group for group in root.iter("{http://www.w3.org/2000/svg}g") if group.get("class") == "halo"]
            assert all(len(halo) for halo in halos)


def test_chapters_say_what_they_found_and_captions_are_counted() -> None:
    texts = [(one.style.name, one.text) for one in read("tesla-bot").paragraphs if one.style]
    lead = next(text for style, text in texts if style == "Heading 1")
    assert lead.startswith("The team bets first on Humanoid robot")
    found = texts.index(("Heading 1", "15 capabilities are shared by two or more of 5 products."))
    assert texts[found - 1] == ("Chapter", "Building blocks and products")
    figures = [text for style, text in texts if style == "Figure Title"]
    assert [text.partition(":")[0] for text in figures] == [f"Figure {number}" for number in range(1, 10)]


def test_word_is_asked_to_count_the_pages_of_the_contents() -> None:
    assert read("tesla-bot").settings.element.find(qn("w:updateFields")) is not None
