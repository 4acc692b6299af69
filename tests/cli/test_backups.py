import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reuse_app import examples
from reuse_app.store import load, open_database
from tests.cli.conftest import Run


@pytest.fixture
def address(run: Run) -> str:
    """The address of a workshop in the user's own database."""
    run("example", "recaptcha")
    found = re.match(r"Workshop (\w+)", run("import", "recaptcha.json").stdout)
    assert found
    return found[1]


def own_database(folder: Path) -> Path:
    return folder.parent / "data" / "reuse-app" / "reuse.db"


def test_a_backup_brings_back_what_was_there(run: Run, folder: Path, address: str) -> None:
    assert run("backup", "copy.db").stdout == "Wrote copy.db.\n"
    own_database(folder).unlink()
    assert run("export", address, "-o", "-").exit_code == 1
    assert run("restore", "copy.db").exit_code == 0
    assert run("export", address, "-o", "-").stdout == examples.read("recaptcha")


def test_a_restore_keeps_what_it_replaces(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    later = re.match(r"Workshop (\w+)", run("import", "recaptcha.json").stdout)
    assert later
    assert run("restore", "copy.db").exit_code == 0
    assert run("export", later[1], "-o", "-").exit_code == 1
    kept = f"sqlite:///{own_database(folder)}.before-restore"
    assert run("export", later[1], "-o", "-", "--database", kept).exit_code == 0


def test_a_backup_is_one_file_even_while_the_app_runs(run: Run, folder: Path, address: str) -> None:
    database = open_database(f"sqlite:///{own_database(folder)}")
    assert load(database, address)
    assert run("backup", "copy.db").exit_code == 0
    refused = run("restore", "copy.db")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "the app is running with this database; stop it first." in refused.stderr
    database.close()
    assert [file.name for file in folder.iterdir() if file.name.startswith("copy")] == ["copy.db"]


def test_what_is_no_backup_changes_nothing(run: Run, folder: Path, address: str) -> None:
    (folder / "text.db").write_text("hello")
    (folder / "cut.db").write_bytes(own_database(folder).read_bytes()[:5000])
    with closing(sqlite3.connect(folder / "other.db")) as other:
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
        other.execute("INSERT INTO alembic_version VALUES ('from-the-future')")
        other.commit()
    for file in ("nowhere.db", "text.db", "cut.db", "other.db", "."):
        result = run("restore", file)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1, result.stderr
    assert run("export", address, "-o", "-").exit_code == 0


def test_a_backup_needs_a_database_and_another_name(run: Run, folder: Path, address: str) -> None:
    assert run("backup", "copy.db", "--database", "sqlite:///none.db").stderr == "none.db: there is no database yet.\n"
    own = own_database(folder)
    assert run("backup", own).stderr == f"{own}: this is the database itself; name another file.\n"


@pytest.mark.parametrize("url", ["postgresql://user:secret@host/reuse", "sqlite://", "nonsense"])
def test_only_files_can_be_copied(run: Run, url: str) -> None:
    for command in ("backup", "restore"):
        result = run(command, "copy.db", "--database", url)
        assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
        assert "secret" not in result.stderr


def test_a_backup_goes_to_a_machine_without_a_database(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    assert (
        run("restore", "copy.db", "--database", "sqlite:///new/place.db").stdout
        == "Restored new/place.db from copy.db.\n"
    )
    assert run("export", address, "-o", "-", "--database", "sqlite:///new/place.db").exit_code == 0


def test_a_damaged_backup_is_refused(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    whole = (folder / "copy.db").read_bytes()
    (folder / "bits.db").write_bytes(whole[:20_000] + bytes(20_000) + whole[40_000:])
    with closing(sqlite3.connect(folder / "copy.db")) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("DELETE FROM sqlite_master WHERE type = 'index' AND sql IS NULL")
        connection.commit()
    for file in ("bits.db", "copy.db"):
        result = run("restore", file)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"{file}: this backup is damaged (")
        assert len(result.stderr.splitlines()) == 1
