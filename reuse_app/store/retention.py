"""Retention: a workshop in which nothing has changed for long is deleted for good, with everything in it.

Templates stay, as they are kept to be used without a change, and so do inventories, which outlive workshops.
"""

import datetime as dt

from sqlalchemy import Connection, func, select

from reuse_app.store import tables
from reuse_app.store.deleting import overwrite_deleted
from reuse_app.store.edit import Writer, edit
from reuse_app.store.engine import Database
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.workshops import delete_rows


def last_change(database: Database, workshop_id: int) -> dt.datetime:
    """Return when anything last changed in a workshop, votes and joining included."""
    with database.read() as connection:
        return _last_change(connection, workshop_id)


def delete_unchanged(database: Database, *, since: dt.datetime) -> int:
    """Delete every workshop in which nothing has changed since a moment, and return how many those were."""
    changes, workshop = tables.change.c, tables.workshop.c
    newest = select(func.max(changes.at)).where(changes.workshop_id == workshop.id).scalar_subquery()
    query = select(workshop.address).where(newest < since, workshop.is_template.is_(False))
    with database.read() as connection:
        found = connection.execute(query).scalars().all()
    gone = [address for address in found if _delete(database, address, since)]
    if gone:
        overwrite_deleted(database, *gone)
    return len(gone)


def _delete(database: Database, address: str, since: dt.datetime) -> bool:
    """Delete one workshop, unless somebody has changed or deleted it meanwhile."""
    try:
        with edit(Writer(database, address), "delete") as open_edit:
            if _last_change(open_edit.connection, open_edit.workshop_id) >= since:
                return False
            delete_rows(open_edit)
    except UnknownWorkshopError:
        return False
    database.kept.forget(address)
    return True


def _last_change(connection: Connection, workshop_id: int) -> dt.datetime:
    changes = tables.change.c
    query = select(changes.at).where(changes.workshop_id == workshop_id).order_by(changes.revision.desc()).limit(1)
    found: dt.datetime = connection.execute(query).scalar_one()
    return found
