"""The report: on a page at any time, and as a file."""

from collections.abc import Callable

from flask import Response, render_template
from werkzeug.exceptions import NotFound

from reuse_app import report
from reuse_app.exchange import worksheet_json, worksheet_tables
from reuse_app.store.workshops import last_day
from reuse_app.web.context import database, g
from reuse_app.web.downloads import all_asked, asked, asked_separator, download
from reuse_app.web.findings import Known, known
from reuse_app.web.page import Page, Who
from reuse_app.web.server.computing import ComputingError, made

bp = Page("reports", __name__, Who.EVERYBODY, shows=(), stays_open=True)

DOCUMENTS = {kind: written_as.name for kind, written_as in report.FORMATS.items()}
"""What a report, or some of its chapters, can be taken away as, and what people call it."""
DATA = {"xlsx": "Excel", "csv": "CSV tables", "json": "Worksheet (JSON)"}
"""What the worksheet behind it can be taken away as; that is always whole."""
FILES = DOCUMENTS | DATA
ENDINGS = {"csv": "csv.zip"}
"""How a file ends that is called otherwise in its address."""
ANNEX = {"": None, "yes": True, "no": False}
"""What an address may say about the annex; without a word the format decides."""
SECONDS_UNTIL_MADE = "3"
"""After how many a browser asks again for a file that is being made."""
PEOPLE = {"": False, "names": False, "pseudonyms": True}
"""What an address may say about people, and whether that takes their names out."""


@bp.get("/report")
def page() -> str:
    """The report as it is now."""
    now = known()
    lacks = now.derived(_lacks)
    return render_template(
        "workshops/report.html", report=now.page(), files=FILES, documents=DOCUMENTS, lacks=lacks, extra=report.EXTRA
    )


def _lacks(now: Known) -> list[str]:
    """The scripts of which a PDF made here has no letters."""
    return report.lacking(now.worksheet.model_dump_json(exclude_defaults=True))


@bp.get("/report.<kind>")
def file(kind: str) -> Response:
    """The report as a file: some of its chapters, its annex and pseudonyms where the address asks for them.

    As long as it is being made, a page that asks for it again: the browser saves the file when it is there.
    """
    return once_made(lambda: made_file(kind), FILES.get(kind, ""))


def once_made(make: Callable[[], Response], name: str) -> Response:
    """A file, or as long as it is being made a page that asks for it again."""
    try:
        return make()
    except ComputingError:
        making = render_template("workshops/making.html", name=name, seconds=SECONDS_UNTIL_MADE)
        return Response(making, 202, {"Refresh": SECONDS_UNTIL_MADE})


def made_file(kind: str) -> Response:
    """The report as a file; raises ComputingError as long as it is being made."""
    if kind not in FILES:
        raise NotFound
    people, chapters = asked("people", PEOPLE), tuple(all_asked("chapter", report.CHAPTERS))
    annex, separator = asked("annex", ANNEX), asked_separator()
    now = known(pseudonyms=PEOPLE[people])
    title = now.worksheet.workshop.title
    if kind in DATA:
        return download(_data(kind, now, separator), ENDINGS.get(kind, kind), title=title)
    edition = report.Edition(chapters, ANNEX[annex], last_day(database(), g.saved.id))
    return download(_document(kind, now, edition), kind, called="report", title=title)


@bp.get("/figures/<drawn>.<any(svg, png):picture>")
def figure(drawn: str, picture: str) -> Response:
    """One figure as it is now, as a picture; typst, which makes a PNG, runs in a worker."""
    if drawn not in report.FIGURES:
        raise NotFound
    return once_made(lambda: _picture(drawn, picture), "The picture")


def _picture(drawn: str, picture: str) -> Response:
    now = known()
    quickly = now.is_small and picture == "svg"
    content = made().get(
        now.key(picture, (drawn,)),
        report.write_figure,
        drawn,
        picture,
        now.worksheet,
        now.findings,
        quickly=quickly,
    )
    if not content:
        raise NotFound
    return download(content, picture, called=drawn)


def _data(kind: str, now: Known, separator: str) -> str | bytes:
    """The worksheet as a file; one that is not light is made by a worker."""
    if kind == "json":
        return worksheet_json.write(now.worksheet)
    if kind == "xlsx":
        return made().get(now.key(kind), worksheet_tables.write_xlsx, now.worksheet, now.findings)
    key = now.key(kind, (separator,))
    return made().get(key, worksheet_tables.write_csv, now.worksheet, separator, quickly=now.is_small)


def _document(kind: str, now: Known, edition: report.Edition) -> bytes:
    """The report in a format; one that takes more than a moment is made by a worker."""
    told = (*sorted(set(edition.chapters)), f"annex {edition.annex}", edition.day)
    quickly = now.is_small and report.FORMATS[kind].is_quick
    return made().get(now.key(kind, told), report.write, kind, now.worksheet, now.findings, edition, quickly=quickly)
