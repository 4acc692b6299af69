"""The outermost layer: headers on every answer, and an answer and a line in the log for whatever fails within."""

import asyncio
from collections.abc import Awaitable, Callable

from reuse_app.live.stream import Message, Receive, Scope, Send
from reuse_app.store.errors import DatabaseError
from reuse_app.web.server.failures import advice, report
from reuse_app.web.server.refusals import Refusal, security_headers

App = Callable[[Scope, Receive, Send], Awaitable[None]]

CUT_OFF = Refusal(503, "This was cut off", "The server is stopping, or has too much to do. Try again in a moment.", 5)


class Front:
    """An ASGI app around all others."""

    def __init__(self, app: App, *, https: bool) -> None:
        self.app = app
        self.headers = security_headers(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens.

        Raises what was raised in the midst of an answer: the connection breaks, so that nobody takes it for whole.
        """
        outgoing = _Outgoing(send, self.headers)
        try:
            await self.app(scope, receive, outgoing)
        except asyncio.CancelledError:
            if outgoing.has_started:
                raise
            await CUT_OFF(scope, outgoing)
        except Exception as error:
            refusal = _refusal(error, scope)
            if outgoing.has_started:
                raise
            await refusal(scope, outgoing)


class _Outgoing:
    """Sends what goes out, with the headers that it lacks."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self.send = send
        self.headers = headers
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            said = [header for header in message["headers"] if header[0] != b"date"]  # the server says it
            names = {name for name, _ in said}
            message["headers"] = [*said, *(header for header in self.headers if header[0] not in names)]
        await self.send(message)


def _refusal(error: Exception, scope: Scope) -> Refusal:
    """Log a failure, and say what to answer."""
    status = 503 if isinstance(error, DatabaseError) else 500
    number = report(error, status=status, method=scope["method"], route=_route(scope))
    what = str(error) if isinstance(error, DatabaseError) else "Something in the server is broken."
    return Refusal(status, "This did not work", f"{what} {advice(number)}")


def _route(scope: Scope) -> str:
    """The pattern of a request's route, as whoever answers it has noted."""
    return str(scope["state"].get("route", "before any route"))
