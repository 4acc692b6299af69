import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from reuse_app.web.guessing import FROM_EVERYWHERE, FROM_ONE_NETWORK, KNOWN_SECONDS, Guesses
from reuse_app.web.server.throttle import TooMuchError
from tests.browser.conftest import running_server
from tests.web.conftest import Browser, code, refused_fields

WRONG = "ABCDEFGH"


def tried(guesses: Guesses, network: str, count: int) -> int:
    """How many of so many wrong codes were looked at."""
    looked_at = 0
    for number in range(count):
        try:
            looked_at += guesses.begin(network, f"{number:08}")
        except TooMuchError:
            break
    return looked_at


def test_only_so_many_wrong_codes_are_looked_at() -> None:
    now = [0.0]
    guesses = Guesses(now=lambda: now[0])
    assert tried(guesses, "troll", 1000) == FROM_ONE_NETWORK
    with pytest.raises(TooMuchError, match=r"this one was not looked at\. Wait a second,") as refusal:
        guesses.begin("troll", "right")
    assert refusal.value.seconds == 1
    now[0] += 5
    assert tried(guesses, "troll", 1000) == 5
    assert guesses.begin("room", "right"), "somebody else is not held up"


def test_from_everywhere_only_so_many_are_looked_at() -> None:
    now = [0.0]
    guesses = Guesses(now=lambda: now[0])
    assert sum(tried(guesses, f"troll {number}", 10) for number in range(1000)) == FROM_EVERYWHERE
    now[0] += 60
    assert sum(tried(guesses, f"troll {number}", 10) for number in range(1000)) == FROM_EVERYWHERE


def test_right_codes_cost_nothing() -> None:
    guesses = Guesses(now=lambda: 0.0)
    for number in range(1000):
        if guesses.begin("room", f"right {number}"):
            guesses.take_back("room")
    assert tried(guesses, "room", 1000) == FROM_ONE_NETWORK


def test_a_code_that_is_known_lets_the_room_in_beside_a_troll() -> None:
    now = [0.0]
    guesses = Guesses(now=lambda: now[0])
    guesses.known.know("room", "right")
    tried(guesses, "room", 1000)
    assert not guesses.begin("room", "right")
    now[0] += KNOWN_SECONDS
    tried(guesses, "room", 1000)
    with pytest.raises(TooMuchError):
        guesses.begin("room", "right")


@pytest.fixture
def guesses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Guesses:
    """A limiter that allows two wrong codes."""
    found = Guesses(most=2, now=lambda: 0.0)
    monkeypatch.setitem(app.extensions, "guesses", found)
    return found


def test_past_the_limit_a_code_is_refused_unseen_and_kept(ann: Browser, stranger: Browser, guesses: Guesses) -> None:
    for _ in range(2):
        stranger.post("/join", expect=422, code=WRONG, name="Carl")
    for each in (WRONG, code(ann)):
        answer = stranger.send("/join", code=each, name="Carl")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
        assert refused_fields(answer.text) == ["code"]
        assert "this one was not looked at. Wait 30 seconds, then send it again." in answer.text
        assert f'value="{each}"' in answer.text
        assert 'value="Carl"' in answer.text
    assert stranger.client.get(f"/join/{code(ann)}").status_code == 429


def test_a_room_behind_one_address_is_let_in_beside_a_troll(
    app: Flask, ann: Browser, stranger: Browser, guesses: Guesses
) -> None:
    ann.open("people")
    assert [stranger.client.get(f"/join/{WRONG}").status_code for _ in range(4)] == [422, 422, 429, 429]
    for number in range(30):
        Browser(app.test_client()).join(code(ann), f"Guest {number}")


def test_a_code_that_was_replaced_counts_again(ann: Browser, stranger: Browser, guesses: Guesses) -> None:
    ann.open("people")
    old = code(ann)
    ann.post("code")
    assert [stranger.client.get(f"/join/{old}").status_code for _ in range(4)] == [422, 422, 422, 429]


def test_who_does_not_wait_for_answers_gains_nothing(tmp_path: Path) -> None:
    with running_server(tmp_path / "reuse.db") as url:
        address = urlsplit(url)
        with ExitStack() as hasty:
            for number in range(FROM_ONE_NETWORK + 10):
                each = hasty.enter_context(socket.create_connection((str(address.hostname), address.port or 80)))
                each.sendall(f"GET /join/{number:08} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
            assert each.recv(12) == b"HTTP/1.1 429"
