"""The server's clock, by which every timer runs, whatever the clocks of those who look at it say."""

import datetime as dt
import time
from dataclasses import dataclass

from reuse_app.web.context import g
from reuse_app.web.days import moment_of

MINUTE = 60
"""Seconds."""


@dataclass(frozen=True)
class Timer:
    """A timer as it stands now; both moments in Unix seconds."""

    ends_at: int
    now: int

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return self.now >= self.ends_at

    @property
    def minutes(self) -> int:
        """Minutes left, begun ones counted whole."""
        return max(0, -(-(self.ends_at - self.now) // MINUTE))

    @property
    def ends(self) -> dt.datetime:
        """When it ends."""
        return moment_of(self.ends_at)


def timer() -> Timer | None:
    """The timer of the workshop of this request, if one is set."""
    ends_at = g.saved.room.ends_at
    return None if ends_at is None else Timer(ends_at, seconds())


def seconds() -> int:
    """Now, in whole Unix seconds."""
    return int(time.time())


def exactly() -> str:
    """Now, in Unix seconds to the thousandth: what a page tells its script."""
    return f"{time.time():.3f}"
