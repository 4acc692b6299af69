from reuse_app.live.stream import Message
from reuse_app.web.room.guessing import LONGEST_WAIT, MOST_REMEMBERED, WITHIN, WrongCodes, keeping_back
from tests.live.apart import apart


def test_slips_of_the_finger_do_not_wait() -> None:
    codes = WrongCodes(allowed=3)
    assert [codes.add() for _ in range(5)] == [0, 0, 0, 1, 2]


def test_the_wait_has_an_end() -> None:
    codes = WrongCodes(allowed=0)
    assert max(codes.add() for _ in range(MOST_REMEMBERED * 2)) == LONGEST_WAIT


def test_after_a_minute_of_rest_nobody_waits() -> None:
    now = [0.0]
    codes = WrongCodes(allowed=1, now=lambda: now[0])
    assert [codes.add(), codes.add()] == [0, 1]
    now[0] = WITHIN + 1
    assert codes.add() == 0


def sent(headers: list[tuple[bytes, bytes]]) -> list[Message]:
    """What goes out when an answer with these headers is sent."""
    found: list[Message] = []

    async def send(message: Message) -> None:
        found.append(message)

    async def answer() -> None:
        keeping = keeping_back(send)
        await keeping({"type": "http.response.start", "status": 422, "headers": headers})
        await keeping({"type": "http.response.body", "body": b"wrong"})

    apart(answer)
    return found


def test_the_header_that_makes_an_answer_wait_never_goes_out() -> None:
    kept = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    start, body = sent([*kept, (b"x-reuse-wait", b"0")])
    assert start["headers"] == kept
    assert body["body"] == b"wrong"
