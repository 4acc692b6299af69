"""Files that only their owner may read: the database and whatever is copied from it."""

import stat
from contextlib import suppress
from pathlib import Path

OWNER_ALONE = 0o600
"""The rights of a file: its owner reads and writes it, nobody else does anything. Windows has rights of its own."""
FOLDER_OF_OWNER = 0o700
SIDES = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database, with the rights of that."""


def keep_private(file: Path) -> None:
    """Let a file and what SQLite has put beside it be readable by its owner alone, and make it when it is missing.

    A file of somebody else's stays as its owner has it. Raises OSError when it cannot be made.
    """
    if not file.exists():
        file.touch(OWNER_ALONE)
    for each in (file, *(file.with_name(f"{file.name}{side}") for side in SIDES)):
        with suppress(FileNotFoundError, PermissionError):
            if each.is_file() and stat.S_IMODE(each.stat().st_mode) != OWNER_ALONE:
                each.chmod(OWNER_ALONE)


def make_private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that only its owner may look into; one that is there stays as it is."""
    folder.mkdir(FOLDER_OF_OWNER, parents=True, exist_ok=True)
