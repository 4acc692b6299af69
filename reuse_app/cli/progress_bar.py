"""A sign of life on the terminal for work that takes longer than a second."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

SHOWN_AFTER = 1.0
"""Seconds of work before anything is shown."""
REDRAWN_EVERY = 0.2
WIDTH = 24
BLOCK = 6


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show a moving bar on standard error while the block runs, from its second second on, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    bar = Thread(target=_show, args=(what, done), daemon=True)
    bar.start()
    try:
        yield
    finally:
        done.set()
        bar.join()


def _show(what: str, done: Event) -> None:
    started = time.monotonic()
    if done.wait(SHOWN_AFTER):
        return
    while not done.wait(REDRAWN_EVERY):
        seconds = time.monotonic() - started
        sys.stderr.write(f"\r{what} [{_bar(int(seconds / REDRAWN_EVERY))}] {seconds:.0f} s ")
        sys.stderr.flush()
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def _bar(beat: int) -> str:
    """Return a block that runs through the bar and begins again."""
    start = beat % (WIDTH - BLOCK + 1)
    return f"{' ' * start}{'#' * BLOCK}".ljust(WIDTH)
