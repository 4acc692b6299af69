"""Several server processes on one machine: they share a socket, and one that dies is followed by another."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

SECONDS_TO_END = 4.5
"""After how long a process that was asked to stop is ended; by itself it needs four seconds at most."""
LOOK_SECONDS = 0.2
"""How soon it is noticed that somebody asks to stop."""
AGAIN_SECONDS = 1.0
"""How long a process has to live for the next one to begin at once when it dies."""
INTERRUPTED = 130

logger = logging.getLogger(__name__)


class Processes:
    """So many processes that all do the same, until asked to stop."""

    def __init__(
        self, count: int, work: Callable[..., None], arguments: tuple[Any, ...], *, begun: Callable[[], None]
    ) -> None:
        """`work` gets its number, from 0, and what it calls once it is ready; `begun` follows when the first one is."""
        self._context = multiprocessing.get_context("spawn")
        self._ready = self._context.Event()
        self._begun = begun
        self._count = count
        self._work = work
        self._arguments = arguments
        self._running: dict[int, tuple[SpawnProcess, float]] = {}
        """Those that live by their number, and when each has begun."""
        self._asked_by: int | None = None

    def run(self) -> bool:
        """Keep them alive until a signal asks to stop; return whether that was Ctrl-C.

        Raises SystemExit when one ends, having said why, before any could begin.
        """
        self._listen_to_signals()
        is_begun = False
        while self._asked_by is None:
            for number in set(range(self._count)) - self._running.keys():
                self._begin(number)
            wait([process.sentinel for process, _ in self._running.values()], timeout=LOOK_SECONDS)
            if self._ready.is_set() and not is_begun:
                is_begun = True
                self._begun()
            self._bury()
        self._end()
        return self._asked_by == signal.SIGINT

    def _listen_to_signals(self) -> None:
        for each in (signal.SIGTERM, signal.SIGINT, *([] if sys.platform == "win32" else [signal.SIGHUP])):
            if signal.getsignal(each) is not signal.SIG_IGN:
                signal.signal(each, self._ask)

    def _ask(self, number: int, _frame: object) -> None:
        self._asked_by = number if self._asked_by is None else self._asked_by

    def _begin(self, number: int) -> None:
        process = self._context.Process(target=self._work, args=(number, self._ready.set, *self._arguments))
        process.start()
        self._running[number] = process, time.monotonic()

    def _bury(self) -> None:
        """Let go of those that have died, each with a line."""
        for number, (process, begun_at) in list(self._running.items()):
            if process.is_alive():
                continue
            del self._running[number]
            lived = time.monotonic() - begun_at
            if not self._ready.is_set() and (process.exitcode or 0) > 0:
                self._end()
                sys.exit(process.exitcode)
            if self._asked_by is None:
                logger.error("A server process ended with %s; another one begins", process.exitcode)
                time.sleep(max(0.0, AGAIN_SECONDS - lived))
            process.close()

    def _end(self) -> None:
        """Ask them all to stop, and end those that do not."""
        processes = [process for process, _ in self._running.values()]
        for process in processes:
            with suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + SECONDS_TO_END
        for process in processes:
            process.join(max(0.0, until - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()


def end_with_parent() -> None:
    """Have this process stop in good order once the one that has begun it is gone."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_stop_after, args=(parent.sentinel,), daemon=True).start()


def _stop_after(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
