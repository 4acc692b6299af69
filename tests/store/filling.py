"""A program whose disk fills up: `python -m tests.store.filling URL`. It says what happened, word by word.

A limit on the size of files stands for the disk: a write beyond it fails as on a full one.
"""

import resource
import sys
from pathlib import Path

from reuse_app.store import entries, load, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.errors import NotSavedError
from reuse_app.store.workshops import start
from reuse_app.worksheet import Capability
from tests.conftest import small_worksheet

ROOM = 1_000_000
"""Bytes by which files may still grow."""
MANY = 200


def limit(size: int) -> None:
    """Let no file grow beyond a size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def fill(writer: Writer) -> int:
    """Add capabilities until one is not saved; return how many were."""
    for number in range(MANY):
        try:
            entries.add(writer, [Capability(key=f"c{number}", name="C", nature="x" * 4_000)])
        except NotSavedError as error:
            print(error.in_full)
            return number
    return MANY


if __name__ == "__main__":
    database = open_database(sys.argv[1])
    writer = Writer(database, start(database, small_worksheet()).address)
    limit(max(path.stat().st_size for path in Path(sys.argv[2]).iterdir()) + ROOM)
    saved = fill(writer)
    database.kept.clear()
    print("saved and read", saved, len(load(database, writer.address).worksheet.capabilities) - 1)
    limit(resource.RLIM_INFINITY)
    entries.add(writer, [Capability(key="last", name="Last")])
    database.close()
    database = open_database(sys.argv[1])
    print("works again", load(database, writer.address).worksheet.capabilities[-1].key)
    database.close()
