"""A second process on the same PostgreSQL, for tests of what one process sees of what another has done.

What a test of the store asks is done there and here in turn: what one of them has written is in no memory of the other,
and between them there is no lock but the database's own. The test looks with `load`, which is always called here.
"""

import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any, TypeGuard

import pytest
from sqlalchemy import make_url

from reuse_app.store import Database, load
from reuse_app.store.edit import Writer
from reuse_app.store.errors import StoreError

BOTH, TWICE = ["sqlite", "postgresql"], "two processes"
from_two_processes = pytest.mark.parametrize("database", [*BOTH, TWICE], indirect=True)
"""Marks a test of what one sees of the other's writes; the fixture `database` does the rest."""

Command = Callable[..., Any]


class Second:
    """The other process; does one thing after the other, while this one goes on."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        self.asked = 0

    def share(self, module: ModuleType, database: Database, patch: pytest.MonkeyPatch) -> None:
        """Have every second thing that a module asks of the store on a database be done there."""
        for name, value in list(vars(module).items()):
            if _is_command(value):
                patch.setattr(module, name, self._in_turn(value, database))
            elif isinstance(value, ModuleType) and value.__name__.startswith("reuse_app.store."):
                commands = {each: self._in_turn(of, database) for each, of in vars(value).items() if _is_command(of)}
                patch.setattr(module, name, SimpleNamespace(**{**vars(value), **commands}))

    def _in_turn(self, command: Command, database: Database) -> Command:
        def do(first: object, *others: object, **named: object) -> object:
            if getattr(first, "database", first) is not database:
                return command(first, *others, **named)
            self.asked += 1
            return self.do(command, first, *others, **named) if self.asked % 2 else command(first, *others, **named)

        return do

    def do(self, command: Command, first: Any, *others: object, **named: object) -> object:
        """Do there what begins with a database or a writer, and return or raise here what came of it."""
        database: Database = getattr(first, "database", first)
        writer = vars(first) | {"database": None} if isinstance(first, Writer) else {}
        url = database.url.render_as_string(hide_password=False)
        result, error, arguments, told = self._pool.submit(_done, url, writer, command, others, named).result()
        if error:
            raised = error.__new__(error, *arguments)
            vars(raised).update(told)
            raise raised
        return result

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def _is_command(value: object) -> TypeGuard[FunctionType]:
    """Whether this is a function of the store that may be called there."""
    if not isinstance(value, FunctionType) or value is load or not value.__module__.startswith("reuse_app.store."):
        return False
    return not inspect.isgeneratorfunction(inspect.unwrap(value))


@pytest.fixture(scope="session")
def second() -> Iterator[Second]:
    """A second process, for all tests that need one."""
    with closing(Second()) as second:
        yield second


_opened: dict[str, Database] = {}
"""In the other process: the database of the test that runs, which stays open so that it remembers what it has read."""


def _done(
    url: str, writer: dict[str, Any], command: Command, others: tuple[object, ...], named: dict[str, object]
) -> tuple[object, type[StoreError] | None, tuple[object, ...], dict[str, object]]:
    """What a command returns or raises in this process, in a form that another can read."""
    if url not in _opened:
        while _opened:
            _opened.popitem()[1].close()
        _opened[url] = Database(make_url(url))
    first = Writer(**{**writer, "database": _opened[url]}) if writer else _opened[url]
    try:
        return command(first, *others, **named), None, (), {}
    except StoreError as error:
        return None, type(error), error.args, vars(error)
