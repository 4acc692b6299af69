"""Whole workshops: start one, import a worksheet as one, delete one, and list them all for who runs the server.

Ratings and dots count nowhere in that list: a ballot is blind to whoever runs the server, too.
"""

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, Text, cast, func, insert, select

from reuse_app.room import AgendaItem, Stage
from reuse_app.room.nouns import opening
from reuse_app.store import tables
from reuse_app.store.deleting import delete_rows, overwrite_deleted
from reuse_app.store.edit import Writer, edit
from reuse_app.store.engine import Database
from reuse_app.store.errors import RepeatedError
from reuse_app.store.grants import GrantRole, grant, hash_of, is_granted
from reuse_app.store.noun_table import Exclusive, Framed, Minimum, MustHave, NumberedIteration
from reuse_app.store.rows import LISTS
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import CLEAR_LETTERS, Noun

ADDRESS_LENGTH = 10
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what looks alike on a wall: 0 and O, 1 and I."""
CODE_LENGTH = 8
SALT_BYTES = 16
ENTRIES = ("factor", "product", "capability", "link", "decision", "gap_plan", "iteration", "outcome", "note")
"""Parts whose rows are what people have entered."""
BALLOTS = ("rating", "dot", "completion")
"""Parts that would tell who has voted, or how many."""


@dataclass(frozen=True)
class Started:
    """A new workshop: its address, and the secret of its facilitator link, which is stored only as a hash."""

    address: str
    facilitator_secret: str


@dataclass(frozen=True)
class ForProgram:
    """The token by which a program goes on with the workshop that it starts: its secret, and what it is for."""

    secret: str
    label: str
    last_day: dt.date | None = None


def start(  # noqa: PLR0913  # each says one thing about the workshop, and is named
    database: Database,
    worksheet: Worksheet,
    *,
    facilitator: str | None = None,
    secret: str | None = None,
    agenda: Sequence[Stage | AgendaItem] = (),
    starter: str | None = None,
    program: ForProgram | None = None,
) -> Started:
    """Make a workshop of a worksheet, an empty one or an imported one.

    `facilitator` is the key of the participant as whom the holder of the facilitator link rates, `agenda` how the
    steps are planned, and what is between them, `starter` the secret of who is signed in, `program` the token that
    reads and writes it from then on. A form that brings the secret of that link starts one workshop however often it
    is sent: raises RepeatedError from the second time on.
    """
    address = new_address()
    with database.write() as connection:
        if secret and is_granted(connection, secret):
            raise RepeatedError("This workshop was started already.")
        workshop_id = _insert_workshop(connection, address, worksheet, starter)
        _insert_parts(connection, workshop_id, worksheet, agenda)
        secret = grant(connection, workshop_id, GrantRole.FACILITATOR, participant=facilitator, secret=secret)
        if program:
            asked, until = program.secret, program.last_day
            role, label = GrantRole.WRITER, program.label
            grant(connection, workshop_id, role, participant=None, secret=asked, label=label, last_day=until)
    database.stored(len(worksheet.model_dump_json()))
    return Started(address, secret)


def new_address() -> str:
    """A new address of a workshop or an inventory; it opens nothing by itself."""
    return "".join(secrets.choice(CLEAR_LETTERS) for _ in range(ADDRESS_LENGTH))


def new_code() -> str:
    """A new code by which people join: 8 letters and digits, 40 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def new_salt() -> str:
    """What makes the revisions of a new workshop unreadable (live/cursors.py): 128 bits."""
    return secrets.token_hex(SALT_BYTES)


def delete_workshop(database: Database, address: str) -> None:
    """Delete a workshop for good: every row is overwritten and the log of the database is emptied.

    Raises UnknownWorkshopError.
    """
    with edit(Writer(database, address), "delete") as open_edit:
        delete_rows(open_edit, address)
    database.kept.forget(address)
    overwrite_deleted(database)


def _insert_workshop(connection: Connection, address: str, worksheet: Worksheet, starter: str | None) -> int:
    framed = Framed(**worksheet.workshop.model_dump(), at_most=worksheet.constraints.at_most)
    now = dt.datetime.now(dt.UTC)
    names = {"address": address, "join_code": new_code(), "salt": new_salt()}
    signed_in = hash_of(starter) if starter else None
    values = {**names, "starter": signed_in, "revision": 1, "version": 1, "created_at": now}
    made = connection.execute(insert(tables.workshop).values(**flatten(framed), **values))
    workshop_id = tables.new_id(made)
    first = {"workshop_id": workshop_id, "revision": 1, "at": values["created_at"], "action": "start"}
    connection.execute(insert(tables.change).values(first))
    return workshop_id


def _insert_parts(
    connection: Connection, workshop_id: int, worksheet: Worksheet, agenda: Sequence[Stage | AgendaItem]
) -> None:
    common: dict[str, Any] = {"workshop_id": workshop_id, "version": 1, "author": None}
    for name, nouns in _parts(worksheet, agenda):
        rows = [common | flatten(noun) | {"position": place} for place, noun in enumerate(nouns, start=1)]
        if rows:
            connection.execute(insert(PARTS[name].table), rows)


def _parts(worksheet: Worksheet, agenda: Sequence[Stage | AgendaItem]) -> Iterator[tuple[str, list[Noun]]]:
    """Yield every part of a worksheet, each after the parts that it refers to."""
    lists: dict[str, list[Noun]] = {part: list(getattr(worksheet, field)) for field, part in LISTS.items()}
    lists["stage"] = _stages(worksheet, [each for each in agenda if isinstance(each, Stage)])
    lists["agenda_item"] = [each for each in agenda if isinstance(each, AgendaItem)]
    lists["iteration"] = [
        NumberedIteration(number=number, **dict(iteration))
        for number, iteration in enumerate(worksheet.iterations, start=1)
    ]
    lists["must_have"] = [MustHave(product=product) for product in worksheet.constraints.must_have]
    lists["exclusive"] = [
        Exclusive(group=group, product=product)
        for group, products in enumerate(worksheet.constraints.exclusive, start=1)
        for product in products
    ]
    lists["at_least"] = [
        Minimum(group=group, product=product, count=rule.count)
        for group, rule in enumerate(worksheet.constraints.at_least, start=1)
        for product in rule.of
    ]
    lists["requires"] = [*worksheet.constraints.requires]
    for name in PARTS:
        if name in lists:
            yield name, lists[name]


def _stages(worksheet: Worksheet, agenda: Sequence[Stage]) -> list[Noun]:
    """The stages as planned, of which those show ratings and dots that a worksheet has brought along."""
    stages = {stage.step: stage for stage in agenda}
    revealed: dict[Step, dict[str, Any]] = {}
    if worksheet.dots:
        revealed[Step.PRODUCTS] = {"blind": False}
    if worksheet.ratings:
        revealed[Step.SCORE] = {"blind": False, "round": max(rating.round for rating in worksheet.ratings)}
    for step, shown in revealed.items():
        stages[step] = stages.get(step, opening(step)).model_copy(update=shown)
    return list(stages.values())


@dataclass(frozen=True)
class Listed:
    """One workshop; `size` is the letters that it keeps, with all that ever changed in it."""

    address: str
    title: str
    people: int
    entries: int
    size: int
    changed_at: dt.datetime


def list_workshops(database: Database) -> list[Listed]:
    """Return every workshop, the one that changed last first."""
    with database.read() as connection:
        counts, sizes = _rows(connection), _sizes(connection)
        changed = _changed(connection)
        found = tables.workshop.c
        query = select(found.id, found.address, found.title, found.created_at)
        listed = [
            Listed(
                address=row.address,
                title=row.title,
                people=counts["participant", row.id],
                entries=sum(counts[part, row.id] for part in ENTRIES),
                size=sizes[row.id],
                changed_at=changed.get(row.id, row.created_at),
            )
            for row in connection.execute(query)
        ]
    return sorted(listed, key=lambda each: each.changed_at, reverse=True)


def _rows(connection: Connection) -> Counter[tuple[str, int]]:
    """How many rows each part of each workshop has."""
    counts: Counter[tuple[str, int]] = Counter()
    for name in (*ENTRIES, "participant"):
        owner = PARTS[name].owner
        for workshop_id, count in connection.execute(select(owner, func.count()).group_by(owner)):
            counts[name, workshop_id] = count
    return counts


def _sizes(connection: Connection, which: Select[int] | None = None) -> Counter[int]:
    """The letters of each workshop, or of some of them: in its entries, and in what they were before."""
    sizes: Counter[int] = Counter()
    some = select(tables.workshop.c.id) if which is None else which
    for name in (*ENTRIES, "participant", "workshop"):
        owner, table = PARTS[name].owner, PARTS[name].table
        rows = connection.execute(select(owner, _letters(table)).where(owner.in_(some)).group_by(owner))
        sizes.update({row[0]: row[1] for row in rows})
    told = _told(_letters(tables.changed_field)).where(tables.change.c.workshop_id.in_(some))
    sizes.update({row[0]: row[1] for row in connection.execute(told)})
    return sizes


def letters_of(database: Database, starter: str) -> int:
    """Return the letters that the workshops of somebody who is signed in keep, with all that ever changed in them."""
    theirs = select(tables.workshop.c.id).where(tables.workshop.c.starter == hash_of(starter))
    with database.read() as connection:
        return sum(_sizes(connection, theirs).values())


def last_day(database: Database, workshop_id: int) -> str:
    """Return the day in UTC on which a workshop last changed for everybody, as YYYY-MM-DD; ballots tell nothing."""
    changes = tables.change.c
    query = _told(func.max(changes.at)).where(changes.workshop_id == workshop_id, changes.whose.is_(None))
    started = select(tables.workshop.c.created_at).where(tables.workshop.c.id == workshop_id)
    with database.read() as connection:
        row = connection.execute(query).first()
        day: dt.datetime = row[1] if row else connection.execute(started).scalar_one()
    return day.date().isoformat()


def _changed(connection: Connection) -> dict[int, dt.datetime]:
    """When somebody last changed something in each workshop."""
    return {row[0]: row[1] for row in connection.execute(_told(func.max(tables.change.c.at)))}


def _told(figure: ColumnElement[Any]) -> Select[tuple[int, Any]]:
    """A figure over the changes of each workshop, without those that would tell of ballots."""
    changes, fields = tables.change, tables.changed_field
    query = select(changes.c.workshop_id, figure).join(fields, fields.c.change_id == changes.c.id)
    return query.where(fields.c.part.not_in(BALLOTS)).group_by(changes.c.workshop_id)


def _letters(table: Table) -> ColumnElement[int]:
    """The letters in all columns of a table's rows."""
    lengths = (func.coalesce(func.length(cast(column, Text)), 0) for column in table.columns)
    return func.sum(reduce(add, lengths))
