"""A server in a process of its own, and a browser without a screen that visits it."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import decompress
from http.client import HTTPConnection, HTTPResponse
from json import loads
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Event
from urllib.parse import urlencode, urlsplit

ACCEPTED, UNCHANGED, SECONDS_BETWEEN = 202, 304, 0.2


class Visitor:
    """One connection that is kept open, with its cookies, the token of its forms and where it was led last."""

    def __init__(self, url: str) -> None:
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.status = 0
        self.led_to = ""
        self.tag = ""
        self.versions: dict[str, str] = {}

    def open_again(self, path: str) -> None:
        """Ask for a page as live.js does, with the tag that it had, and be told that it says the same."""
        self._ask("GET", path, {"If-None-Match": self.tag})
        assert self.status == UNCHANGED, (path, self.status)

    def open(self, path: str) -> bytes:
        """Return an answer as it came over the wire, most likely compressed; ask again while it is being computed."""
        answer = self._ask("GET", path, {})
        while self.status == ACCEPTED:
            Event().wait(SECONDS_BETWEEN)
            answer = self._ask("GET", path, {})
        return answer

    def enter(self, secret: str) -> None:
        """Open the link of a workshop, as a browser that has been here before."""
        self.read("/")
        self.read(f"/open/{secret}")

    def read(self, path: str) -> str:
        """Return a page as text, and remember the token of its forms."""
        body = self.open(path)
        page = (decompress(body) if body.startswith(b"\x1f\x8b") else body).decode()
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return page

    def post(self, path: str, *, json: bool = False, **fields: object) -> bytes:
        """Send a form, as the page's script does if `json`, and return the answer."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, headers, urlencode({"csrf": self.token, **fields}), json=json)

    def save(self, path: str, **fields: object) -> None:
        """Send a form of something that nobody else changes, as a page's script does, having seen the last save."""
        answer = self.post(path, json=True, seen=self.versions.get(path, ""), **fields)
        text = decompress(answer) if answer.startswith(b"\x1f\x8b") else answer
        self.versions[path] = loads(text)["version"]

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str = "", *, json: bool = False) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        accept = "application/json" if json else "text/html"
        common = {"Cookie": cookies, "Accept": accept, "Accept-Encoding": "gzip"}
        self.connection.request(method, path, body or None, headers | common)
        response = self.connection.getresponse()
        answer, self.status = response.read(), response.status
        assert response.status < 400, (method, path, response.status, answer[:300])  # a failure is no measurement
        self._remember(response)
        return answer

    def _remember(self, response: HTTPResponse) -> None:
        self.led_to = response.headers["Location"] or self.led_to
        self.tag = response.headers["ETag"] or self.tag
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value


@dataclass(frozen=True)
class Server:
    """A server as a process of its own: where it is, and what it uses (as Linux tells it)."""

    url: str
    process: "Popen[str]"

    def cpu_seconds(self) -> float:
        """The processor time that it has used so far."""
        after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """The memory that it holds now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """A server that is started with these arguments to Python, until the block ends."""
    with Popen([sys.executable, *arguments], stdout=PIPE, text=True) as process:  # our own programs
        assert process.stdout
        try:
            yield Server(process.stdout.readline().split()[-1], process)
        finally:
            process.terminate()


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """The URL of a server that is started with these arguments to Python, until the block ends."""
    with serving(*arguments) as server:
        yield server.url


def app_at(database_url: str) -> tuple[str, ...]:
    """The arguments that serve the app as README says, on a free port."""
    return ("-m", "reuse_app", "serve", "--port", "0", "--database", database_url)


HELLO = ("-m", "tests.benchmarks.hello")


def weight(visitor: Visitor) -> tuple[float, float, int]:
    """The first page: kB of HTML and CSS, kB of all, and the number of requests, as they come over the wire."""
    files = {"/": len(visitor.open("/"))}
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', visitor.read("/")):
        files[path] = len(visitor.open(path))
    [sheet] = [path for path in files if ".css" in path]
    for font in re.findall(r'url\("([^"]+)"\)', visitor.read(sheet)):
        files[f"/static/{font}"] = len(visitor.open(f"/static/{font}"))
    words = sum(size for path, size in files.items() if path == "/" or ".css" in path)
    return words / 1000, sum(files.values()) / 1000, len(files)
