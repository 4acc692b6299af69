import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from reuse_app.store import Database, entries, open_database
from reuse_app.store.database_files import WriteTurn
from reuse_app.store.errors import NotSavedError
from reuse_app.worksheet import Capability
from tests.store.people import ann_at, worksheet_of

WRITES = """
import sys
from reuse_app.store import entries, open_database
from reuse_app.store.edit import Writer
from reuse_app.worksheet import Capability

database = open_database(sys.argv[1])
for number in range(40):
    entries.add(Writer(database, sys.argv[2]), [Capability(key=f"{sys.argv[3]}-{number}", name="C")])
database.close()
"""
STARTS_IN_A_HURRY = """
import sys
from reuse_app.store import engine, open_database

engine.PRAGMAS = ("busy_timeout=0", *(each for each in engine.PRAGMAS if not each.startswith("busy")))
database = open_database(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
database.close()
"""
"""Whoever finds the database locked fails at once, as on a machine where five seconds are not enough."""
HAS_THE_TURN = """
import sys
from pathlib import Path
from reuse_app.store.database_files import WriteTurn

with WriteTurn(Path(sys.argv[1])).taken(patience=5):
    print("mine", flush=True)
    sys.stdin.read()
"""


def another(program: str, *words: object) -> Popen[str]:
    """Another process, which runs a program of ours."""
    return Popen([sys.executable, "-c", program, *map(str, words)], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)


def test_what_several_processes_write_at_once_is_all_there(sqlite: Database) -> None:
    ann = ann_at(sqlite)
    before = len(worksheet_of(ann).capabilities)
    others = [another(WRITES, f"sqlite:///{sqlite.file}", ann.address, name) for name in ("a", "b")]
    for number in range(40):
        entries.add(ann, [Capability(key=f"c-{number}", name="C")])
    assert [(each.communicate()[1], each.returncode) for each in others] == [("", 0)] * 2
    assert len(worksheet_of(ann).capabilities) == before + 120
    with closing(sqlite3.connect(sqlite.file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_turn_ends_with_the_process_that_has_it(tmp_path: Path) -> None:
    file, turn = tmp_path / "reuse.db", WriteTurn(tmp_path / "reuse.db")
    with another(HAS_THE_TURN, file) as other:
        assert other.stdout
        assert other.stdout.readline() == "mine\n"
        with pytest.raises(TimeoutError, match="another process is writing"), turn.taken(patience=0):
            pass
        other.kill()
    with turn.taken(patience=0), turn.taken(patience=0):
        assert [each.name for each in tmp_path.iterdir()] == ["reuse.db-lock"]
    turn.close()


def test_a_write_that_does_not_get_its_turn_is_not_saved(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = ann_at(sqlite)
    monkeypatch.setattr("reuse_app.store.engine.PATIENCE", 0.0)
    with WriteTurn(sqlite.file).taken(patience=0), pytest.raises(NotSavedError) as caught:
        entries.add(ann, [Capability(key="x", name="X")])
    assert "another process is writing" in caught.value.in_full


def test_only_their_owner_can_read_the_files_of_a_database(tmp_path: Path) -> None:
    file = tmp_path / "data" / "reuse.db"
    with closing(open_database(f"sqlite:///{file}")) as database:
        ann_at(database)
        rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()}
    assert rights == dict.fromkeys(("reuse.db", "reuse.db-wal", "reuse.db-shm", "reuse.db-lock"), 0o600)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_database_that_others_could_read_is_closed_to_them(sqlite: Database) -> None:
    sqlite.file.chmod(0o644)
    open_database(str(sqlite.url)).close()
    assert stat.S_IMODE(sqlite.file.stat().st_mode) == 0o600


def test_processes_that_start_together_wait_for_each_other(tmp_path: Path) -> None:
    starting = [another(STARTS_IN_A_HURRY, f"sqlite:///{tmp_path}/reuse.db") for _ in range(6)]
    said = [each.stdout.readline() for each in starting if each.stdout]
    ends = [(each.communicate()[1], each.returncode) for each in starting]
    assert (said, ends) == (["open\n"] * 6, [("", 0)] * 6)
