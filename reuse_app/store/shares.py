"""The write commands on what each person is at: a share of the work, and the cards in their hand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, insert, select

from reuse_app.room.nouns import SHARED_IN, deal
from reuse_app.store import tables
from reuse_app.store.edit import Edit, Writer, edit
from reuse_app.store.engine import Database, take_turn
from reuse_app.store.noun_table import EntryId
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.steps import Step

PART_OF = {step: part for part, step in SHARED_IN.items()}


def take(writer: Writer, step: Step, keys: Sequence[str]) -> str | None:
    """Let somebody be at one of some entries, and at no other of the step; return its key, or None where there is none.

    It is the one at which the fewest others are, of several such the first. Raises UnknownEntryError for one that is
    gone.
    """
    with edit(writer, "take share") as open_edit:
        rows = _rows(open_edit, step)
        others = Counter(_key(step, row) for row in rows if row["participant"] != writer.participant)
        taken = min(keys, key=lambda key: others[key], default=None)
        wanted = {} if taken is None else {(str(writer.participant), taken)}
        mine = [row for row in rows if row["participant"] == writer.participant]
        _replace(open_edit, step, mine, wanted)
        return taken


def leave(writer: Writer, step: Step, *, key: str | None = None) -> int:
    """Let somebody be at an entry no more, or at none of a step; return the workshop's revision."""
    with edit(writer, "leave share") as open_edit:
        rows = (row for row in _rows(open_edit, step) if row["participant"] == writer.participant)
        _replace(open_edit, step, [row for row in rows if key in (None, _key(step, row))], ())
        return open_edit.revision


def deal_out(writer: Writer, people: Sequence[str], products: Sequence[str]) -> int:
    """Deal the columns of the map out anew, evenly; return the workshop's revision. Nobody deals them to nobody."""
    with edit(writer, "deal shares") as open_edit:
        _replace(open_edit, Step.MAP, _rows(open_edit, Step.MAP), deal(people, products))
        return open_edit.revision


def leave_all(writer: Writer) -> int:
    """Let somebody be at nothing any more; return the workshop's revision."""
    with edit(writer, "leave share") as open_edit:
        leave_all_within(open_edit, str(writer.participant))
        return open_edit.revision


def leave_all_within(open_edit: Edit, participant: str) -> None:
    """Let somebody be at nothing any more, as a piece of a larger change."""
    for step in SHARED_IN.values():
        _replace(open_edit, step, [row for row in _rows(open_edit, step) if row["participant"] == participant], ())


def _rows(open_edit: Edit, step: Step) -> list[dict[str, Any]]:
    return open_edit.every(PARTS[PART_OF[step]])


def _key(step: Step, row: dict[str, Any]) -> str:
    return str(PARTS[PART_OF[step]].entry(row)[1])


def _replace(open_edit: Edit, step: Step, rows: Sequence[dict[str, Any]], wanted: Iterable[EntryId]) -> None:
    """Write the shares that are wanted in the place of some rows; those that are both stay as they are."""
    part = PARTS[PART_OF[step]]
    there, entries = {part.entry(row): row for row in rows}, list(dict.fromkeys(wanted))
    open_edit.delete(part, [row for entry, row in there.items() if entry not in entries])
    new = [entry for entry in entries if entry not in there]
    open_edit.insert(
        part, [flatten(part.noun.model_validate(dict(zip(part.identity, each, strict=True)))) for each in new]
    )


CardInHand = tuple[str, str, str]
"""The key of a capability, what of it, and the key of a prompt."""


def hands(database: Database, workshop_id: int) -> Mapping[str, Sequence[CardInHand]]:
    """Return the cards that people hold in a workshop, by person, each hand in its order."""
    hand = tables.hand.c
    query = select(hand.person, hand.capability, hand.of, hand.prompt).where(hand.workshop_id == workshop_id)
    held: dict[str, list[CardInHand]] = {}
    with database.ask() as connection:
        for person, *card in connection.execute(query.order_by(hand.person, hand.place)):
            held.setdefault(person, []).append((card[0], card[1], card[2]))
    return held


def hold(database: Database, workshop_id: int, person: str, cards: Sequence[CardInHand]) -> None:
    """Let somebody hold these cards from now on, and no others. No change of the worksheet: nobody else sees it."""
    hand = tables.hand
    names = ("capability", "of", "prompt")
    rows = [
        {"workshop_id": workshop_id, "person": person, "place": place, **dict(zip(names, card, strict=True))}
        for place, card in enumerate(cards, start=1)
    ]
    with database.write() as connection:
        take_turn(connection, f"hand {workshop_id} {person}")
        connection.execute(delete(hand).where(and_(hand.c.workshop_id == workshop_id, hand.c.person == person)))
        if rows:
            connection.execute(insert(hand), rows)
