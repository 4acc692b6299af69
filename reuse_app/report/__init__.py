"""Reports: a worksheet and its findings as something to hand over, for a screen and for paper."""

from reuse_app.narrative.composing import CHAPTERS, compose
from reuse_app.report.files import KINDS, Excerpt, FileKind, body, excerpt, html, markdown, write

__all__ = ["CHAPTERS", "KINDS", "Excerpt", "FileKind", "body", "compose", "excerpt", "html", "markdown", "write"]
