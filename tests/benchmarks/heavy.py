"""What heavy files leave behind, and what they take from everybody else: `python -m tests.benchmarks.heavy`.

Memory of a real server after changed PDFs; saves and a look at its health while PDFs, large analyses and imports run.
"""

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from reuse_app.report import CHAPTERS
from reuse_app.store.workshops import Started
from tests.benchmarks.__main__ import NASA, with_database
from tests.benchmarks.measuring import arguments, heading, measured, raw_commit, show
from tests.benchmarks.sheets import large_worksheet
from tests.benchmarks.visiting import HELLO, Server, Visitor, app_at, served, serving

PDFS = 30
AT_ONCE = 50
TURNS = 200
NUMBERS = itertools.count()
PATIENCE = 300
"""Seconds after which nobody waits any more."""


def main() -> None:
    """Print the tables."""
    arguments(__doc__).parse_args()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/reuse.db"
        wide = with_database(url, large_worksheet(products=12, raters=8))
        big = with_database(url, large_worksheet(capabilities=2_000, products=500, raters=1, density=0.01))
        with serving(*app_at(url)) as server:
            measure_memory(server, wide)
        commit = raw_commit(Path(folder))
        with served(*HELLO) as hello_url:
            heading("while heavy things run, on a real server")
            show("raw SQLite, one commit in WAL with FULL", commit)
            show("hello, the same server", measured(partial(Visitor(hello_url).open, "/"), turns=TURNS))
        with serving(*app_at(url)) as server:
            measure_others(server, wide, big)


def measure_memory(server: Server, wide: Started) -> None:
    """The memory of a server before and after changed PDFs of 200 x 12, and that of the processes beside it."""
    visitor = entered(server.url, wide)
    save = Saves(visitor, wide)
    print(f"\n{'PDFs of 200 x 12, each changed':<34}{'server MB':>12}{'its helpers MB':>16}   goal 200 MB")
    print(f"{0:<34}{server.megabytes():>12.0f}{beside(server):>16.0f}")
    for number in range(1, PDFS + 1):
        save()
        visitor.open(f"/w/{wide.address}/report.pdf")
        if number in (1, PDFS // 2, PDFS):
            print(f"{number:<34}{server.megabytes():>12.0f}{beside(server):>16.0f}", flush=True)


def measure_others(server: Server, wide: Started, big: Started) -> None:
    """Saves of one field and looks at the server's health, with nothing else, and beside each heavy thing and all."""
    chapters = [f"chapter={one}&chapter={other}" for one, other in itertools.combinations(CHAPTERS, 2)]
    pdfs = [partial(ask, server.url, wide, f"report.pdf?{query}") for query in chapters[:AT_ONCE]]
    analyses = [partial(ask, server.url, big, "choose")] * 3
    imports = [partial(import_nasa, server.url, wide)] * 3
    visitor = entered(server.url, wide)
    save = Saves(visitor, wide, capability="c2")
    for name, work in (
        ("nothing else", []),
        (f"{AT_ONCE} PDFs at once", pdfs),
        ("three /choose of 2,000 x 500", analyses),
        ("imports of 250 entries", imports),
        ("all of these", [*pdfs, *analyses, *imports]),
    ):
        with going_on(work):
            show(f"a save beside {name}", measured(save, turns=TURNS), "p95 300 ms")
            show(f"healthz beside {name}", measured(partial(visitor.open, "/healthz"), turns=TURNS), "p95 300 ms")
    print(f"the server afterwards: {server.megabytes():.0f} MB")


@contextmanager
def going_on(work: Sequence[Callable[[], None]]) -> Iterator[None]:
    """Do several things at once, each over and over for the time of a block."""
    done = threading.Event()

    def repeat(each: Callable[[], None]) -> None:
        while not done.is_set():
            each()

    threads = [threading.Thread(target=repeat, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    yield
    done.set()
    for thread in threads:
        thread.join()


def ask(url: str, started: Started, path: str) -> None:
    """Ask for something heavy; being told to come again is an answer too."""
    visitor = entered(url, started)
    try:
        visitor.open(f"/w/{started.address}/{path}")
    except (AssertionError, HTTPException):
        threading.Event().wait(1)
    finally:
        visitor.connection.close()


def import_nasa(url: str, started: Started) -> None:
    """Look at what an import would do."""
    visitor = entered(url, started)
    visitor.post(f"/w/{started.address}/inventory/preview", text=NASA.read_text(encoding="utf-8"))
    visitor.connection.close()


class Saves:
    """Saves of one field, one after the other, each of which changes the workshop."""

    def __init__(self, visitor: Visitor, started: Started, *, capability: str = "c1") -> None:
        self.visitor = visitor
        self.path = f"/w/{started.address}/capabilities/{capability}"

    def __call__(self) -> None:
        """Save once."""
        self.visitor.save(self.path, owner=f"Ann {next(NUMBERS)}")


def entered(url: str, started: Started) -> Visitor:
    """Somebody who leads a workshop."""
    visitor = Visitor(url)
    visitor.connection.timeout = PATIENCE
    visitor.enter(started.facilitator_secret)
    visitor.read(f"/w/{started.address}/frame")
    return visitor


def beside(server: Server) -> float:
    """The memory of the processes that a server has started, shared parts counted once, in MB."""
    children = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    pids = {pid for each in children for pid in each.read_text().split()}
    return sum(_proportional(pid) for pid in pids) / 1024


def _proportional(pid: str) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("Pss:")[2].split()[0])


if __name__ == "__main__":
    main()
