"""Serving: pages are Flask in threads, event streams are ASGI, all in one process, which ends within seconds.

With a PostgreSQL there may be several such processes; processes.py begins them and sees to it that they stay.
"""

import asyncio
import gc
import io
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from types import FrameType

import segno
import uvicorn
from flask import Flask

from reuse_app.live.between import Between
from reuse_app.live.channels import Channels
from reuse_app.live.stream import Receive, Scope, Send, Stream, route_of_stream
from reuse_app.settings import ServerSettings
from reuse_app.store import Database, open_database
from reuse_app.store.errors import DatabaseError
from reuse_app.web.app import create_app
from reuse_app.web.facilitation.guests import stream_for
from reuse_app.web.facilitation.presence import presence_of
from reuse_app.web.server import failures
from reuse_app.web.server.answers import AtOnce, Front
from reuse_app.web.server.bodies import BodyFirst
from reuse_app.web.server.connections import IDLE_SECONDS, Connection, Crowd, most_connections
from reuse_app.web.server.network import Reach, mounted, own_address, reach_of, root_of
from reuse_app.web.server.processes import INTERRUPTED, Processes, end_with_parent
from reuse_app.web.server.retaining import begin_deleting
from reuse_app.web.server.throttle import HourlyLimits
from reuse_app.web.server.watching import Watched, listen_for_metrics, metrics
from reuse_app.web.server.working import LOADED, Lanes, use_workers
from reuse_app.workers import Workers

EVERYWHERE = "0.0.0.0"  # noqa: S104  # compared, not listened at
SWITCH_SECONDS = 0.0005
"""How long a thread may keep the others waiting (sys.setswitchinterval). A save gives way at each of its statements;
with Python's own 5 ms it would hold the database's lock ten times as long when pages are being made beside it."""
BLOCKS = "█▀▄"
"""What a code is drawn with in a terminal."""
PLAIN = (
    "This is plain http: everybody on this network could read along. Use a network or a hotspot that you trust, "
    "or serve by https and say so with --public-url."
)
SECONDS_TO_FINISH = 3
"""How long requests may go on once the server has been asked to stop."""
SECONDS_TO_LEAVE = 4.0
"""After how long the process ends, whatever is still at work in it."""
ONE_PROCESS = (
    "A file of SQLite is served by one process. Leave --workers out, or give several of them one PostgreSQL with "
    "--database postgresql+psycopg://…"
)


def serve(settings: ServerSettings, database_url: str) -> None:
    """Serve until asked to stop; prints the address once the app is ready.

    Raises OSError when a port is taken, and KeyboardInterrupt in the end when it was Ctrl-C that asked.
    """
    logged = failures.logged(settings.log, every_request=settings.log_requests)
    with (
        logged,
        leaving_when_asked(),
        closing(open_database(database_url)) as database,
        closing(listening(settings.host, settings.port)) as listener,
    ):
        if settings.workers > 1 and database.is_sqlite:
            raise DatabaseError(ONE_PROCESS)
        url = settings.public_url or _own_url(settings.host, listener)

        def greet() -> None:
            print(greeting(url, listens_everywhere=settings.host == EVERYWHERE), flush=True)  # noqa: T201  # waited for

        if settings.workers == 1:
            was_interrupted = serve_at(url, listener, settings, database, begun=greet)
        else:
            database.close()
            processes = Processes(settings.workers, serve_beside_others, (url, listener, settings), begun=greet)
            was_interrupted = processes.run()
    if was_interrupted:
        raise KeyboardInterrupt


def serve_beside_others(
    number: int, begun: Callable[[], None], url: str, listener: socket.socket, settings: ServerSettings
) -> None:
    """Serve as one of several processes, until it is asked to stop or the one that has begun it is gone.

    Each has a port of its own for its figures, beside that which is stated.
    """
    gc.freeze()
    end_with_parent()
    if settings.metrics:
        settings = replace(settings, metrics=settings.metrics._replace(port=settings.metrics.port + number))
    logged = failures.logged(settings.log, every_request=settings.log_requests)
    try:
        with logged, leaving_when_asked(), closing(open_database(str(settings.database))) as database:
            was_interrupted = serve_at(url, listener, settings, database, begun=begun)
    except (DatabaseError, OSError) as error:
        sys.exit(error.in_full if isinstance(error, DatabaseError) else str(error))
    sys.exit(INTERRUPTED if was_interrupted else 0)


class Server(uvicorn.Server):
    """A server that ends its event streams first, and leaves it to the caller to end the process."""

    def __init__(
        self, config: uvicorn.Config, crowd: Crowd, *, end_streams: Callable[[], None], close: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self.server_state = crowd
        self.end_streams = end_streams
        self.close = close
        self.was_interrupted = False

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Stop when asked to; from then on no signal ends the process before the database is closed."""
        for number in (*_signals(), signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Remember that this was asked for, and by whom."""
        self.was_interrupted |= sig == signal.SIGINT
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        asyncio.get_running_loop().set_exception_handler(failures.of_loop)
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let requests finish for a while; a thread that does not is left behind."""
        leaving = threading.Timer(SECONDS_TO_LEAVE, self._leave)
        leaving.daemon = True
        leaving.start()
        self.end_streams()
        await super().shutdown(sockets)

    def _leave(self) -> None:
        self.close()
        os._exit(INTERRUPTED if self.was_interrupted else 0)


def serve_at(
    url: str, listener: socket.socket, settings: ServerSettings, database: Database, *, begun: Callable[[], None]
) -> bool:
    """Serve at a socket until asked to stop; return whether it was Ctrl-C that asked. `begun` is called once it can."""
    limits = HourlyLimits(
        settings.workshops_per_hour,
        settings.megabytes_per_hour,
        settings.megabytes_per_day,
        settings.workshops_per_user,
        settings.megabytes_per_user,
    )
    behind_proxy = settings.public_url is not None
    app = create_app(database, public_url=url, behind_proxy=behind_proxy, limits=limits, settings=settings)
    channels = Channels()
    database.announce = channels.announce
    stream = stream_for(app, database, channels)
    between = Between(database, channels, presence_of(app), look_again=stream.look_again)
    workers = Workers(loaded=LOADED)
    use_workers(app, workers)
    sys.setswitchinterval(SWITCH_SECONDS)
    if settings.keep_for:
        begin_deleting(database, settings.keep_for)
    crowd = Crowd(most_connections(), https=url.startswith("https:"))
    threading.Thread(target=workers.warm_up, daemon=True).start()

    def end_what_goes_on() -> None:
        between.end()
        channels.end()
        workers.close()

    lanes = Lanes(app)
    watched = Watched(_front(app, stream, lanes))
    if settings.metrics:
        listen_for_metrics(
            settings.metrics,
            lambda: metrics(watched, _figures(crowd, lanes, workers)),
            token=settings.metrics_token,
        )
    between.begin()
    if not database.is_sqlite:
        _read_templates(app)
    begun()
    server = Server(_config(watched), crowd, end_streams=end_what_goes_on, close=database.close)
    server.run(sockets=[listener])
    return server.was_interrupted


def _read_templates(app: Flask) -> None:
    """Have every template ready: one of several processes begins, or begins anew, before a room that is there."""
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)


def _own_url(host: str, listener: socket.socket) -> str:
    return f"http://{own_address() if host == EVERYWHERE else host}:{listener.getsockname()[1]}"


def listening(host: str, port: int) -> socket.socket:
    """A socket that accepts connections and sends each answer at once.

    asyncio sees to that by itself only for sockets that it has made; otherwise the second part of an answer waits
    40 ms for the acknowledgement of the first.
    """
    listener = socket.create_server((host, port), reuse_port=False)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _figures(crowd: Crowd, lanes: Lanes, workers: Workers) -> dict[str, float]:
    """What is there at this moment."""
    return {
        "reuse_connections": len(crowd.connections),
        "reuse_queue": lanes.waiting,
        "reuse_workers": workers.running,
    }


def _front(app: Flask, stream: Stream, lanes: Lanes) -> Front:
    """Pages and streams as one ASGI app, at the path where the app is mounted."""
    root = root_of(app.config["PUBLIC_URL"])
    pages = AtOnce(lanes)
    stream.refuse_programs = pages

    async def serve_either(scope: Scope, receive: Receive, send: Send) -> None:
        if stream.is_for(scope):
            scope["state"]["route"] = route_of_stream(scope)
            await stream(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return Front(BodyFirst(mounted(serve_either, root.mount)), https=root.origin.startswith("https:"))


def _config(watched: Watched) -> uvicorn.Config:
    return uvicorn.Config(
        watched,
        http=Connection,
        ws="none",
        log_config=None,
        log_level="critical",  # what it would say is said by Front, with the route and a number
        access_log=False,
        server_header=False,
        proxy_headers=False,  # whom a proxy asks for is the app's to believe
        lifespan="off",
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def greeting(url: str, *, listens_everywhere: bool) -> str:
    """Return what to print for an app that others reach at an address."""
    said = f"Reuse is at {url}"
    match reach_of(url):
        case Reach.ROOM:
            join = f"{url.rstrip('/')}/join"
            return "\n".join([said, f"Others join at {join}", _drawing(join), PLAIN])
        case Reach.ALONE if listens_everywhere:
            return f"{said}\nThere is no network, so nobody else can join. Open a hotspot, then start again."
        case _:
            return said


def _drawing(url: str) -> str:
    """The QR code of an address as text, or nothing for a terminal that cannot show it."""
    try:
        BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    text = io.StringIO()
    segno.make_qr(url).terminal(text, border=2, compact=True)
    return text.getvalue()


@contextmanager
def leaving_when_asked() -> Iterator[None]:
    """End the process in good order when it is asked to stop before it serves."""
    before = {number: signal.signal(number, _leave) for number in _signals()}
    try:
        yield
    except Exception:
        for number, handler in before.items():
            signal.signal(number, handler)
        raise


def _signals() -> list[signal.Signals]:
    """What asks a server to stop, beside Ctrl-C: not a terminal that is closed, where `nohup` has said so."""
    if sys.platform == "win32":
        return [signal.SIGTERM, signal.SIGBREAK]
    is_kept = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return [signal.SIGTERM] if is_kept else [signal.SIGTERM, signal.SIGHUP]


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
