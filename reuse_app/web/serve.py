"""Serving: pages are Flask in threads, event streams are ASGI, all in one process."""

import socket
from types import FrameType

import uvicorn
from a2wsgi import WSGIMiddleware

from reuse_app.live.channels import Channels
from reuse_app.live.stream import Receive, Scope, Send, Stream
from reuse_app.store import Database, open_database
from reuse_app.store.access import passes
from reuse_app.store.saved import revision_of
from reuse_app.web.factory import create_app

THREADS = 8
SOMEWHERE_ELSE = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737): which of our own leads there is asked, nothing is sent."""
SECONDS_TO_FINISH = 3
"""How long requests may go on once the server has been asked to stop."""


def serve(host: str, port: int, database_url: str, *, public_url: str | None = None) -> None:
    """Serve until interrupted; prints the address once the app is ready. Raises OSError when the port is taken."""
    database = open_database(database_url)
    listener = listening(host, port)
    port = listener.getsockname()[1]
    url = public_url or f"http://{_reachable(host)}:{port}"
    channels = Channels()
    database.announce = channels.announce
    print(f"Reuse is at {url}", flush=True)  # noqa: T201  # the one thing that a person waits for
    try:
        _Server(_config(database, channels, url), channels).run(sockets=[listener])
    finally:
        database.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that accepts connections and sends each answer at once.

    asyncio sees to that by itself only for sockets that it has made; otherwise the second part of an answer waits
    40 ms for the acknowledgement of the first.
    """
    listener = socket.create_server((host, port), reuse_port=False)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _reachable(host: str) -> str:
    """The address at which others reach a server; one that listens everywhere is known by that of the local network."""
    if host != "0.0.0.0":  # noqa: S104  # compared, not listened at
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE_ELSE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _config(database: Database, channels: Channels, url: str) -> uvicorn.Config:
    stream = Stream(
        channels,
        may_read=lambda address, secret: _opens(database, address, secret),
        revision=lambda address: revision_of(database, address),
    )
    pages = WSGIMiddleware(create_app(database, public_url=url), workers=THREADS)  # type: ignore[arg-type]  # a2wsgi's names

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if stream.is_for(scope):
            await stream(scope, receive, send)
        else:
            await pages(scope, receive, send)  # type: ignore[arg-type]  # a2wsgi has its own names for these types

    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


class _Server(uvicorn.Server):
    """A server that ends its event streams first, so that it can stop at once."""

    def __init__(self, config: uvicorn.Config, channels: Channels) -> None:
        super().__init__(config)
        self.channels = channels

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the streams when asked to stop."""
        self.channels.close()
        super().handle_exit(sig, frame)


def _opens(database: Database, address: str, secret: str) -> bool:
    """Say whether a secret opens the workshop at an address."""
    return bool(secret) and any(found.address == address for found in passes(database, [secret]))
