"""How PostgreSQL finds what pages, saves and streams ask for when there are two thousand workshops."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text

from reuse_app.store import Database, open_database, shared
from reuse_app.store.grants import grants_of
from reuse_app.store.tables import metadata
from reuse_app.store.workshop_state import glance
from reuse_app.web import create_app
from tests.conftest import new_postgresql
from tests.web.conftest import PUBLIC_URL, Browser, code

WORKSHOPS = 2_000
FAR = 1_000
"""From an id of one workshop to the same of the next."""
NUMBERS = ("id", "workshop_id", "inventory_id", "change_id", "grant_id")
NAMES = {"address": 4, "join_code": 4, "secret_hash": 60, "browser_hash": 60}
"""What no two workshops have in common, and how much of it stays behind a number."""
FILLED = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 1000")
"""Tables that have rows of two thousand workshops; of one without rows, how it is read says nothing."""
PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

Sent = dict[str, Any]
"""Statements, each with the parameters with which it was sent first."""


@pytest.fixture
def many(postgres: str) -> Iterator[Database]:
    """A new database on PostgreSQL."""
    with closing(open_database(new_postgresql(postgres))) as database:
        yield database


def multiply(connection: Connection) -> None:
    """Put every row there two thousand times more, each time as of another workshop."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # each refers to what is copied with it
    name = connection.dialect.identifier_preparer.quote
    for table in metadata.sorted_tables:
        columns = ", ".join(name(column.name) for column in table.columns)
        copied = ", ".join(as_of_another(column.name, name(column.name)) for column in table.columns)
        rows = f"SELECT {copied} FROM {name(table.name)}, generate_series(1, {WORKSHOPS}) AS n"  # noqa: S608  # ours
        connection.execute(text(f"INSERT INTO {name(table.name)} ({columns}) {rows}"))
    connection.execute(text("ANALYZE"))


def as_of_another(column: str, quoted: str) -> str:
    """What stands in a column of the copies."""
    if column in NUMBERS:
        return f"{quoted} + n * {FAR}"
    return f"n || left({quoted}, {NAMES[column]})" if column in NAMES else quoted


def listen(database: Database, sent: Sent) -> None:
    """Note every statement that is sent from now on."""

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.strip().startswith(PLANNED):
            sent.setdefault(statement, parameters[0] if many else parameters)

    for engine in (database.reader, database.writer):
        event.listen(engine, "before_cursor_execute", note)


def go_through(app: Flask, ann: Browser, bob: Browser) -> None:
    """Open the first page and every page of a workshop, save as its form and its script do, and let somebody join."""
    ann.open("/")
    for rule in app.url_map.iter_rules():
        if rule.arguments == {"address"} and "GET" in (rule.methods or ()) and rule.rule.startswith("/w/"):
            assert ann.client.get(rule.rule.replace("<address>", ann.workshop)).status_code == 200, rule
    ann.post("capabilities", name="Radar", status="in-house")
    for path, fields in (("capabilities/vision", {"owner": "Ann"}), ("ratings/robot/1", {"rating_volume": "1"})):
        assert ann.save(path, **fields, seen=9999)[0] == 200
    bob.join(code(ann), "Bob")


def follow(database: Database, address: str) -> None:
    """Ask and tell what a stream does, and what processes tell each other."""
    glance(database, address, since=1)
    grants_of(database, address)
    with database.write() as connection:
        shared.tell(connection, "one", [shared.Glimpse(address, "ann", 0, "map", 0, "", "", 0)])


def read_whole(plan: Mapping[str, Any]) -> Iterator[str]:
    """The tables that a plan reads from the first row to the last, be it in the order of an index."""
    if plan["Node Type"] == "Seq Scan" or (plan["Node Type"].startswith("Index") and "Index Cond" not in plan):
        yield plan["Relation Name"]
    for inner in plan.get("Plans", ()):
        yield from read_whole(inner)


def test_among_two_thousand_workshops_nothing_that_is_asked_often_reads_a_whole_table(many: Database) -> None:
    app = create_app(many, public_url=PUBLIC_URL)
    ann, bob = Browser(app.test_client()), Browser(app.test_client())
    ann.enter("/examples/tesla-bot")
    ann.save("capabilities/vision", owner="Ann", seen=9999)
    ann.post("versions", name="Before")
    with many.write() as connection:
        connection.execute(text("DELETE FROM rating WHERE factor <> 'risks'"))
        multiply(connection)
    many.kept.clear()
    sent: Sent = {}
    listen(many, sent)
    go_through(app, ann, bob)
    follow(many, ann.workshop)
    assert len(sent) > 50
    with many.read() as connection:
        filled = set(connection.execute(FILLED).scalars())
        for statement, parameters in sent.items():
            [plan] = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
            assert not filled.intersection(read_whole(plan["Plan"])), statement
    assert {"workshop", "change", "changed_field", "grant", "holding", "link", "rating", "snapshot"} <= filled
