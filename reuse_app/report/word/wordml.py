"""The few elements of WordprocessingML that a report is made of, as text: thousands of cells are written in no time."""

from collections.abc import Sequence
from html import escape
from math import fsum

from reuse_app.narrative.isolation import START, bare, parted, unmarked
from reuse_app.report.layout import Passage, Run, is_rtl, printable

TEXT_WIDTH = 9185
"""Twentieths of a point from margin to margin: 162 mm."""
RUN_STYLES = {"strong": "Strong", "em": "Emphasis", "code": "Code"}


NEW_PAGE = "<w:pageBreakBefore/>"
"""What puts a paragraph at the top of a page."""


RULED = (
    '<w:pBdr><w:top w:val="single" w:sz="10" w:space="6" w:color="1D2330"/></w:pBdr>'
    '<w:spacing w:before="400" w:after="140" w:line="264" w:lineRule="auto"/>'
)
"""What puts a rule over a chapter without a topic above its heading."""


LTR = "\u200e"
"""A mark as strong as a letter that is read from left to right, which keeps what stands beside a name in its place."""


def run(text: str, *, style: str = "") -> str:
    """Return letters in a character style; line breaks and tabs in them stay what they are.

    A name that is kept apart is a run of its own direction. Word goes by that, other programs by the marks around it.
    """
    if START not in (shown := bare(text)):
        return _run(shown, style)
    runs = (_run(part, style) for part, _ in parted(shown))
    return _run(LTR, style).join(("", *runs, ""))


def _run(text: str, style: str) -> str:
    marks = f'<w:rStyle w:val="{style}"/>' if style else ""
    marks += "<w:rtl/>" if is_rtl(text) else ""
    shown = f'<w:t xml:space="preserve">{_safe(text)}</w:t>'
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        shown = shown.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{shown}</w:r>"


def paragraph(content: str, style: str, *, is_rtl: bool = False, properties: str = "") -> str:
    """Return a paragraph of runs; `properties` are further ones of pPr."""
    bidi = "<w:bidi/>" if is_rtl else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}{properties}</w:pPr>{content}</w:p>'


def line(text: str, style: str, *, properties: str = "") -> str:
    """Return a paragraph of one plain text."""
    return paragraph(run(text), style, is_rtl=is_rtl(text), properties=properties)


def field(instruction: str, shown: str) -> str:
    """Return a field that Word computes, with what stands there until it has."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {_safe(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def heading(said: str, level: int, number: int, *, is_rtl: bool = False, properties: str = "") -> str:
    """Return a heading of runs with the bookmark that the contents lead to."""
    name = bookmark(number)
    marked = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{said}<w:bookmarkEnd w:id="{number}"/>'
    return paragraph(marked, f"Heading{level}", is_rtl=is_rtl, properties=properties)


def bookmark(number: int) -> str:
    """Return the name of the bookmark of a heading."""
    return f"_Toc{number:06d}"


def table(rows: Sequence[str], widths: Sequence[float], style: str, *, title: str = "", has_head: bool = False) -> str:
    """Return a table of rows; widths are shares of the page."""
    columns = [round(TEXT_WIDTH * width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    head = f'<w:tblLook w:val="0020" w:firstRow="{int(has_head)}"/>'
    said = f'<w:tblCaption w:val="{_safe(title)}"/>' if title else ""
    size = f'<w:tblW w:w="{fsum(columns):.0f}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    properties = f'<w:tblPr><w:tblStyle w:val="{style}"/>{size}{head}{said}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(cells: Sequence[str], *, is_head: bool = False, is_whole: bool = True) -> str:
    """Return a row of cells; a head is repeated on each page, a whole row is never torn apart."""
    marks = ("<w:cantSplit/>" if is_whole else "") + ("<w:tblHeader/>" if is_head else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str, width: float) -> str:
    """Return a cell of paragraphs; its width is a share of the page."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{round(TEXT_WIDTH * width)}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def picture(relations: tuple[str, str], number: int, size: tuple[float, float], *, name: str, alt: str) -> str:
    """Return a picture in a line, its size in points, with the text that says the same.

    Its relations are those of the points and of the lines, which Word shows where it can.
    """
    points, lines = relations
    across, down = (round(each * 12_700) for each in size)
    described = f'id="{number}" name="{_safe(name)}" descr="{_safe(alt)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f"<wp:docPr {described}/>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{points}">{_vector(lines)}</a:blip><a:stretch><a:fillRect/></a:stretch>'
        "</pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _vector(relation: str) -> str:
    """Return what names the drawing behind a picture, as MS-ODRAWXML has it (svgBlip)."""
    drawing = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    return (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        f'<asvg:svgBlip xmlns:asvg="{drawing}" r:embed="{relation}"/></a:ext></a:extLst>'
    )


def linked(content: str, *, relation: str = "", anchor: str = "") -> str:
    """Return runs that lead to an outside address, or to a bookmark."""
    target = f'r:id="{relation}"' if relation else f'w:anchor="{anchor}"'
    return f'<w:hyperlink {target} w:history="1">{content}</w:hyperlink>'


def style_of(passage: Passage, otherwise: str) -> str:
    """Return the paragraph style of a passage."""
    return {"item": "Item", "quote": "Quote", "code": "Formula"}.get(passage.kind, otherwise)


def run_style(one: Run) -> str:
    """Return the character style of a run; a link looks like one."""
    return "Hyperlink" if one.href else RUN_STYLES.get(one.style, "")


def _safe(text: str) -> str:
    return escape(unmarked(printable(text)))
