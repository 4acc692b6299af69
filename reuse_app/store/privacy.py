"""Whom a change concerns: everybody, or one person who keeps it to themselves until it is shown.

The rules are those of `room.visible`, asked for what is written instead of what is read.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping

from sqlalchemy import Connection, bindparam, select

from reuse_app.room import Room, Stage
from reuse_app.room.room import ENTERED_IN
from reuse_app.store.change_log import FIELDS, Log, of_workshop
from reuse_app.store.noun_table import EntryId, StoredPart
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import columns, nest
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import KEY_LENGTH

ROUNDS = (1, 2)
"""Of ratings: alone, and after the talk."""
NOBODYS = "-"
"""Stands for a person where something comes back to nobody before it is shown; no key of a participant is like it.

The key of somebody may follow who kept it to themselves, and has begun anew on another device.
"""

_ROOM = (
    select(PARTS["workshop"].table.c.has_joined, PARTS["stage"].table)
    .outerjoin(PARTS["stage"].table, PARTS["stage"].owner == PARTS["workshop"].owner)
    .where(PARTS["workshop"].owner == bindparam("workshop_id"))
)
Keepers = Mapping[tuple[str, str], str | None]
"""By part and entry, who keeps what was written to themselves; None where nobody does."""
Named = Mapping[tuple[str, str], Collection[tuple[str, str]]]
"""By part and entry, the parts and keys that it names."""
Concerned = Mapping[str, Collection[str | None]]
"""By part, whom what was written in it concerns; None stands for everybody."""


def room_within(connection: Connection, workshop_id: int) -> Room:
    """Return how the steps of a workshop are set in this transaction, and whether anybody has joined."""
    rows = connection.execute(_ROOM, {"workshop_id": workshop_id}).mappings().all()
    stages = [Stage.model_validate(nest(Stage, dict(row))) for row in rows if row["step"]]
    return Room(stages={stage.step: stage for stage in stages}, has_joined=rows[0]["has_joined"])


def concerned(keepers: Keepers) -> Concerned:
    """Return whom a change concerns, by the part in which it stands."""
    found: dict[str, set[str | None]] = {}
    for (part, _), keeper in keepers.items():
        found.setdefault(part, set()).add(keeper)
    return found


def keepers(connection: Connection, workshop_id: int, log: Log, *, room_now: Callable[[], Room]) -> Keepers:
    """Return who keeps each entry that a change wrote to themselves, in the room as the change leaves it."""
    if any(part not in PARTS for part, _, _ in log):
        return {(part, text): None for part, text, _ in log}
    entries = {(PARTS[part], text) for part, text, _ in log}
    room = room_now() if any(_may_be_kept(part) for part, _ in entries) else Room()
    private = {part for part, step in ENTERED_IN.items() if room.is_private(step)}
    notes = {text for part, text in entries if part.name == "note"}
    named: Named = {(part.name, text): [*named_by(part, part.parsed(text))] for part, text in entries}
    named = {**named, **named_by_notes(connection, workshop_id, notes, log)}
    authors = _authors(connection, workshop_id, log, named, private)
    return {
        (part.name, text): _keeper(room, part, part.parsed(text), named[part.name, text], authors)
        for part, text in entries
    }


def nobodys(participant: str) -> str:
    """Return what stands for somebody who has begun anew in what they said before: no device brings it back."""
    return f"{NOBODYS}{participant}"[:KEY_LENGTH]


def keeps_rating(room: Room, round_: int) -> bool:
    """Say whether ratings of a round are hidden."""
    return room.is_blind(Step.SCORE) and round_ >= room.stage(Step.SCORE).round


def named_by_notes(connection: Connection, workshop_id: int, keys: Collection[str], log: Log | None = None) -> Named:
    """Return what each note names or has ever named, and who wrote it, as far as the log goes and what it adds now."""
    if not keys:
        return {}
    found: dict[tuple[str, str], set[tuple[str, str]]] = {("note", key): set() for key in keys}
    known = {name: column.refers for name, column in columns(PARTS["note"].noun).items() if column.refers}
    for row in PARTS["note"].read(connection, workshop_id, [(key,) for key in keys]):
        found["note", row["key"]] |= {(str(known[name]), row[name]) for name in known if row[name]}
    query = select(FIELDS.entry, FIELDS.field, FIELDS.before, FIELDS.after).where(
        of_workshop(workshop_id), FIELDS.part == "note", FIELDS.entry.in_(keys), FIELDS.field.in_(known)
    )
    logged = [(key, field, texts) for key, field, *texts in connection.execute(query)]
    logged += [(key, field, [*texts]) for (part, key, field), texts in (log or {}).items() if part == "note"]
    for key, field, texts in logged:
        if field in known:
            found["note", key] |= {(str(known[field]), json.loads(text)) for text in texts if text}
    return found


def _keeper(
    room: Room,
    part: StoredPart,
    entry: EntryId,
    named: Collection[tuple[str, str]],
    authors: Mapping[tuple[str, str], str],
) -> str | None:
    """Who keeps an entry to themselves; None where nobody does."""
    if part.name == "rating" and keeps_rating(room, int(entry[-1])):
        return str(entry[0])
    if part.name == "dot" and room.is_blind(Step.PRODUCTS):
        return str(entry[0])
    if (keeper := next((authors[each] for each in named if each in authors), None)) or part.name != "note":
        return keeper
    return _keeper_of_rated(room, named)


def _keeper_of_rated(room: Room, named: Collection[tuple[str, str]]) -> str | None:
    """Who keeps a note about ratings to themselves, as long as nobody has been shown them."""
    if room.has_shown_ratings or "factor" not in dict(named):
        return None
    return dict(named).get("participant", NOBODYS)


def named_by(part: StoredPart, entry: EntryId) -> Iterator[tuple[str, str]]:
    """Yield the capabilities and products that an entry is, or cannot be without."""
    if part.name == "mark":
        yield str(entry[0]), str(entry[1])
    if part.name in ENTERED_IN:
        yield part.name, str(entry[0])
    for name, value in zip(part.identity, entry, strict=True):
        refers = columns(part.noun)[name].refers
        if refers in ENTERED_IN:
            yield str(refers), str(value)


def _may_be_kept(part: StoredPart) -> bool:
    return part.name in (*ENTERED_IN, "note") or any(
        columns(part.noun)[name].refers in ENTERED_IN for name in part.identity
    )


def _authors(
    connection: Connection, workshop_id: int, log: Log, named: Named, private: Collection[str]
) -> Mapping[tuple[str, str], str]:
    """Who added each private entry that a change wrote or named, those that it removed included."""
    found: dict[tuple[str, str], str] = {}
    for part in private:
        written = {key for each in named.values() for kind, key in each if kind == part}
        rows = PARTS[part].read(connection, workshop_id, [(key,) for key in written]) if written else []
        found |= {(part, row["key"]): row["author"] for row in rows if row["author"] and not row.get("home")}
        found |= {
            (part, text): json.loads(before)
            for (name, text, field), (before, _) in log.items()
            if (name, field) == (part, "author") and before and not _was_home(log, part, text)
        }
    return found


def _was_home(log: Log, part: str, text: str) -> bool:
    """Whether what was removed was a product that existed already: it stood in Frame, which keeps nothing back."""
    before, _ = log.get((part, text, "home"), (None, None))
    return before is not None and bool(json.loads(before))
