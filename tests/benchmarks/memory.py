"""The memory of a server while a room works: `python -m tests.benchmarks.memory [30] [--minutes 10]`.

Prints, as a table in Markdown, what the process holds after each minute in which everybody has a stream open, ten of
them read the map after each event, and ten edits a second arrive. It grows by some 30 MB until what was drawn takes the
memory that it may (`MOST_BYTES` of web/lists.py), the sooner the more pages are read; a leak adds more after that.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.crowd import Person
from tests.benchmarks.edits import Edits
from tests.benchmarks.measuring import arguments
from tests.benchmarks.room import CAPABILITIES, PRODUCTS, READERS, prepared, timed
from tests.benchmarks.seeing import Reader
from tests.benchmarks.visiting import Server, app_at, serving

PER_SECOND = 10
MINUTE = 60


def main() -> None:
    """Measure one room."""
    asked = arguments(__doc__)
    asked.add_argument("people", type=int, nargs="?", default=30)
    asked.add_argument("--minutes", type=int, default=10)
    chosen = asked.parse_args()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'reuse.db'}"
        _, code, salt = prepared(url)
        with serving(*app_at(url)) as server:
            crowd = [Person(server.url, salt=salt) for _ in range(chosen.people)]
            asyncio.run(measure(server, crowd, code, minutes=chosen.minutes))


async def measure(server: Server, crowd: Sequence[Person], code: str, *, minutes: int) -> None:
    """Let people join, read and edit, and print a line for each minute."""
    names = iter(range(len(crowd)))
    await timed(lambda person: person.join(code, f"Person {next(names)}"), crowd, within=len(crowd) / 20)
    await asyncio.gather(*(person.get("map") for person in crowd))
    readers = [Reader(person) for person in crowd[:READERS]]
    listening = [person.listen() for person in crowd[READERS:]] + [each.person.listen(each.told) for each in readers]
    streams = [asyncio.create_task(each) for each in listening]
    edits = Edits(crowd, CAPABILITIES, PRODUCTS)
    print("| minute | saves | pages read | errors | MB |\n|---:|---:|---:|---:|---:|")
    for minute in range(minutes + 1):
        pages = sum(len(each.shown) for each in readers)
        print(f"| {minute} | {edits.acknowledged} | {pages} | {edits.errors} | {server.megabytes():.0f} |", flush=True)
        if minute < minutes:
            await edits.many(MINUTE * PER_SECOND, per_second=PER_SECOND)
    for stream in streams:
        stream.cancel()


if __name__ == "__main__":
    main()
