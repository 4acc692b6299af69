import json
import socket
from urllib.parse import urlencode

import pytest

from tests.benchmarks.visiting import Visitor
from tests.web.server.wire import Running, dripping, everything, head

FORM = "Content-Type: application/x-www-form-urlencoded"
TOO_LARGE = 8 * 1024 * 1024 + 1


def to_start(visitor: Visitor) -> tuple[str, bytes]:
    """What somebody sends to start a workshop: the cookie and the form."""
    visitor.read("/")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    form = urlencode({"csrf": visitor.token, "title": "Spring workshop", "name": "Ann"})
    visitor.connection.close()
    return f"Cookie: {cookies}", form.encode()


def slow_posts(server: Running, cookie: str, form: bytes, count: int) -> list[socket.socket]:
    """So many connections, each of which has sent a form but for its last byte."""
    connections = [server.connect() for _ in range(count)]
    for connection in connections:
        length = f"Content-Length: {len(form)}"
        connection.sendall(head("POST", "/workshops", cookie, FORM, length, "Connection: close") + form[:-1])
    return connections


def test_bodies_that_come_slowly_keep_nobody_waiting(server: Running) -> None:
    cookie, form = to_start(Visitor(server.url))
    for count in (3, 50):
        slow = slow_posts(server, cookie, form, count)
        assert server.answers()
        for connection in slow:
            connection.sendall(form[-1:])
        answers = [everything(connection) for connection in slow]
        for connection in slow:
            connection.close()
        assert all(answer.startswith(b"HTTP/1.1 303 ") for answer in answers)
    for connection in slow_posts(server, cookie, form, 3):
        connection.close()
    assert server.answers()
    assert server.log() == ""


@pytest.mark.parametrize("path", ["/join", "/no/such/page", "/healthz"])
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((f"Content-Length: {TOO_LARGE}",), b""),
        (("Content-Length: 9999999999999",), b"x" * 1_000),
        ((f"Content-Length: {TOO_LARGE}", "Expect: 100-continue"), b""),
        (("Transfer-Encoding: chunked",), (b"10000\r\n" + b"x" * 65_536 + b"\r\n") * 129),
    ],
)
def test_what_is_too_large_is_refused_before_it_has_come(
    server: Running, path: str, headers: tuple[str, ...], body: bytes
) -> None:
    with server.connect() as connection:
        connection.sendall(head("POST", path, FORM, *headers) + body)
        assert connection.makefile("rb").readline().startswith(b"HTTP/1.1 413 ")
    assert server.log() == ""


def test_who_goes_on_sending_reads_the_refusal_all_the_same(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(head("POST", "/join", FORM, f"Content-Length: {TOO_LARGE}"))
        connection.sendall(b"x" * TOO_LARGE)
        page = everything(connection)
    assert page.startswith(b"HTTP/1.1 413 ")
    assert b"A file may have at most 5 MB." in page
    assert page.endswith(b"</html>")


def test_a_body_of_unknown_length_is_read(server: Running) -> None:
    cookie, form = to_start(Visitor(server.url))
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (form[:7], form[7:])) + b"0\r\n\r\n"
    request = head("POST", "/workshops", cookie, FORM, "Transfer-Encoding: chunked", "Connection: close") + chunks
    assert server.ask(request).startswith(b"HTTP/1.1 303 ")


def test_a_sender_who_pauses_for_too_long_is_told(hasty: Running) -> None:
    answer = hasty.ask(head("POST", "/join", FORM, "Content-Length: 5", "Accept: application/json") + b"ab")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answer.splitlines()[-1])["message"].startswith("This did not arrive in time. ")
    assert hasty.log() == ""


def test_a_sender_who_takes_too_long_over_all_is_told(hasty: Running) -> None:
    with hasty.connect() as connection:
        connection.sendall(head("POST", "/join", FORM, "Content-Length: 100000"))
        answer = dripping(connection, b"x")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"<h1>This did not arrive in time</h1>" in answer
    assert hasty.log() == ""


def test_when_too_much_is_being_sent_a_save_is_still_taken(small: Running) -> None:
    request = head("POST", "/join", FORM, "Content-Length: 80000", "Connection: close") + b"x" * 79_999
    with small.connect() as large:
        large.sendall(request)
        while not (refused := small.ask(request + b"x")).startswith(b"HTTP/1.1 503 "):
            assert refused.startswith(b"HTTP/1.1 403 "), "the first is still on its way"
        assert b"retry-after: 60\r\n" in refused
        assert b"Too many files are being sent just now" in refused
        assert small.answers()
        large.sendall(b"x")
        assert everything(large).startswith(b"HTTP/1.1 403 ")
    assert small.ask(request + b"x").startswith(b"HTTP/1.1 403 "), "there is room again"
    assert small.log() == ""
