"""Reports: a worksheet and its findings as something to hand over, for a screen and for paper."""

from reuse_app.report.composing import CHAPTERS, compose
from reuse_app.report.files import KINDS, Kind, write
from reuse_app.report.writing import body, html, markdown

__all__ = ["CHAPTERS", "KINDS", "Kind", "body", "compose", "html", "markdown", "write"]
