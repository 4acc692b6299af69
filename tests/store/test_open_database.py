import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest

from reuse_app.store import open_database
from reuse_app.store.errors import DatabaseError


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "reuse.db"
    open_database(f"sqlite:///{path}").close()
    assert path.is_file()
    left = {file.name: file.stat().st_size > 0 for file in path.parent.iterdir()}
    assert left == {"reuse.db": True, "reuse.db-lock": False}


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://me:hunter2@host/reuse", "postgres://me:hunter2@host", "redis:"]
)
def test_what_is_no_address_of_a_database_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(DatabaseError, match="no address of a database, such as sqlite:///") as caught:
        open_database(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="needs a file"):
        open_database(url)


def test_a_driver_that_is_not_installed_is_named() -> None:
    with pytest.raises(DatabaseError, match="driver of this database is not installed"):
        open_database("postgresql+pg8000://me:hunter2@localhost/reuse")


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    with pytest.raises(DatabaseError, match="does not answer") as caught:
        open_database("postgresql+psycopg://me:hunter2@127.0.0.1:1/reuse")
    assert "Connection refused" in caught.value.reason
    assert "hunter2" not in caught.value.in_full


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'reuse.db'}")


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database(f"sqlite:///{tmp_path}")
    assert "is a folder; name a file in it, such as sqlite:///" in caught.value.in_full


def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes.\n" * 500)
    with pytest.raises(DatabaseError) as caught:
        open_database(f"sqlite:///{path}")
    assert "notes.txt is no database; name another file." in caught.value.in_full
    assert path.read_text() == "These are my notes.\n" * 500


def test_a_database_of_before_the_first_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "reuse.db"
    copy(Path(__file__).parent.parent / "data" / "reuse-unreleased.db", path)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="written by Reuse before its first version, and this version cannot read"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*before*")) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "reuse.db"
    open_database(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE schema_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="newer version of Reuse"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == before
