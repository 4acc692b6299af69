"""Work that may take long, each piece in a short-lived process of its own, with limits; knows nothing of the app."""

from reuse_app.workers.errors import BrokenError, LimitError, StoppedError, WorkError
from reuse_app.workers.limits import Limits
from reuse_app.workers.pool import Workers

__all__ = ["BrokenError", "LimitError", "Limits", "StoppedError", "WorkError", "Workers"]
