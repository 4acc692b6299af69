"""The report: on a page at any time, and as a file."""

from flask import Response, render_template
from werkzeug.exceptions import NotFound

from reuse_app import report
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.downloads import download
from reuse_app.web.finding import findings

bp = workshop_blueprint("reports", __name__)


@bp.get("/report")
def page() -> str:
    """The report as it is now."""
    return render_template("reports/page.html", report=report.body(g.worksheet, findings()))


@bp.get("/report.<kind>")
def file(kind: str) -> Response:
    """The report as a Markdown or HTML file."""
    write = {"md": report.markdown, "html": report.html}.get(kind)
    if write is None:
        raise NotFound
    return download(write(g.worksheet, findings()), kind, called="report")
