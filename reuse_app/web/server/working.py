"""Long work of a page: only in the slow lane, in a worker, once for however many ask."""

from collections import OrderedDict
from collections.abc import Callable, Sized
from threading import Lock
from typing import TypeVar, TypeVarTuple, cast

from flask import Flask, Response, current_app, request

from reuse_app.store.cache import Once
from reuse_app.web.server.lanes import MOVED_HEADER, Lane, lane_of
from reuse_app.workers import LimitError, Workers
from reuse_app.worksheet import Worksheet

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")
Content = TypeVar("Content", bound=Sized)

LOADED = (
    "numpy",
    "reuse_app.analysis",
    "reuse_app.cli",
    "reuse_app.exchange.sources",
    "reuse_app.exchange.worksheet_csv",
    "reuse_app.exchange.worksheet_json",
    "reuse_app.exchange.worksheet_xlsx",
    "reuse_app.report.word.document",
    "reuse_app.report.pdf",
)
"""What every worker has imported when it starts; the command that serves is what a worker of it imports anyway."""
MOST_BYTES = 32 * 2**20
"""Of files that were made a moment ago and are kept for whoever asks next."""
MOST_FILES = 100
LIGHT_BYTES = 32_000
"""Up to these a text takes but a moment to read."""
MOST_PRODUCTS, MOST_CAPABILITIES, MOST_LINKS, MOST_RATINGS = 60, 500, 12_000, 20_000
"""Beyond these even showing a page of a workshop takes long."""
ZIPPED = b"PK"
"""How a file begins that may be far larger than it looks."""


class MovedError(Exception):
    """A request that goes on in the slow lane."""


class FullError(Exception):
    """A request for which there is no room in the slow lane."""


def init_app(app: Flask) -> None:
    """Begin with nothing made; without workers, as in a test, work is done where it is asked for."""
    app.extensions["made"] = Made()
    app.register_error_handler(MovedError, _move)


def use_workers(app: Flask, workers: Workers) -> None:
    """Have long work done by these workers from now on."""
    app.extensions["workers"] = workers


def go_slowly() -> None:
    """Go on only where a request may wait; raises MovedError and FullError elsewhere."""
    lane = lane_of(request.environ)
    if lane is Lane.QUICK:
        raise MovedError
    if lane is Lane.TURNED_AWAY:
        raise FullError


def work(task: Callable[[*Arguments], Result], *arguments: *Arguments, quickly: bool = False) -> Result:
    """Return what a function of a module makes of its arguments, in a worker; raises what it raises, and WorkError.

    What takes but a moment is done here and now, `quickly`; for the rest, raises MovedError and FullError outside the
    slow lane.
    """
    if quickly:
        return task(*arguments)
    go_slowly()
    workers = cast("Workers | None", current_app.extensions.get("workers"))
    return workers.run(task, *arguments) if workers else task(*arguments)


def is_light(content: bytes) -> bool:
    """Whether a file takes but a moment to read."""
    return len(content) <= LIGHT_BYTES and not content.startswith(ZIPPED)


def is_large(worksheet: Worksheet) -> bool:
    """Whether the pages of a workshop are for the slow lane, whatever they show."""
    is_wide = len(worksheet.products) > MOST_PRODUCTS or len(worksheet.capabilities) > MOST_CAPABILITIES
    return is_wide or len(worksheet.links) > MOST_LINKS or len(worksheet.ratings) > MOST_RATINGS


def made() -> "Made":
    """The files that were made a moment ago."""
    return cast("Made", current_app.extensions["made"])


Key = tuple[str, int, str, tuple[str, ...]]
"""The address of a workshop, the number of its state, the kind of the file, and its chapters."""


class Made:
    """Files by what they were made of, the least recently asked for leaving first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: OrderedDict[Key, Once[Sized]] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Content], *, quickly: bool = False) -> Content:
        """Return a file, made by the first who asks; unless that goes quickly, whoever waits for it does so slowly."""
        with self._lock:
            file = cast("Once[Content]", self._files.setdefault(key, Once(refusal=LimitError)))
            self._files.move_to_end(key)
        if file.result is None and not quickly:
            go_slowly()
        content = file.get(make)
        with self._lock:
            while len(self._files) > MOST_FILES or self._size() > MOST_BYTES:
                self._files.popitem(last=False)
        return content

    def forget(self, address: str, number: int | None = None) -> None:
        """Forget the files of a workshop, or of one state of it."""
        with self._lock:
            for key in [each for each in self._files if each[0] == address and number in (None, each[1])]:
                del self._files[key]

    def _size(self) -> int:
        return sum(len(file.result or b"") for file in self._files.values())


def _move(_error: MovedError) -> Response:
    return Response(status=503, headers={MOVED_HEADER: Lane.SLOW})
