"""The report as a Word document, made without a network and the same each time."""

from collections.abc import Collection, Iterable

from reuse_app.analysis import Findings
from reuse_app.narrative.blocks import Report, drawings_in
from reuse_app.narrative.composing import compose
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.paper import on_paper, placed
from reuse_app.report.passages import printable
from reuse_app.report.typesetting import typeset
from reuse_app.report.word import shell, wordml
from reuse_app.report.word.body import Body, contents
from reuse_app.worksheet import Worksheet


def write(worksheet: Worksheet, findings: Findings, chapters: Collection[str] = ()) -> bytes:
    """Return the report as a Word document with styles, contents, running heads and described pictures."""
    report = compose(worksheet, findings, chapters=chapters, for_paper=True)
    document = shell.empty(report)
    drawings = [one for section in report.sections for one in drawings_in(section.blocks)]
    body = Body(document.part, pictures(one.figure for one in drawings))
    chapters = [body.section(section, index) for index, section in enumerate(report.sections)]
    shell.fill(document, "".join((_cover(report), contents(body.headings), *chapters)))
    return shell.saved(document)


def _cover(report: Report) -> str:
    title, organisation = wordml.line(report.title, "Title"), wordml.line(report.organisation, "Subtitle")
    return wordml.line("Report", "Eyebrow") + title + organisation


def pictures(figures: Iterable[Figure]) -> dict[str, bytes]:
    """Return a PNG for each of the figures, by title."""
    known = {figure.title: figure for figure in figures}
    if not known:
        return {}
    data = [{"svg": printable(on_paper(figure)), "width": placed(figure)[0]} for figure in known.values()]
    return dict(zip(known, typeset("pictures.typ", data, into="png"), strict=True))
