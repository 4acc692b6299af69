"""What runs in the process of a worker: one piece of work, its outcome sent back, and the end."""

import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from reuse_app.workers.limits import OUT_OF_MEMORY, Limits, keep_to


@dataclass(frozen=True)
class Outcome:
    """What came of a piece of work: its result, or what it raised."""

    result: Any = None
    error: Exception | None = None


def work_once(answer: Connection, limits: Limits, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """Do a piece of work within its limits and send its outcome."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    keep_to(limits)
    try:
        answer.send(_outcome(work, arguments))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _outcome(work: Callable[..., object], arguments: tuple[object, ...]) -> Outcome:
    try:
        return Outcome(work(*arguments))
    except MemoryError:
        raise
    except Exception as error:  # whatever it is, it is raised again where the work was asked for
        error.add_note(f"In a worker:\n{''.join(traceback.format_tb(error.__traceback__))}")
        return Outcome(error=error)


def _end_with_parent() -> None:
    """Do not outlive a server that was killed."""
    parent = parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(0)
