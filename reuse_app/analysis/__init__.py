"""Functions from a worksheet to findings, one topic a file; pure, with the seed as an argument."""

import os

from reuse_app.analysis.findings import Findings, analyse

__all__ = ["Findings", "analyse"]

# The matrices here are small, and numpy's threads only wait for each other: on a busy machine with two cores the
# largest worksheet takes 0.7 s with one thread and 1.9 s with two. Numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
