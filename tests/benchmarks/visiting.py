"""A server in a process of its own, and a browser without a screen that visits it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import decompress
from http.client import HTTPConnection, HTTPResponse
from subprocess import PIPE, Popen
from urllib.parse import urlencode, urlsplit

SERVE = "import sys; from reuse_app.web.serve import serve; serve('127.0.0.1', 0, sys.argv[1])"


class Visitor:
    """One connection that is kept open, with its cookies and the token of its forms."""

    def __init__(self, url: str) -> None:
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def open(self, path: str) -> bytes:
        """Return an answer as it came over the wire, most likely compressed."""
        return self._ask("GET", path, {})

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

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str = "", *, json: bool = False) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        accept = "application/json" if json else "text/html"
        common = {"Cookie": cookies, "Accept": accept, "Accept-Encoding": "gzip"}
        self.connection.request(method, path, body or None, headers | common)
        response = self.connection.getresponse()
        answer = response.read()
        assert response.status < 400, (method, path, response.status, answer[:300])  # a failure is no measurement
        self._remember(response)
        return answer

    def _remember(self, response: HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """A server that is started with these arguments to Python; the URL that it says, until the block ends."""
    with Popen([sys.executable, *arguments], stdout=PIPE, text=True) as process:  # our own programs
        assert process.stdout
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def app_at(database_url: str) -> tuple[str, ...]:
    """The arguments that serve the app."""
    return ("-c", SERVE, database_url)


HELLO = ("-m", "tests.benchmarks.hello")


def weight(visitor: Visitor) -> tuple[float, float, int]:
    """The first page: kB of HTML and CSS, kB of all, and the number of requests, as they come over the wire."""
    files = {"/": len(visitor.open("/"))}
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', visitor.read("/")):
        files[path] = len(visitor.open(path))
    words = sum(size for path, size in files.items() if path == "/" or ".css" in path)
    return words / 1000, sum(files.values()) / 1000, len(files)
