"""`serve --workers`: a process that is killed under load is followed by another, and nothing is lost."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen, run

import pytest

from tests.benchmarks.chores import Worker
from tests.benchmarks.crash import faults
from tests.benchmarks.crowd import Person
from tests.benchmarks.room import prepared
from tests.benchmarks.visiting import app_at
from tests.live.apart import apart

PEOPLE, KILLS, WRITES = 10, 2, 60
PATIENCE = 60


@contextmanager
def serving(url: str, errors: Path) -> Iterator[tuple["Popen[str]", str]]:
    """Two server processes and the one that has begun them; and their address."""
    with (
        errors.open("w") as log,
        Popen([sys.executable, *app_at(url), "--workers", "2"], stdout=PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout
        try:
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.kill()


def servers(process: "Popen[str]") -> list[int]:
    """The processes that serve."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(file.read_text().rpartition(")")[2].split()[1])
            command = file.with_name("cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        if parent == process.pid and b"spawn_main" in command:
            found.append(int(file.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes as Linux lists them")
def test_killed_under_load_they_are_replaced_and_nothing_is_lost(url: str, tmp_path: Path) -> None:
    _, code, salt = prepared(url)
    workers = [Worker(number, Person("", salt=salt), code, random.Random(number)) for number in range(PEOPLE)]  # noqa: S311
    errors = tmp_path / "errors"

    async def story(process: "Popen[str]", at: str) -> None:
        for worker in workers:
            worker.person.url = at
        await asyncio.gather(*(each.person.join(code, f"Worker {each.number}") for each in workers))
        streams = [asyncio.create_task(each.person.listen()) for each in workers]
        work = [asyncio.create_task(keep_on(each)) for each in workers]
        for _ in range(KILLS):
            await work_on(workers)
            os.kill(servers(process)[0], signal.SIGKILL)
            await until(lambda: len(servers(process)) == 2)
            await hear_on(workers)
        for task in (*work, *streams):
            task.cancel()
        await asyncio.gather(*work, *streams, return_exceptions=True)
        for each in workers:
            await each.settle()

    with serving(url, errors) as (process, at):
        apart(lambda: story(process, at))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    assert list(faults(url, workers)) == []
    assert errors.read_text().count("A server process ended with -9; another one begins") == KILLS


async def work_on(workers: list[Worker]) -> None:
    """Wait until so much more was acknowledged."""
    target = done(workers) + WRITES
    await until(lambda: done(workers) >= target)


async def hear_on(workers: list[Worker]) -> None:
    """Wait until everybody was told something more."""
    told = [len(each.person.arrivals) for each in workers]
    await until(lambda: all(len(each.person.arrivals) > count for each, count in zip(workers, told, strict=True)))


def done(workers: list[Worker]) -> int:
    """How many writes were acknowledged."""
    return sum(sum(each.acknowledged.values()) for each in workers)


async def keep_on(worker: Worker) -> None:
    """Work at whichever process takes the connection."""
    while True:
        await worker.work()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


def test_they_end_with_the_one_that_has_begun_them(url: str, tmp_path: Path) -> None:
    with serving(url, tmp_path / "errors") as (process, _):
        started = servers(process)
        assert len(started) == 2
        process.kill()
        process.wait(timeout=PATIENCE)
        apart(lambda: until(lambda: not any(Path(f"/proc/{each}").exists() for each in started)))


def test_on_sqlite_there_is_one_process(tmp_path: Path) -> None:
    command = [sys.executable, *app_at(f"sqlite:///{tmp_path / 'reuse.db'}"), "--workers", "2"]
    ended = run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "A file of SQLite is served by one process. Leave --workers out, or give" in ended.stderr
