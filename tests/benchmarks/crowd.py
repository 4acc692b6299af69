"""People without browsers, many of them in one process: each has cookies, a line for requests, and a stream."""

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from gzip import decompress
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from reuse_app.live.cursors import revision_of

GONE = (OSError, asyncio.IncompleteReadError, ValueError, IndexError)
"""What it looks like when a server dies in the middle of an answer."""


@dataclass(frozen=True)
class Answer:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return (decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body).decode()


@dataclass
class Person:
    """Somebody at a server: what they send, and when which revision reached them."""

    url: str
    salt: str = ""
    """That of the workshop, with which whoever made it can read its revisions."""
    address: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    arrivals: list[tuple[float, int]] = field(default_factory=list)
    """When an event came, in seconds, and its revision, in their order."""
    cursor: str = ""
    """The newest revision that the stream has told, as it tells it."""
    parts: str = ""
    """What that revision has changed, as the stream tells it."""
    versions: dict[str, str] = field(default_factory=dict)
    """What was answered to the last save at each path."""
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _is_old: bool = False
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self, path: str, *, tag: str = "") -> Answer:
        """Ask for a page, within the workshop unless the path begins with a slash."""
        answer = await self._ask("GET", path, {"If-None-Match": tag} if tag else {})
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.token = found[1] if found else self.token
        return answer

    async def post(self, path: str, **fields: object) -> Answer:
        """Send a form as a page's script does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return await self._ask("POST", path, kind, urlencode({"csrf": self.token, **fields}))

    async def save(self, path: str, **fields: object) -> Answer:
        """Send a form of something that nobody else changes, having seen what was saved there last."""
        answer = await self.post(path, seen=self.versions.get(path, ""), **fields)
        if answer.status == 200:  # saved
            self.versions[path] = json.loads(answer.text)["version"]
        return answer

    def revision_of(self, cursor: str) -> int:
        """Which revision a page, an answer or the stream tells."""
        return revision_of(cursor, self.salt, newest=2**62)

    async def enter(self, secret: str) -> None:
        """Come in by a link."""
        await self.get("/join")
        self._step_in(await self.get(f"/open/{secret}"))
        await self.get("frame")

    async def join(self, code: str, name: str) -> None:
        """Join by the code: the page that asks for the name, and the name."""
        await self.get(f"/join/{code}")
        self._step_in(await self.post(f"/join/{code}", name=name))

    def _step_in(self, answer: Answer) -> None:
        assert answer.status == 303, (answer.status, answer.text[:300])
        self.address = answer.headers["location"].split("/")[2]

    async def listen(self, told: Callable[[], None] = lambda: None) -> None:
        """Keep a stream open, from where the last one broke off; never ends by itself."""
        while True:
            with suppress(*GONE):
                await self._follow(told)
            await asyncio.sleep(0.5)

    async def _follow(self, told: Callable[[], None]) -> None:
        reader, writer = await self._connect()
        try:
            writer.write(self._head("GET", f"events?since={self.cursor}", {}))
            event = b""
            while (line := await reader.readline()) not in (b"", b"0\r\n"):
                if line.startswith(b"event: "):
                    event = line.strip()
                elif line.startswith(b"data: ") and event == b"event: revision":
                    self.cursor, self.parts = line.decode().split()[1:3]
                    self.arrivals.append((perf_counter(), self.revision_of(self.cursor)))
                    told()
        finally:
            writer.close()

    async def _ask(self, method: str, path: str, headers: dict[str, str], body: str = "") -> Answer:
        async with self._lock:
            request = self._head(method, path, headers, len(body)) + body.encode()
            try:
                answer = await self._exchange(request)
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                was_begun = isinstance(error, asyncio.IncompleteReadError) and error.partial
                if was_begun or not self._is_old:
                    raise
                answer = await self._exchange(request)
        if answer.headers.get("connection") == "close":
            await self.hang_up()
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    async def _exchange(self, request: bytes) -> Answer:
        """Send and read on the line; one that the server has let go meanwhile breaks, and the next is new."""
        self._is_old = self._line is not None
        try:
            self._line = self._line or await self._connect()
            self._line[1].write(request)
            return await _answer(self._line[0])
        except BaseException:
            await self.hang_up()
            raise

    async def hang_up(self) -> None:
        """Close the line; the next request opens another."""
        line, self._line = self._line, None
        if line:
            line[1].close()
            with suppress(OSError):
                await line[1].wait_closed()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        parts = urlsplit(self.url)
        return await asyncio.open_connection(parts.hostname, parts.port, limit=2**20)

    def _head(self, method: str, path: str, headers: dict[str, str], length: int = 0) -> bytes:
        target = path if path.startswith("/") else f"/w/{self.address}/{path}"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        common = {"Host": urlsplit(self.url).netloc, "Cookie": cookies, "Accept-Encoding": "gzip"}
        fields = common | headers | ({"Content-Length": str(length)} if method == "POST" else {})
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    fields = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    headers = dict(fields)
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    cookies = tuple(value for name, value in fields if name == "set-cookie")
    return Answer(int(first.split()[1]), headers, cookies, body)
