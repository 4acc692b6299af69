"""The body of a Word document: the blocks of a report as WordprocessingML."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from reuse_app.narrative.blocks import (
    Block,
    Drawing,
    Entry,
    Facts,
    Formula,
    Items,
    Lacks,
    Numbers,
    Paragraph,
    Section,
    Table,
    Text,
)
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.paper import on_paper, placed, with_plain_halos
from reuse_app.narrative.isolation import unmarked
from reuse_app.report.layout import Passage, fitted, is_rtl, passages, plain, printable, widths
from reuse_app.report.word import wordml

TERMS = 0.25
"""Share of the page for the terms of facts."""
LONGEST_WHOLE = 600
"""Letters of a row's longest text up to which the row is never torn apart."""
AFTER_TABLE = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>'
"""The paragraph without which two tables would grow together."""


class Body:
    """The chapters as they are written; it counts headings and pictures, and collects what the contents name."""

    def __init__(self, part: DocumentPart, pictures: dict[str, bytes]) -> None:
        self.headings: list[tuple[int, str]] = []
        """Number and text of the heading of each chapter."""
        self._part = part
        self._pictures = pictures
        self._counted = 0

    def section(self, section: Section, *, is_first: bool) -> str:
        """Return a chapter: its topic, and what it has found as its heading, which is large in the first one."""
        number = self._count()
        self.headings.append((number, section.said))
        if section.topic:
            topic = wordml.paragraph(wordml.run(section.topic, style="Topic"), "Chapter")
            said = wordml.run(section.said, style="Lead" if is_first else "")
            heading = topic + wordml.heading(said, 1, number, is_rtl=is_rtl(section.said))
        else:
            heading = wordml.heading(wordml.run(section.said, style="Topic"), 1, number, properties=wordml.RULED)
        return "".join((heading, *self._blocks(section.below)))

    def _blocks(self, blocks: Iterable[Block], *, level: int = 2) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block, level)

    def _block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case Paragraph():
                yield from self._text(block.text, "Note" if block.is_note else "Normal")
            case Facts():
                yield self._facts(block)
            case Items() | Numbers() | Lacks():
                for text in block.items:
                    yield from self._text(text, "ListBullet")
            case Table():
                for part in fitted(block):
                    yield _table(part)
            case Drawing():
                yield self._drawing(block.figure, block.number)
            case Formula():
                yield wordml.line("\n".join(block.lines), "Formula")
            case Entry():
                said = wordml.run(block.title) + (wordml.run(f"  {block.note}", style="Aside") if block.note else "")
                yield wordml.heading(said, level, self._count(), is_rtl=is_rtl(block.title))
                yield from self._blocks(block.blocks, level=min(3, level + 1))

    def _text(self, text: Text, style: str) -> list[str]:
        return [self._passage(passage, style) for passage in passages(text)]

    def _passage(self, passage: Passage, style: str) -> str:
        content = wordml.run(f"{passage.mark}\t") if passage.kind == "item" else ""
        for one in passage.runs:
            letters = wordml.run(one.text, style=wordml.run_style(one))
            content += wordml.linked(letters, relation=self._link(one.href)) if one.href else letters
        return wordml.paragraph(content, wordml.style_of(passage, style), is_rtl=passage.is_rtl)

    def _link(self, href: str) -> str:
        return self._part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def _facts(self, block: Facts) -> str:
        rows = []
        for term, text in block.pairs:
            said = "".join(self._text(text, "Definition")) or wordml.line("", "Definition")
            cells = [wordml.cell(wordml.line(term, "Term"), TERMS), wordml.cell(said, 1 - TERMS)]
            rows.append(wordml.row(cells, is_whole=len(plain(text)) <= LONGEST_WHOLE))
        return wordml.table(rows, [TERMS, 1 - TERMS], "FactsTable") + AFTER_TABLE

    def _drawing(self, figure: Figure, number: int) -> str:
        relation, _ = self._part.get_or_add_image(BytesIO(self._pictures[figure.title]))
        lines = self._part.relate_to(self._vector(figure), RELATIONSHIP_TYPE.IMAGE)
        alt = f"{figure.title}. {figure.description}"
        shown = wordml.picture((relation, lines), self._count(), placed(figure), name=figure.title, alt=alt)
        said = wordml.line(f"Figure {number}: {figure.title}", "FigureTitle") + wordml.line(figure.reading, "Reading")
        return said + wordml.paragraph(shown, "Figure")

    def _vector(self, figure: Figure) -> Part:
        """Return the drawing as lines, which Word shows instead of the picture where it can."""
        name = PackURI(f"/word/media/drawing{self._count()}.svg")
        return Part(
            name, "image/svg+xml", unmarked(printable(with_plain_halos(on_paper(figure)))).encode(), self._part.package
        )

    def _count(self) -> int:
        self._counted += 1
        return self._counted


def contents(headings: Iterable[tuple[int, str]]) -> str:
    """Return the table of contents as a field whose entries are written already; Word adds the pages on demand."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    entries: list[str] = []
    for number, text in headings:
        name = wordml.bookmark(number)
        page = "<w:r><w:tab/></w:r>" + wordml.field(f"PAGEREF {name} \\h", "")
        entry = wordml.linked(wordml.run(text) + page, anchor=name)
        entries.append(wordml.paragraph(("" if entries else begin) + entry, "TOC1"))
    end = wordml.paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "Normal")
    return wordml.line("Contents", "TOCHeading", properties=wordml.NEW_PAGE) + "".join(entries) + end


def _table(table: Table) -> str:
    shares = widths(table)
    rows = [wordml.row(_cells(table, table.headers, shares, "TableHead"), is_head=True)]
    for texts in table.rows:
        is_whole = max(map(len, texts)) <= LONGEST_WHOLE
        rows.append(wordml.row(_cells(table, texts, shares, "TableText"), is_whole=is_whole))
    numbered = f"Table {table.number}: {table.caption}" if table.number else table.caption
    caption = wordml.line(numbered, "Caption") if table.caption else ""
    return caption + wordml.table(rows, shares, "DataTable", title=table.caption, has_head=True) + AFTER_TABLE


def _cells(table: Table, texts: Sequence[str], shares: Sequence[float], style: str) -> list[str]:
    cells = []
    for column, (text, share) in enumerate(zip(texts, shares, strict=True)):
        at_right = '<w:jc w:val="right"/>' if column in table.numbers else ""
        cells.append(wordml.cell(wordml.line(text, style, properties=at_right), share))
    return cells
