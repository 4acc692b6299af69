"""Running something hostile in a process of its own that the system stops at a limit of processor time and memory."""

import multiprocessing
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

CPU_SECONDS = 10
"""Twice what a hostile file may take, for slow machines; what it takes is measured in tests.benchmarks.files."""
MORE_BYTES = 300_000_000
PRELOADED = [
    "charset_normalizer",
    "typst",
    "reuse_app.exchange.inventory_files",
    "reuse_app.exchange.worksheet_tables",
    "reuse_app.report.word.document",
    "reuse_app.report.pdf",
    "pytest",
    "reuse_app.web",
]

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(PRELOADED)


def within_limits(
    work: Callable[..., str], *arguments: object, seconds: int = CPU_SECONDS, more_bytes: int | None = MORE_BYTES
) -> str:
    """Return what some work says, done within so many seconds of CPU and bytes of memory beyond what is loaded.

    Work that goes beyond its time is killed, and beyond its memory it fails; both fail the test.
    """
    answers, tell = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_do, args=(tell, seconds, more_bytes, work, arguments))
    process.start()
    tell.close()
    try:
        said: str = answers.recv()
    except EOFError:
        said = "it said nothing"
    process.join()
    killed = "after its time" if process.exitcode in {-signal.SIGXCPU, -signal.SIGKILL} else ""
    assert process.exitcode == 0, f"ended {killed} with {process.exitcode}: {said}"
    return said


def _do(
    tell: Connection, seconds: int, more_bytes: int | None, work: Callable[..., str], arguments: tuple[object, ...]
) -> None:
    if more_bytes is not None:
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + more_bytes, used + more_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    tell.send(work(*arguments))
