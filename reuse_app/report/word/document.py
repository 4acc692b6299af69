"""The report as a Word document with styles and running heads, made without a network and the same each time."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer, _Header
from docx.shared import Mm

from reuse_app.narrative.blocks import Report, drawings_in
from reuse_app.narrative.figures import Figure
from reuse_app.report.office import drop, saved, set_properties
from reuse_app.report.typesetting import drawn, typeset
from reuse_app.report.word import wordml
from reuse_app.report.word.body import Body, contents

HERE = Path(__file__).parent
LONGEST_HEAD = 70
"""Letters of a title in the running head."""
UNUSED = ("thumbnail", "stylesWithEffects", "customXml", "extended-properties")
"""Parts of python-docx's own empty document that say nothing about ours."""
NAMESPACES = nsdecls("w", "r", "wp", "a", "pic")
EMPTY_BODY = b"<w:body>"
MODERN = "15"
"""The version of Word whose layout is meant; an older one would open as a file of yesterday."""


def write(report: Report) -> bytes:
    """Return a report as a Word document with styles, contents, running heads and described pictures."""
    document = _empty(report)
    drawings = [one for section in report.sections for one in drawings_in(section.blocks)]
    body = Body(document.part, pictures(one.figure for one in drawings))
    chapters = [body.section(section, is_first=not index) for index, section in enumerate(report.sections)]
    content = "".join((_cover(report), *_with_contents(report, chapters, body)))
    return saved(document.save, {document.part.partname.membername: partial(_filled, content)})


def _with_contents(report: Report, chapters: list[str], body: Body) -> list[str]:
    """Return the chapters with the contents where the annex begins; the report itself is short enough without."""
    starts = [index for index, section in enumerate(report.sections) if section.letter]
    if not starts or starts[0] == 0:
        return chapters
    return [*chapters[: starts[0]], contents(body.headings), *chapters[starts[0] :]]


def _cover(report: Report) -> str:
    said = " · ".join(part for part in ("Report", report.organisation) if part)
    lines = (wordml.line(line, "Subtitle") for line in report.cover)
    return "".join((wordml.line(said, "Eyebrow"), wordml.line(report.title, "Title"), *lines))


def pictures(figures: Iterable[Figure]) -> dict[str, bytes]:
    """Return a PNG for each of the figures, by title."""
    known = {figure.title: figure for figure in figures}
    if not known:
        return {}
    data = [drawn(figure) for figure in known.values()]
    return dict(zip(known, typeset("pictures.typ", data, into="png"), strict=True))


def _empty(report: Report) -> Document:
    """Return a document with everything but its body."""
    document = docx.Document()
    drop(UNUSED, of=(document.part.package.rels, document.part.rels))
    _replace(document.styles.element, "styles.xml")
    _replace(document.part.numbering_part.element, "numbering.xml")
    _set_version(document)
    _set_page(document)
    _set_heads(document, report)
    set_properties(document.core_properties, report)
    return document


def _filled(content: str, part: bytes) -> bytes:
    """Return the main part of an empty document with WordprocessingML in its body.

    It becomes part of the file as it is, since reading the elements of a long report takes seconds.
    """
    start = part.index(EMPTY_BODY)
    return b"".join((part[:start], f"<w:body {NAMESPACES}>{content}".encode(), part[start + len(EMPTY_BODY) :]))


def _replace(element: BaseOxmlElement, file: str) -> None:
    """Put what stands in a file of ours in place of an element's content."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml((HERE / file).read_bytes())))


def _set_version(document: Document) -> None:
    settings = document.settings.element
    mode = settings.xpath('.//w:compatSetting[@w:name="compatibilityMode"]')[0]
    mode.set(qn("w:val"), MODERN)
    zoom = settings.find(qn("w:zoom"))
    zoom.set(qn("w:percent"), "100")
    zoom.addnext(parse_xml(f'<w:updateFields {NAMESPACES} w:val="true"/>'))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.header_distance = section.footer_distance = Mm(12.5)
    section.different_first_page_header_footer = True


def _set_heads(document: Document, report: Report) -> None:
    section = document.sections[0]
    title = report.title if len(report.title) <= LONGEST_HEAD else f"{report.title[:LONGEST_HEAD].rstrip()}…"
    tab = "<w:r><w:tab/></w:r>"
    head = wordml.run(title) + tab + wordml.field('STYLEREF "Topic"', "Report")
    pages = wordml.field("PAGE", "2") + wordml.run(" / ") + wordml.field("NUMPAGES", "2")
    foot = wordml.run(report.organisation) + tab + pages
    _put(section.header, wordml.paragraph(head, "Header"))
    _put(section.footer, wordml.paragraph(foot, "Footer"))


def _put(head: _Header | _Footer, content: str) -> None:
    """Put a paragraph, which may hold fields, in place of the empty one."""
    head.is_linked_to_previous = False
    empty = head.paragraphs[0]._p
    empty.getparent().replace(empty, parse_xml(content.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
