"""The clock: which day it is for readers whose time zone the server does not know, and the timer of a room."""

import datetime as dt
import time
from dataclasses import dataclass

from reuse_app.narrative.words import plural
from reuse_app.room.nouns import MINUTE
from reuse_app.web.context import g

BEHIND, AHEAD = dt.timedelta(hours=12), dt.timedelta(hours=14)
"""How far the calendars of the earth are behind UTC, and ahead of it."""
HOUR = 60
"""Minutes."""


def now() -> dt.datetime:
    """This moment, in UTC."""
    return moment_of(time.time())


def moment_of(seconds: float) -> dt.datetime:
    """A moment given in Unix seconds, in UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def begun_everywhere() -> dt.date:
    """The last day that has begun in every time zone: what is over by then is over for every reader."""
    return (now() - BEHIND).date()


def today_as(said: str) -> dt.date:
    """Today as the page of a reader says it, as YYYY-MM-DD; today in UTC when it says none, or one that is nowhere."""
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        return now().date()
    return day if begun_everywhere() <= day <= (now() + AHEAD).date() else now().date()


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


def in_hours(minutes: int) -> str:
    """So many minutes as people say it, such as “3 hours 10 minutes”; nothing for none."""
    hours, rest = divmod(minutes, HOUR)
    said = (plural(hours, "hour", "hours") if hours else "", plural(rest, "minute", "minutes") if rest else "")
    return " ".join(filter(None, said))
