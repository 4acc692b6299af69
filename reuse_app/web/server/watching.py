"""What can be watched of a server: a line for each request, and figures that Prometheus collects.

Neither holds an address, a name or a secret: routes are told by their pattern. The figures have a listener of their
own, which is not where the room is; each process counts for itself.
"""

import hmac
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from reuse_app.live.stream import PROGRAM_ROUTE, ROUTE, Message, Receive, Scope, Send
from reuse_app.web.server.answers import App, route_in
from reuse_app.web.server.failures import Told, number_in, of_requests

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which requests are counted."""
CUT_OFF = 499
"""The status of an answer that nobody waited for."""
PATH = "/metrics"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class MetricsError(OSError):
    """Nothing can listen where figures were to be collected."""


@dataclass
class Took:
    """How long requests of one kind took: how many up to each of BUCKETS, how many in all, and all seconds together."""

    up_to: list[int] = field(default_factory=lambda: [0] * len(BUCKETS))
    count: int = 0
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one more."""
        self.up_to = [count + (seconds <= most) for count, most in zip(self.up_to, BUCKETS, strict=True)]
        self.count += 1
        self.seconds += seconds


class Watched:
    """An ASGI app around all others, which counts requests and can tell of each."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.took = {"read": Took(), "save": Took()}
        self.saves = 0
        self.in_progress = 0
        self.streams = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it once it is done."""
        began, status, is_stream = time.perf_counter(), CUT_OFF, False
        self.in_progress += 1

        async def watch(message: Message) -> None:
            nonlocal status, is_stream
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number_in(scope["state"]).encode())]
                is_stream = route_in(scope) in (ROUTE, PROGRAM_ROUTE) and status == HTTPStatus.OK
                self._count_stream(1 if is_stream else 0)
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            self._count_stream(-1 if is_stream else 0)
            self.in_progress -= 1
            self._count(scope, status, time.perf_counter() - began, is_stream=is_stream)

    def _count_stream(self, one: int) -> None:
        self.streams += one
        self.in_progress -= one

    def _count(self, scope: Scope, status: int, seconds: float, *, is_stream: bool) -> None:
        method, route = _known(scope["method"]), route_in(scope)
        self.requests[method, route, status] += 1
        kind = "read" if method in ("GET", "HEAD", "OPTIONS") else "save"
        self.saves += kind == "save" and status < HTTPStatus.BAD_REQUEST
        if not is_stream:
            self.took[kind].add(seconds)
        of_requests.info("%s", Told(number_in(scope["state"]), status, method, route, round(seconds * 1000)))

    def lines(self) -> Iterator[str]:
        """What was counted, as Prometheus reads it."""
        yield "# TYPE reuse_requests_total counter"
        for (method, route, status), count in sorted(self.requests.items()):
            yield f'reuse_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
        yield "# TYPE reuse_request_seconds histogram"
        for kind, took in self.took.items():
            for most, count in zip((*BUCKETS, "+Inf"), (*took.up_to, took.count), strict=True):
                yield f'reuse_request_seconds_bucket{{kind="{kind}",le="{most}"}} {count}'
            yield f'reuse_request_seconds_sum{{kind="{kind}"}} {took.seconds:.6f}'
            yield f'reuse_request_seconds_count{{kind="{kind}"}} {took.count}'


def metrics(watched: Watched, figures: Mapping[str, float]) -> str:
    """Everything that is counted, in the text format of Prometheus."""
    now = {"reuse_streams": watched.streams, "reuse_requests_in_progress": watched.in_progress}
    lines = list(watched.lines())
    for name, value in {"reuse_saves_total": watched.saves, **now, **figures, **_of_process()}.items():
        kind = "counter" if name.endswith("_total") else "gauge"
        lines += [f"# TYPE {name} {kind}", f"{name} {value:.10g}"]
    return "\n".join(lines) + "\n"


def _of_process() -> dict[str, float]:
    """What the process uses, as far as the system tells it."""
    used: dict[str, float] = {"process_cpu_seconds_total": time.process_time()}
    statm = Path("/proc/self/statm")
    if statm.exists():
        used["process_resident_memory_bytes"] = int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        used["process_open_fds"] = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return used


def _known(method: str) -> str:
    """The method of a request; one that nobody knows is not repeated."""
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "OTHER"


def listen_for_metrics(place: tuple[str, int], text: Callable[[], str], *, token: str | None) -> ThreadingHTTPServer:
    """Answer whoever collects figures at a place of its own, until the process ends; raises MetricsError."""

    class Answer(BaseHTTPRequestHandler):
        """One request; only the figures are here."""

        def do_GET(self) -> None:  # as http.server calls it
            """Answer with the figures, to whoever has the token if there is one."""
            said = self.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
            if self.path != PATH:
                self.send_error(HTTPStatus.NOT_FOUND)
            elif token and not hmac.compare_digest(said, f"Bearer {token}".encode()):
                self.send_error(HTTPStatus.UNAUTHORIZED)
            else:
                body = text().encode()
                self.send_response(HTTPStatus.OK)
                self.send_header("Content-Type", CONTENT_TYPE)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing: an address could hold anything."""

    try:
        server = ThreadingHTTPServer(place, Answer)
    except OSError as error:
        raise MetricsError(error.errno, error.strerror) from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
