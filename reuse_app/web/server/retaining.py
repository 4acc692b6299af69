"""Deleting by itself what nobody has changed for so long, as pages have said for 30 days.

A clock that is wrong makes everything old, and what is deleted is gone for good. So nothing is deleted soon after a
start, when many clocks are still to be set, nor after the clock has jumped.
"""

import datetime as dt
import threading
import time

from reuse_app.store import Database
from reuse_app.store.deleting import delete_unchanged
from reuse_app.store.errors import DatabaseError
from reuse_app.web.server.failures import logger

SECONDS_BEFORE = 600.0
"""From a start to the first deletion."""
SECONDS_BETWEEN = 3_600.0
MOST_JUMP = 60.0
"""Seconds by which the clock may be off what has really passed."""


def begin_deleting(database: Database, keep_for: dt.timedelta) -> None:
    """Delete again and again, in a thread of its own, until the process ends; of several processes each may."""
    threading.Thread(target=_delete_again_and_again, args=(database, keep_for), daemon=True).start()


def has_jumped(*, clock: float, passed: float) -> bool:
    """Whether a clock has gone on by other than the seconds that have passed."""
    return abs(clock - passed) > MOST_JUMP


def _delete_again_and_again(database: Database, keep_for: dt.timedelta) -> None:
    waits = SECONDS_BEFORE
    while True:
        clock, passed = time.time(), time.monotonic()
        time.sleep(waits)
        if has_jumped(clock=time.time() - clock, passed=time.monotonic() - passed):
            logger.warning("The clock has jumped, so nothing is deleted for being unchanged until it has not")
        else:
            _delete(database, keep_for)
        waits = SECONDS_BETWEEN


def _delete(database: Database, keep_for: dt.timedelta) -> None:
    try:
        count = delete_unchanged(database, since=dt.datetime.now(dt.UTC) - keep_for)
    except DatabaseError as error:
        logger.error("What nobody has changed for long could not be deleted", exc_info=error)  # said
        return
    if count:
        logger.warning("Deleted for good, unchanged for %d days: %d", keep_for.days, count)
