"""A matrix from a file into the map: always shown first, then done whole or not at all."""

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.exchange import FileError
from reuse_app.exchange.matrix_plan import MatrixPlan, plan_matrix
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.encodings import ENCODINGS
from reuse_app.exchange.reading.found_matrix import FoundMatrix
from reuse_app.exchange.reading.matrix_tables import read_matrix
from reuse_app.exchange.reading.read_table import ReadTable
from reuse_app.exchange.reading.separators import NAMED_SEPARATORS
from reuse_app.store import entries
from reuse_app.store.errors import ConflictError
from reuse_app.web.context import g
from reuse_app.web.forms.sent import Sent, seen, sent_file
from reuse_app.web.page import Page, Who
from reuse_app.web.server.working import is_light, work
from reuse_app.worksheet import Need
from reuse_app.worksheet.values import whole_number

bp = Page("map_imports", __name__, Who.FACILITATORS)

CHANGED = "Somebody else changed cells of it meanwhile. Choose the file again to see what it would do now."
MOST_SHOWN = 200
"""Rows that the preview shows."""
MARKS = (Need.WEAK, Need.MODERATE, Need.STRONG)
"""The needs for which a mark such as x may stand."""


@bp.post("/map/preview")
def preview() -> str | tuple[str, int]:
    """Show what importing a matrix would do; nothing is changed."""
    sent = Sent("", b"")
    try:
        sent = sent_file()
        found, planned = _planned(sent)
    except FileError as error:
        return _page(sent, trouble=str(error), reading=getattr(error, "reading", None)), 422
    return _page(sent, found=found, planned=planned, reading=found.reading)


@bp.post("/map/import")
def apply() -> Response | tuple[str, int]:
    """Do what the preview showed, in one change."""
    sent = Sent("", b"")
    try:
        sent = sent_file()
        _, planned = _planned(sent)
    except FileError as error:
        return _page(sent, trouble=str(error)), 422
    groups = [nouns for nouns in (planned.capabilities, planned.products, planned.links) if nouns]
    try:
        if groups:
            entries.put_each(g.writer, groups, seen=seen())
    except ConflictError:
        return _page(sent, trouble=CHANGED), 409
    return redirect(url_for("map.page"), 303)


def _planned(sent: Sent) -> tuple[FoundMatrix, MatrixPlan]:
    """Return the matrix in a file and what importing it would do; raises FileError."""
    chosen = Choices(
        sheet=request.form.get("sheet", ""),
        encoding=request.form.get("encoding", ""),
        separator=request.form.get("separator", ""),
        leaves_hidden="leave-hidden" in request.form,
        rows=request.form.get("rows", ""),
        needs={} if "anew" in request.form else _needs(),
    )
    read = partial(read_matrix, mark=_mark())
    found = work(read, sent.name, sent.content, chosen, quickly=is_light(sent.content))
    taken = {part: frozenset(row.noun.key for row in g.saved.rows[part]) for part in ("capability", "product")}
    return found, plan_matrix(g.worksheet, found, taken=taken)


def _needs() -> dict[str, str]:
    """Return what is said of words, which are numbered as they are shown."""
    found = ((name.removeprefix("word-"), word) for name, word in request.form.items() if name.startswith("word-"))
    return {word: request.form.get(f"need-{number}", "") for number, word in found}


def _mark() -> Need:
    number = whole_number(request.form.get("mark", ""))
    return next((need for need in MARKS if need == number), Need.MODERATE)


def _page(
    sent: Sent,
    *,
    found: FoundMatrix | None = None,
    planned: MatrixPlan | None = None,
    trouble: str = "",
    reading: ReadTable | None = None,
) -> str:
    return render_template(
        "map/preview.html",
        sent=sent,
        found=found,
        plan=planned,
        trouble=trouble,
        reading=reading,
        encodings=ENCODINGS,
        separators=NAMED_SEPARATORS,
        mark=_mark(),
        marks=MARKS,
        needs=tuple(Need),
        rows=request.form.get("rows", ""),
        most=MOST_SHOWN,
    )
