import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest

from reuse_app import examples
from reuse_app.store import load, open_database
from tests.cli.conftest import Run


@pytest.fixture
def address(run: Run) -> str:
    """The address of a workshop in the user's own database."""
    run("example", "recaptcha", "-o", "recaptcha.json")
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
        other.execute("CREATE TABLE schema_version (version_num TEXT)")
        other.execute("INSERT INTO schema_version VALUES ('from-the-future')")
        other.commit()
    for file in ("nowhere.db", "text.db", "cut.db", "other.db", "."):
        result = run("restore", file)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1, result.stderr
    assert run("export", address, "-o", "-").exit_code == 0


def test_a_backup_needs_a_database_and_another_name(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    own = own_database(folder)
    assert run("backup", own).stderr == f"{own}: this is the database itself; name another file.\n"
    assert run("restore", own).stderr == f"{own}: this is the database itself; name a backup of it.\n"
    for command in ("backup", "restore"):
        refused = run(command, "-")
        assert (refused.exit_code, refused.stderr) == (1, "A backup is a file of its own; name it instead of -.\n")
    assert {each.name for each in folder.iterdir()} == {"recaptcha.json", "copy.db"}


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


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM capability; END", "see “t” in it"),
        ("CREATE VIEW v AS SELECT * FROM workshop", "see “v” in it"),
        ("CREATE TABLE x (id INTEGER)", "see “x” in it"),
        ("DROP TABLE rating", "see “"),
        ("DROP TABLE schema_version", "this is no database of Reuse."),
        ("UPDATE schema_version SET version_num = '9999'", "newer version of Reuse (schema 9999)"),
        ("PRAGMA foreign_keys=OFF; DELETE FROM workshop", "damaged (rows of “"),
        ("PRAGMA ignore_check_constraints=ON; UPDATE product SET home = 7", "damaged (CHECK constraint failed"),
    ],
)
def test_what_is_not_the_apps_own_is_refused(run: Run, folder: Path, address: str, harm: str, said: str) -> None:
    run("backup", "copy.db")
    with closing(sqlite3.connect(folder / "copy.db")) as connection:
        connection.executescript(harm)
    before = own_database(folder).read_bytes()
    result = run("restore", "copy.db")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1), result.stderr
    assert result.stderr.startswith("copy.db: ")
    assert said in result.stderr
    assert own_database(folder).read_bytes() == before
    assert list(own_database(folder).parent.glob("*before*")) == []


def test_a_backup_of_a_newer_database_says_who_can_restore_it(run: Run, folder: Path, address: str) -> None:
    assert run("backup", "copy.db").stderr == ""
    with closing(sqlite3.connect(own_database(folder))) as connection, connection:
        connection.execute("UPDATE schema_version SET version_num = '9999'")
    made = run("backup", "copy.db")
    assert (made.exit_code, made.stdout) == (0, "Wrote copy.db.\n")
    assert made.stderr == (
        "copy.db: This database was written by a newer version of Reuse (schema 9999). Update the app. Only a newer "
        "version can restore this backup.\n"
    )


def test_a_backup_of_before_the_first_version_is_refused(run: Run, folder: Path, address: str) -> None:
    copy(Path(__file__).parent.parent / "data" / "reuse-unreleased.db", folder / "old.db")
    refused = run("restore", "old.db")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "before its first version" in refused.stderr
    assert run("export", address, "-o", "-").exit_code == 0


def test_a_backup_of_an_older_version_is_restored(run: Run, folder: Path, address: str) -> None:
    copy(Path(__file__).parent.parent / "data" / "reuse-0001.db", folder / "old.db")
    assert run("restore", "old.db").exit_code == 0
    assert run("export", address, "-o", "-").exit_code == 1
    assert [each.name for each in folder.iterdir() if each.name.startswith("old")] == ["old.db"]


def test_every_restore_keeps_what_it_replaces(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    for _ in range(3):
        run("import", "recaptcha.json")
        assert run("restore", "copy.db").exit_code == 0
    database = own_database(folder)
    kept = [database.with_name(f"{database.name}.before-restore{end}") for end in ("", "-2", "-3")]
    for file in kept:
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT count(*) FROM workshop").fetchone() == (2,)
    assert len({file.read_bytes() for file in kept}) == 3


def test_a_database_that_is_damaged_can_be_restored_and_is_kept_as_it_is(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    own_database(folder).write_bytes(b"damaged" * 1000)
    beside = own_database(folder).with_name("reuse.db-wal")
    beside.write_bytes(b"a log of it")
    assert run("restore", "copy.db").exit_code == 0
    assert run("export", address, "-o", "-").stdout == examples.read("recaptcha")
    assert own_database(folder).with_name("reuse.db.before-restore").read_bytes() == b"damaged" * 1000
    assert own_database(folder).with_name("reuse.db.before-restore-wal").read_bytes() == b"a log of it"


def test_a_copy_of_the_file_itself_is_restored_with_a_remark(run: Run, folder: Path, address: str) -> None:
    copy(own_database(folder), folder / "cp.db")
    result = run("restore", "cp.db")
    assert result.exit_code == 0
    assert "cp.db is the database file itself, not a backup" in result.stderr
    assert run("export", address, "-o", "-").stdout == examples.read("recaptcha")
    assert [each.name for each in folder.iterdir() if each.name.startswith("cp")] == ["cp.db"]


def test_only_their_owner_can_read_what_is_copied(run: Run, folder: Path, address: str) -> None:
    run("backup", "copy.db")
    run("restore", "copy.db")
    files = [folder / "copy.db", *own_database(folder).parent.iterdir()]
    assert {each.name: stat.S_IMODE(each.stat().st_mode) for each in files} == dict.fromkeys(
        ("copy.db", "reuse.db", "reuse.db-lock", "reuse.db.before-restore"), 0o600
    )


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
        assert result.stderr.startswith(f"{file}: this file is damaged (")
        assert len(result.stderr.splitlines()) == 1
