"""The write commands on people: join a room, remove, and make, replace and take back links."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from reuse_app.room import Seat
from reuse_app.store import tables
from reuse_app.store.edit import Edit, SentForm, Writer, edit
from reuse_app.store.engine import Database
from reuse_app.store.entries import change_within, with_keys
from reuse_app.store.errors import NameTakenError, RepeatedError, UnknownCodeError
from reuse_app.store.grants import GrantRole, end_grants, ever_holders, grant, grants_of, holders, is_granted
from reuse_app.store.holdings import hold_within
from reuse_app.store.noun_table import can_be_kept
from reuse_app.store.own_device import begin_anew
from reuse_app.store.shares import leave_all_within
from reuse_app.store.tables import PARTS
from reuse_app.store.workshops import CODE_LENGTH, new_code
from reuse_app.worksheet import Participant
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.values import as_read, clean_line


@dataclass(frozen=True)
class Joined:
    """Somebody who has just joined: which workshop, as whom, and the secret of their own link."""

    address: str
    participant: str
    secret: str


@dataclass(frozen=True)
class FoundPerson:
    """Somebody in a workshop, as whoever runs the server finds them."""

    address: str
    title: str
    key: str
    name: str


@dataclass(frozen=True)
class Invited:
    """The workshop to which a code leads."""

    address: str
    title: str


def find_people(database: Database, person: str, *, address: str | None = None) -> list[FoundPerson]:
    """Return who is called so, by name or key, in all workshops or in one of them."""
    people, workshop = PARTS["participant"].table.c, tables.workshop.c
    query = select(workshop.address, workshop.title, people.key, people.name)
    query = query.join(tables.workshop, workshop.id == people.workshop_id).order_by(workshop.id, people.position)
    wanted = as_read(person)
    with database.read() as connection:
        rows = connection.execute(query if address is None else query.where(workshop.address == address))
        return [FoundPerson(*row) for row in rows if wanted in (as_read(row.name), row.key)]


def workshop_of_code(database: Database, typed: str) -> Invited:
    """Return the open workshop with a code, as people type it; raises UnknownCodeError."""
    code, workshop = plain_code(typed), tables.workshop.c
    query = select(workshop.address, workshop.title).where(workshop.join_code == code, ~workshop.closed)
    if len(code) == CODE_LENGTH and can_be_kept((code,)):
        with database.ask() as connection:
            found = connection.execute(query).one_or_none()
        if found:
            return Invited(*found)
    raise UnknownCodeError("No open workshop has this code. Check it against the screen, or ask the facilitator.")


def plain_code(typed: str) -> str:
    """A code as the database has it: capitals, without the spaces and dashes by which people group it."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def join(
    database: Database, address: str, person: Participant, *, secret: str | None = None, holder: str | None = None
) -> Joined:
    """Seat somebody in a workshop by name and give them a link of their own.

    A participant of that name whom nobody is yet, from an earlier workshop or a file, is who they are from now on. One
    who has been here, or was recorded, does not come back to whoever says so: whether anything is kept back in that
    name tells no difference.
    A form that brings the secret of the link joins once however often it is sent: raises RepeatedError from the
    second time on; and NameTakenError when somebody else has this name. `holder` is the browser that goes on by it.
    """
    with edit(Writer(database, address), "join") as open_edit:
        if secret and is_granted(open_edit.connection, secret):
            raise RepeatedError("You have joined already.")
        key, own = _seated(open_edit, person)
        workshop = (open_edit.connection, open_edit.workshop_id)
        secret = grant(*workshop, GrantRole.PARTICIPANT, participant=key, own=own, secret=secret)
        if holder:
            hold_within(open_edit.connection, holder, secret)
    return Joined(address, key, secret)


def add_person(writer: Writer, person: Participant, *, once: SentForm | None = None) -> int:
    """Add somebody who has no device; return the workshop's revision. Raises NameTakenError and RepeatedError."""
    with edit(writer, "add participant", once=once) as open_edit:
        if _named(open_edit, person.name):
            raise NameTakenError(f"{person.name} is here already. Add an initial, so that both can be told apart.")
        open_edit.insert(PARTS["participant"], with_keys(open_edit, PARTS["participant"], [flatten(person)]))
        return open_edit.revision


def name_holder(writer: Writer, grant_id: int, person: Participant, *, secret: str, holder: str | None = None) -> int:
    """Let the holder of a facilitator link that is nobody's yet take part by name; return the workshop's revision.

    They lead through a link of their own with this secret from then on, because somebody else has made the one that
    they came by. Who takes the name of somebody who has been here begins anew in it. Sent twice, a form has one
    effect. `holder` is the browser that goes on by it. Raises NameTakenError.
    """
    with edit(writer, "join") as open_edit:
        if not is_granted(open_edit.connection, secret):
            key, own = _seated(open_edit, person)
            if not own:
                begin_anew(open_edit, key)
            end_grants(open_edit.connection, open_edit.workshop_id, [grant_id])
            grant(open_edit.connection, open_edit.workshop_id, GrantRole.FACILITATOR, participant=key, secret=secret)
            if holder:
                hold_within(open_edit.connection, holder, secret)
        return open_edit.revision


def rename(writer: Writer, participant: str, name: str, *, seen: int) -> int:
    """Change somebody's name; return the workshop's revision.

    Raises NameTakenError, UnknownEntryError, ConflictError and pydantic's ValidationError.
    """
    with edit(writer, "rename participant") as open_edit:
        if any(row["key"] != participant for row in _named(open_edit, clean_line(name))):
            raise NameTakenError(f"{clean_line(name)} is here already. Add an initial.")
        change_within(open_edit, PARTS["participant"], (participant,), {"name": name}, seen=seen)
        return open_edit.revision


def new_link(  # noqa: PLR0913  # each says one thing about the link, and is named
    writer: Writer,
    role: GrantRole,
    *,
    participant: str | None = None,
    label: str | None = None,
    secret: str | None = None,
    instead_of: Sequence[int] = (),
    holder: str | None = None,
    last_day: dt.date | None = None,
) -> str:
    """Make one more link into a workshop and return its secret; the grants that it stands in for end.

    Somebody for whom another makes it is told so, and what they keep back does not come back through it. A form that
    brings the secret of the link makes one however often it is sent. `holder` is the browser that goes on by it,
    `last_day` the last on which a token opens something.
    """
    with edit(writer, f"share {role.value}") as open_edit:
        if secret and is_granted(open_edit.connection, secret):
            return secret
        end_grants(open_edit.connection, open_edit.workshop_id, instead_of)
        if role is GrantRole.PARTICIPANT and participant:
            _sit(open_edit, participant)
            _count_link(open_edit, participant)
        workshop, own = (open_edit.connection, open_edit.workshop_id), participant == writer.participant
        described: dict[str, Any] = {"participant": participant, "own": own, "label": label, "last_day": last_day}
        secret = grant(*workshop, role, secret=secret, **described)
        if holder:
            hold_within(open_edit.connection, holder, secret)
        return secret


def know_links(writer: Writer) -> int:
    """Note that a participant knows of the links made for them so far; return the workshop's revision.

    Raises UnknownEntryError for somebody who has not joined.
    """
    entry = (str(writer.participant),)
    with edit(writer, "know links") as open_edit:
        seat = open_edit.row(PARTS["seat"], entry)
        open_edit.update(PARTS["seat"], entry, before=seat, after={"links_known": seat["links_made"]})
        return open_edit.revision


def take_back(writer: Writer, grant_ids: Sequence[int]) -> None:
    """Let links open nothing from now on; streams that came through them end within seconds."""
    with edit(writer, "take back") as open_edit:
        end_grants(open_edit.connection, open_edit.workshop_id, grant_ids)


def remove_person(writer: Writer, participant: str) -> int:
    """Take somebody's links away, and what they are at; what they added stays. Returns the workshop's revision.

    Raises UnknownEntryError.
    """
    held = [each.id for each in grants_of(writer.database, writer.address) if each.participant == participant]
    with edit(writer, "remove person") as open_edit:
        open_edit.row(PARTS["participant"], (participant,))
        end_grants(open_edit.connection, open_edit.workshop_id, held)
        leave_all_within(open_edit, participant)
        open_edit.delete(PARTS["seat"], list(open_edit.rows(PARTS["seat"], [(participant,)]).values()))
        return open_edit.revision


def renew_code(writer: Writer) -> None:
    """Give a workshop a new code; the old one lets nobody in any more."""
    _set_code(writer, new_code())


def close(writer: Writer, *, report_open: bool) -> None:
    """End a workshop for participants and observers, who may read its report if wished; its code is dead."""
    _set_code(writer, None, closed=True, report_open=report_open)


def reopen(writer: Writer) -> None:
    """Open a closed workshop again, with a new code."""
    _set_code(writer, new_code(), closed=False)


def code_of(database: Database, address: str) -> str | None:
    """Return the code by which people join a workshop, if it is open."""
    query = select(tables.workshop.c.join_code).where(tables.workshop.c.address == address)
    with database.ask() as connection:
        return connection.execute(query).scalar_one_or_none()


def _seated(open_edit: Edit, person: Participant) -> tuple[str, bool]:
    """Seat a person, as the participant of that name whom nobody is now or as a new one.

    Returns the key, and whether nobody has ever been that participant. Somebody may have recorded for them, so they
    begin anew.
    """
    there = open_edit.every(PARTS["participant"])
    same = _of_name(there, person.name)
    held = holders(open_edit.connection, open_edit.workshop_id) if same else set()
    free = [row for row in same if row["key"] not in held]
    if same and not free:
        raise NameTakenError(
            f"{person.name} is here already. If that is you, open your own link on this device; "
            "if not, add an initial to your name."
        )
    if not free:
        return _new_seat(open_edit, person, taken=[row["key"] for row in there]), True
    key, ever_held = str(free[0]["key"]), ever_holders(open_edit.connection, open_edit.workshop_id)
    is_theirs = key not in ever_held and not free[0]["without_device"]
    _sit(open_edit, key)
    if is_theirs:
        begin_anew(open_edit, key)
    return key, is_theirs


def _new_seat(open_edit: Edit, person: Participant, *, taken: Collection[str]) -> str:
    """Let a new participant be in the room, with a key that is not taken, and return it."""
    (row,) = with_keys(open_edit, PARTS["participant"], [flatten(person)], taken=taken)
    open_edit.insert(PARTS["participant"], [row])
    _note_joined(open_edit)
    open_edit.note_absent(PARTS["seat"], [(row["key"],)])
    open_edit.insert(PARTS["seat"], [flatten(Seat(participant=row["key"]))])
    return str(row["key"])


def _sit(open_edit: Edit, key: str) -> None:
    """Let a participant be in the room, with a device of their own from now on; raises UnknownEntryError."""
    row = open_edit.row(PARTS["participant"], (key,))
    open_edit.update(PARTS["participant"], (key,), before=row, after={"without_device": False})
    _note_joined(open_edit)
    if not open_edit.rows(PARTS["seat"], [(key,)]):
        open_edit.insert(PARTS["seat"], [flatten(Seat(participant=key))])


def _note_joined(open_edit: Edit) -> None:
    """Note that somebody has joined."""
    if not open_edit.room().has_joined:
        row = open_edit.row(PARTS["workshop"], ())
        open_edit.update(PARTS["workshop"], (), before=row, after={"has_joined": True})


def _count_link(open_edit: Edit, key: str) -> None:
    """Let a participant be told that somebody has made a link for them."""
    seat = open_edit.row(PARTS["seat"], (key,))
    open_edit.update(PARTS["seat"], (key,), before=seat, after={"links_made": seat["links_made"] + 1})


def _named(open_edit: Edit, name: str) -> list[dict[str, Any]]:
    return _of_name(open_edit.every(PARTS["participant"]), name)


def _of_name(rows: Iterable[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The participants whose name reads alike."""
    return [row for row in rows if as_read(row["name"]) == as_read(name)]


def _set_code(writer: Writer, code: str | None, **fields: bool) -> None:
    with edit(writer, "change room") as open_edit:
        row = open_edit.row(PARTS["workshop"], ())
        open_edit.update(PARTS["workshop"], (), before=row, after=fields)
        query = update(tables.workshop).where(tables.workshop.c.id == open_edit.workshop_id)
        open_edit.connection.execute(query.values(join_code=code))
