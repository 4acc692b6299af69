"""Long computing for which no request waits to the end: it goes on when the answer has said so and is gone."""

from collections import OrderedDict
from collections.abc import Callable, Sized
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar, TypeVarTuple, cast

from flask import Flask, current_app, g, request

from reuse_app.web.server.working import go_slowly, workers
from reuse_app.workers import AT_ONCE, LimitError

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
Content = TypeVar("Content", bound=Sized)

PATIENCE = 2.0
"""Seconds of computing after which an answer says what is still being computed; showing the rest takes time, too."""
AT_A_TIME = {"computing": 1, "making": AT_ONCE}
"""Findings that are computed at a time, so that a worker is left for what pages show and files hold; and those."""
MOST_BYTES = 64 * 2**20
"""Of files that were made a moment ago, and parts of pages that were written, which are kept for whoever asks next."""
BYTES_OF_FILE = 2_000
"""What keeping one takes beside what it holds."""


class ComputingError(Exception):
    """An answer that needs a result which is still being computed; `page` is what there is of it, if that says so."""

    def __init__(self, page: str = "") -> None:
        super().__init__(page)
        self.page = page


def init_app(app: Flask) -> None:
    """Begin with nothing made and nothing being computed."""
    app.extensions["made"] = Made()
    for pool, most in AT_A_TIME.items():
        app.extensions[pool] = ThreadPoolExecutor(most)


class Computed(Generic[Result]):
    """One result: computed once for however many ask at the same time, and anew after a failure that may pass."""

    def __init__(self, pool: str = "computing") -> None:
        self._pool = pool
        self._lock = Lock()
        self._future: Future[Result] | None = None
        self._began = 0.0

    @property
    def result(self) -> Result | None:
        """The result, once it is there."""
        future = self._future
        return None if future is None or not future.done() or failure_of(future) else future.result()

    def get(self, compute: Callable[[], Result]) -> Result:
        """Return the result; raises what `compute` raises, and MovedError and FullError where nobody may wait.

        Raises ComputingError when the request has waited long enough; what changes something does not wait at all.
        """
        future = self._begun(compute)
        left = max(0.0, min(self._began + PATIENCE, _patience_ends()) - monotonic())
        if not future.done() and left:
            go_slowly()
        try:
            return future.result(left)
        except (TimeoutError, CancelledError) as error:
            raise ComputingError from error
        finally:
            self._forget_failure(future)

    def get_here(self, compute: Callable[[], Result]) -> Result:
        """Return the result, computed in this very thread by the first who asks; raises what `compute` raises."""
        with self._lock:
            future = self._future or Future[Result]()
            if not self._future:
                future.set_running_or_notify_cancel()
                self._future = future
                try:
                    future.set_result(compute())
                except Exception as error:  # it is raised again below
                    future.set_exception(error)
        try:
            return future.result()
        finally:
            self._forget_failure(future)

    def cancel(self) -> None:
        """Compute it no longer, if that has not begun: what it is about has changed meanwhile."""
        if self._future:
            self._future.cancel()

    def _begun(self, compute: Callable[[], Result]) -> Future[Result]:
        with self._lock:
            if self._future is None:
                pool = cast("ThreadPoolExecutor", current_app.extensions[self._pool])
                self._future, self._began = pool.submit(compute), monotonic()
            return self._future

    def _forget_failure(self, future: Future[Result]) -> None:
        """Have it computed anew next time, unless it would need more than there is each time."""
        if future.done() and not isinstance(failure_of(future), LimitError | None):
            with self._lock:
                self._future = None if self._future is future else self._future


def failure_of(future: Future[Result]) -> BaseException | None:
    """What came instead of a result that is done."""
    return CancelledError() if future.cancelled() else future.exception()


def _patience_ends() -> float:
    """Until when this request waits for whatever it needs; one that changes something has waited long enough."""
    if request.method not in {"GET", "HEAD"}:
        return 0.0
    return float(g.setdefault("patience_ends", monotonic() + PATIENCE))


def made() -> "Made":
    """The files that were made a moment ago."""
    return cast("Made", current_app.extensions["made"])


Key = tuple[str, int, str, tuple[str, ...]]
"""The address of a workshop, the number of its state, the kind of the file, and its chapters."""


class Made:
    """Files by what they were made of, the least recently asked for leaving first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: OrderedDict[Key, Computed[Sized]] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        self._size = 0

    def get(
        self, key: Key, make: Callable[[*Arguments], Content], *arguments: *Arguments, quickly: bool = False
    ) -> Content:
        """Return a file that a function of a module makes of its arguments, in a worker, for the first who asks.

        What goes `quickly` is made here and now. Raises what `make` raises, ComputingError when the request has waited
        long enough, and MovedError and FullError where nobody may wait.
        """
        with self._lock:
            file = cast("Computed[Content]", self._files.setdefault(key, Computed("making")))
            self._files.move_to_end(key)
        some = None if quickly else workers()
        if some:
            content = file.get(lambda: some.run(make, *arguments))
        else:
            if file.result is None and not quickly:
                go_slowly()
            content = file.get_here(lambda: make(*arguments))
        self._count(key, file, content)
        return content

    def forget(self, address: str, number: int | None = None) -> None:
        """Forget the files of a workshop, or of one state of it."""
        with self._lock:
            for key in [each for each in self._files if each[0] == address and number in (None, each[1])]:
                self._drop(key)

    def _count(self, key: Key, file: Computed[Content], content: Content) -> None:
        """Count a file that is there, and make room for it."""
        with self._lock:
            if self._files.get(key) is not file:
                return
            size = len(content) + BYTES_OF_FILE
            self._size += size - self._sizes.get(key, 0)
            self._sizes[key] = size
            while self._size > MOST_BYTES:
                self._drop(next(iter(self._files)))

    def _drop(self, key: Key) -> None:
        self._files.pop(key).cancel()
        self._size -= self._sizes.pop(key, 0)
