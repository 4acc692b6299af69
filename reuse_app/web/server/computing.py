"""Long computing that no page waits for to the end: it goes on when the page has said so and is gone."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar, cast

from flask import current_app, request

from reuse_app.web.server.working import go_slowly
from reuse_app.workers import LimitError

Result = TypeVar("Result")

PATIENCE = 1.5
"""Seconds of computing after which a page says what is still being computed; showing the rest takes time, too."""


class ComputingError(Exception):
    """A page that needs a result which is still being computed; `page` is what there is of it, if that says so."""

    def __init__(self, page: str = "") -> None:
        super().__init__(page)
        self.page = page


class Computed(Generic[Result]):
    """One result: computed once for however many ask at the same time, and anew after a failure that may pass."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._future: Future[Result] | None = None
        self._began = 0.0

    def get(self, compute: Callable[[], Result]) -> Result:
        """Return the result; raises what `compute` raises, and MovedError and FullError where nobody may wait.

        Raises ComputingError when a page has waited long enough; whatever is no page waits to the end.
        """
        future = self._begun(compute)
        left = self._began + PATIENCE - monotonic() if is_page() else None
        if not future.done() and (left is None or left > 0):
            go_slowly()
        try:
            return future.result(left if left is None else max(left, 0))
        except (TimeoutError, CancelledError) as error:
            raise ComputingError from error
        finally:
            self._forget_failure(future)

    def cancel(self) -> None:
        """Compute it no longer, if that has not begun: what it is about has changed meanwhile."""
        if self._future:
            self._future.cancel()

    def _begun(self, compute: Callable[[], Result]) -> Future[Result]:
        with self._lock:
            if self._future is None:
                pool = cast("ThreadPoolExecutor", current_app.extensions["computing"])
                self._future, self._began = pool.submit(compute), monotonic()
            return self._future

    def _forget_failure(self, future: Future[Result]) -> None:
        """Have it computed anew next time, unless it would need more than there is each time."""
        if future.done() and (future.cancelled() or not isinstance(future.exception(), LimitError | None)):
            with self._lock:
                self._future = None if self._future is future else self._future


def is_page() -> bool:
    """Whether this request is for a page that could say that something is still being computed: by its view's name."""
    view = str(request.endpoint).rpartition(".")[2]
    return request.method == "GET" and view.startswith(("page", "show_"))
