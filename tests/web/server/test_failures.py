import asyncio
import json
import logging
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from reuse_app.store import Database, open_database
from reuse_app.web import create_app
from reuse_app.web.server.failures import Discreet, logged, of_loop
from reuse_app.workers import Workers
from reuse_app.worksheet import Workshop
from tests.benchmarks.visiting import Visitor
from tests.conftest import new_postgresql
from tests.web.conftest import PUBLIC_URL, Browser
from tests.web.server.conftest import NewPostgres
from tests.web.server.wire import Running, head, running, start
from tests.workers import working

SECRET = "zqx0secret0of0a0link"  # noqa: S105  # nobody's


def number_in(answer: bytes | str) -> str:
    """The number by which an answer says what failed."""
    text = answer.decode() if isinstance(answer, bytes) else answer
    found = re.search(r"Tell the person who runs this server: request ([0-9a-f]+)\.", text)
    assert found, text
    return found[1]


def drop(server: Running, table: str) -> None:
    with closing(sqlite3.connect(server.database)) as connection, connection:
        connection.execute(f'DROP TABLE "{table}"')


def test_a_page_that_breaks_leaves_one_line_without_its_address(server: Running) -> None:
    page = server.get(f"/broken/{SECRET}")
    answer = server.get(f"/broken/{SECRET}?q={SECRET}", "Accept: application/json")
    first, second = server.lines()
    log = server.log()
    assert page.startswith(b"HTTP/1.1 500 ")
    assert b"Something in the server is broken" in page
    assert f"request {number_in(page)}: 500 GET /broken/<secret>: ValueError" in first
    assert f"request {number_in(json.loads(answer.splitlines()[-1])['message'])}: 500 GET" in second
    assert "program.py" in log
    assert SECRET not in log
    assert log.count("in broken\n") == 1, "where it came from is told once a minute"


def test_a_page_that_breaks_halfway_is_no_half_page(server: Running) -> None:
    page = server.get(f"/broken-midway/{SECRET}")
    [line] = server.lines()
    log = server.log()
    assert page.startswith(b"HTTP/1.1 500 ")
    assert f"request {number_in(page)}: 500 GET /broken-midway/<secret>: ValueError" in line
    assert SECRET not in log


def test_what_was_typed_is_not_logged_with_what_is_wrong_with_it(server: Running) -> None:
    assert server.get(f"/mistyped?title={SECRET}").startswith(b"HTTP/1.1 500 ")
    [line] = server.lines()
    assert "500 GET /mistyped: pydantic" in line
    assert SECRET not in server.log()


def test_a_broken_table_is_logged_and_told_in_our_words(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        visitor = Visitor(server.url)
        address = start(visitor)
        visitor.read(f"/w/{address}/inventory")
        drop(server, "capability")
        with suppress(AssertionError):
            visitor.post(f"/w/{address}/capabilities", name=SECRET)
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        page = server.get(f"/open/{SECRET}")
        assert page.startswith(b"HTTP/1.1 403 "), "the rest still works"
        drop(server, "workshop")
        pages = [
            server.get(f"/w/{address}/{path}", f"Cookie: {cookies}", *accept)
            for path, accept in (("frame", ()), ("events", ()), ("frame", ("Accept: application/json",)))
        ]
        lines, log = server.lines(), server.log()
        visitor.connection.close()
    saved, *others = lines
    assert "503 POST /w/<address>/capabilities: " in saved
    assert "no such table" in saved
    for page, line, route in zip(
        pages, others, ("<address>/frame", "<address>/events", "<address>/frame"), strict=True
    ):
        assert page.startswith(b"HTTP/1.1 503 ")
        assert f"request {number_in(page)}: 503 GET /w/{route}: " in line
        assert b"table" not in page.partition(b"\r\n\r\n")[2]
        assert b"SQL" not in page
    for told in (SECRET, address, *visitor.cookies.values(), "Spring", "Ann"):
        assert told not in log


def test_a_stopped_postgresql_is_logged_and_told_in_our_words(tmp_path: Path, new_postgres: NewPostgres) -> None:
    url, stop = new_postgres()
    with running(tmp_path, database=url) as server:
        assert server.answers()
        stop()
        answer = server.get("/open/nothing", "Accept: application/json")
        [line] = [each for each in server.lines() if " ERROR " in each]
        assert server.get("/healthz").startswith(b"HTTP/1.1 200 ")
        assert b'{"lacks":"database","status":"not ready"}' in server.get("/readyz")
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert f"request {number_in(answer)}: 503 GET /open/<secret>: " in line
    assert re.search("psycopg.[A-Za-z.]+", line)
    assert b"socket" not in answer
    assert b"psycopg" not in answer


FULL_DISK = """
    CREATE FUNCTION be_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER be_full BEFORE INSERT ON changed_field EXECUTE FUNCTION be_full()
    """
"""Lets PostgreSQL answer what it answers when its disk is full, to whoever saves something."""


def test_a_full_disk_of_postgresql_is_told_in_our_words_and_reads_go_on(postgres: str) -> None:
    with closing(open_database(new_postgresql(postgres))) as database:
        ann = Browser(create_app(database, public_url=PUBLIC_URL).test_client())
        ann.enter("/examples/tesla-bot")
        order(database, FULL_DISK)
        status, said = ann.save("capabilities/vision", owner=SECRET, seen=9999)
        page = ann.post("capabilities", name=SECRET, status="in-house", expect=503)
        database.kept.clear()
        assert "Camera vision" in ann.open("inventory")
        assert SECRET not in ann.open("inventory")
        order(database, "DROP TRIGGER be_full ON changed_field")
        assert ann.save("capabilities/vision", owner="Ann", seen=9999)[0] == 200
    assert status == 503, said
    for told in (str(said), page):
        assert "This was not saved: the database cannot write." in told
        assert not re.search("psycopg|DiskFull|53100|extend file|changed_field", told)


def order(database: Database, statement: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(statement)


def test_a_database_that_breaks_ends_the_streams_with_a_line(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        visitor = Visitor(server.url)
        address = start(visitor)
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        with server.connect() as connection:
            connection.sendall(head("GET", f"/w/{address}/events?since=1", f"Cookie: {cookies}"))
            stream = connection.makefile("rb")
            assert stream.readline().startswith(b"HTTP/1.1 200 ")
            while stream.readline() != b"data: open\n":
                pass
            drop(server, "workshop")
            while stream.readline() != b"0\r\n":
                pass
        visitor.connection.close()
        [line] = server.lines()
        assert "Streams ended, to be opened again: /w/<address>/events: " in line
        assert address not in server.log()


def test_what_a_failed_start_says_holds_nothing_of_the_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "reuse.db")) as connection, connection:
        connection.execute("CREATE TABLE workshop (id INTEGER, title TEXT)")
        connection.execute("INSERT INTO workshop VALUES (1, ?)", (SECRET,))
    command = [
        sys.executable,
        "-m",
        "reuse_app",
        "serve",
        "--port",
        "0",
        "--database",
        f"sqlite:///{tmp_path}/reuse.db",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database cannot be opened: table workshop already exists\n"


def test_what_nobody_expected_ends_the_process_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, logged():
        raise ValueError(SECRET)
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "CRITICAL The server failed: ValueError\n" in said
    assert SECRET not in said


@pytest.mark.filterwarnings("default")
def test_a_thread_that_fails_leaves_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    with logged():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    said = capsys.readouterr().err
    assert "ERROR A thread failed: ValueError\n" in said
    assert SECRET not in said


def test_what_fails_outside_of_a_request_is_told_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(asyncio.new_event_loop()) as loop, logged():
        of_loop(loop, {"message": f"Task failed\nfuture: {SECRET}", "exception": ValueError(SECRET)})
    said = capsys.readouterr().err
    assert "ERROR Outside of a request: Task failed: ValueError" in said
    assert SECRET not in said


def told(fail: Callable[[], object], formatter: logging.Formatter) -> str:
    """What a formatter makes of a failure."""
    try:
        fail()
    except Exception:
        record = logging.LogRecord("reuse_app", logging.ERROR, __file__, 1, "It\nfailed", (), sys.exc_info())
        return formatter.format(record)
    return ""


def chained() -> None:
    try:
        Workshop(title=SECRET * 100)
    except ValueError as error:
        raise KeyError(SECRET) from error


def test_a_failure_is_one_line_and_then_its_places() -> None:
    first, *places = told(chained, Discreet()).splitlines()
    assert re.fullmatch(r"\S+ \S+ ERROR It failed: KeyError from pydantic_core\.\S+ValidationError", first)
    assert [line for line in places if "in chained" in line]
    assert SECRET not in "".join([first, *places])


def test_where_work_failed_in_a_worker_is_told_each_place_once(workers: Workers) -> None:
    formatter = Discreet()
    first = told(lambda: workers.run(working.refuse, SECRET), formatter)
    other = told(lambda: workers.run(int, SECRET), formatter)
    again = told(lambda: workers.run(working.refuse, SECRET), formatter)
    assert "in refuse" in first
    assert "\n" in other, "another place"
    assert again.endswith("(from the same place as before)")
    assert SECRET not in first + other + again


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Workers as a server has them."""
    workers = Workers()
    yield workers
    workers.close()


def test_the_code_of_an_error_is_told_and_its_file_is_not() -> None:
    line = told(lambda: Path(SECRET).read_bytes(), Discreet()).splitlines()[0]
    assert line.endswith("FileNotFoundError (ENOENT)")


def test_an_error_that_leads_back_to_itself_has_an_end() -> None:
    def circle() -> None:
        error = ValueError()
        error.__cause__ = KeyError()
        error.__cause__.__cause__ = error
        raise error

    assert "ValueError from KeyError\n" in told(circle, Discreet())


def test_the_same_places_are_told_once() -> None:
    formatter = Discreet()
    assert "in chained" in told(chained, formatter)
    again = told(chained, formatter)
    assert again.endswith("(from the same place as before)")
    assert "\n" not in again
    assert "\n" in told(lambda: Path(SECRET).read_bytes(), formatter)
