"""Who writes in the tests of the store, and databases that are opened twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event, text

from reuse_app import examples
from reuse_app.exchange import worksheet_json
from reuse_app.store import Database, load, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.workshops import start
from reuse_app.worksheet import Worksheet
from tests.conftest import small_worksheet

OWN_FOLDER = "SELECT oid FROM pg_database WHERE datname = current_database()"
EXAMPLE_NAMES = tuple(example.name for example in examples.EXAMPLES)


def example(name: str = "tesla-bot") -> Worksheet:
    """A worksheet that ships."""
    return worksheet_json.read(examples.read(name))


def ann_at(database: Database, worksheet: Worksheet | None = None) -> Writer:
    """Ann in a new workshop."""
    return Writer(database, start(database, worksheet or small_worksheet()).address, "ann")


def worksheet_of(writer: Writer) -> Worksheet:
    """The workshop of a writer as it is now."""
    return load(writer.database, writer.address).worksheet


@contextmanager
def as_another_process(database: Database) -> Iterator[Database]:
    """The same database opened once more, with a lock and a memory of its own."""
    other = open_database(database.url.render_as_string(hide_password=False))
    yield other
    other.close()


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engines: list[Engine] = [getattr(database.reader, "_proxied", database.reader), database.writer]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do works in threads that start together; return what each returned or raised."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = work()
        except Exception as error:  # the test looks at what was raised
            results[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def files_with(word: str, folder: Path) -> list[str]:
    """The files of a folder that hold a word."""
    return sorted(path.name for path in folder.iterdir() if word.encode() in path.read_bytes())


def data_files(database: Database) -> list[Path]:
    """The files in which a database keeps its rows, everything written out; PostgreSQL's log is not its tables."""
    if database.is_sqlite:
        return list(Path(str(database.url.database)).parent.iterdir())
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        return list((folder / "base" / str(connection.execute(text(OWN_FOLDER)).scalar_one())).iterdir())
