"""What one worker may use, and how it says which limit it has reached."""

import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OUT_OF_MEMORY = 77
"""The exit code of a worker to which Python could give no more memory."""
UNWELCOME = 5
"""How far a worker steps back when the server, or anything else, has something to do (os.nice)."""


@dataclass(frozen=True)
class Limits:
    """What one piece of work may use; memory is counted beyond what every worker has loaded."""

    processor_seconds: int = 30
    seconds: float = 90.0
    """On the clock, however busy the machine is."""
    megabytes: int = 1_000


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
