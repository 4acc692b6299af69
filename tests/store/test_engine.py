import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from reuse_app.store import Database, engine
from reuse_app.store.errors import DatabaseError, NotSavedError

WHOLE = {"reuse.db": True, "reuse.db-lock": False}
"""The files of a database that was closed, and whether there is anything in them."""


@pytest.mark.parametrize("kind", ["reader", "writer"])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("secure_delete", 1)],
)
def test_the_pragmas_are_on_for_every_connection(sqlite: Database, kind: str, pragma: str, value: object) -> None:
    engine = sqlite.reader if kind == "reader" else sqlite.writer
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
        engine.dispose()


@pytest.fixture
def scrap(database: Database) -> Iterator[Database]:
    """A database with one more table."""
    with database.write() as connection:
        connection.execute(text("CREATE TABLE scrap (id INTEGER)"))
    yield database
    with database.write() as connection:
        connection.execute(text("DROP TABLE scrap"))


def test_readers_cannot_write(scrap: Database) -> None:
    with scrap.write() as connection:
        connection.execute(text("INSERT INTO scrap VALUES (1)"))
    with pytest.raises((DBAPIError, DatabaseError)), scrap.read() as connection:
        connection.execute(text("INSERT INTO scrap VALUES (2)"))
    with scrap.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM scrap")).scalar_one() == 1


def test_a_reader_sees_one_moment(scrap: Database) -> None:
    with scrap.read() as reading:
        before = reading.execute(text("SELECT count(*) FROM scrap")).scalar_one()
        with scrap.write() as connection:
            connection.execute(text("INSERT INTO scrap VALUES (1)"))
        assert reading.execute(text("SELECT count(*) FROM scrap")).scalar_one() == before == 0


def test_what_is_asked_alone_needs_no_transaction(database: Database) -> None:
    with database.ask() as connection:
        connection.execute(text("SELECT 1"))
        driver = connection.connection.driver_connection
        assert driver is not None
        is_within = driver.in_transaction if database.is_sqlite else driver.info.transaction_status.name != "IDLE"
        assert not is_within


def test_a_write_that_raises_is_undone(scrap: Database) -> None:
    with pytest.raises(KeyError):
        write_half(scrap)
    with scrap.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM scrap")).scalar_one() == 0


def write_half(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO scrap VALUES (1)"))
        raise KeyError


def test_it_says_that_it_answers(database: Database) -> None:
    assert database.answers()


def test_it_says_that_it_does_not_answer(sqlite: Database) -> None:
    path = Path(str(sqlite.url.database))
    sqlite.close()
    for file in path.parent.glob("reuse.db*"):
        file.unlink()
    path.mkdir()
    with pytest.raises(DatabaseError, match="does not answer"):
        sqlite.answers()


def test_closing_leaves_one_file_and_an_empty_one(sqlite: Database) -> None:
    path = Path(str(sqlite.url.database))
    with sqlite.write() as connection:
        connection.execute(text("CREATE TABLE scrap (id INTEGER)"))
    assert path.with_name("reuse.db-wal").exists()
    sqlite.close()
    assert {file.name: file.stat().st_size > 0 for file in path.parent.iterdir()} == WHOLE


def test_closing_waits_for_a_write_only_so_long(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS_FOR_THE_LAST_WRITE", 0.01)
    path = Path(str(sqlite.url.database))
    with sqlite.write() as connection:
        connection.execute(text("CREATE TABLE scrap (id INTEGER)"))
        closing_ = Thread(target=sqlite.close)
        closing_.start()
        closing_.join()
        connection.execute(text("INSERT INTO scrap VALUES (1)"))
    sqlite.close()
    with closing(sqlite3.connect(path)) as connection_:
        assert connection_.execute("SELECT count(*) FROM scrap").fetchone() == (1,)
    assert {file.name: file.stat().st_size > 0 for file in path.parent.iterdir()} == WHOLE


def test_a_statement_that_fails_is_told_without_its_values(sqlite: Database) -> None:
    with pytest.raises(NotSavedError) as caught, sqlite.write() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:typed)"), {"typed": "hunter2"})
    assert caught.value.in_full == "This was not saved: the database cannot write. (no such table: nowhere)"
    assert "hunter2" not in str(caught.value.__cause__)


def test_what_postgresql_says_of_a_value_is_not_repeated() -> None:
    class Refused(Exception):  # noqa: N818  # as psycopg names them
        sqlstate = "22P02"

    assert engine.reason_of(Refused("invalid input syntax: hunter2")) == "Refused, SQLSTATE 22P02"
