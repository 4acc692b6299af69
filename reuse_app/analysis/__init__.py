"""Functions from a worksheet to findings, one topic a file; pure, with the seed as an argument."""

from reuse_app.analysis.findings import Findings, analyse

__all__ = ["Findings", "analyse"]
