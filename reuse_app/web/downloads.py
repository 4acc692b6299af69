"""Answers that a browser saves as a file, named after the workshop."""

from flask import Response

from reuse_app.web.context import g
from reuse_app.worksheet.keys import key_for

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "csv.zip": "application/zip",
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


def download(content: str | bytes, kind: str, *, called: str = "", title: str = "") -> Response:
    """Answer with a file of a kind, named after the workshop, or another title, and what it holds."""
    name = key_for(title or g.worksheet.workshop.title, (), otherwise="workshop") + (f"-{called}" if called else "")
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
