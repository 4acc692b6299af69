"""Files of a large workshop, alone and while others save: `python -m tests.benchmarks.files`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from tempfile import TemporaryDirectory

from reuse_app.analysis import analyse
from reuse_app.exchange import inventory_files, worksheet_json, worksheet_tables
from reuse_app.exchange.import_plan import plan
from reuse_app.report import files
from reuse_app.store.workshops import Started
from reuse_app.worksheet import Worksheet
from tests.benchmarks.__main__ import NASA, with_database
from tests.benchmarks.measuring import Times, arguments, heading, measured, show
from tests.benchmarks.sheets import large_worksheet
from tests.benchmarks.visiting import HELLO, Visitor, app_at, served
from tests.exchange.test_hostile_files import INVENTORIES, imported

TURNS = 5


def main() -> None:
    """Print the tables: 200 people, 20 capabilities x 8 products."""
    arguments(__doc__).parse_args()
    worksheet = large_worksheet(capabilities=20, products=8, raters=200)
    heading("files, 200 people x 160 cells")
    measure_files(worksheet)
    heading("hostile files, the five that take longest")
    measure_hostile()
    with TemporaryDirectory() as folder, served(*HELLO) as hello_url:
        hello = measured(partial(Visitor(hello_url).open, "/"), turns=200)
        heading("saves while files are made, on a real server")
        show("hello, the same server", hello)
        url = f"sqlite:///{folder}/reuse.db"
        started = with_database(url, worksheet)
        with served(*app_at(url)) as app_url:
            measure_saves(app_url, started, hello)


def measure_files(worksheet: Worksheet) -> None:
    """Each format from the findings to bytes, and the dry run of an import."""
    findings = analyse(worksheet)
    for name, work, goal in (
        ("JSON", lambda: worksheet_json.write(worksheet), "300 ms"),
        ("CSV", lambda: worksheet_tables.write_csv(worksheet), "300 ms"),
        ("Markdown", lambda: files.write("md", worksheet, findings), "300 ms"),
        ("HTML", lambda: files.write("html", worksheet, findings), ""),
        ("XLSX", lambda: worksheet_tables.write_xlsx(worksheet, findings), "2000 ms"),
        ("DOCX", lambda: files.write("docx", worksheet, findings), "2000 ms"),
        ("PPTX", lambda: files.write("pptx", worksheet, findings), "2000 ms"),
        ("PDF", lambda: files.write("pdf", worksheet, findings), "3000 ms"),
        (
            "dry run of the 250 NASA entries",
            lambda: plan((), inventory_files.read(NASA.name, NASA.read_bytes())),
            "1000 ms",
        ),
    ):
        show(name, measured(work, turns=TURNS), goal)


def measure_hostile() -> None:
    """Inventories that are small to send and large to read."""
    times = {
        name: measured(partial(imported, f"inventory{ending}", make()), turns=1)
        for name, (ending, (make, _)) in INVENTORIES.items()
    }
    for name in sorted(times, key=lambda each: times[each].p50, reverse=True)[:5]:
        show(name, times[name], "5000 ms")


def measure_saves(url: str, started: Started, hello: Times) -> None:
    """Saves of one field while somebody downloads one file after the other."""
    page = f"/w/{started.address}"
    for kind in (None, "json", "csv", "xlsx", "md", "docx", "pptx", "pdf"):
        with downloading(url, started, kind):
            visitor = Visitor(url)
            visitor.enter(started.facilitator_secret)
            visitor.read(f"{page}/frame")
            numbers = count()
            save = partial(save_one, visitor, f"{page}/capabilities/c1", numbers)
            name = f"a save while {kind} is made" if kind else "a save, nothing else"
            show(name, measured(save, turns=100), "p95 150 ms", limit=("hello", hello))


def save_one(visitor: Visitor, path: str, numbers: "count[int]") -> None:
    """Save a field as the page does."""
    visitor.save(path, owner=f"Ann {next(numbers)}")


@contextmanager
def downloading(url: str, started: Started, kind: str | None) -> Iterator[None]:
    """Somebody who downloads a report of a kind over and over, for the time of a block."""
    done = threading.Event()

    def download() -> None:
        visitor = Visitor(url)
        visitor.enter(started.facilitator_secret)
        while not done.is_set():
            visitor.open(f"/w/{started.address}/report.{kind}")

    thread = threading.Thread(target=download)
    if kind:
        thread.start()
    yield
    done.set()
    if kind:
        thread.join()


if __name__ == "__main__":
    main()
