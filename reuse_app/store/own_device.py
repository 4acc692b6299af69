"""What somebody keeps to themselves until it is shown comes back on their own device, and through no other link.

Whoever goes on somewhere else begins anew there: what is still hidden of theirs goes, or is nobody's until it is shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, or_, update

from reuse_app.room import Room
from reuse_app.room.room import ENTERED_IN, VOTED_IN
from reuse_app.store import tables
from reuse_app.store.change_log import FIELDS, MOMENTS, about_person, as_text, of_workshop
from reuse_app.store.edit import Edit, Values, Writer, edit
from reuse_app.store.errors import StoreError
from reuse_app.store.grants import GrantRole, disown, end_grants, grant, holders, is_granted
from reuse_app.store.holdings import hold_within
from reuse_app.store.privacy import ROUNDS, keeps_rating, nobodys
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.steps import Step


def answer_here(writer: Writer, grant_id: int, *, secret: str, holder: str | None = None) -> int:
    """Let a participant answer through a link of their own with this secret, which takes the place of a grant.

    What they keep back begins anew. Sent twice, a form has one effect. `holder` is the browser that goes on by it.
    Returns the workshop's revision; raises UnknownEntryError.
    """
    participant = str(writer.participant)
    with edit(writer, "begin anew") as open_edit:
        if not is_granted(open_edit.connection, secret):
            begin_anew(open_edit, participant)
            disown(open_edit.connection, open_edit.workshop_id, participant)
            end_grants(open_edit.connection, open_edit.workshop_id, [grant_id])
            grant(
                open_edit.connection,
                open_edit.workshop_id,
                GrantRole.PARTICIPANT,
                participant=participant,
                secret=secret,
            )
            if holder:
                hold_within(open_edit.connection, holder, secret)
        return open_edit.revision


def record_for(writer: Writer, participant: str) -> int:
    """Let facilitators record for somebody who has no device any more; return the workshop's revision.

    What that person has kept back begins anew, so that nobody reads it by recording. Raises UnknownEntryError, and
    StoreError for somebody who has a link.
    """
    with edit(writer, "record for participant") as open_edit:
        row = open_edit.row(PARTS["participant"], (participant,))
        if participant in holders(open_edit.connection, open_edit.workshop_id):
            raise StoreError(f"{row['name']} takes part on a device of their own, so nobody else records for them.")
        open_edit.update(PARTS["participant"], (participant,), before=row, after={"without_device": True})
        begin_anew(open_edit, participant)
        return open_edit.revision


def begin_anew(open_edit: Edit, participant: str) -> None:
    """Take back the ratings and dots of a participant that are still hidden, for good; the rest of it is nobody's.

    Nothing of it comes back to a device of theirs, whatever is undone or brought back later, and all may know that
    they began anew, because a change that only some are told of would say that there was something.
    """
    room = open_edit.room()
    for part, rows in _votes(open_edit, participant).items():
        hidden = [row for row in rows if _is_hidden(room, part, row)]
        open_edit.delete(PARTS[part], hidden)
        _disclaim(open_edit, part, [row for row in rows if row not in hidden and row["author"]], participant)
    for part, rows in _private(open_edit, room, participant).items():
        _disclaim(open_edit, part, rows, participant)
    for row in _of(open_edit, "note", "author", participant):
        if _is_hidden_note(room, row):
            open_edit.update(PARTS["note"], (row["key"],), before=row, after={"author": None})
    done = [row for row in open_edit.every(PARTS["completion"]) if row["participant"] == participant]
    open_edit.delete(PARTS["completion"], [row for row in done if room.keeps_back(Step(row["step"]))])
    _take_out_of_log(open_edit, room, participant)
    open_edit.log_nothing()


def _is_hidden_note(room: Room, row: Values) -> bool:
    """Whether a note may be read by its author alone."""
    is_private = any(row[part] and room.is_private(step) for part, step in ENTERED_IN.items())
    return is_private or (bool(row["factor"]) and not room.has_shown_ratings)


def _disclaim(open_edit: Edit, part: str, rows: Sequence[Values], participant: str) -> None:
    """Let entries come back to no device as those of their author."""
    for row in rows:
        open_edit.update(PARTS[part], PARTS[part].entry(row), before=row, after={"author": nobodys(participant)})


def _take_out_of_log(open_edit: Edit, room: Room, participant: str) -> None:
    """Let no earlier state hold a hidden vote of a participant, nor say that the rest of what they said was theirs."""
    here = of_workshop(open_edit.workshop_id)
    rounds = (f"/{round_}" for round_ in ROUNDS if keeps_rating(room, round_))
    hidden = [and_(FIELDS.part == "rating", FIELDS.entry.endswith(ending)) for ending in rounds]
    if room.is_blind(Step.PRODUCTS):
        hidden.append(FIELDS.part == "dot")
    if hidden:
        of_them = and_(here, about_person(participant), or_(*hidden))
        open_edit.connection.execute(delete(tables.changed_field).where(of_them))
    disclaimed = [*VOTED_IN, *(part for part, step in ENTERED_IN.items() if room.is_private(step))]
    author = and_(here, FIELDS.part.in_(disclaimed), FIELDS.field == "author")
    for moment in MOMENTS:
        theirs = FIELDS[moment] == as_text(participant)
        values = {moment: as_text(nobodys(participant))}
        open_edit.connection.execute(update(tables.changed_field).where(author, theirs).values(values))
        noted = and_(here, FIELDS.part == "note", FIELDS.field == "author", theirs)
        open_edit.connection.execute(update(tables.changed_field).where(noted).values({moment: None}))


RowsOfOne = Mapping[str, list[dict[str, Any]]]
"""By part, rows of one person."""


def _votes(open_edit: Edit, participant: str) -> RowsOfOne:
    return {part: _of(open_edit, part, "participant", participant) for part in VOTED_IN}


def _is_hidden(room: Room, part: str, row: Values) -> bool:
    return keeps_rating(room, row["round"]) if part == "rating" else room.is_blind(Step.PRODUCTS)


def _private(open_edit: Edit, room: Room, participant: str) -> RowsOfOne:
    return {
        part: _of(open_edit, part, "author", participant) if room.is_private(step) else []
        for part, step in ENTERED_IN.items()
    }


def _of(open_edit: Edit, part: str, column: str, participant: str) -> list[dict[str, Any]]:
    return [row for row in open_edit.every(PARTS[part]) if row[column] == participant]
