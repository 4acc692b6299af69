"""The server killed at random under load, again and again: `python -m tests.benchmarks.crash [20]`.

Every write that was acknowledged must be there, once, and nothing that nobody wrote.
"""

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

from reuse_app.store import load, open_database
from tests.benchmarks.chores import Worker
from tests.benchmarks.crowd import Person
from tests.benchmarks.measuring import arguments
from tests.benchmarks.room import prepared
from tests.benchmarks.visiting import app_at


def main() -> None:
    """Print what was acknowledged and what is not as it should be; exit 1 if anything is."""
    asked = arguments(__doc__)
    asked.add_argument("kills", type=int, nargs="?", default=20)
    asked.add_argument("--people", type=int, default=50)
    asked.add_argument("--writes", type=int, default=1_000, help="acknowledged until each kill, at most")
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    with TemporaryDirectory() as folder:
        done, faults = crash(
            Path(folder), kills=chosen.kills, people=chosen.people, writes=chosen.writes, seed=chosen.seed
        )
    print(f"{chosen.kills} kills, {done.total()} acknowledged writes: {dict(done)}")
    print("\n".join(faults) or "Every one of them is there, once.")
    sys.exit(bool(faults))


def crash(folder: Path, *, kills: int, people: int, writes: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Kill a server so often, each time after at most so many acknowledged writes.

    Returns how many writes of each kind were acknowledged, and what is wrong in the end.
    """
    url, chance = f"sqlite:///{folder / 'reuse.db'}", random.Random(seed)  # noqa: S311  # a mixer, not a secret
    _, code, _ = prepared(url)
    workers = [Worker(number, Person(""), code, random.Random(seed + number)) for number in range(people)]  # noqa: S311
    asyncio.run(_play(url, workers, [chance.randint(writes // 5, writes) for _ in range(kills)]))
    done: Counter[str] = Counter()
    for worker in workers:
        done.update(worker.acknowledged)
    return done, [*_broken(folder / "reuse.db"), *faults(url, workers)]


async def _play(url: str, workers: list[Worker], lives: list[int]) -> None:
    """Let everybody work until so much is done in each of the server's lives, and settle in its last."""
    for number, life in enumerate(lives):
        async with _server(url, workers) as process:
            if number == 0:
                await asyncio.gather(*(each.person.join(each.code, f"Worker {each.number}") for each in workers))
            work = [asyncio.create_task(worker.work()) for worker in workers]
            target = life + _done(workers)
            while _done(workers) < target:
                await asyncio.sleep(0.001)
            os.killpg(process.pid, signal.SIGKILL)
            await asyncio.gather(*work)
    async with _server(url, workers) as process:
        await asyncio.gather(*(worker.settle() for worker in workers))
        process.terminate()


def _done(workers: list[Worker]) -> int:
    return sum(sum(worker.acknowledged.values()) for worker in workers)


@asynccontextmanager
async def _server(url: str, workers: list[Worker]) -> AsyncIterator["Popen[str]"]:
    """A server in a process group of its own, at which everybody works."""
    with Popen([sys.executable, *app_at(url)], stdout=PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        said = await asyncio.to_thread(process.stdout.readline)
        for worker in workers:
            worker.person.url = said.split()[-1]
        try:
            yield process
        finally:
            if process.poll() is None and sys.exc_info()[0]:
                process.kill()


def _broken(path: Path) -> Iterator[str]:
    """What the database itself finds wrong."""
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            yield "The database is damaged."
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            yield "Something belongs to nothing."


def faults(url: str, workers: list[Worker]) -> Iterator[str]:
    """What is not there as it was acknowledged, or is there and nobody wrote it."""
    database = open_database(url)
    sheet = load(database, workers[0].person.address).worksheet
    keys = {each.name: each.key for each in sheet.participants}
    for worker in workers:
        yield from worker.faults(sheet, keys[f"Worker {worker.number}"])
    database.close()


if __name__ == "__main__":
    main()
