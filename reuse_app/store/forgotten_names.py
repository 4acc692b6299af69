"""The name of somebody who is forgotten, where others have typed it: “somebody” stands there in every state."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, or_, select, update

from reuse_app.room import OutsideAnswer
from reuse_app.store import shared, tables
from reuse_app.store.change_log import FIELDS, MOMENTS, as_text, of_workshop
from reuse_app.store.edit import Edit
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.copies import Rename, renaming
from reuse_app.worksheet.values import Noun, as_read

SOMEBODY = "somebody"
PEOPLE = PARTS["participant"]


def names_of(open_edit: Edit, participant: str) -> set[str]:
    """What somebody is and was called in a workshop, without what others are called there too."""
    is_name = and_(FIELDS.part == PEOPLE.name, FIELDS.entry == PEOPLE.text((participant,)), FIELDS.field == "name")
    logged = select(*(FIELDS[moment] for moment in MOMENTS)).where(of_workshop(open_edit.workshop_id), is_name)
    found = {json.loads(text) for row in open_edit.connection.execute(logged) for text in row if text}
    people = {row["key"]: str(row["name"]) for row in open_edit.every(PEOPLE)}
    others = {as_read(name) for key, name in people.items() if key != participant}
    return {name for name in found | {people[participant]} if as_read(name) not in others}


def take_out_of_workshop(open_edit: Edit, names: Collection[str]) -> int:
    """Put “somebody” in the place of names in all that was typed in a workshop; return how many rows named them."""
    connection, here, rename = open_edit.connection, open_edit.workshop_id, renaming(names, instead=SOMEBODY)
    found = 0
    for part in PARTS.values():
        if part is not PEOPLE:
            typed = _typed(part.noun) - set(part.identity)
            found += _rename(connection, part.table, typed, part.owner == here, rename, version=open_edit.revision)
    for table, typed in (
        (tables.snapshot, {"name"}),
        (tables.grant, {"label"}),
        (tables.answer, _typed(OutsideAnswer)),
    ):
        found += _rename(connection, table, typed, table.c.workshop_id == here, rename)
    return found + _rename_logged(open_edit, rename)


def take_out_of_inventories(connection: Connection, names: Collection[str]) -> int:
    """Put “somebody” in the place of names in every version of every inventory; return how many rows named them."""
    rename = renaming(names, instead=SOMEBODY)
    named = (
        (tables.inventory, {"name"}),
        (tables.inventory_version, {"author", "note"}),
        (tables.inventory_capability, _typed(Capability)),
    )
    return sum(_rename(connection, table, typed, None, rename) for table, typed in named)


def forget_sightings(open_edit: Edit, address: str, participant: str, names: Collection[str]) -> None:
    """Let nobody be told any more where somebody is, which server processes on PostgreSQL tell each other."""
    if open_edit.connection.dialect.name == "postgresql":
        sighting = shared.sighting.c
        is_theirs = or_(sighting.who == participant, sighting.name.in_(names))
        open_edit.connection.execute(delete(shared.sighting).where(sighting.address == address, is_theirs))


def _typed(noun: type[Noun]) -> set[str]:
    """The columns of a noun that hold what people typed: no keys, no choices."""
    found = (each for each in columns(noun).values() if each.type is str and not each.choices and not each.refers)
    return {each.name for each in found if each.name != "key"}


def _rename(  # noqa: PLR0913  # each says one thing about the rows
    connection: Connection,
    table: Table,
    typed: Collection[str],
    which: ColumnElement[bool] | None,
    rename: Rename,
    *,
    version: int | None = None,
) -> int:
    """Rename in some columns of some rows, which are of a newer version then; return in how many."""
    identity, texts = list(table.primary_key), [table.c[name] for name in sorted(typed)]
    query = select(*identity, *texts) if which is None else select(*identity, *texts).where(which)
    renamed = []
    for row in connection.execute(query).mappings().all() if texts else ():
        new = {text.name: _cut(rename(row[text.name]), text) if row[text.name] else row[text.name] for text in texts}
        if any(new[text.name] != row[text.name] for text in texts):
            renamed.append({f"old_{each.name}": row[each.name] for each in identity} | new)
    if renamed:
        same = and_(*(each == bindparam(f"old_{each.name}") for each in identity))
        values: dict[str, Any] = {text.name: bindparam(text.name) for text in texts}
        newer = {} if version is None else {"version": version}
        connection.execute(update(table).where(same).values(values | newer), renamed)
    return len(renamed)


def _cut(text: str, column: ColumnElement[str]) -> str:
    """A text that has grown, cut to what its column holds."""
    return text[: getattr(column.type, "length", None)]


def _rename_logged(open_edit: Edit, rename: Rename) -> int:
    """Rename in what the change log keeps of every earlier state; return in how many places."""
    identity = list(tables.changed_field.primary_key)
    query = select(*identity, *(FIELDS[moment] for moment in MOMENTS)).where(of_workshop(open_edit.workshop_id))
    is_text = or_(*(FIELDS[moment].startswith('"') for moment in MOMENTS))
    found = 0
    for row in open_edit.connection.execute(query.where(FIELDS.part != PEOPLE.name, is_text)).mappings().all():
        new = {moment: _renamed(row[moment], rename) for moment in MOMENTS}
        if any(new[moment] != row[moment] for moment in MOMENTS):
            same = and_(*(column == row[column.name] for column in identity))
            open_edit.connection.execute(update(tables.changed_field).where(same).values(new))
            found += 1
    return found


def _renamed(text: str | None, rename: Rename) -> str | None:
    """A text as the change log keeps it, renamed."""
    return as_text(rename(json.loads(text))) if text and text.startswith('"') else text
