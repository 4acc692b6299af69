"""Reports: a worksheet and its findings as something to hand over, in Markdown or as one HTML file."""

from reuse_app.report.writing import body, html, markdown

__all__ = ["body", "html", "markdown"]
