"""One worker: a piece of work in a process of its own, what it may use, and how it says why there is no result."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from pickle import PicklingError
from typing import Any

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

    processor_seconds: int = 30
    seconds: float = 90.0
    """On the clock, however busy the machine is."""
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
