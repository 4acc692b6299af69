"""Commands on a terminal: one clear line for each mistake, and a sign of life during long work."""

import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, NoReturn

import click

WRONG_INPUT, WRONG_USAGE, INTERRUPTED = 1, 2, 130
SHOWN_AFTER = 1.0
"""Seconds of work before anything is shown."""
REDRAWN_EVERY = 0.2
WIDTH = 24
BLOCK = 6


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun; of most nouns the plural is made."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


class InputError(Exception):
    """Wrong input; each of its lines is for the person who gave it."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


def agreed(question: str) -> bool:
    """Ask somebody on the terminal; where nobody answers, as in a script without --yes, nobody agrees."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo(err=True)
        return False


class Commands(click.Group):
    """A group whose commands never end in a traceback because of what somebody typed or gave them."""

    def main(  # type: ignore[override]  # click's overloads are for callers that go on afterwards
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command and exit."""
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # standard streams are text wrappers
        try:
            code = super().main(args, prog_name or "reuse-app", **extra | {"standalone_mode": False})
        except click.UsageError as error:
            code = _say(WRONG_USAGE, f"{error.format_message()}{_hint(error)}")
        except InputError as error:
            code = _say(WRONG_INPUT, *error.lines)
        except BrokenPipeError:
            code = _leave_the_pipe()
        except OSError as error:
            code = _say(WRONG_INPUT, f"{error.filename or 'reuse-app'}: {error.strerror or error}")
        except click.Abort:
            code = INTERRUPTED
        sys.exit(code)


def _say(code: int, *lines: str) -> int:
    for line in lines:
        click.echo(line, err=True)
    return code


def _hint(error: click.UsageError) -> str:
    return f" Try: {error.ctx.command_path} --help" if error.ctx else ""


def _leave_the_pipe() -> int:
    """Say nothing more to a reader that has left, as `reuse-app schema | head` does; Python would when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WRONG_INPUT


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show a moving bar on standard error while the block runs, from its second second on, on a terminal only.

    Meanwhile nobody looks for garbage: a worksheet and its findings are a million objects of which none is any.
    """
    gc.disable()
    try:
        with _bar_shown(what):
            yield
    finally:
        gc.enable()


@contextmanager
def _bar_shown(what: str) -> Iterator[None]:
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    bar = Thread(target=_show, args=(what, done), daemon=True)
    bar.start()
    try:
        yield
    finally:
        done.set()
        bar.join()


def _show(what: str, done: Event) -> None:
    started = time.monotonic()
    if done.wait(SHOWN_AFTER):
        return
    while not done.wait(REDRAWN_EVERY):
        seconds = time.monotonic() - started
        sys.stderr.write(f"\r{what} [{_bar(int(seconds / REDRAWN_EVERY))}] {seconds:.0f} s ")
        sys.stderr.flush()
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def _bar(beat: int) -> str:
    """Return a block that runs through the bar and begins again."""
    start = beat % (WIDTH - BLOCK + 1)
    return f"{' ' * start}{'#' * BLOCK}".ljust(WIDTH)
