import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.visiting import Visitor
from tests.cli.conftest import Run, folder, run
from tests.web.server.wire import Running, everything, head, running, start

__all__ = ["folder", "run"]

SECRET = "zqx0secret0of0a0link"  # noqa: S105  # nobody's


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def collected(port: int, *headers: str, path: str = "/metrics") -> str:
    """What the listener for figures answers."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head("GET", path, *headers))
        return everything(connection).decode()


@pytest.fixture
def port() -> int:
    """A port for figures."""
    return free_port()


@pytest.fixture
def watched(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server that tells of each request, as JSON, and lets figures be collected."""
    for name, value in {"LOG": "json", "LOG_REQUESTS": "1", "METRICS": port, "METRICS_TOKEN": "let me"}.items():
        monkeypatch.setenv(f"REUSE_{name}", str(value))
    with running(tmp_path) as server:
        yield server


def test_each_request_leaves_a_line_and_is_counted_without_a_secret(watched: Running, port: int) -> None:
    visitor = Visitor(watched.url)
    address = start(visitor)
    answer = watched.get(f"/broken/{SECRET}?q={SECRET}").decode()
    watched.get(f"/open/{SECRET}")
    watched.get(f"/{SECRET}")
    watched.get("/w/nowhere/frame")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    with watched.connect() as stream:
        stream.sendall(head("GET", f"/w/{address}/events?since=1", f"Cookie: {cookies}"))
        assert stream.recv(12) == b"HTTP/1.1 200"
        figures = collected(port, "Authorization: Bearer let me")
    visitor.connection.close()
    for line in (
        'reuse_requests_total{method="POST",route="/workshops",status="303"} 1',
        'reuse_requests_total{method="GET",route="/broken/<secret>",status="500"} 1',
        'reuse_requests_total{method="GET",route="no such address",status="404"} 1',
        'reuse_requests_total{method="GET",route="/w/<address>/frame",status="403"} 1',
        'reuse_request_seconds_count{kind="save"} 1',
        "reuse_saves_total 1",
        "reuse_streams 1",
        "reuse_requests_in_progress 0",
        "reuse_queue 0",
    ):
        assert f"\n{line}\n" in figures, line
    assert re.search(r"\nprocess_resident_memory_bytes \d{8,}\n", figures)
    log = watched.log()
    lines = {line["route"]: line for line in map(json.loads, log.splitlines()) if line["level"] == "INFO"}
    broken = lines["/broken/<secret>"]
    assert (broken["status"], broken["method"]) == (500, "GET")
    assert broken["milliseconds"] >= 0
    assert f"x-request-id: {broken['request']}\r\n" in answer
    assert f"Tell the person who runs this server: request {broken['request']}." in answer
    (failure,) = [line for line in map(json.loads, log.splitlines()) if line["level"] == "ERROR"]
    assert (failure["request"], "ValueError" in failure["message"]) == (broken["request"], True)
    assert [place for place in failure["places"] if "in broken" in place]
    for told in (SECRET, address, *visitor.cookies.values(), "Spring"):
        assert told not in log + figures


def test_figures_are_for_whoever_has_the_token_and_never_for_the_room(watched: Running, port: int) -> None:
    assert watched.get("/metrics").startswith(b"HTTP/1.1 404 ")
    assert collected(port).startswith("HTTP/1.0 401 ")
    assert collected(port, "Authorization: Bearer let me not").startswith("HTTP/1.0 401 ")
    assert collected(port, "Authorization: Bearer let me", path="/").startswith("HTTP/1.0 404 ")


def test_figures_are_not_opened_to_everybody_by_mistake(run: Run) -> None:
    refused = run("serve", "--metrics", "0.0.0.0:9100")
    assert (refused.exit_code, "open to everybody" in refused.stderr) == (2, True)
    for place in ("nowhere", "127.0.0.1", "9100:127.0.0.1", "host:9100", "99999", "-1"):
        refused = run("serve", "--metrics", place)
        assert (refused.exit_code, "say a port, such as 9100" in refused.stderr) == (2, True), place


def test_a_port_for_figures_that_is_taken_says_so(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run("serve", "--port", 0, "--metrics", port)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith(f"127.0.0.1:{port}: Address already in use; choose another with --metrics.")
