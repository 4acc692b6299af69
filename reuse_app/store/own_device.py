"""What somebody keeps to themselves until it is shown comes back on their own device, and through no other link.

Whoever goes on somewhere else begins anew there: what is still hidden of theirs goes, or is nobody's until it is shown.
"""

from collections.abc import Mapping
from typing import Any

from reuse_app.room import Room
from reuse_app.room.visible import ENTERED_IN
from reuse_app.store.access import Role, disown, end_grants, grant, holders, is_granted
from reuse_app.store.changes import Edit, Writer, edit
from reuse_app.store.errors import StoreError
from reuse_app.store.privacy import NOBODYS, keeps_rating, room_within
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.steps import Step


def answer_here(writer: Writer, grant_id: int, *, secret: str) -> int:
    """Let a participant answer through a link of their own with this secret, which takes the place of a grant.

    What they keep back begins anew. Sent twice, a form has one effect. Returns the workshop's revision; raises
    UnknownEntryError.
    """
    participant = str(writer.participant)
    with edit(writer, "begin anew") as open_edit:
        if not is_granted(open_edit.connection, secret):
            begin_anew(open_edit, participant)
            disown(open_edit.connection, open_edit.workshop_id, participant)
            end_grants(open_edit.connection, open_edit.workshop_id, [grant_id])
            grant(open_edit.connection, open_edit.workshop_id, Role.PARTICIPANT, participant=participant, secret=secret)
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
        begin_anew(open_edit, participant)
        open_edit.update(PARTS["participant"], (participant,), before=row, after={"without_device": True})
        return open_edit.revision


def keeps_back(open_edit: Edit, participant: str) -> bool:
    """Say whether there is something of a participant that nobody else may see yet."""
    room = room_within(open_edit.connection, open_edit.workshop_id)
    return any(rows for rows in _votes(open_edit, room, participant).values()) or any(
        _private(open_edit, room, participant).values()
    )


def begin_anew(open_edit: Edit, participant: str) -> None:
    """Take back the ratings and dots of a participant that are still hidden; their private entries are nobody's."""
    room = room_within(open_edit.connection, open_edit.workshop_id)
    votes = _votes(open_edit, room, participant)
    for part, rows in votes.items():
        open_edit.delete(PARTS[part], rows)
    for part, rows in _private(open_edit, room, participant).items():
        for row in rows:
            open_edit.update(PARTS[part], PARTS[part].entry(row), before=row, after={"author": NOBODYS})
    again = {step for part, step in (("rating", Step.SCORE), ("dot", Step.PRODUCTS)) if votes[part]}
    done = [row for row in open_edit.every(PARTS["completion"]) if row["participant"] == participant]
    open_edit.delete(PARTS["completion"], [row for row in done if row["step"] in again])


Found = Mapping[str, list[dict[str, Any]]]
"""By part, the rows of one person that are hidden."""


def _votes(open_edit: Edit, room: Room, participant: str) -> Found:
    ratings, dots = (_of(open_edit, part, "participant", participant) for part in ("rating", "dot"))
    return {
        "rating": [row for row in ratings if keeps_rating(room, row["round"])],
        "dot": dots if room.is_blind(Step.PRODUCTS) else [],
    }


def _private(open_edit: Edit, room: Room, participant: str) -> Found:
    return {
        part: _of(open_edit, part, "author", participant) if room.is_private(step) else []
        for part, step in ENTERED_IN.items()
    }


def _of(open_edit: Edit, part: str, column: str, participant: str) -> list[dict[str, Any]]:
    return [row for row in open_edit.every(PARTS[part]) if row[column] == participant]
