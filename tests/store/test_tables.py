import datetime as dt
from collections.abc import Mapping

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DataError, IntegrityError

from reuse_app.store import Database
from reuse_app.store.tables import PARTS, StoreRow, metadata
from reuse_app.store.workshop_state import load
from reuse_app.worksheet import Capability, Product
from tests.conftest import small_worksheet
from tests.store.people import ann_at

OURS = {
    "id",
    "workshop_id",
    "address",
    "join_code",
    "salt",
    "revision",
    "created_at",
    "starter",
    "version",
    "position",
    "author",
}
"""Columns that hold what only the store writes."""
CAPABILITY: dict[str, object] = {"key": "chips", "name": "Chips", "status": "in-house", "rival": False}
LINK: dict[str, object] = {"capability": "vision", "product": "robot", "need": 9}

WRONG: list[tuple[str, dict[str, object]]] = [
    ("capability", CAPABILITY | {"trl": 10}),
    ("capability", CAPABILITY | {"trl": 0}),
    ("capability", CAPABILITY | {"kind": "gadget"}),
    ("capability", CAPABILITY | {"status": "IN_HOUSE"}),
    ("capability", CAPABILITY | {"name": ""}),
    ("capability", CAPABILITY | {"name": "x" * 201}),
    ("capability", CAPABILITY | {"nature": "x" * 4001}),
    ("capability", CAPABILITY | {"build_cost_likely": -1.0}),
    ("capability", CAPABILITY | {"home_product": "nothing"}),
    ("capability", CAPABILITY | {"key": "vision"}),
    ("link", LINK | {"need": 2}),
    ("link", LINK | {"fit": "AS_IS"}),
    ("link", LINK | {"capability": "nothing"}),
    ("link", LINK | {"product": "nothing"}),
]


def insert_row(database: Database, workshop_id: int, part: str, row: Mapping[str, object]) -> None:
    table = PARTS[part].table
    texts = {column.name: "" for column in table.columns if column.type.python_type is str and not column.nullable}
    common = {"workshop_id": workshop_id, "position": 9, "version": 1}
    with database.write() as connection:
        connection.execute(insert(table).values({**texts, **common, **row}))


@pytest.mark.parametrize(("part", "row"), [("capability", CAPABILITY), ("link", LINK)])
def test_a_right_row_is_taken(database: Database, part: str, row: Mapping[str, object]) -> None:
    insert_row(database, load(database, ann_at(database).address).id, part, row)


def test_the_database_itself_refuses_what_is_outside_the_limits(database: Database) -> None:
    workshop_id = load(database, ann_at(database).address).id
    for part, row in WRONG:
        with pytest.raises((IntegrityError, DataError)):
            insert_row(database, workshop_id, part, row)


def test_a_link_between_two_workshops_is_refused(database: Database) -> None:
    other = small_worksheet(
        capabilities=(Capability(key="chips", name="Chips"),), products=(Product(key="phone", name="Phone"),)
    )
    here, there = load(database, ann_at(database).address), load(database, ann_at(database, other).address)
    insert_row(database, here.id, "link", LINK)
    for row in (LINK | {"product": "phone"}, LINK | {"capability": "chips"}):
        with pytest.raises(IntegrityError):
            insert_row(database, here.id, "link", row)
    with pytest.raises(IntegrityError):
        insert_row(database, there.id, "link", LINK)


def test_what_others_refer_to_cannot_be_taken_away(database: Database) -> None:
    workshop_id = load(database, ann_at(database).address).id
    table = PARTS["product"].table
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(table.delete().where(table.c.workshop_id == workshop_id))


def test_a_row_cannot_become_wrong_either(database: Database) -> None:
    ann_at(database)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(update(PARTS["capability"].table).values(trl=10))


@pytest.mark.parametrize("part", PARTS)
def test_every_column_has_a_limit_a_list_of_choices_or_a_type_that_limits_it(part: str) -> None:
    table = PARTS[part].table
    checked = " ".join(str(constraint.sqltext) for constraint in table.constraints if hasattr(constraint, "sqltext"))
    for column in table.columns:
        known = column.name in OURS or column.type.python_type is dt.date
        assert known or f'"{column.name}"' in checked or column.type.python_type is bool, column


def test_every_table_is_a_class_or_made_from_a_noun() -> None:
    classes = {row.__tablename__ for row in StoreRow.__subclasses__()}
    made = {part.table.name for part in PARTS.values()} | {"inventory_capability"}
    assert classes | made == set(metadata.tables)
    assert classes & made == {"workshop"}
