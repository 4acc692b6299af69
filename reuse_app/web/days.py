"""Which day it is, for readers whose time zone the server does not know."""

import datetime as dt
import time

BEHIND, AHEAD = dt.timedelta(hours=12), dt.timedelta(hours=14)
"""How far the calendars of the earth are behind UTC, and ahead of it."""


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
