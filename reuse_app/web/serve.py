"""Serving: Flask in threads behind uvicorn, in one process."""

import socket

import uvicorn
from a2wsgi import WSGIMiddleware

from reuse_app.store import open_database
from reuse_app.web.factory import create_app

THREADS = 8


def serve(host: str, port: int, database_url: str, *, public_url: str | None = None) -> None:
    """Serve until interrupted; prints the address once the app is ready. Raises OSError when the port is taken."""
    database = open_database(database_url)
    listener = listening(host, port)
    port = listener.getsockname()[1]
    url = public_url or f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104  # compared
    app = create_app(database, public_url=url)
    config = uvicorn.Config(
        WSGIMiddleware(app, workers=THREADS),  # type: ignore[arg-type]  # a2wsgi has its own names for the ASGI types
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
    )
    print(f"Reuse is at {url}", flush=True)  # noqa: T201  # the one thing that a person waits for
    try:
        uvicorn.Server(config).run(sockets=[listener])
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
