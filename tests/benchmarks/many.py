"""Many workshops in rotation: `python -m tests.benchmarks.many [300] [--pages inventory choose]`.

Prints the processor time of a page when one workshop is asked for again and again, and when as many as asked are, one
after the other, and the memory that the process holds then; without a network, as `pages` does.
"""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from reuse_app.store import open_database
from reuse_app.web import create_app
from tests.benchmarks.hello import app as hello_app
from tests.benchmarks.measuring import arguments, megabytes
from tests.benchmarks.pages import Reader, reader_of
from tests.benchmarks.sheets import large_worksheet

ROUNDS = 3
"""How often each is asked for, after a first time that does not count."""


def main() -> None:
    """Print the table."""
    asked = arguments(__doc__)
    asked.add_argument("workshops", type=int, nargs="?", default=300)
    asked.add_argument("--pages", nargs="+", default=["inventory", "map", "choose"])
    chosen = asked.parse_args()
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'reuse.db'}")
        app = create_app(database, public_url="http://127.0.0.1")
        readers = [
            reader_of(app, database, large_worksheet(capabilities=20, products=8, raters=8, density=1, seed=seed))
            for seed in range(chosen.workshops)
        ]
        gc.collect()
        before = megabytes()
        hello = hello_app.test_client()
        print(f"{'a page of 20 capabilities, 8 products, 8 raters':<52}{'p50 ms':>9}{'p95 ms':>9}   goal")
        show("hello, a page of Flask alone", [_taken(lambda: hello.get("/")) for _ in range(ROUNDS * 100)])
        for page in chosen.pages:
            turns = ROUNDS * len(readers)
            show(f"{page}, one workshop", list(times(readers[:1], page, turns)))
            show(f"{page}, {len(readers)} in rotation", list(times(readers, page, turns)), "2 x one")
        gc.collect()
        print(f"memory before {before:.0f} MB, after {megabytes():.0f} MB")
        database.close()


def times(readers: list[Reader], page: str, turns: int) -> Iterator[float]:
    """Milliseconds of the processor for a page of each workshop in turn, once each has been read."""
    for reader in readers:
        reader.read(page)
    for reader in islice(cycle(readers), turns):
        yield _taken(partial(reader.read, page))


def _taken(ask: Callable[[], object]) -> float:
    begun = process_time()
    ask()
    return 1000 * (process_time() - begun)


def show(name: str, taken: list[float], goal: str = "") -> None:
    """Print one line."""
    found = sorted(taken)
    print(f"{name:<52}{found[len(found) // 2]:>9.1f}{found[int(len(found) * 0.95)]:>9.1f}   {goal}", flush=True)


if __name__ == "__main__":
    main()
