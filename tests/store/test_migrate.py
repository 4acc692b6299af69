import re
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from shutil import copy
from subprocess import PIPE, Popen, run
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Row, make_url, select, text
from sqlalchemy.exc import OperationalError

from reuse_app.store import Database, load, open_database, shared, tables
from reuse_app.store.engine import VERSION_TABLE
from reuse_app.store.errors import DatabaseError
from reuse_app.store.grants import passes
from reuse_app.store.migrate import migrate
from reuse_app.store.open_database import newest_version
from tests.conftest import database_url
from tests.second import BOTH
from tests.store.people import EXAMPLE_NAMES, ann_at, example, worksheet_of

CURRENT = newest_version()
NEWER = f"{int(CURRENT) + 1:04}"
NEXT = f'''
"""The next version, as a developer would write it."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEWER}", "{CURRENT}", None, None


def upgrade() -> None:
    """Re-create a table that others refer to, with one more column."""
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("product", recreate=recreate) as table:
        table.add_column(sa.Column("note", sa.String(200), nullable=False, server_default=""))
'''
DATA = Path(__file__).parent.parent / "data"
PARTS_OF_A_STATEMENT = re.compile(r"\n|, (?=\w+ [A-Z])")
ORPHANS = NEXT + "    op.execute(sa.delete(sa.table('product')))\n"  # a script that is meant to do harm
BROKEN = f"{NEXT}    op.drop_table('nowhere')\n"

Scripts = Callable[[str], str]


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """Make a folder of the migrations there are and one more; return where it is."""

    def make(source: str) -> str:
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True)
        ours = files("reuse_app.store").joinpath("migrations")
        (folder / "env.py").write_text(ours.joinpath("env.py").read_text())
        for script in ours.joinpath("versions").iterdir():
            if script.name.endswith(".py"):
                (folder / "versions" / script.name).write_text(script.read_text())
        (folder / "versions" / f"{NEWER}_next.py").write_text(source)
        return str(folder)

    return make


@pytest.fixture(params=BOTH)
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database whose tables may change, as it is of this test alone."""
    with closing(open_database(database_url(request.param, request, tmp_path))) as database:
        yield database


@pytest.fixture
def path(sqlite: Database) -> Path:
    """The file of the database."""
    return Path(str(sqlite.url.database))


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table))]
            for name, table in tables.metadata.tables.items()
        }


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    with database.read() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
        context = MigrationContext.configure(connection, opts=opts)
        known = tables.metadata if database.is_sqlite else (tables.metadata, shared.metadata)
        assert compare_metadata(context, known) == []  # type: ignore[arg-type]  # it takes several


def test_what_is_shared_for_minutes_has_no_log(database: Database) -> None:
    query = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u'")
    with database.read() as connection:
        unlogged = [] if database.is_sqlite else sorted(connection.execute(query).scalars())
    assert unlogged == ([] if database.is_sqlite else sorted(shared.metadata.tables))


def test_the_migrations_state_the_constraints_that_the_code_knows(sqlite: Database, tmp_path: Path) -> None:
    """Alembic compares no CHECK constraints, so the statements that made the tables are compared."""
    made = Database(make_url(f"sqlite:///{tmp_path / 'made.db'}"))
    with made.write() as connection:
        tables.metadata.create_all(connection)

    def statements(database: Database) -> dict[str, list[str]]:
        query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_version'")
        with database.read() as connection:
            return {
                row.name: sorted(part.strip(" ,\t") for part in PARTS_OF_A_STATEMENT.split(unquoted(row)))
                for row in connection.execute(query)
            }

    def unquoted(row: Row[Any]) -> str:
        return str(row.sql).replace(f'TABLE "{row.name}"', f"TABLE {row.name}")

    assert statements(sqlite) == statements(made)
    made.close()


def test_a_database_of_today_is_neither_copied_nor_changed(sqlite: Database, path: Path) -> None:
    before = contents(sqlite)
    migrate(sqlite)
    assert contents(sqlite) == before
    assert list(path.parent.glob("*before*")) == []


def test_a_database_of_today_is_opened_without_what_migrates(sqlite: Database, path: Path) -> None:
    script = "import sys; from reuse_app.store import open_database; open_database(sys.argv[1]).close()"
    said = "; print([name for name in sys.modules if name.partition('.')[0] == 'alembic'])"
    command = [sys.executable, "-c", script + said]
    assert run([*command, f"sqlite:///{path}"], capture_output=True, text=True, check=True).stdout == "[]\n"
    new = run([*command, f"sqlite:///{path.with_name('new.db')}"], capture_output=True, text=True, check=True)
    assert "alembic" in new.stdout
    assert sqlite.version() == CURRENT


def test_a_copy_is_kept_before_anything_is_changed(sqlite: Database, scripts: Scripts, path: Path) -> None:
    ann_at(sqlite, example())
    before = contents(sqlite)
    migrate(sqlite, scripts_at=scripts(NEXT))
    copy = Database(make_url(f"sqlite:///{path.with_name(f'reuse-before-{CURRENT}.db')}"))
    assert contents(copy) == before
    copy.close()
    assert stat.S_IMODE(path.with_name(f"reuse-before-{CURRENT}.db").stat().st_mode) == 0o600


def test_what_refers_to_a_table_survives_its_being_made_anew(own: Database, scripts: Scripts) -> None:
    writers = [ann_at(own, example(name)) for name in EXAMPLE_NAMES]
    migrate(own, scripts_at=scripts(NEXT))
    with own.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM product WHERE note = ''")).scalar_one() > 20
    for writer, name in zip(writers, EXAMPLE_NAMES, strict=True):
        own.kept.clear()
        assert worksheet_of(writer) == example(name)


@pytest.mark.parametrize(("source", "message"), [(ORPHANS, "refer to nothing"), (BROKEN, "nowhere")])
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    sqlite: Database, scripts: Scripts, source: str, message: str
) -> None:
    ann = ann_at(sqlite, example())
    before = contents(sqlite)
    with pytest.raises((DatabaseError, OperationalError), match=message):
        migrate(sqlite, scripts_at=scripts(source))
    assert contents(sqlite) == before
    with sqlite.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    sqlite.kept.clear()
    assert worksheet_of(ann) == example()


def test_processes_that_start_together_migrate_once(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    program = "import sys; from reuse_app.store import open_database; open_database(sys.argv[1]).close()"
    for kind in ("sqlite", "postgresql"):
        command = [sys.executable, "-c", program, database_url(kind, request, tmp_path)]
        processes = [Popen(command, stderr=PIPE, text=True) for _ in range(2)]  # our own program
        assert [(process.communicate()[1], process.returncode) for process in processes] == [("", 0)] * 2, kind


def test_a_newer_database_is_refused(own: Database, scripts: Scripts) -> None:
    migrate(own, scripts_at=scripts(NEXT))
    with pytest.raises(DatabaseError, match=rf"newer version of Reuse \(schema {NEWER}\)"):
        migrate(own)


def test_a_copy_that_cannot_be_made_stops_the_migration(sqlite: Database, scripts: Scripts, path: Path) -> None:
    path.with_name(f"reuse-before-{CURRENT}.db").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        migrate(sqlite, scripts_at=scripts(NEXT))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM schema_version").fetchall() == [(CURRENT,)]


@pytest.mark.parametrize("old", sorted(DATA.glob("reuse-0*.db")), ids=lambda old: old.stem)
def test_a_database_of_an_older_version_opens_with_everything_in_it(old: Path, tmp_path: Path) -> None:
    copy(old, tmp_path / "reuse.db")
    database = open_database(f"sqlite:///{tmp_path / 'reuse.db'}")
    with database.read() as connection:
        (address,) = connection.execute(select(tables.workshop.c.address)).scalars()
    saved = load(database, address)
    assert saved.worksheet == example("tesla-bot")
    assert saved.seen_by(None) == saved.worksheet, "ratings that everybody could see stay so"
    assert passes(database, ["the-secret-of-this-file"])[0].address == address
    database.close()
