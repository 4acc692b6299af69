"""What a command says of a database that is none, is not there, or is not the one that was meant."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMMANDS = (
    ("workshops",),
    ("forget", "Ann", "--yes"),
    ("delete", "abc", "--yes"),
    ("export", "abc", "-o", "out.json"),
    ("link", "abc"),
    ("backup", "out.db"),
    ("move", "URL", "sqlite:///out.db"),
)
"""Each needs a database that is there already."""


@pytest.fixture
def filled(run: Run, folder: Path) -> Path:
    """A folder with a database, one of a newer version, a text and another folder."""
    run("example", "recaptcha", "-o", "recaptcha.json")
    for name in ("here.db", "newer.db"):
        run("import", "recaptcha.json", "--database", f"sqlite:///{name}")
    with closing(sqlite3.connect("newer.db")) as newer, newer:
        newer.execute("UPDATE schema_version SET version_num = '9999'")
    (folder / "notes.txt").write_text("no database " * 100)
    (folder / "empty.db").touch()
    (folder / "drawer").mkdir()
    return folder


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "This is no address of a database, such as sqlite:///"),
        ("mysql://host/reuse", "This is no address of a database, such as sqlite:///"),
        ("sqlite://", "A workshop needs a file to be kept in, such as sqlite:///reuse.db."),
        ("sqlite:///none/reuse.db", "none/reuse.db: there is no database yet."),
        ("sqlite:///empty.db", "empty.db: there is no database yet."),
        ("sqlite:///drawer", "drawer is a folder; name a file in it, such as sqlite:///drawer/reuse.db."),
        ("sqlite:///notes.txt", "notes.txt is no database; name another file."),
        ("sqlite:///newer.db", "newer version of Reuse (schema 9999). Update the app."),
        ("postgresql://me:hunter2@127.0.0.1:1/reuse", "onnection refused"),
    ],
)
def test_a_wrong_database_is_one_clear_line_and_nothing_is_made(run: Run, filled: Path, url: str, said: str) -> None:
    before = contents(filled)
    for words in COMMANDS:
        if words[0] == "backup" and url.endswith(("newer.db", "notes.txt", "drawer")):
            continue
        named = [url if word == "URL" else word for word in words]
        result = run(*named, *(() if "URL" in words else ("--database", url)))
        assert (result.exit_code, len(result.stderr.splitlines()), said in result.stderr) == (1, 1, True), result.stderr
        assert "hunter2" not in result.stderr
    assert contents(filled) == before


def test_only_an_empty_database_that_is_another_takes_what_is_moved(run: Run, filled: Path) -> None:
    before = contents(filled)
    for target, said in (
        ("here.db", "This is twice the same database"),
        ("./here.db", "This is twice the same database"),
        ("newer.db", "newer version of Reuse"),
        ("drawer", "drawer is a folder"),
        ("notes.txt", "notes.txt is no database"),
    ):
        result = run("move", "sqlite:///here.db", f"sqlite:///{target}")
        assert (result.exit_code, len(result.stderr.splitlines()), said in result.stderr) == (1, 1, True), result.stderr
    assert contents(filled) == before


def test_a_backup_of_what_is_no_database_leaves_nothing(run: Run, filled: Path) -> None:
    before = contents(filled)
    for name in ("notes.txt", "drawer"):
        result = run("backup", "out.db", "--database", f"sqlite:///{name}")
        assert (result.exit_code, len(result.stderr.splitlines()), name in result.stderr) == (1, 1, True)
    assert contents(filled) == before


def test_somebody_without_a_name_is_not_looked_for(run: Run, filled: Path) -> None:
    result = run("forget", " ", "--yes", "--database", "sqlite:///here.db")
    assert (result.exit_code, result.stderr) == (
        1,
        "Say whom to forget: by the name or the key that stands in a workshop.\n",
    )


def contents(folder: Path) -> dict[str, bytes]:
    """What is in the files of a folder, without what SQLite and our lock put beside a database."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.name: each.read_bytes() for each in files if not each.name.endswith(("-lock", "-wal", "-shm"))}
