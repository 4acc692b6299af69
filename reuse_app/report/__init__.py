"""Reports: a worksheet and its findings as something to hand over, for a screen and for paper."""

from reuse_app.narrative.composing import CHAPTERS, compose
from reuse_app.report.files import FORMATS, Excerpt, body, excerpt, html, markdown, write

__all__ = ["CHAPTERS", "FORMATS", "Excerpt", "body", "compose", "excerpt", "html", "markdown", "write"]
