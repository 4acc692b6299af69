import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from shutil import copy
from threading import Event, Thread

import pytest

from reuse_app.exchange import worksheet_json
from reuse_app.store import load, open_database
from tests.benchmarks.visiting import Visitor
from tests.web.server.wire import PATIENCE, Running, head, running, start, worksheet


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Let Ctrl-C and a terminal that is closed reach what a test starts, also when the tests run without a terminal."""
    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: lambda *_: None}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Writer:
    """Somebody who adds a capability after the other until the server is gone."""

    def __init__(self, server: Running) -> None:
        self.visitor = Visitor(server.url)
        self.address = start(self.visitor)
        self.visitor.read(f"/w/{self.address}/inventory")
        self.saved: list[str] = []
        self.has_saved = Event()
        self.thread = Thread(target=self.write)

    def write(self) -> None:
        """Save and save again."""
        with suppress(OSError, HTTPException, AssertionError):
            while True:
                name = f"Capability {len(self.saved)}"
                self.visitor.post(f"/w/{self.address}/capabilities", json=True, name=name)
                self.saved.append(name)
                self.has_saved.set()


@contextmanager
def writing(server: Running, count: int) -> Iterator[list[Writer]]:
    """So many people who write, each of whom has saved something, until the server is gone."""
    writers = [Writer(server) for _ in range(count)]
    for writer in writers:
        writer.thread.start()
        assert writer.has_saved.wait(PATIENCE)
    yield writers
    for writer in writers:
        writer.thread.join(PATIENCE)
        writer.visitor.connection.close()


def busy(server: Running, stack: ExitStack) -> None:
    """Streams, downloads that nobody reads, bodies that do not come, and a thread that never comes back."""
    visitor = Visitor(server.url)
    address = start(visitor)
    visitor.connection.close()
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    length = "Content-Length: 9"
    for request in (
        head("GET", f"/w/{address}/events", f"Cookie: {cookies}"),
        head("GET", "/large"),
        head("POST", "/join", length),
        head("GET", "/stuck"),
        b"",
    ):
        for _ in range(1 if b"stuck" in request else 5):
            connection: socket.socket = stack.enter_context(server.connect())
            connection.sendall(request)


def exported(database: Path, address: str) -> str:
    """The worksheet of a workshop in a database file, of which nothing else is there."""
    opened = open_database(f"sqlite:///{database}")
    try:
        return worksheet_json.write(load(opened, address).worksheet)
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        ((signal.SIGTERM,), 0),
        ((signal.SIGTERM, signal.SIGTERM, signal.SIGHUP), 0),
        ((signal.SIGHUP,), 0),
        ((signal.SIGINT,), 130),
    ],
)
def test_asked_in_the_middle_of_everything_it_stops_and_leaves_one_file(
    tmp_path: Path, signals: tuple[signal.Signals, ...], code: int
) -> None:
    with running(tmp_path) as server, ExitStack() as stack:
        busy(server, stack)
        with writing(server, 3) as writers:
            for number in signals:
                server.process.send_signal(number)
            assert server.process.wait(timeout=PATIENCE) == code
        empty = {"reuse.db-lock"}
        assert {path.name for path in tmp_path.iterdir()} == {"log", "reuse.db"} | empty
        assert {path.name for path in tmp_path.glob("reuse.db*") if not path.stat().st_size} == empty
        (tmp_path / "elsewhere").mkdir()
        copied = Path(copy(server.database, tmp_path / "elsewhere"))
        for writer in writers:
            text = exported(copied, writer.address)
            assert [name for name in writer.saved if f'"{name}"' not in text] == []
        assert "Traceback" not in server.log()


def test_what_was_served_last_is_in_the_file_alone(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        visitor = Visitor(server.url)
        address = start(visitor)
        served = worksheet(server.url, visitor, address)
        visitor.connection.close()
        server.process.terminate()
        assert server.process.wait(timeout=PATIENCE) == 0
    (tmp_path / "elsewhere").mkdir()
    assert exported(Path(copy(server.database, tmp_path / "elsewhere")), address) == served


def test_asked_while_it_starts_it_stops(tmp_path: Path) -> None:
    """The database takes a connection and never says anything, so the start takes as long as the test likes."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+psycopg://me@127.0.0.1:{silent.getsockname()[1]}/reuse"
        command = [sys.executable, "-m", "reuse_app", "serve", "--port", "0", "--database", url]
        for number, code in ((signal.SIGTERM, 0), (signal.SIGINT, 130)):
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
                connection, _ = silent.accept()
                process.send_signal(number)
                said, complained = process.communicate(timeout=PATIENCE)
                connection.close()
            assert (process.returncode, said, complained.strip()) == (code, "", "")


def test_a_terminal_that_is_closed_stops_no_server_that_was_told_to_go_on(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with running(tmp_path) as server:
            server.process.send_signal(signal.SIGHUP)
            assert server.answers()
            server.process.terminate()
            assert server.process.wait(timeout=PATIENCE) == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_process_that_was_killed_is_tidied_up_after_at_the_next_start(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.answers()
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(timeout=PATIENCE)
    log = server.database.with_name("reuse.db-wal")
    assert b"Spring workshop" in log.read_bytes()
    with running(tmp_path) as server:
        assert not log.exists() or b"Spring workshop" not in log.read_bytes()
        assert b"Spring workshop" in server.database.read_bytes()
