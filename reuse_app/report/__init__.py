"""Reports: a worksheet and its findings as something to hand over, for a screen and for paper."""

from reuse_app.narrative.composing import CHAPTERS, compose
from reuse_app.report.files import KINDS, Kind, write
from reuse_app.report.writing import Page, body, html, markdown, page

__all__ = ["CHAPTERS", "KINDS", "Kind", "Page", "body", "compose", "html", "markdown", "page", "write"]
