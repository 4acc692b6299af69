"""Failures: a line for each on standard error, then where it came from. Nothing that somebody typed is in it.

What an exception says may hold a link's secret, a code, a name or a text, whoever has raised it. So its class, its code
and its place in our files are told, and never its message.
"""

import asyncio
import datetime as dt
import errno
import json
import logging
import secrets
import threading
import time
import traceback
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, NamedTuple

from reuse_app.settings import LogFormat
from reuse_app.store.errors import DatabaseError
from reuse_app.workers import NOTE

logger = logging.getLogger("reuse_app")
of_requests = logging.getLogger("reuse_app.requests")
"""One line for each request, where that was asked for."""

AGAIN = 60.0
"""Seconds for which the place of a failure is not told again; its line is."""
MOST_REMEMBERED = 100
"""Places of failures that are remembered."""


@contextmanager
def logged(form: LogFormat = LogFormat.TEXT, *, every_request: bool = False) -> Iterator[None]:
    """For the time of a block, let everything that fails in this process leave its line on standard error.

    With `every_request` each request leaves one. What a caller can say better, DatabaseError and OSError, is left to
    it; anything else ends the process.
    """
    root, of_threads = logging.getLogger(), threading.excepthook
    handlers, handler = root.handlers, logging.StreamHandler()
    handler.setFormatter(DiscreetJson() if form is LogFormat.JSON else Discreet())
    root.handlers = [handler]
    of_requests.setLevel(logging.INFO if every_request else logging.WARNING)
    threading.excepthook = lambda failed: logger.error("A thread failed", exc_info=failed.exc_value)
    try:
        yield
    except (DatabaseError, OSError):
        raise
    except Exception as error:
        logger.critical("The server failed", exc_info=error)
        raise SystemExit(1) from error
    finally:
        root.handlers, threading.excepthook = handlers, of_threads


class Told(NamedTuple):
    """What a line says of a request: no address, which may hold a secret, but the pattern of its route."""

    request: str
    status: int
    method: str
    route: str
    milliseconds: int | None = None

    def __str__(self) -> str:
        took = "" if self.milliseconds is None else f" in {self.milliseconds} ms"
        return f"request {self.request}: {self.status} {self.method} {self.route}{took}"


def number_in(state: MutableMapping[str, Any]) -> str:
    """The number of a request, by which its answer and its lines are found: made when it is first asked for."""
    return str(state.setdefault("request", secrets.token_hex(4)))


def report(error: BaseException, *, status: int, method: str, route: str, state: MutableMapping[str, Any]) -> str:
    """Log the failure of one request, by the pattern of its route; return its number, which the answer says too."""
    told = Told(number_in(state), status, method, route)
    logger.error("%s", told, exc_info=error)
    return told.request


def advice(number: str) -> str:
    """What somebody can do whose request failed."""
    return f"Tell the person who runs this server: request {number}."


def of_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what fails outside of any request; what else asyncio would say holds the message of the exception."""
    logger.error("Outside of a request: %s", context["message"].partition("\n")[0], exc_info=context.get("exception"))


class Discreet(logging.Formatter):
    """One line for each record; an exception follows as where it came from, unless that was told a moment ago."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[str, ...], float] = {}

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        line, places = self._parts(record)
        told = f"{self.formatTime(record)} {record.levelname} {line}"
        return f"{told}\n{places}" if places else told

    def _parts(self, record: logging.LogRecord) -> tuple[str, str]:
        """What a record says, in one line, and where its exception came from."""
        line = " ".join(record.getMessage().splitlines())
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return line, ""
        chain = list(_chain(error))
        line = f"{line}: {' from '.join(map(_named, chain))}"
        return (f"{line} (from the same place as before)", "") if self._was_told(chain) else (line, _places(chain))

    def _was_told(self, chain: list[BaseException]) -> bool:
        """Whether the same was told within a minute; from now on it was."""
        key, now = tuple(map(_place, chain)), time.monotonic()
        told = now - self._told.get(key, -AGAIN) < AGAIN
        if not told:
            self._told.pop(key, None)
            self._told[key] = now
            if len(self._told) > MOST_REMEMBERED:
                del self._told[next(iter(self._told))]
        return told


class DiscreetJson(Discreet):
    """The same as one JSON object in a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; times are in UTC."""
        line, places = self._parts(record)
        told = [each for each in record.args or () if isinstance(each, Told)] if isinstance(record.args, tuple) else []
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        said: dict[str, Any] = {"time": at, "level": record.levelname, "message": line}
        for each in told:
            said |= {name: value for name, value in each._asdict().items() if value is not None}
        return json.dumps(said | ({"places": places.splitlines()} if places else {}), ensure_ascii=False)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, and those that it came from."""
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _named(error: BaseException) -> str:
    """The class of an exception, and the code or reason that tells its kind."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = _code(error)
    return f"{name} ({code})" if code else name


def _code(error: BaseException) -> str:
    if isinstance(error, DatabaseError):
        return error.reason
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    return str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")


def _places(chain: list[BaseException]) -> str:
    """Where each exception of a chain was raised, the first of them first, as Python shows it."""
    told = [
        f"{_named(each)}\n{''.join(traceback.format_tb(each.__traceback__))}{_noted(each)}" for each in reversed(chain)
    ]
    return "".join(told).rstrip()


def _noted(error: BaseException) -> str:
    """Where an exception was raised in a worker, as that has noted it; what else is noted may have been typed."""
    return "".join(note for note in getattr(error, "__notes__", ()) if note.startswith(NOTE))


def _place(error: BaseException) -> str:
    """Where an exception was raised, in one word."""
    lines = [f"{frame.f_code.co_filename}:{number}" for frame, number in traceback.walk_tb(error.__traceback__)]
    return f"{type(error).__qualname__} {lines[-1] if lines else ''}{_noted(error)}"


PROBLEM = "application/problem+json"
"""How programs read a refusal: problem details (RFC 9457), the same from wherever in the server they come."""


def is_for_programs(path: str) -> bool:
    """Whether an address within the app is one of the API, to which no browser lends its rights: it reads a token,
    never a cookie."""
    return path.startswith("/api/")


def problem(status: int, detail: str, mistakes: Sequence[str] = ()) -> str:
    """Return what a program is told of a refusal: its status, what is wrong and how to mend it, and every mistake."""
    told: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    listed = {"mistakes": [*mistakes]} if mistakes else {}
    return json.dumps({**told, "detail": detail, **listed}, ensure_ascii=False)
