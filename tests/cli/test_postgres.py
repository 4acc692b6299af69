"""Backups of PostgreSQL by its own programs, and moving between both kinds of database."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from reuse_app.store import Database, entries, load, open_database, tables
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole, held, passes
from reuse_app.store.holdings import hold
from reuse_app.store.inventories import Naming, start_inventory
from reuse_app.store.people import new_link
from reuse_app.store.snapshots import keep
from reuse_app.store.workshops import list_workshops, start
from reuse_app.worksheet import Capability
from tests.cli.conftest import Run
from tests.conftest import database_url, postgres_programs
from tests.store.people import example


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs, of the server's version."""
    monkeypatch.setenv("PATH", f"{postgres_programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new PostgreSQL database."""
    return database_url("postgresql", request, tmp_path)


def rows(url: str) -> dict[str, list[str]]:
    """Every row of every table."""
    with closing(open_database(url)) as database, database.read() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in tables.metadata.tables.items()
        }


def fill(database: Database) -> str:
    """Make a workshop with history, versions and links, and an inventory; return its facilitator link."""
    started = start(database, example("tesla-bot"))
    ann = Writer(database, started.address)
    entries.add(ann, [Capability(key="eye", name="Eye \\ of one’s own 🦾", description="one\\ttwo\\.\\N\nthree")])
    keep(ann, "As it was")
    hold(database, "a browser", started.facilitator_secret)
    start_inventory(database, Naming(author="Ann", name="What we have"), example("recaptcha").capabilities)
    return started.facilitator_secret


def test_a_backup_of_postgresql_brings_back_what_was_there(run: Run, url: str, folder: Path) -> None:
    with closing(open_database(url)) as database:
        secret = fill(database)
        made = run("backup", "copy.dump", "--database", url)
        assert made.stdout == "Wrote copy.dump.\n", made.stderr
        assert (folder / "copy.dump").stat().st_mode & 0o777 == 0o600
        start(database, example("recaptcha"))
        refused = run("restore", "copy.dump", "--database", url)
        assert refused.stderr == "copy.dump: somebody is connected to this database; stop the app first.\n"
    later = rows(url)
    (folder / "text.dump").write_text("PGDMP and more text")
    whole = (folder / "copy.dump").read_bytes()
    (folder / "cut.dump").write_bytes(whole[: len(whole) // 2])
    for name, said in (("text.dump", "damaged ("), ("cut.dump", "damaged ("), ("nowhere.dump", "No such file")):
        refused = run("restore", name, "--database", url)
        assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1), refused.stderr
        assert said in refused.stderr
        assert rows(url) == later
    restored = run("restore", "copy.dump", "--database", url)
    assert restored.exit_code == 0, restored.stderr
    with closing(open_database(url)) as database:
        (found,) = passes(database, [secret])
        saved = load(database, found.address)
        assert saved.worksheet.capability_by_key["eye"].description == "one\\ttwo\\.\\N\nthree"
        assert [each.address for each in list_workshops(database)] == [found.address]
        start(database, example("recaptcha"))
    (kept,) = folder.glob("*.before-restore")
    assert run("restore", kept, "--database", url).exit_code == 0
    assert rows(url) == later


def test_what_is_missing_to_copy_postgresql_is_named(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    refused = run("backup", "copy.dump", "--database", url)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("pg_dump is not installed. It comes with PostgreSQL’s client programs")
    assert refused.stderr.count("\n") == 1


def test_everything_moves_to_postgresql_and_back(run: Run, url: str, sqlite: Database, folder: Path) -> None:
    secret, here = fill(sqlite), str(sqlite.url)
    before = rows(here)
    assert run("move", here, url).stdout.startswith(f"Moved {sum(map(len, before.values())):,} rows.")
    assert rows(url) == before
    again = run("move", here, url)
    assert again.stderr == "There is something in the database to move to already; name an empty one.\n"
    with closing(open_database(url)) as database:
        (found,) = passes(database, [secret])
        (held_there,) = held(database, "a browser")
        assert found.address == held_there.address
        entries.add(Writer(database, found.address), [Capability(key="new", name="New")])
        new_link(Writer(database, found.address), GrantRole.OBSERVER)
        start(database, example("recaptcha"))
    assert run("move", url, "sqlite:///back.db").exit_code == 0
    assert rows("sqlite:///back.db") == rows(url)
    for words in (("nonsense", url), (here, "sqlite://"), (here, "postgresql://user:secret@127.0.0.1:1/reuse")):
        refused = run("move", *words)
        assert (refused.exit_code, refused.stderr.count("\n"), "secret" in refused.stderr) == (1, 1, False)
