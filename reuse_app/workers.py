"""Work that may take long, each piece in a short-lived process of its own, with limits; knows nothing of the app.

A few workers at a time; each is a new process, because what some libraries leave in memory goes only with it.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from pickle import PicklingError
from typing import Any, TypeVar, TypeVarTuple, cast

OUT_OF_MEMORY = 77
"""The exit code of a worker to which Python could give no more memory."""
UNWELCOME = 5
"""How far a worker steps back when the server, or anything else, has something to do (os.nice)."""
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


@dataclass(frozen=True)
class Limits:
    """What one piece of work may use; memory is counted beyond what every worker has loaded."""

    processor_seconds: int = 90
    seconds: float = 900.0
    """On the clock, for what hangs: far above, so that on a busy machine nothing that would come right is ended."""
    megabytes: int = 1_000


@dataclass(frozen=True)
class WorkOutcome:
    """What came of a piece of work: its result, or what it raised."""

    result: Any = None
    error: Exception | None = None


def work_once(answer: Connection, limits: Limits, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """Do a piece of work within its limits and send its outcome."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    keep_to(limits)
    try:
        _send(answer, _outcome(work, arguments))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _outcome(work: Callable[..., object], arguments: tuple[object, ...]) -> WorkOutcome:
    try:
        return WorkOutcome(work(*arguments))
    except MemoryError:
        raise
    except Exception as error:  # whatever it is, it is raised again where the work was asked for
        return WorkOutcome(error=_noted(error, error))


def _send(answer: Connection, outcome: WorkOutcome) -> None:
    """Send an outcome; of one that cannot be sent, what kind it is."""
    try:
        answer.send(outcome)
    except (AttributeError, TypeError, PicklingError) as error:  # what objects say that cannot be sent
        kind = type(outcome.error or outcome.result).__qualname__
        answer.send(WorkOutcome(error=_noted(UnsendableError(kind), outcome.error or error)))


def _noted(error: Exception, raised: Exception) -> Exception:
    """An error with a note of where it was raised, which does not go with it."""
    error.add_note(f"{NOTE}{''.join(traceback.format_tb(raised.__traceback__))}")
    return error


def _end_with_parent() -> None:
    """Do not outlive a server that was killed."""
    parent = parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(0)


def keep_to(limits: Limits) -> None:
    """Hold this process to its limits, as far as the system has such; beside that it comes last."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # Windows has none

        os.nice(UNWELCOME)
        resource.setrlimit(resource.RLIMIT_CPU, (limits.processor_seconds, limits.processor_seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        most = _mapped() + limits.megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        with suppress(OSError):
            # When the machine itself runs out of memory, a worker goes and the server stays.
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def reached(exit_code: int | None, limits: Limits) -> str:
    """Which limit a worker reached, by how it ended; nothing when it ended otherwise."""
    if sys.platform != "win32" and exit_code == -signal.SIGXCPU:
        return f"{limits.processor_seconds} seconds of computing"
    # Python says that there is no more memory; what is not Python aborts.
    if exit_code == OUT_OF_MEMORY or (sys.platform != "win32" and exit_code == -signal.SIGABRT):
        return f"{limits.megabytes:,} MB of memory"
    return ""


def _mapped() -> int:
    """Bytes of addresses that this process uses, which is what the limit is about."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


AT_ONCE = 2
"""Workers that run at the same time; the rest waits."""
USUAL = Limits()
STOPPED = "The app is being stopped. Try again when it is back."
ENDED = "The process that worked on it was ended, perhaps for want of memory. Try again."
LESS = "Ask for less at once: some of the chapters, or the data as CSV or JSON."

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


@contextmanager
def _spared() -> Iterator[None]:
    """Let no process that is begun meanwhile hear of Ctrl-C, from its first moment on; whoever has begun it ends it."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # begins before it, as it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Workers:
    """Does work in processes that have none of this one's threads, connections or open files."""

    def __init__(self, *, loaded: Sequence[str] = (), at_once: int = AT_ONCE, limits: Limits = USUAL) -> None:
        """Make ready; `loaded` names the modules that every worker has imported when it starts, where systems can."""
        self.at_once = at_once
        self.limits = limits
        self._turn = threading.Semaphore(at_once)
        self._running: set[BaseProcess] = set()
        self._looking = threading.Lock()
        """Who starts a process looks at how all others are, and how one has ended can be read only once."""
        self._is_open = True
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks:
            self._context.set_forkserver_preload([*loaded, work_once.__module__])

    @property
    def running(self) -> int:
        """How many workers are at work."""
        return len(self._running)

    def warm_up(self) -> None:
        """Have the first worker start as quickly as any."""
        if sys.platform != "win32":
            from multiprocessing import forkserver  # noqa: PLC0415  # Windows has none

            with _spared():
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
            with suppress(ValueError, AttributeError):  # it has just ended by itself
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
                self._join(process)
                self._running.discard(process)
                with self._looking:
                    process.close()

    def _start(self, process: BaseProcess) -> None:
        try:
            with self._looking, _spared():
                process.start()
        except (EOFError, OSError) as error:
            raise BrokenError(ENDED) from error

    def _join(self, process: BaseProcess) -> None:
        """Wait for the end of a process; its exit code is known from then on."""
        wait([process.sentinel])
        with self._looking:
            process.join()

    def _outcome(self, process: BaseProcess, answer: Connection, name: str) -> WorkOutcome:
        """Wait for the outcome; raises a WorkError, and says so in the log, when there is none."""
        if not self._is_open:
            raise StoppedError(STOPPED)
        with suppress(EOFError, OSError):  # the worker ended before its outcome, or in the midst of it
            if answer.poll(self.limits.seconds):
                return cast("WorkOutcome", answer.recv())
            log.warning("A worker for %s was ended after %g seconds.", name, self.limits.seconds)
            raise BrokenError(f"It took longer than {self.limits.seconds:g} seconds. Try again later. {LESS}")
        self._join(process)
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
