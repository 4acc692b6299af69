import random
import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen, run

from reuse_app.store import load, open_database

ROOT = Path(__file__).parents[2]


def acknowledged_before_kill(url: str, lines: int) -> tuple[str, list[str]]:
    """Let a program write, kill it after so many lines, wherever it is by then; return what it said."""
    with Popen([sys.executable, "-m", "tests.store.writing", url], stdout=PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        said = [process.stdout.readline().strip() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().splitlines()
    assert process.returncode == -signal.SIGKILL
    return said[0], said[1:]


def test_what_was_acknowledged_survives_being_killed(tmp_path: Path) -> None:
    random_ = random.Random(5)  # noqa: S311  # a mixer, not a secret
    url = f"sqlite:///{tmp_path / 'reuse.db'}"
    written = [acknowledged_before_kill(url, random_.randrange(2, 60)) for _ in range(5)]
    database = open_database(url)
    for address, acknowledged in written:
        saved = load(database, address)
        keys = [capability.key for capability in saved.worksheet.capabilities][1:]
        assert keys[: len(acknowledged)] == acknowledged
        assert len(keys) - len(acknowledged) in (0, 1)
        assert saved.revision == 1 + len(keys)
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database.close()


def test_a_full_disk_is_said_and_nothing_breaks(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.store.filling", f"sqlite:///{tmp_path / 'reuse.db'}", str(tmp_path)]
    done = run(command, stdout=PIPE, text=True, cwd=ROOT, check=True)
    error, read, works = done.stdout.splitlines()
    assert error.startswith("This was not saved: the database cannot write. (")
    numbers = re.fullmatch(r"saved and read (\d+) (\d+)", read)
    assert numbers
    assert 0 < int(numbers[1]) == int(numbers[2]) < 200
    assert works == "works again last"
    with closing(sqlite3.connect(tmp_path / "reuse.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


DELETING = """
import os, signal, sys
from reuse_app.store import Database, open_database
from reuse_app.store.workshops import delete_workshop, start
from reuse_app.worksheet import Workshop
from tests.conftest import small_worksheet

database = open_database(sys.argv[1])
started = start(database, small_worksheet(workshop=Workshop(title="xylophone")))
Database.empty_log = lambda _: os.kill(os.getpid(), signal.SIGKILL)
delete_workshop(database, started.address)
"""


def test_what_was_deleted_before_a_kill_is_in_no_file_after_the_next_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reuse.db'}"
    assert run([sys.executable, "-c", DELETING, url], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert [path for path in tmp_path.iterdir() if b"xylophone" in path.read_bytes()]
    with closing(open_database(url)):
        assert [path for path in tmp_path.iterdir() if b"xylophone" in path.read_bytes()] == []
