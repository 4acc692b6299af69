"""Work that may take long, each piece in a short-lived process of its own, with limits; knows nothing of the app."""

from reuse_app.workers.pool import AT_ONCE, Workers
from reuse_app.workers.worker import NOTE, BrokenError, LimitError, Limits, StoppedError, WorkError

__all__ = ["AT_ONCE", "NOTE", "BrokenError", "LimitError", "Limits", "StoppedError", "WorkError", "Workers"]
