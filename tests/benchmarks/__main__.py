"""What is measured and never asserted: `python -m tests.benchmarks`. The analysis has a table of its own beside it."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from reuse_app.exchange import inventory_files
from reuse_app.exchange.import_plan import plan
from reuse_app.store import Database, entries, load, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.grants import Keeper
from reuse_app.store.inventories import Naming, start_inventory
from reuse_app.store.workshops import Started, start
from reuse_app.worksheet import Capability, Worksheet, Workshop
from tests.benchmarks.measuring import Times, arguments, heading, measured, raw_commit, show, show_weight
from tests.benchmarks.sheets import large_worksheet
from tests.benchmarks.visiting import HELLO, Visitor, app_at, served, weight

NASA = Path(__file__).parent.parent / "data" / "nasa-code.json"
LATEST = 2**40
"""A version that nobody has changed anything since."""


def main() -> None:
    """Print the tables."""
    arguments(__doc__).parse_args()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/reuse.db"
        commit = raw_commit(Path(folder))
        heading("store")
        show("raw SQLite, one commit in WAL with FULL", commit)
        measure_store(url, commit)
        kept, teams = inventory_of(url, 2_000), [inventory_of(url, 200, first=200 * team) for team in range(10)]
        nasa, wide = with_database(url, inventory_of_nasa()), with_database(url, large_worksheet(products=12, raters=8))
        with served(*HELLO) as hello_url:
            hello = measured(partial(Visitor(hello_url).open, "/"), turns=200)
        heading("pages, server and browser on loopback")
        show("hello, the same server", hello)
        with served(*app_at(url)) as app_url:
            measure_pages(Visitor(app_url), nasa, wide, hello)
            measure_library(Visitor(app_url), kept, teams, hello)
            measure_writes(Visitor(app_url), nasa, commit, hello)
        heading("start")
        show("start of the process to first page", measured(partial(first_page, url), turns=5), "1000 ms")


def measure_store(url: str, commit: Times) -> None:
    """Reading and writing large worksheets without a server."""
    limit = ("commit", commit)
    with opened(url) as database:
        big = large_worksheet(density=1)
        show(
            "start 200 x 50, 10,000 links, 9,000 ratings", measured(lambda: start(database, big), turns=3), limit=limit
        )
        writer = Writer(database, start(database, big).address)
        show("load it, nothing kept", measured(partial(load_cold, writer), turns=5), "1000 ms")
        show("load it, nothing changed", measured(partial(load, database, writer.address)))
        numbers = map(str, itertools.count())
        show("change a link of it", measured(lambda: change_link(writer, next(numbers))), "15 ms", limit=limit)
        show("change a link and load it", measured(lambda: change_and_load(writer, next(numbers))), limit=limit)
        for count in (250, 2_000):
            nouns = [Capability(key=f"c{place}", name=f"Capability {place}") for place in range(count)]
            show(f"import {count} capabilities", measured(partial(import_all, database, nouns), turns=4), limit=limit)


def load_cold(writer: Writer) -> None:
    """Read a workshop as a process that has just started."""
    writer.database.kept.clear()
    load(writer.database, writer.address)


def change_link(writer: Writer, text: str) -> None:
    """Change one of ten thousand links."""
    entries.change(writer, "link", ("c7", "p7"), {"note": text}, seen=LATEST)


def change_and_load(writer: Writer, text: str) -> None:
    """Change one of ten thousand links and read the workshop again."""
    change_link(writer, text)
    load(writer.database, writer.address)


def import_all(database: Database, nouns: list[Capability]) -> None:
    """Put capabilities into a new, empty workshop."""
    started = start(database, Worksheet(workshop=Workshop(title="Import")))
    entries.put(Writer(database, started.address), nouns, seen=1)


def measure_pages(visitor: Visitor, nasa: Started, wide: Started, hello: Times) -> None:
    """Pages and exports of a workshop that nobody changes meanwhile."""
    limit = ("hello", hello)
    for started in (nasa, wide):
        visitor.enter(started.facilitator_secret)
        visitor.read(f"/w/{started.address}/frame")
    for name, started, path, goal in (
        ("inventory of NASA, 200 of 250 entries", nasa, "inventory", "p95 25 ms"),
        ("searching it", nasa, "inventory?q=software", "p95 25 ms"),
        ("the same as CSV", nasa, "inventory.csv", "p95 50 ms"),
        ("the same as JSON, the whole worksheet", nasa, "worksheet.json", "p95 50 ms"),
        ("frame page", wide, "frame", "p95 100 ms"),
        ("map of 200 x 12", wide, "map", "p95 100 ms"),
        ("products, 12", wide, "products", "p95 100 ms"),
        ("score, 12 products, 8 people", wide, "score", "p95 100 ms"),
        ("choose, 12 products, 8 people", wide, "choose", "p95 100 ms"),
        ("worksheet of 200 x 12 as JSON", wide, "worksheet.json", "p95 50 ms"),
    ):
        show(name, measured(partial(visitor.open, f"/w/{started.address}/{path}")), goal, limit=limit)
    path = f"/w/{wide.address}/map"
    visitor.open(path)
    show("the map, unchanged", measured(partial(visitor.open_again, path), turns=200), "2 x hello", limit=limit)
    show("first page", measured(partial(visitor.open, "/")), limit=limit)
    show_weight("first page: kB HTML + CSS, kB in all, requests", *weight(visitor), "14 kB, 45 kB, 6")


def measure_library(visitor: Visitor, kept: Keeper, teams: Sequence[Keeper], hello: Times) -> None:
    """Looking for something in an inventory of 2,000, and ten inventories of 200 side by side."""
    visitor.read("/")
    visitor.open(f"/inventories/open/{kept.secret}")
    for name, query in (
        ("search", "q=radar"),
        ("search for nothing there", "q=zebra"),
        ("filter", "kind=data&stale=1"),
    ):
        path = f"/i/{kept.address}?{query}"
        searched = measured(partial(visitor.open, path))
        show(f"inventory of 2,000: {name}", searched, "100 ms", limit=("hello", hello))
    for team in teams:
        visitor.open(f"/inventories/open/{team.secret}")
    path = f"/inventories/overlap?{'&'.join(f'with={team.address}' for team in teams)}"
    compared = measured(partial(visitor.open, path), turns=5)
    show("ten inventories of 200 side by side", compared, limit=("hello", hello))


def measure_writes(visitor: Visitor, nasa: Started, commit: Times, hello: Times) -> None:
    """Writes, each of which is on disk before it is answered."""
    inventory = f"/w/{nasa.address}"
    visitor.enter(nasa.facilitator_secret)
    page = visitor.read(f"{inventory}/inventory")
    key = page.partition('id="capability-')[2].partition('"')[0]
    numbers = map(str, itertools.count())

    def save() -> None:
        visitor.save(f"{inventory}/capabilities/{key}", owner=f"Ann {next(numbers)}")

    def add() -> None:
        number = next(numbers)
        visitor.post(f"{inventory}/capabilities", name=f"Entry {number}", status="in-house", once=f"b-{number}")

    def add_and_see() -> None:
        add()
        visitor.open(f"{inventory}/inventory")

    show("adding an entry to 250 (POST)", measured(add), "p95 15 ms", limit=("commit", commit))
    show("saving a field (POST, JSON)", measured(save), "p50 15, p95 60 ms", limit=("commit", commit))
    show("adding an entry and the page that follows", measured(add_and_see), "p95 100 ms", limit=("hello", hello))


def first_page(url: str) -> None:
    """Start the app, open its first page, stop it."""
    with served(*app_at(url)) as app_url:
        Visitor(app_url).open("/")


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database for a while."""
    database = open_database(url)
    yield database
    database.close()


def with_database(url: str, worksheet: Worksheet) -> Started:
    """Make a workshop of a worksheet."""
    with opened(url) as database:
        return start(database, worksheet, facilitator=next((each.key for each in worksheet.participants), None))


def inventory_of(url: str, count: int, *, first: int = 0) -> Keeper:
    """Make an inventory of the library, of parts that are numbered from the first."""
    words = itertools.cycle(("vision", "radar", "planning", "battery", "hand"))
    capabilities = [
        Capability(key=f"c{number}", name=f"Part {number} {next(words)}", owner=f"Owner {number % 20}")
        for number in range(first, first + count)
    ]
    with opened(url) as database:
        return start_inventory(database, Naming(name="Parts", author="Ann"), capabilities)


def inventory_of_nasa() -> Worksheet:
    """A workshop with the 250 releases that NASA lists first."""
    capabilities = tuple(new.capability for new in plan((), inventory_files.read(NASA.name, NASA.read_bytes())).new)
    return Worksheet(workshop=Workshop(title="NASA"), capabilities=capabilities)


if __name__ == "__main__":
    main()
