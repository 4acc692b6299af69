"""The report as PDF: tagged, with its fonts inside, made without a network and the same each time."""

from collections.abc import Iterable, Iterator
from typing import Any

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
    Report,
    Table,
    Text,
)
from reuse_app.narrative.figures import Figure
from reuse_app.report.layout import Passage, breakable, fitted, in_cell, is_rtl, passages, printable, widths
from reuse_app.report.typesetting import as_pdf, drawn

Data = dict[str, Any]


def write(report: Report) -> bytes:
    """Return a report as PDF/UA-1, or as plain tagged PDF that says which letters are in none of its fonts."""
    return as_pdf("report.typ", _report(report), elsewhere="the HTML and Word files show them")


def _report(report: Report) -> Data:
    return {
        "name": printable(report.title),
        "title": in_cell(report.title),
        "organisation": breakable(report.organisation),
        "cover": [breakable(line) for line in report.cover],
        "is_rtl": is_rtl(report.title),
        "sections": [
            {
                "topic": section.topic,
                "said": breakable(section.said),
                "letter": section.letter,
                "blocks": _blocks(section.below),
            }
            for section in report.sections
        ],
    }


def _blocks(blocks: Iterable[Block]) -> list[Data]:
    return [written for block in blocks for written in _block(block)]


def _block(block: Block) -> Iterator[Data]:
    """Yield a block as the template reads it; a table that is too wide becomes several."""
    match block:
        case Paragraph():
            yield {"kind": "note" if block.is_note else "text", "text": _text(block.text)}
        case Facts():
            yield {
                "kind": "facts",
                "pairs": [{"term": in_cell(term), "text": _text(text)} for term, text in block.pairs],
            }
        case Numbers():
            yield {"kind": "numbers", "pairs": [[in_cell(one.figure), in_cell(one.caption)] for one in block.numbers]}
        case Items() | Lacks():
            yield {"kind": "items", "items": [_text(text) for text in block.items]}
        case Table():
            yield from (_table(part) for part in fitted(block))
        case Drawing():
            yield _figure(block.figure, block.number)
        case Formula():
            yield {"kind": "formula", "lines": "\n".join(block.lines)}
        case Entry():
            title, inner = breakable(block.title), _blocks(block.blocks)
            yield {"kind": "entry", "title": title, "note": block.note, "blocks": inner}


def _table(table: Table) -> Data:
    return {
        "kind": "table",
        "caption": breakable(table.caption),
        "number": table.number,
        "headers": [in_cell(header) for header in table.headers],
        "rows": [[in_cell(cell) for cell in row] for row in table.rows],
        "numbers": sorted(table.numbers),
        "widths": [round(width * 100, 2) for width in widths(table)],
    }


def _figure(figure: Figure, number: int) -> Data:
    return {
        "kind": "figure",
        "number": number,
        "title": figure.title,
        "reading": figure.reading,
        "alt": f"{figure.title}. {figure.description}",
        **drawn(figure),
    }


def _text(text: Text) -> list[Data]:
    return [_passage(passage) for passage in passages(text)]


def _passage(passage: Passage) -> Data:
    runs = [{"text": breakable(run.text), "style": run.style, "href": run.href} for run in passage.runs]
    return {
        "kind": passage.kind,
        "mark": passage.mark,
        "depth": passage.depth,
        "is_rtl": passage.is_rtl,
        "runs": runs,
    }
