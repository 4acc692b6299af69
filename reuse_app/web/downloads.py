"""Answers that a browser saves as a file, named after the workshop."""

from flask import Response

from reuse_app.web.context import g
from reuse_app.worksheet.keys import key_for

TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


def download(content: str, kind: str, *, called: str = "") -> Response:
    """Answer with a file of a kind, named after the workshop and what it holds."""
    name = key_for(g.worksheet.workshop.title, (), otherwise="workshop") + (f"-{called}" if called else "")
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
