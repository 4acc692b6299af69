"""The processor time of a page, beside that of a hello page: `python -m tests.benchmarks.pages`.

The pages are asked for in this process, without a network and one after the other, so that what else the machine does
counts for little. Each figure is in milliseconds and includes compressing the page and the browser that asks.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from flask import Flask
from flask.testing import FlaskClient

from reuse_app.store import Database, entries, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.store.workshops import start
from reuse_app.web import create_app
from reuse_app.web.lists import Pieces
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step
from tests.benchmarks.hello import app as hello_app
from tests.benchmarks.measuring import arguments
from tests.benchmarks.sheets import large_worksheet

TURNS = 60
LATEST = 2**40
"""A version that nobody has changed anything since."""


@dataclass(frozen=True)
class Reader:
    """Somebody who leads a workshop, in a browser without a screen."""

    client: FlaskClient
    writer: Writer

    def read(self, path: str, tag: str = "") -> bytes:
        """Ask for a page as live.js does, with the tag of the last one if there is one; return it as it was sent."""
        headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": tag} if tag else {})
        answer = self.client.get(f"/w/{self.writer.address}/{path}", headers=headers)
        assert answer.status_code == (304 if tag else 200), (path, answer.status_code)
        sent: bytes = answer.data
        return sent

    def tag(self, path: str) -> str:
        """The tag of a page as it is now."""
        return self.client.get(f"/w/{self.writer.address}/{path}").headers["ETag"]

    def save(self, text: str) -> None:
        """Change what one cell of the map says."""
        entries.change(self.writer, "link", ("c0", "p0"), {"note": text}, seen=LATEST)


def main() -> None:
    """Print the table."""
    arguments(__doc__).parse_args()
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'reuse.db'}")
        app = create_app(database, public_url="http://127.0.0.1")
        print(f"{'processor time of a page':<52}{'p50 ms':>9}{'p95 ms':>9}{'kB':>7}   goal")
        client = hello_app.test_client()
        show("hello, a page of Flask alone", lambda: client.get("/").data)
        measure_small(app, reader_of(app, database, large_worksheet(capabilities=20, products=8, raters=8, density=1)))
        for count in (200, 1_600):
            measure_list(app, count, reader_of(app, database, large_worksheet(capabilities=count, products=8)))
        database.close()


def measure_small(app: Flask, reader: Reader) -> None:
    """The pages of a workshop of 160 cells."""
    show("map of 160 cells", partial(reader.read, "map"), "6 ms")
    show("the same, drawn for the first time", partial(read_anew, app, reader, "map"))
    show("the same, unchanged", partial(reader.read, "map", reader.tag("map")), "2 x hello")
    numbers = map(str, itertools.count())
    for step in ("inventory", "score", "choose"):
        show(f"{step} after a save", lambda step=step: reader.read(step), before=lambda: reader.save(next(numbers)))  # type: ignore[misc]  # bound for each turn


def measure_list(app: Flask, count: int, reader: Reader) -> None:
    """The inventory of a workshop."""
    show(f"inventory of {count}", partial(reader.read, "inventory"), "25 ms")
    show("the same, drawn for the first time", partial(read_anew, app, reader, "inventory"))
    show("searching it", partial(reader.read, "inventory?q=capability%201"), "25 ms")


def read_anew(app: Flask, reader: Reader, path: str) -> bytes:
    """Ask for a page as the first after a start."""
    app.extensions["pieces"] = Pieces()
    return reader.read(path)


def reader_of(app: Flask, database: Database, worksheet: Worksheet) -> Reader:
    """Somebody who leads a new workshop, in which every step is open."""
    started = start(database, worksheet, facilitator=worksheet.participants[0].key)
    writer = Writer(database, started.address, worksheet.participants[0].key)
    for step in Step:
        set_stage(writer, step, access="open")
    client = app.test_client()
    client.get("/")
    client.get(f"/open/{started.facilitator_secret}")
    return Reader(client, writer)


def show(name: str, ask: Callable[[], bytes], goal: str = "", *, before: Callable[[], object] = lambda: None) -> None:
    """Print one line: the processor time of many turns, and how much is sent; `before` each of them does not count."""
    sent = ask()
    times = sorted(_taken(ask, before))
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{name:<52}{p50:>9.1f}{p95:>9.1f}{len(sent) / 1000:>7.0f}   {goal}", flush=True)


def _taken(ask: Callable[[], bytes], before: Callable[[], object]) -> Iterator[float]:
    for _ in range(TURNS):
        before()
        begun = process_time()
        ask()
        yield 1000 * (process_time() - begun)


if __name__ == "__main__":
    main()
