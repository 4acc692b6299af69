import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from reuse_app.web.server.answers import security_headers
from reuse_app.web.server.connections import MOST_HEAD
from reuse_app.web.server.security import HEADERS, HSTS
from tests.benchmarks.visiting import Visitor
from tests.web.server.program import LARGE
from tests.web.server.wire import Running, dripping, everything, head, running, start

SILENT = 1_100


@contextmanager
def open_files(soft: int) -> Iterator[None]:
    """Let this process, and those that it starts, open so many files."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextmanager
def streams(server: Running, count: int) -> Iterator[list[tuple[socket.socket, bytes]]]:
    """So many open event streams of one person, each with the head of its answer."""
    visitor = Visitor(server.url)
    address = start(visitor)
    visitor.connection.close()
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    with ExitStack() as stack:
        opened = [stack.enter_context(server.connect()) for _ in range(count)]
        for connection in opened:
            connection.sendall(head("GET", f"/w/{address}/events?since=1", f"Cookie: {cookies}"))
        yield [(connection, until(connection, b"data: open\n")) for connection in opened]


def until(connection: socket.socket, said: bytes) -> bytes:
    """What comes until something is said."""
    received = b""
    while said not in received:
        part = connection.recv(65_536)
        assert part, received
        received += part
    return received


def headers_of(answer: bytes) -> dict[str, str]:
    """The headers of an answer; each stands there once."""
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    found = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert len(found) == len(lines), lines
    return found


def test_every_answer_carries_the_security_headers(hasty: Running) -> None:
    close = "Connection: close"
    requests = [
        (200, head("GET", "/healthz", close)),
        (403, head("GET", "/open/nothing", close)),
        (403, head("GET", "/w/abc/events", close)),
        (404, head("GET", "/nothing", close)),
        (404, head("HEAD", "/nothing", close)),
        (405, head("GET", "/workshops", close)),
        (408, head("POST", "/join", "Content-Length: 5")),
        (413, head("POST", "/join", "Content-Length: 99999999", "Expect: 100-continue")),
        (431, head("GET", "/", "X: " + "x" * 70_000)),
        (400, b"Hello there\r\n\r\n"),
        (500, head("GET", "/broken/x", close)),
        (503, head("GET", "/broken-database", close)),
    ]
    for status, request in requests:
        answer = hasty.ask(request)
        assert answer.startswith(b"HTTP/1.1 %d " % status), (status, answer[:100])
        found = headers_of(answer)
        assert {name: found.get(name.lower()) for name in HEADERS} == HEADERS, status
    static = headers_of(hasty.get("/static/icon.svg"))
    assert {name: static.get(name.lower()) for name in HEADERS} == HEADERS | {"Cache-Control": "public, max-age=0"}


def test_a_stream_carries_the_security_headers(server: Running) -> None:
    with streams(server, 1) as [(_, head_of_stream)]:
        found = headers_of(head_of_stream)
    assert {name: found.get(name.lower()) for name in HEADERS} == HEADERS
    assert found["content-type"] == "text/event-stream; charset=utf-8"


@pytest.mark.parametrize(
    "nonsense", [b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_is_answered_and_not_logged(server: Running, nonsense: bytes) -> None:
    assert server.ask(nonsense).startswith(b"HTTP/1.1 400 ")
    assert server.log() == ""


def test_bytes_in_an_address_that_are_no_text_are_answered_and_not_logged(server: Running) -> None:
    for path in (b"/?q=\xff\xfe", b"/\xff"):
        request = head("GET", "/", "Connection: close").replace(b" / ", b" " + path + b" ")
        assert server.ask(request)[:13] in {b"HTTP/1.1 200 ", b"HTTP/1.1 400 "}
    assert server.log() == ""


def test_silent_connections_neither_stop_answers_nor_fill_the_log(tmp_path: Path) -> None:
    """More of them than the process may open files, until it raises that limit itself."""
    with open_files(1_024), running(tmp_path) as server, open_files(4_096), ExitStack() as stack:
        for _ in range(SILENT):
            stack.enter_context(server.connect())
        assert server.answers()
        assert server.log() == ""


def test_who_only_waits_makes_room_for_who_asks(small: Running) -> None:
    with streams(small, 3) as open_streams, ExitStack() as stack:
        silent = [stack.enter_context(small.connect()) for _ in range(20)]
        assert small.answers()
        assert everything(silent[0]) == b"", "the first of them was closed"
        for stream, _ in open_streams:
            stream.settimeout(0)
            with suppress(BlockingIOError):
                assert stream.recv(1) != b"", "it was closed"
    assert small.log() == ""


def test_one_too_many_is_told_when_to_come_again(small: Running) -> None:
    with streams(small, 6) as [(first, _), *_]:
        answer = small.get("/")
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert headers_of(answer)["retry-after"] == "5"
        assert headers_of(answer)["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert b"Every connection is in use. Try again in a few seconds." in answer
        first.close()
        while small.get("/healthz").startswith(b"HTTP/1.1 503 "):
            pass
    assert small.log() == ""


@pytest.mark.parametrize(
    ("beginning", "drop"),
    [
        (b"", b""),
        (b"", b"\r\n"),
        (b"GET / HTTP/1.1\r\n", b"X: y\r\n"),
        (head("GET", "/healthz"), b"\r\n"),
        (head("GET", "/healthz") + b"GET / HTTP/1.1\r\n", b"X: y\r\n"),
    ],
)
def test_a_request_that_does_not_come_is_not_waited_for(hasty: Running, beginning: bytes, drop: bytes) -> None:
    with hasty.connect() as connection:
        connection.sendall(beginning)
        answer = dripping(connection, drop)
    assert answer.count(b'"ok"') == beginning.count(b"healthz")
    assert answer.count(b"HTTP/1.1 ") == beginning.count(b"healthz")
    assert hasty.log() == ""


def test_a_head_without_end_is_refused(server: Running) -> None:
    assert server.ask(b"GET / HTTP/1.1\r\nX: " + b"x" * MOST_HEAD).startswith(b"HTTP/1.1 431 ")
    assert server.log() == ""


def test_readers_who_stall_keep_nobody_waiting_and_are_let_go(hasty: Running) -> None:
    with ExitStack() as stack:
        before = hasty.sockets()
        slow = [stack.enter_context(hasty.connect()) for _ in range(3)]
        for connection in slow:
            connection.sendall(head("GET", "/large"))
        assert hasty.answers()
        while hasty.sockets() > before:
            assert hasty.get("/healthz")
        assert all(len(everything(connection)) < LARGE for connection in slow)
    assert hasty.log() == ""


def test_a_reader_who_reads_gets_it_all(server: Running) -> None:
    answer = server.get("/large")
    assert headers_of(answer)["content-length"] == str(LARGE)
    assert len(answer.partition(b"\r\n\r\n")[2]) == LARGE


def test_when_too_much_waits_to_be_read_who_waits_longest_is_cut_off(small: Running) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(small.connect()) for _ in range(4)]
        for connection in slow:
            connection.sendall(head("GET", "/large", "Connection: close"))
            assert connection.recv(1) == b"H"
        sizes = [len(everything(connection)) for connection in slow]
    assert sizes[0] < LARGE < min(sizes[1:])
    assert small.log() == ""


def test_by_https_the_browser_is_told_to_stay_there() -> None:
    assert (b"strict-transport-security", HSTS.encode()) in security_headers(https=True)
    assert dict(security_headers(https=False)).keys() == {name.lower().encode() for name in HEADERS}
