"""The event stream of a workshop for programs, on a server as it runs."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from tests.web.server.wire import PATIENCE, Running

WORKSHOPS = "/api/v1/workshops"


def ask(server: Running, method: str, path: str, token: str = "", body: object = None) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=PATIENCE)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    return connection.getresponse()


def started(server: Running) -> Any:
    return json.loads(ask(server, "POST", WORKSHOPS, body={"workshop": {"title": "Spring"}}).read())


def revisions(answer: HTTPResponse) -> Iterator[tuple[str, str]]:
    """The cursor and the parts of each change, as it comes."""
    is_next = False
    for line in answer:
        if is_next:
            cursor, _, parts = line.decode().removeprefix("data: ").strip().partition(" ")
            yield cursor, parts
        is_next = line == b"event: revision\n"


def test_a_program_hears_what_changes_and_can_ask_for_exactly_that(server: Running) -> None:
    workshop = started(server)
    path, token = f"{WORKSHOPS}/{workshop['address']}", workshop["token"]
    read = ask(server, "GET", f"{path}/worksheet", token)
    assert b"Spring" in read.read()
    known = read.headers["ETag"].strip('"')
    stream = ask(server, "GET", f"{path}/events?since={known}", token)
    assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    saved = ask(server, "POST", f"{path}/products", token, {"products": [{"name": "Robot"}]})
    assert json.loads(saved.read()) == {"new": 1, "changed": 0, "unchanged": 0}
    cursor, parts = next(revisions(stream))
    assert (f'"{cursor}"', parts) == (saved.headers["ETag"], "product")
    stream.close()


def test_a_stream_refuses_with_a_problem(server: Running) -> None:
    first, second = started(server), started(server)
    path = f"{WORKSHOPS}/{first['address']}/events"
    for token, status in (("", 401), ("wrong", 401), (second["token"], 403)):
        answer = ask(server, "GET", path, token)
        assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
        assert json.loads(answer.read())["status"] == status
