"""Stopping: whoever asks for it and however often, the database is closed, and the process ends within seconds."""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from reuse_app.web.server import failures
from reuse_app.web.server.connections import Crowd

SECONDS_TO_FINISH = 3
"""How long requests may go on once the server has been asked to stop."""
SECONDS_TO_LEAVE = 4.0
"""After how long the process ends, whatever is still at work in it."""
INTERRUPTED = 130


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
