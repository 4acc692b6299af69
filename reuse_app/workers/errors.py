"""Why a piece of work has no result, in words for the person who waits for it."""

NOTE = "In a worker:\n"
"""How the note begins that tells where an error was raised in a worker; nothing that was typed is in it."""


class WorkError(Exception):
    """A worker that ended without a result."""


class LimitError(WorkError):
    """Work that needs more than a worker may use; it would again."""


class BrokenError(WorkError):
    """A worker that was ended from outside, or broke; it may well work the next time."""


class StoppedError(WorkError):
    """Work that was broken off because the app stops."""


class UnsendableError(Exception):
    """What came of work and cannot be sent to whoever asked for it; its kind is told."""
