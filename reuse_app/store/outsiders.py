"""What outsiders answer: it waits in a tray that only facilitators see, until they let it in or put it aside."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from reuse_app.room import OutsideAnswer, Referral, Settled
from reuse_app.store import tables
from reuse_app.store.edit import Edit, SentForm, Writer, edit
from reuse_app.store.engine import Database
from reuse_app.store.entries import add_idea_within, add_within
from reuse_app.store.errors import NotAskedError, RoomError, StoreError, UnknownEntryError
from reuse_app.store.grants import GRANTS, GrantRole, hash_of
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Origin, Product
from reuse_app.worksheet.columns import columns, flatten, nest
from reuse_app.worksheet.values import NAME_LENGTH

ANSWERS = tables.answer.c
MOST_WAITING = 500
"""Answers that wait in one tray; nobody reads more, and whoever floods it fills no disk."""
FROM_OUTSIDE = "From outside"
"""What a product that was let in says of where it came from, in one word for lists and tables."""


@dataclass(frozen=True)
class Received:
    """An answer as it lies in the tray, or as it was dealt with."""

    id: int
    said: OutsideAnswer
    at: dt.datetime
    settled: Settled | None


def asked_at(database: Database, secret: str) -> str:
    """Return the address of the workshop that asks by a link; raises NotAskedError for one that is wrong or closed."""
    with database.read() as connection:
        _, address = _asked_by(connection, secret)
    return address


def receive(database: Database, secret: str, answers: Sequence[OutsideAnswer], *, once: SentForm | None = None) -> None:
    """Put answers into the tray of the workshop that a link asks for, once for each form.

    Raises NotAskedError for a link that is wrong or closed, and RoomError while the tray is full.
    """
    with database.write() as connection:
        workshop_id, _ = _asked_by(connection, secret, lock=True)
        key = once.hashes[0] if once else None
        if key and connection.execute(_in_workshop(workshop_id).where(ANSWERS.once == key)).first():
            return
        waiting = select(func.count()).where(ANSWERS.workshop_id == workshop_id, ANSWERS.settled.is_(None))
        if connection.execute(waiting).scalar_one() + len(answers) > MOST_WAITING:
            raise RoomError("More has come in than the team can read now. Keep what you wrote and try in a day or two.")
        common = {"workshop_id": workshop_id, "once": key, "at": dt.datetime.now(dt.UTC)}
        connection.execute(insert(tables.answer), [{**flatten(answer), **common} for answer in answers])
    database.stored(sum(len(answer.text) for answer in answers))


def received(database: Database, workshop_id: int) -> list[Received]:
    """Return every answer of a workshop in the order in which they came."""
    with database.ask() as connection:
        return [_received(row) for row in connection.execute(_in_workshop(workshop_id).order_by(ANSWERS.id))]


def settle(writer: Writer, answer_id: int, settled: Settled | None) -> None:
    """Put an answer aside, or back into the tray. Raises UnknownEntryError."""
    _write(writer, update(tables.answer).values(settled=settled), answer_id)


def discard(writer: Writer, answer_id: int) -> None:
    """Delete an answer; what was let in of it stays. Raises UnknownEntryError."""
    _write(writer, delete(tables.answer), answer_id)


def let_in_idea(
    writer: Writer, answer_id: int, product: Product, *, field: str | None, once: SentForm | None = None
) -> int:
    """Make a product of an idea, which remembers where it came from; return the revision.

    It is nobody's in the room, and all see it. `field` is the division of ISIC in which the problem is, where somebody
    knows it. Raises UnknownEntryError, RepeatedError, and StoreError for an answer that was dealt with meanwhile.
    """
    with edit(_nobody(writer), "add product", once=once) as open_edit:
        said = _take(open_edit, answer_id)
        is_there = bool(said.capability and open_edit.rows(PARTS["capability"], [(said.capability,)]))
        origin = Origin(
            capability=said.capability if is_there else None,
            of=said.of if is_there else None,
            prompt=said.wording,
            field=field,
            outside=True,
        )
        came = {"problem": said.text, "source": FROM_OUTSIDE, "origin": origin}
        add_idea_within(open_edit, [product.model_copy(update=came)])
        return open_edit.revision


def let_in_name(writer: Writer, answer_id: int) -> int:
    """Put somebody whom an outsider has named on the list of people to ring; return the revision. Raises as above."""
    with edit(_nobody(writer), "add referral") as open_edit:
        said = _take(open_edit, answer_id)
        add_within(
            open_edit,
            PARTS["referral"],
            [Referral(number=1, name=said.text[:NAME_LENGTH], about=said.wording, outside=True)],
        )
        return open_edit.revision


def _nobody(writer: Writer) -> Writer:
    """Nobody in the room has written what comes from outside: forgetting whoever lets it in does not take it away."""
    return Writer(writer.database, writer.address)


def _asked_by(connection: Connection, secret: str, *, lock: bool = False) -> tuple[int, str]:
    """The id and the address of the workshop that asks by a link; with `lock` nobody else writes to it meanwhile."""
    workshop = tables.workshop
    query = select(workshop.c.id, workshop.c.address, GRANTS.ended_at).join(tables.grant)
    query = query.where(GRANTS.secret_hash == hash_of(secret), GRANTS.role == GrantRole.OUTSIDER)
    found = connection.execute(query.with_for_update(of=workshop) if lock else query).one_or_none()
    if found is None or found.ended_at:
        raise NotAskedError(has_ended=found is not None)
    return found.id, found.address


def _in_workshop(workshop_id: int) -> Select[Any]:
    return select(tables.answer).where(ANSWERS.workshop_id == workshop_id)


def _received(row: Row[Any]) -> Received:
    return Received(row.id, _said(row), row.at, Settled(row.settled) if row.settled else None)


def _said(row: Row[Any]) -> OutsideAnswer:
    return OutsideAnswer.model_validate(
        nest(OutsideAnswer, {name: row._mapping[name] for name in columns(OutsideAnswer)})
    )


def _take(open_edit: Edit, answer_id: int) -> OutsideAnswer:
    """Take an answer out of the tray, for good; raises UnknownEntryError and StoreError."""
    connection: Connection = open_edit.connection
    found = connection.execute(
        _in_workshop(open_edit.workshop_id).where(ANSWERS.id == answer_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise UnknownEntryError("This answer is not in the tray any more.")
    if found.settled:
        raise StoreError("Somebody has dealt with this answer already. Nothing was added.")
    connection.execute(update(tables.answer).where(ANSWERS.id == answer_id).values(settled=Settled.LET_IN))
    return _said(found)


def _write(writer: Writer, statement: Any, answer_id: int) -> None:
    here = select(tables.workshop.c.id).where(tables.workshop.c.address == writer.address).scalar_subquery()
    with writer.database.write() as connection:
        which = (ANSWERS.id == answer_id, ANSWERS.workshop_id == here)
        if not connection.execute(statement.where(*which)).rowcount:
            raise UnknownEntryError("This answer is not in the tray any more.")
