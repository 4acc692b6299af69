"""Reports: a worksheet and its findings as something to hand over, for a screen and for paper."""

from reuse_app.narrative.composing import CHAPTERS
from reuse_app.report.files import FORMATS, Edition, Excerpt, excerpt, write

__all__ = ["CHAPTERS", "FORMATS", "Edition", "Excerpt", "excerpt", "write"]
