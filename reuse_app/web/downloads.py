"""Answers that a browser saves as a file, named after the workshop."""

from flask import Response

from reuse_app.report import FORMATS
from reuse_app.web.context import g
from reuse_app.worksheet.values import key_for

TYPES = {
    **{kind: written_as.media_type for kind, written_as in FORMATS.items()},
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "csv.zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: str | bytes, kind: str, *, called: str = "", title: str = "") -> Response:
    """Answer with a file of a kind, named after the workshop, or another title, and what it holds."""
    name = key_for(title or g.worksheet.workshop.title, (), otherwise="workshop") + (f"-{called}" if called else "")
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
