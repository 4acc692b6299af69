"""Why a piece of work has no result, in words for the person who waits for it."""


class WorkError(Exception):
    """A worker that ended without a result."""


class LimitError(WorkError):
    """Work that needs more than a worker may use; it would again."""


class BrokenError(WorkError):
    """A worker that was ended from outside, or broke; it may well work the next time."""


class StoppedError(WorkError):
    """Work that was broken off because the app stops."""
