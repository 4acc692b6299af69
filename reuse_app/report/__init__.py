"""Reports: a worksheet and its findings as something to hand over, for a screen and for paper."""

from reuse_app.narrative.composing import CHAPTERS
from reuse_app.narrative.figures import FIGURES
from reuse_app.report.files import FORMATS, Edition, Excerpt, excerpt, write, write_figure
from reuse_app.report.letters import EXTRA, lacking

__all__ = [
    "CHAPTERS",
    "EXTRA",
    "FIGURES",
    "FORMATS",
    "Edition",
    "Excerpt",
    "excerpt",
    "lacking",
    "write",
    "write_figure",
]
