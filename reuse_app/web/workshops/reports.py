"""The report: on a page at any time, and as a file."""

from collections.abc import Callable

from flask import Response, render_template, request
from werkzeug.exceptions import BadRequest, NotFound

from reuse_app import report
from reuse_app.analysis import Findings, analyse
from reuse_app.exchange import worksheet_csv, worksheet_json, worksheet_xlsx
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.downloads import download
from reuse_app.web.finding import findings
from reuse_app.worksheet import Worksheet

bp = workshop_blueprint("reports", __name__)

DOCUMENTS = {"pdf": "PDF", "docx": "Word", "html": "HTML", "md": "Markdown"}
"""What a report, or some of its chapters, can be taken away as, and what people call it."""
DATA = {"xlsx": "Excel", "csv": "CSV tables", "json": "Worksheet (JSON)"}
"""What the worksheet behind it can be taken away as; that is always whole."""
FILES = DOCUMENTS | DATA
PEOPLE = {"": False, "names": False, "pseudonyms": True}
"""What an address may say about people, and whether that takes their names out."""


@bp.get("/report")
def page() -> str:
    """The report as it is now."""
    composed = report.compose(g.worksheet, findings())
    return render_template(
        "reports/page.html", report=report.body(composed), chapters=composed.sections, files=FILES, documents=DOCUMENTS
    )


@bp.get("/report.<kind>")
def file(kind: str) -> Response:
    """The report as a file: some of its chapters and pseudonyms where the address asks for them."""
    people = request.args.get("people", "")
    if kind not in FILES:
        raise NotFound
    if people not in PEOPLE or not report.CHAPTERS.keys() >= set(_chapters()):
        raise BadRequest
    return _pseudonymous(kind) if PEOPLE[people] else _download(kind, g.worksheet, findings)


def _pseudonymous(kind: str) -> Response:
    worksheet = g.saved.pseudonymous
    return _download(kind, worksheet, lambda: analyse(worksheet))


def _chapters() -> list[str]:
    """The chapters that the address asks for; none stands for all."""
    return request.args.getlist("chapter")


def _download(kind: str, worksheet: Worksheet, found: Callable[[], Findings]) -> Response:
    title = worksheet.workshop.title
    if kind == "json":
        return download(worksheet_json.write(worksheet), "json", title=title)
    if kind == "csv":
        return download(worksheet_csv.write(worksheet), "csv.zip", title=title)
    if kind == "xlsx":
        return download(worksheet_xlsx.write(worksheet, found()), "xlsx", title=title)
    known = next(each for each in report.KINDS if each == kind)
    return download(report.write(known, worksheet, found(), chapters=_chapters()), kind, called="report", title=title)
