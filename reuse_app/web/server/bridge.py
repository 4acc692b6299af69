"""From ASGI to Flask: a thread is taken once a request is there as a whole, and let go before its answer is sent.

A thread never waits for the loop meanwhile, which would cost it a turn for each part of a request and of an answer.
"""

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, NamedTuple
from wsgiref.types import WSGIApplication

from a2wsgi.wsgi import Body, build_environ

from reuse_app.live.stream import Receive, Scope, Send


class Bridge:
    """A WSGI app as an ASGI app with some threads of its own."""

    def __init__(self, app: WSGIApplication, *, threads: int) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raises what the app raises."""
        loop = asyncio.get_running_loop()
        environ: dict[str, Any] = dict(build_environ(scope, Body(loop, receive)))  # type: ignore[arg-type]  # its own names
        environ["wsgi.input"] = BytesIO(await _whole(receive))
        answer = await loop.run_in_executor(self._threads, _answered, self._app, environ)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


class _WholeAnswer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


async def _whole(receive: Receive) -> bytes:
    """The body of a request, or as much as came before its sender left."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _answered(app: WSGIApplication, environ: dict[str, Any]) -> _WholeAnswer:
    """What an app answers, as a whole; raises what it raises."""
    begun: list[tuple[str, Sequence[tuple[str, str]]]] = []
    parts: list[bytes] = []

    def start_response(status: str, headers: Sequence[tuple[str, str]], error: Any = None, /) -> Any:
        if error:
            raise error[1]
        begun.append((status, headers))
        return parts.append

    answer: Iterable[bytes] = app(environ, start_response)
    try:
        parts.extend(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    status, headers = begun[-1]
    named = [(name.strip().lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
    return _WholeAnswer(int(status.split()[0]), named, b"".join(parts))
