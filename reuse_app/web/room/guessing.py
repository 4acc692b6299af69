"""Guessing codes: after many wrong ones from anywhere, the answer to a wrong one comes late; a right one never waits.

Limits count failures, not people, because a whole room stands behind one address.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import cast

from flask import Flask, Response, current_app

from reuse_app.live.stream import Message, Send

WRONG_CODES_ALLOWED = 30
"""Wrong codes within a minute that are mere slips of the finger."""
WITHIN = 60.0
"""Seconds for which a wrong code counts."""
LONGEST_WAIT = 5
"""Seconds that an answer waits at most."""
MOST_REMEMBERED = 1_000
WAIT_HEADER = "X-Reuse-Wait"
"""Seconds for which the server keeps an answer back; it never goes out, and no thread waits."""


class WrongCodes:
    """The wrong codes of the last minute, whoever sent them."""

    def __init__(self, *, allowed: int = WRONG_CODES_ALLOWED, now: Callable[[], float] = time.monotonic) -> None:
        self.allowed = allowed
        self._now = now
        self._moments: deque[float] = deque(maxlen=MOST_REMEMBERED)
        self._lock = Lock()

    def add(self) -> int:
        """Count one more wrong code and return for how many seconds its answer has to wait."""
        with self._lock:
            now = self._now()
            while self._moments and self._moments[0] <= now - WITHIN:
                self._moments.popleft()
            self._moments.append(now)
            return min(LONGEST_WAIT, max(0, len(self._moments) - self.allowed))


def init_app(app: Flask) -> None:
    """Begin with no wrong code."""
    app.extensions["wrong_codes"] = WrongCodes()


def slowed(response: Response) -> Response:
    """The answer to a wrong code, late when there have been many."""
    seconds = cast("WrongCodes", current_app.extensions["wrong_codes"]).add()
    if seconds:
        response.headers[WAIT_HEADER] = str(seconds)
    return response


def keeping_back(send: Send) -> Send:
    """Send an answer that has to wait when its time has come, without the header that says so."""

    async def send_in_time(message: Message) -> None:
        if message["type"] == "http.response.start":
            waits = [each for each in message["headers"] if each[0] == WAIT_HEADER.lower().encode()]
            for each in waits:
                await asyncio.sleep(int(each[1]))
                message["headers"].remove(each)
        await send(message)

    return send_in_time
