"""Answers: made at once and sent as fast as they are read, so that a slow reader keeps a connection and no thread."""

import asyncio
from collections.abc import Iterator

from reuse_app.live.stream import Message, Receive, Scope, Send
from reuse_app.web.server.front import App

PIECE = 64 * 1024
"""Bytes that are sent at a time; a reader who does not take as much in a while has stalled."""
MOST_WAITING = 64 * 1024 * 1024
"""Bytes that all answers together may keep in memory while they are read."""


class AtOnce:
    """An ASGI app that lets another finish its answer before the first of it is sent.

    When too much waits for its readers, whoever has been at it longest is cut off.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._waiting: dict[asyncio.Task[None], int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)
            if _is_whole(answer):
                await self._send(answer, send)

        await self.app(scope, receive, keep)
        await self._send(answer, send)

    async def _send(self, answer: list[Message], send: Send) -> None:
        """Send what there is of an answer, at the pace of its reader."""
        task = asyncio.current_task()
        assert task  # noqa: S101  # each request is one
        self._waiting[task] = _size(answer)
        self._make_room()
        try:
            for message in answer:
                for piece in _pieces(message):
                    await send(piece)
            answer.clear()
        finally:
            self._waiting.pop(task, None)

    def _make_room(self) -> None:
        while len(self._waiting) > 1 and sum(self._waiting.values()) > MOST_WAITING:
            oldest = next(iter(self._waiting))
            del self._waiting[oldest]
            oldest.cancel()


def _is_whole(answer: list[Message]) -> bool:
    """Whether everything of an answer is there, as far as its headers tell."""
    length = dict(answer[0].get("headers", ())).get(b"content-length")
    return length is not None and int(length) == _size(answer) > 0


def _size(answer: list[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in answer)


def _pieces(message: Message) -> Iterator[Message]:
    """A message, or several that say the same and each of which is small."""
    body = message.get("body", b"")
    for start in range(0, len(body) - PIECE, PIECE):
        yield {"type": message["type"], "body": body[start : start + PIECE], "more_body": True}
    last = max(0, -(-len(body) // PIECE) - 1) * PIECE
    yield {**message, "body": body[last:]} if last else message
