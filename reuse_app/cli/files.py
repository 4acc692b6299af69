"""Files as commands take and leave them: - stands for standard input and output, and a file appears whole or not."""

import glob
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reuse_app.cli.terminal import InputError

if TYPE_CHECKING:
    from reuse_app.worksheet import Worksheet

SEMICOLONS = "In CSV, semicolons between cells and commas in numbers, as Excel in most of Europe opens them."
STANDARD = "-"
A_FOLDER = "this is a folder; name a file in it."
OWNER_ALONE = 0o600
DRAFT, ANY_END = "reuse-", "[a-z0-9_]" * 8
"""What stands behind the name of a file while it is written, before an end that the system chooses."""
MOST_READ = 5_000_001
"""Bytes that are read at most: one more than any format takes, so that a larger file is known for one."""


def read(file: str) -> bytes:
    """Return the content of a file or of standard input; raises OSError and InputError."""
    if file == STANDARD:
        return sys.stdin.buffer.read(MOST_READ)
    if Path(file).is_dir():
        raise InputError(f"{file or Path()}: {A_FOLDER}")
    with Path(file).open("rb") as opened:
        return opened.read(MOST_READ)


def read_worksheet(file: str) -> "Worksheet":
    """Return the worksheet in a file, and say what is hidden in it; raises InputError with every mistake on a line."""
    from reuse_app.exchange import FileError, worksheet_files  # noqa: PLC0415  # commands start without it
    from reuse_app.worksheet.validation.worksheet import WorksheetError  # noqa: PLC0415

    try:
        found = worksheet_files.read(read(file))
    except FileError as error:
        raise InputError(f"{file}: {error}") from error
    except WorksheetError as error:
        raise InputError(*(f"{file}: {mistake}" for mistake in error.mistakes)) from error
    for remark in found.remarks:
        click.echo(f"{file}: {remark}", err=True)
    return found.worksheet


def write(file: str, content: str | bytes) -> None:
    """Write a whole file, or to standard output; what stands there before stays until the new one is complete."""
    data = content.encode() if isinstance(content, str) else content
    if file == STANDARD:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    elif Path(file).exists() and not (Path(file).is_file() or Path(file).is_dir()):
        Path(file).write_bytes(data)  # a device or a pipe, such as /dev/null, is never replaced
    else:
        with draft_of(Path(file)) as draft:
            draft.write_bytes(data)


def is_seen() -> bool:
    """Whether standard output is a terminal, which no file or other program takes over."""
    return sys.stdout.isatty()


@contextmanager
def draft_of(file: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a file to write beside another, and put it in that one's place when the block ends without an error.

    A private one is readable by its owner alone. Raises InputError when there is no such folder, or none to write to.
    """
    target = file.resolve()
    if target.is_dir():
        raise InputError(f"{file}: {A_FOLDER}")
    if not target.parent.is_dir():
        raise InputError(f"{file}: there is no folder “{target.parent}” to put it in.")
    rights = OWNER_ALONE if private else _rights(target)
    _remove_dead_drafts(target)
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.{DRAFT}")
    except OSError as error:
        raise InputError(
            f"{file}: nothing can be written to the folder “{target.parent}” ({error.strerror})."
        ) from error
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "rb+") as held:
            _take(held.fileno())
            yield draft
            os.fsync(held.fileno())
        draft.chmod(rights)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _remove_dead_drafts(target: Path) -> None:
    """Remove what somebody who was killed has left beside a file, with what SQLite has put beside that."""
    for draft in target.parent.glob(f".{glob.escape(target.name)}.{DRAFT}{ANY_END}"):
        with suppress(OSError):  # somebody else's
            with draft.open("rb+") as held:
                is_dead = _take(held.fileno())
            if is_dead:
                draft.unlink()
                draft.with_name(f"{draft.name}-journal").unlink(missing_ok=True)


def _take(draft: int) -> bool:
    """Hold an open draft until it is closed, and say whether nobody else holds it; Windows removes no open file."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415  # other systems have none

        with suppress(OSError):
            fcntl.flock(draft, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
    return True


def _rights(target: Path) -> int:
    """Who may do what with a file: as before, or as this person's new files are."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
