"""Times as a table: each figure beside the limit that was measured in the same run."""
# a table is for reading

import argparse
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

TURNS = 50
WARM_UP = 3


@dataclass(frozen=True)
class Times:
    """How long something took, in milliseconds."""

    p50: float
    p95: float


def arguments(description: str | None) -> argparse.ArgumentParser:
    """What a benchmark may be asked, which is help at the least."""
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def measured(work: Callable[[], object], *, turns: int = TURNS) -> Times:
    """Do something many times, after a few that do not count."""
    for _ in range(min(WARM_UP, turns - 1)):
        work()
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return Times(times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))])


def show(name: str, times: Times, goal: str = "", *, limit: tuple[str, Times] | None = None) -> None:
    """Print one line of the table."""
    beside = f"{times.p50 / limit[1].p50:6.1f} x {limit[0]}" if limit else ""
    print(f"{name:<52}{times.p50:>9.1f}{times.p95:>9.1f}   {goal:<20}{beside}", flush=True)  # the table


def show_weight(name: str, words: float, whole: float, requests: int, goal: str) -> None:
    """Print one line about sizes."""
    print(f"{name:<52}{words:>9.1f}{whole:>9.1f}   {goal:<20}{requests:>6}")


def heading(text: str) -> None:
    """Print what the lines that follow are about."""
    print(f"\n{text:<52}{'p50 ms':>9}{'p95 ms':>9}   {'goal':<20}limit, same run")  # the table


def raw_commit(folder: Path) -> Times:
    """One durable row, as SQLite alone writes it: WAL and one fsync for each commit."""
    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        return measured(lambda: connection.execute("INSERT INTO note (text) VALUES (?)", ("x" * 100,)))


def megabytes() -> float:
    """The memory that this process holds now, as Linux tells it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
