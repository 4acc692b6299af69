"""A few workers at a time; each is a new process, because what some libraries leave in memory goes only with it."""

import logging
import multiprocessing
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, TypeVarTuple, cast

from reuse_app.workers.worker import BrokenError, LimitError, Limits, StoppedError, WorkOutcome, reached, work_once

AT_ONCE = 2
"""Workers that run at the same time; the rest waits."""
USUAL = Limits()
STOPPED = "The app is being stopped. Try again when it is back."
ENDED = "The process that worked on it was ended, perhaps for want of memory. Try again."
LESS = "Ask for less at once: some of the chapters, or the data as CSV or JSON."

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Workers:
    """Does work in processes that have none of this one's threads, connections or open files."""

    def __init__(self, *, loaded: Sequence[str] = (), at_once: int = AT_ONCE, limits: Limits = USUAL) -> None:
        """Make ready; `loaded` names the modules that every worker has imported when it starts, where systems can."""
        self.at_once = at_once
        self.limits = limits
        self._turn = threading.Semaphore(at_once)
        self._running: set[BaseProcess] = set()
        self._is_open = True
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks:
            self._context.set_forkserver_preload([*loaded, work_once.__module__])

    def warm_up(self) -> None:
        """Have the first worker start as quickly as any."""
        if sys.platform != "win32":
            from multiprocessing import forkserver  # noqa: PLC0415  # Windows has none

            forkserver.ensure_running()

    def run(self, work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Return what a function of a module makes of its arguments, once it is its turn; raises what it raises.

        Raises LimitError, BrokenError and StoppedError when its process ends without a result.
        """
        with self._turn:
            if not self._is_open:
                raise StoppedError(STOPPED)
            outcome = self._done(work, arguments)
        if outcome.error:
            raise outcome.error
        return cast("Result", outcome.result)

    def close(self) -> None:
        """End every worker at once and start none any more; safe in a signal handler."""
        self._is_open = False
        for process in tuple(self._running):
            with suppress(ValueError):  # it has just ended by itself
                process.kill()

    def _done(self, work: Callable[..., object], arguments: tuple[object, ...]) -> WorkOutcome:
        """Do a piece of work in a process of its own and return its outcome; raises a WorkError when there is none."""
        answer, sent = self._context.Pipe(duplex=False)
        process = self._context.Process(target=work_once, args=(sent, self.limits, work, arguments), daemon=True)
        with answer:
            with sent:
                self._start(process)
            self._running.add(process)
            try:
                return self._outcome(process, answer, named(work))
            finally:
                process.kill()
                process.join()
                self._running.discard(process)
                process.close()

    def _start(self, process: BaseProcess) -> None:
        try:
            process.start()
        except (EOFError, OSError) as error:
            raise BrokenError(ENDED) from error

    def _outcome(self, process: BaseProcess, answer: Connection, name: str) -> WorkOutcome:
        """Wait for the outcome; raises a WorkError, and says so in the log, when there is none."""
        if not self._is_open:
            raise StoppedError(STOPPED)
        with suppress(EOFError, OSError):  # the worker ended before its outcome, or in the midst of it
            if answer.poll(self.limits.seconds):
                return cast("WorkOutcome", answer.recv())
            log.warning("A worker for %s was ended after %g seconds.", name, self.limits.seconds)
            raise BrokenError(f"It took longer than {self.limits.seconds:g} seconds. Try again later. {LESS}")
        process.join()
        if not self._is_open:
            raise StoppedError(STOPPED)
        if limit := reached(process.exitcode, self.limits):
            raise _over(limit, name)
        log.warning("A worker for %s ended with %s.", name, process.exitcode)
        raise BrokenError(ENDED)


def named(work: Callable[..., object]) -> str:
    """What a function is called in the log: its name alone, nothing that people typed."""
    function = work.func if isinstance(work, partial) else work
    return f"{function.__module__}.{function.__qualname__}"


def _over(limit: str, name: str) -> LimitError:
    log.warning("A worker for %s reached its limit of %s.", name, limit)
    return LimitError(f"It needs more than {limit}, which is all that one request may use. {LESS}")
