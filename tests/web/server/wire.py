"""A server as a process of its own, and clients that speak to it byte by byte."""

import re
import select
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.parse import urlsplit

from tests.benchmarks.visiting import Visitor

PATIENCE = 120
"""Seconds after which a test gives up; nobody waits longer than needed."""


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    url: str
    process: "Popen[str]"
    folder: Path
    said_before: int = 0
    """How many characters of its log do not matter any more."""

    def from_now(self) -> "Running":
        """The same with nothing in its log."""
        return replace(self, said_before=self.said_before + len(self.log()))

    @property
    def database(self) -> Path:
        """Its database."""
        return self.folder / "reuse.db"

    def log(self) -> str:
        """What it has said on standard error so far."""
        return (self.folder / "log").read_text()[self.said_before :]

    def lines(self) -> list[str]:
        """The failures that it has logged so far, without where they came from."""
        return [line for line in self.log().splitlines() if re.match(r"\d{4}-\d\d-\d\d \d\d:", line)]

    def sockets(self) -> int:
        """How many sockets it has open, as Linux tells it."""
        return sum(map(_is_socket, list(Path(f"/proc/{self.process.pid}/fd").iterdir())))

    def connect(self) -> socket.socket:
        """A connection that says nothing yet."""
        place = urlsplit(self.url)
        return socket.create_connection((place.hostname or "", place.port or 0), timeout=PATIENCE)

    def ask(self, request: bytes) -> bytes:
        """Send a request on a connection of its own, and return all that comes back."""
        with self.connect() as connection:
            connection.sendall(request)
            return everything(connection)

    def get(self, path: str, *headers: str) -> bytes:
        """The answer to a plain request."""
        return self.ask(head("GET", path, "Connection: close", *headers))

    def answers(self) -> bool:
        """Whether it answers somebody new, and saves."""
        visitor = Visitor(self.url)
        with closing(visitor.connection):
            return b'"ok"' in visitor.open("/healthz") and bool(start(visitor))


def _is_socket(file: Path) -> bool:
    with suppress(FileNotFoundError):  # closed meanwhile
        return "socket" in str(file.readlink())
    return False


def head(method: str, path: str, *headers: str) -> bytes:
    """The line and headers of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: reuse.test", *headers, "", ""]).encode()


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes; what was cut off counts as closed."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received


def dripping(connection: socket.socket, drop: bytes) -> bytes:
    """Send a little again and again until the other side closes; return all that came."""
    received = b""
    with suppress(OSError):
        while True:
            readable, _, _ = select.select([connection], [], [], 0.1)
            if not readable:
                connection.sendall(drop)
            elif part := connection.recv(65536):
                received += part
            else:
                break
    return received


def start(visitor: Visitor) -> str:
    """Start a workshop as somebody does; return its address."""
    visitor.read("/")
    visitor.post("/workshops", title="Spring workshop", name="Ann")
    return visitor.led_to.split("/")[2]


def worksheet(url: str, visitor: Visitor, address: str) -> str:
    """The worksheet of a workshop, as somebody in it reads it."""
    return visitor.read(f"/w/{address}/worksheet.json")


@contextmanager
def running(folder: Path, *settings: str, database: str = "") -> Iterator[Running]:
    """A server with a new database, until the block ends."""
    url = database or f"sqlite:///{folder / 'reuse.db'}"
    command = [sys.executable, "-m", "tests.web.server.program", url, *settings]
    with (folder / "log").open("a") as log, Popen(command, stdout=PIPE, stderr=log, text=True) as process:
        assert process.stdout
        try:
            yield Running(process.stdout.readline().split()[-1], process, folder)
        finally:
            process.kill()
