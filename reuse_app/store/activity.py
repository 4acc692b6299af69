"""What was done in a workshop, change by change, as far as whoever leads it may know of it.

What somebody keeps to themselves is in no change that is told, not even as a number of entries; nor is who did what
where nobody is told, and a vote or a private entry of which nobody is told whose it is, because its time could tell.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from reuse_app.room import Room
from reuse_app.room.room import ENTERED_IN, VOTED_IN, noted_in
from reuse_app.store import tables
from reuse_app.store.change_log import FIELDS, Texts, of_workshop
from reuse_app.store.engine import Database
from reuse_app.store.privacy import ROUNDS, keeps_rating, named_by, named_by_notes
from reuse_app.store.snapshots import FRAME, row_texts
from reuse_app.store.undo import Touched, Way, touched_by
from reuse_app.store.workshop_state import Saved
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.steps import Step

STEP_OF: Mapping[str, Step] = {
    **dict.fromkeys(("workshop", "factor", "mark"), Step.FRAME),
    **ENTERED_IN,
    **VOTED_IN,
    "link": Step.MAP,
    **dict.fromkeys(("decision", "set", "set_product"), Step.CHOOSE),
    **dict.fromkeys(("must_have", "exclusive", "at_least", "requires"), Step.CHOOSE),
    **dict.fromkeys(("gap_plan", "iteration", "outcome"), Step.ITERATE),
}
"""The parts of which it is told what was done, each with the step in which that is."""
NOTE = "note"
"""Told too; in which step, what it is about says."""
APART = ("participant", "seat", "completion", "stage")
"""Parts that have pages of their own: what changes them is told there, and undone there."""
UNTOLD = ("agenda_item", "nature_share", "map_share", "look", "inquiry", "referral")
"""Parts of which nothing is told: the course of the room, who takes which part of the work, cards and outsiders."""
AT_ONCE = 200
"""Changes that are read by one query."""
MANY = 400
"""Fields of one change, above which no more is read than how its entries are called."""
BRIEF = ("name", "position", "author")
"""What is read of them."""
NAMED = ("capability", "product", "factor", "set")
"""Parts whose entries have a name."""

Key = tuple[str, str]
"""A part, and one of its entries in the words of the change log."""


@dataclass(frozen=True)
class DeedFilter:
    """Which changes somebody asks for; 0 stands for no limit."""

    person: str | None = None
    step: Step | None = None
    before: int = 0
    """Only changes before this revision, the newest first."""
    after: int = 0
    """Only changes after this revision, and of these the oldest."""


@dataclass(frozen=True)
class Deed:
    """One change: who did it, where that is told, when, and what of it may be known."""

    revision: int
    at: dt.datetime
    action: str
    person: str | None
    is_undone: bool
    touched: Sequence[Touched]
    undone_by: int | None = None


@dataclass(frozen=True)
class Deeds:
    """Some changes, the newest first, with the names of what they are about."""

    deeds: Sequence[Deed]
    has_more: bool
    """Whether there are more beyond, in the direction that was asked for."""
    names: Mapping[Key, str] = field(default_factory=dict)


def deeds(database: Database, saved: Saved, viewer: str | None, asked: DeedFilter, *, most: int) -> Deeds:
    """Return the changes of a workshop that the facilitator `viewer` may know of, at most so many."""
    with database.read() as connection:
        log = _Log(connection, saved, viewer)
        found: list[Deed] = []
        for deed in log.deeds(asked):
            found.append(deed)
            if len(found) > most:
                break
        shown = found[:most]
        if asked.after:
            shown.reverse()
        return Deeds(shown, len(found) > most, log.names(shown))


def standing_deeds(database: Database, saved: Saved, viewer: str | None, person: str, *, most: int) -> Deeds:
    """Return what a person has done that is not undone, as far as it is told that it was them: the newest, so many.

    What they have undone themselves is among it, because it stands again once that is undone.
    """
    with database.read() as connection:
        log = _Log(connection, saved, viewer)
        found: dict[int, Deed] = {}
        for deed in log.deeds(DeedFilter(person=person)):
            if len(found) == most:
                return Deeds([*found.values()], has_more=True, names=log.names(found.values()))
            if deed.undone_by is None or deed.undone_by in found:
                found[deed.revision] = deed
        return Deeds([*found.values()], has_more=False, names=log.names(found.values()))


def deed_at(database: Database, saved: Saved, viewer: str | None, revision: int) -> Deeds | None:
    """Return one change whole; None where there is none that may be known of."""
    with database.read() as connection:
        log = _Log(connection, saved, viewer)
        found = next(log.deeds(DeedFilter(before=revision + 1, after=revision - 1)), None) if revision > 0 else None
        return Deeds([found], has_more=False, names=log.names([found])) if found else None


class _Log:
    """The change log of one workshop, read for one person."""

    def __init__(self, connection: Connection, saved: Saved, viewer: str | None) -> None:
        self._connection, self._saved, self._room = connection, saved, saved.room
        self._viewer, self._hidden = viewer, _hidden(connection, saved, viewer)
        self._named_by_notes: dict[Key, Collection[Key]] = {}

    def deeds(self, asked: DeedFilter) -> Iterator[Deed]:
        """Yield the changes, the newest first; those after a revision alone the oldest first."""
        changes = tables.change.c
        parts = [part for part, step in STEP_OF.items() if asked.step in (None, step)]
        told = _told(self._room, [*parts, NOTE])
        query = _changes(self._saved.id, told, asked)
        rising = asked.after and not asked.before
        edge = None
        while True:
            onward = () if edge is None else (changes.revision > edge if rising else changes.revision < edge,)
            rows = self._connection.execute(query.where(*onward).limit(AT_ONCE)).all()
            touched = self._touched([row.id for row in rows])
            for row in rows:
                deed = self._deed(row, touched.get(row.id, ()))
                is_asked = deed and asked.person in (None, deed.person) and self._is_in(asked.step, deed)
                if deed and is_asked:
                    yield deed
            if len(rows) < AT_ONCE:
                return
            edge = rows[-1].revision

    def names(self, found: Collection[Deed]) -> Mapping[Key, str]:
        """What the entries are called that changes are about, those that are gone by their last name."""
        asked = {key for deed in found for each in deed.touched for key in _mentioned(each)} - self._hidden
        names = {key: row.noun.name for key in asked if (row := self._saved.rows[key[0]].by_entry.get((key[1],)))}
        return _last_names(self._connection, self._saved.id, asked - names.keys()) | names

    def _deed(self, row: Any, touched: Sequence[Touched]) -> Deed | None:
        """A change as it is told; None where nothing of it is."""
        seen = _without_idle_moves([told for each in touched if (told := self._seen(each))])
        steps = {step for each in seen for step in self._steps(each)}
        is_named = all(self._room.names_for(step, facilitator=True) for step in steps)
        if not seen or (not is_named and row.whose is not None):
            return None
        person = row.participant if is_named else None
        return Deed(row.revision, row.at, row.action, person, row.undone_by is not None, tuple(seen), row.undone_by)

    def _steps(self, touched: Touched) -> Collection[Step]:
        """The steps in which an entry belongs; a note in the parking lot belongs to all of them."""
        if touched.part.name != NOTE:
            return [STEP_OF[touched.part.name]]
        kinds = dict(self._named(touched))
        step = noted_in((kinds.get("capability"), kinds.get("product"), kinds.get("factor")))
        return [step] if step else [*Step]

    def _is_in(self, step: Step | None, deed: Deed) -> bool:
        return step is None or any(step in self._steps(each) for each in deed.touched)

    def _named(self, touched: Touched) -> Collection[Key]:
        """The entries that an entry is or cannot be without; of a note also who wrote it."""
        if touched.part.name == NOTE:
            return self._named_by_notes[NOTE, touched.part.text(touched.entry)]
        return [*named_by(touched.part, touched.entry)]

    def _is_hidden(self, touched: Touched) -> bool:
        named = self._named(touched)
        if touched.part.name == NOTE and not self._room.has_shown_ratings and "factor" in dict(named):
            return self._viewer is None or ("participant", self._viewer) not in named
        return not self._hidden.isdisjoint(named)

    def _seen(self, touched: Touched) -> Touched | None:
        """An entry without what refers to hidden ones; None where it is hidden, or nothing is left of it."""
        if self._is_hidden(touched):
            return None
        fields = [name for name in touched.before if self._differs(touched, name)]
        if not fields:
            return None
        before, after = ({name: texts[name] for name in fields} for texts in (touched.before, touched.after))
        return Touched(touched.part, touched.entry, before, after)

    def _differs(self, touched: Touched, name: str) -> bool:
        before, after = (self._reference(touched, name, texts[name]) for texts in (touched.before, touched.after))
        return before != after and (touched.part.name != "workshop" or name in FRAME)

    def _reference(self, touched: Touched, name: str, text: str | None) -> str | None:
        """A text of the log; nothing for the key of an entry that is hidden."""
        column = columns(touched.part.noun).get(name)
        is_hidden = text and column and column.refers and (column.refers, json.loads(text)) in self._hidden
        return None if is_hidden else text

    def _touched(self, change_ids: Collection[int]) -> Mapping[int, Sequence[Touched]]:
        """The entries that each change touched, votes that are hidden left out."""
        sizes = (
            select(FIELDS.change_id, func.count()).where(FIELDS.change_id.in_(change_ids)).group_by(FIELDS.change_id)
        )
        large = [change_id for change_id, size in self._connection.execute(sizes) if size > MANY]
        query = (
            select(*FIELDS)
            .where(FIELDS.change_id.in_(change_ids), _told(self._room, [*STEP_OF, NOTE]))
            .where(or_(FIELDS.change_id.not_in(large), FIELDS.field.in_(BRIEF)))
            .order_by(FIELDS.change_id, FIELDS.part, FIELDS.entry)
        )
        rows = self._connection.execute(query).mappings().all()
        notes = {row["entry"] for row in rows if row["part"] == NOTE}
        self._named_by_notes |= named_by_notes(self._connection, self._saved.id, notes)
        return {key: list(touched_by(list(group))) for key, group in groupby(rows, key=lambda row: row["change_id"])}


def _without_idle_moves(seen: Sequence[Touched]) -> Sequence[Touched]:
    """What was touched, but for entries that only have another number, in the same order as before.

    A hidden entry that was moved past them gave it to them, and of that nobody is told.
    """
    moved = [each for each in seen if each.way is Way.STAYED and each.before.keys() == {"position"}]
    places = sorted(
        (each.part.name, int(each.before["position"] or 0), int(each.after["position"] or 0)) for each in moved
    )
    has_turned = any(one[0] == two[0] and one[2] > two[2] for one, two in pairwise(places))
    return seen if has_turned else [each for each in seen if each not in moved]


def _changes(workshop_id: int, told: ColumnElement[bool], asked: DeedFilter) -> Any:
    changes = tables.change.c
    fields = select(FIELDS.change_id).where(FIELDS.change_id == changes.id)
    wanted = [fields.where(told).exists(), ~fields.where(FIELDS.part.in_(APART)).exists()]
    if asked.person is not None:
        wanted.append(changes.participant == asked.person)
    if asked.before:
        wanted.append(changes.revision < asked.before)
    if asked.after:
        wanted.append(changes.revision > asked.after)
    query = select(changes.id, changes.revision, changes.at, changes.action, changes.participant)
    query = query.add_columns(changes.undone_by, changes.whose).where(changes.workshop_id == workshop_id, *wanted)
    return query.order_by(changes.revision if asked.after and not asked.before else changes.revision.desc())


def _told(room: Room, parts: Collection[str]) -> ColumnElement[bool]:
    """The condition that finds what is told of some parts; votes that are hidden or nobody's are not."""
    told: list[ColumnElement[bool]] = []
    for part in parts:
        here = FIELDS.part == part
        if part == "workshop":
            told.append(and_(here, FIELDS.field.in_(FRAME)))
        elif part not in VOTED_IN:
            told.append(here)
        elif room.names_for(VOTED_IN[part], facilitator=True) and not (part == "dot" and room.is_blind(Step.PRODUCTS)):
            kept = [n for n in ROUNDS if keeps_rating(room, n)] if part == "rating" else []
            told.append(and_(here, *(~FIELDS.entry.endswith(f"/{n}") for n in kept)))
    return or_(*told)


def _hidden(connection: Connection, saved: Saved, viewer: str | None) -> frozenset[Key]:
    """The entries that somebody else keeps to themselves, those that are gone and those that ever were theirs too."""
    private = [part for part, step in ENTERED_IN.items() if saved.room.is_private(step)]
    query = select(FIELDS.part, FIELDS.entry, FIELDS.before, FIELDS.after).where(
        of_workshop(saved.id), FIELDS.part.in_(private), FIELDS.field == "author"
    )
    rows = connection.execute(query).all() if private else ()
    authors = {(row.part, row.entry, json.loads(text)) for row in rows for text in (row.before, row.after) if text}
    now = {(part, key, author) for (part, key), author in saved.room.authors.items() if part in private}
    exist = {("product", product.key) for product in saved.worksheet.products if product.home}
    return frozenset((part, key) for part, key, author in authors | now if author != viewer) - exist


def _mentioned(touched: Touched) -> Iterator[Key]:
    """The entries with a name that a touched one is, is about, or refers to."""
    if touched.part.name in NAMED:
        yield touched.part.name, str(touched.entry[0])
    yield from (key for key in named_by(touched.part, touched.entry) if key[0] in NAMED)
    known = columns(touched.part.noun)
    for texts in (touched.before, touched.after):
        for name, text in texts.items():
            refers = known[name].refers if name in known else None
            if text and refers in NAMED:
                yield str(refers), json.loads(text)


def _last_names(connection: Connection, workshop_id: int, keys: Collection[Key]) -> dict[Key, str]:
    names: dict[Key, str] = {}
    for part in {part for part, _ in keys}:
        entries = [key for kind, key in keys if kind == part]
        query = (
            select(FIELDS.entry, FIELDS.before)
            .join(tables.change, tables.change.c.id == FIELDS.change_id)
            .where(of_workshop(workshop_id), FIELDS.part == part, FIELDS.field == "name", FIELDS.entry.in_(entries))
            .where(FIELDS.before.is_not(None), FIELDS.after.is_(None))
            .order_by(tables.change.c.revision)
        )
        names |= {(part, row.entry): json.loads(row.before) for row in connection.execute(query)}
    return names


def rows_now(saved: Saved, deed: Deed) -> Mapping[Key, Texts | None]:
    """Return what each entry that a change touched says now, in the words of the change log; None where it is gone."""
    found = {}
    for each in deed.touched:
        row = saved.rows[each.part.name].by_entry.get(each.entry)
        found[each.part.name, each.part.text(each.entry)] = row_texts(row) if row else None
    return found
