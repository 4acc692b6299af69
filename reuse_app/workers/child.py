"""What runs in the process of a worker: one piece of work, its outcome sent back, and the end."""

import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pickle import PicklingError
from typing import Any

from reuse_app.workers.errors import NOTE, UnsendableError
from reuse_app.workers.limits import OUT_OF_MEMORY, Limits, keep_to


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
