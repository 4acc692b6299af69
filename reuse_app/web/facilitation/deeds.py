"""What was done, in words: one sentence for each change, and the fields that it changed."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reuse_app.narrative.isolation import apart
from reuse_app.narrative.words import amount
from reuse_app.store.activity import Deed, Key
from reuse_app.store.change_log import MERGE, RESTORE, UNDO, Texts, from_text
from reuse_app.store.undo import Touched, Way
from reuse_app.web.template_filters import day, word
from reuse_app.worksheet.columns import columns, label_of
from reuse_app.worksheet.isic import HOLDERS, division

SOMEBODY = "Somebody"
GONE = "something that is gone"
THINGS = {
    "capability": ("capability", "capabilities"),
    "product": ("product", "products"),
    "factor": ("factor", "factors"),
    "set": ("kept set", "kept sets"),
    "decision": ("decision about", "decisions"),
    "iteration": ("iteration", "iterations"),
    "link": ("cell", "cells"),
    "rating": ("rating of", "ratings"),
    "dot": ("dots on", "dots"),
    "gap_plan": ("plan for", "plans for gaps"),
    "outcome": ("outcome of", "outcomes"),
    "must_have": ("rule about", "rules"),
    "exclusive": ("rule about", "rules"),
    "at_least": ("rule about", "rules"),
    "requires": ("rule about", "rules"),
    "set_product": ("kept set", "kept sets"),
    "workshop": ("workshop", "workshops"),
    "mark": ("mark on", "marks"),
    "note": ("note", "notes"),
}
"""What one and several entries of each part are called, those first of which a change is told when it is about many."""
RANK = {part: rank for rank, part in enumerate(THINGS)}
VERBS = {Way.CAME: "added", Way.WENT: "removed", Way.STAYED: "changed"}
MARKS = {
    ("locked", Way.CAME): "locked",
    ("locked", Way.WENT): "unlocked",
    ("hidden", Way.CAME): "hid",
    ("hidden", Way.WENT): "showed again",
    ("apart", Way.CAME): "kept apart",
    ("apart", Way.WENT): "no longer kept apart",
}
"""What is said of marking and unmarking."""
BESIDE = ("position", "author", "key", "number")
"""Fields of which nobody needs to be told."""
MOST_FIELDS = 4
"""Fields of a change that the list shows; its own page shows all."""
MOST_NAMED = 3
"""Entries of a change that are called by name."""
LONGEST = 160
"""Characters of a text that the list shows."""


@dataclass(frozen=True)
class FieldTold:
    """One field that a change wrote: what it said before and after, and says now, in words."""

    label: str
    before: str
    after: str
    now: str = ""


@dataclass(frozen=True)
class EntryTold:
    """One entry that a change touched: what happened to it, and its fields."""

    said: str
    fields: Sequence[FieldTold]
    is_gone: bool = False
    has_changed: bool = False
    """Whether it has changed since, so that undoing would overwrite that."""


@dataclass(frozen=True)
class DeedTold:
    """One change as a page tells it."""

    revision: int
    at: dt.datetime
    who: str
    person: str | None
    said: str
    fields: Sequence[FieldTold]
    more: int
    """Fields beside these."""
    is_undone: bool


def told(deed: Deed, names: Mapping[Key, str], people: Mapping[str, str]) -> DeedTold:
    """Return a change in words; people are called by their names."""
    first = _principal(deed.touched)
    fields = [each for touched in first[:1] for each in _fields(touched, names)] if len(first) == 1 else []
    return DeedTold(
        revision=deed.revision,
        at=deed.at,
        who=people.get(deed.person or "", SOMEBODY),
        person=deed.person,
        said=_sentence(deed, names, people),
        fields=fields[:MOST_FIELDS],
        more=len(fields[MOST_FIELDS:]),
        is_undone=deed.is_undone,
    )


def entries_told(
    deed: Deed, names: Mapping[Key, str], now: Mapping[Key, Texts | None], *, most: int
) -> Iterator[EntryTold]:
    """Yield what a change did to each entry, at most so many, with what the entries say now."""
    for touched in sorted(deed.touched, key=lambda each: RANK[each.part.name])[:most]:
        current = now[touched.part.name, touched.part.text(touched.entry)]
        fields = tuple(_fields(touched, names, current, whole=True))
        verb, what = VERBS[touched.way], _called(touched, names)
        yield EntryTold(f"{verb} {what}", fields, is_gone=current is None, has_changed=_has_changed(touched, current))


def _has_changed(touched: Touched, current: Texts | None) -> bool:
    if touched.way is Way.WENT:
        return current is not None
    if current is None:
        return True
    return any(current.get(name) != text for name, text in touched.after.items() if name != "position")


def _sentence(deed: Deed, names: Mapping[Key, str], people: Mapping[str, str]) -> str:
    if deed.action == RESTORE:
        return "brought an earlier state back"
    if deed.action.startswith(UNDO):
        undone = [Touched(each.part, each.entry, each.after, each.before) for each in deed.touched]
        return f"undid: {_deeds(undone, names)}"
    if deed.action.startswith(MERGE):
        part = deed.action.split()[1]
        gone = [each for each in deed.touched if each.part.name == part and each.way is Way.WENT]
        into = _quoted(names, (part, deed.action.rpartition(" ")[2]))
        if gone:
            return f"merged {_called(gone[0], names)} into {into}"
    return _deeds(deed.touched, names) + _for(deed, people)


def _deeds(touched: Sequence[Touched], names: Mapping[Key, str]) -> str:
    """What was done to the entries that a change is about, in one phrase."""
    first = _principal(touched)
    part = first[0].part.name
    if all(set(each.after) <= {"position"} and each.way is Way.STAYED for each in first):
        return f"changed the order of {THINGS[part][1]}"
    if len(first) == 1:
        return _deed(first[0], names) + _beside(first[0], touched)
    ways = [(way, [each for each in first if each.way is way]) for way in (Way.CAME, Way.WENT, Way.STAYED)]
    counted = [f"{VERBS[way]} {amount(len(some))}" for way, some in ways if some]
    called = [name for each in first[:MOST_NAMED] if (name := _name(each, names))]
    others = f" and {amount(len(first) - len(called))} more" if len(first) > len(called) else ""
    return f"{' and '.join(counted)} {THINGS[part][1]}: {', '.join(called)}{others}"


def _deed(touched: Touched, names: Mapping[Key, str]) -> str:
    part, fields = touched.part.name, [name for name in touched.after if name not in BESIDE]
    if part == "mark":
        return f"{MARKS[str(touched.entry[2]), touched.way]} {_name(touched, names)}"
    what = _called(touched, names)
    if touched.way is Way.STAYED and len(fields) == 1:
        return f"changed {label_of(fields[0])} of {what}"
    return f"{VERBS[touched.way]} {what}"


def _beside(touched: Touched, every: Sequence[Touched]) -> str:
    return " with what hung on it" if touched.way is Way.WENT and len(every) > 1 else ""


def _for(deed: Deed, people: Mapping[str, str]) -> str:
    """For whom an entry was added, when that is somebody who has no device."""
    text = _principal(deed.touched)[0].after.get("author")
    author = str(json.loads(text)) if text else ""
    return f", for {apart(people[author])}" if deed.person and author != deed.person and author in people else ""


def _principal(touched: Sequence[Touched]) -> list[Touched]:
    """The entries that a change is about; what else it touched follows from that."""
    first = min(touched, key=_importance)
    return sorted((each for each in touched if each.part.name == first.part.name), key=_place)


def _place(touched: Touched) -> int:
    return int(touched.after.get("position") or touched.before.get("position") or 0)


def _importance(touched: Touched) -> tuple[bool, int]:
    return touched.way is Way.STAYED, RANK[touched.part.name]


def _called(touched: Touched, names: Mapping[Key, str]) -> str:
    """An entry with what it is: the capability “Lidar”."""
    is_home = "true" in (touched.before.get("home"), touched.after.get("home"))
    thing = "home product" if is_home else THINGS[touched.part.name][0]
    return f"the {thing} {_name(touched, names)}".strip()


def _name(touched: Touched, names: Mapping[Key, str]) -> str:
    """What an entry is called: by its name, or by the names of what it is about."""
    part, entry = touched.part.name, touched.entry
    if part == "mark":
        return _quoted(names, (str(entry[0]), str(entry[1])))
    if part == "iteration":
        product = touched.after.get("product") or touched.before.get("product")
        return f"of {_quoted(names, ('product', json.loads(product)))}" if product else ""
    if part == "note":
        return _about(touched, names)
    known = columns(touched.part.noun)
    keys = [(known[name].refers or part, str(value)) for name, value in zip(touched.part.identity, entry, strict=True)]
    told = [_quoted(names, key) for key in keys if key[0] in ("capability", "product", "factor", "set")]
    return " for ".join(told) if part == "link" else ", ".join(told)


def _about(touched: Touched, names: Mapping[Key, str]) -> str:
    """What a note is about, where the change says so."""
    texts = {**touched.before, **{name: text for name, text in touched.after.items() if text}}
    named = ((part, texts.get(part)) for part in ("capability", "product", "factor"))
    told = [_quoted(names, (part, json.loads(text))) for part, text in named if text]
    return f"on {', '.join(told)}" if told else ""


def _quoted(names: Mapping[Key, str], key: Key) -> str:
    return f"“{apart(names[key])}”" if key in names else GONE


def _fields(
    touched: Touched, names: Mapping[Key, str], current: Texts | None = None, *, whole: bool = False
) -> Iterator[FieldTold]:
    """Yield the fields that a change wrote; of an entry that came or went by name the list tells no more."""
    if not whole and touched.way is not Way.STAYED and "name" in columns(touched.part.noun):
        return
    for name in touched.after:
        if name in BESIDE or name in touched.part.identity:
            continue
        before, after = (_value(touched, name, texts[name], names) for texts in (touched.before, touched.after))
        now = _value(touched, name, current[name], names, gone="") if current and name in current else ""
        if before or after:
            texts = (before, after) if whole else (_short(before), _short(after))
            yield FieldTold(label_of(name), *texts, now)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def _value(touched: Touched, name: str, text: str | None, names: Mapping[Key, str], gone: str = GONE) -> str:
    """A value of the change log as a page says it; what refers to an entry, by its name."""
    column = columns(touched.part.noun).get(name)
    value = from_text(touched.part, name, text)
    if column is None or value is None or value == "":
        return ""
    if column.refers:
        return names.get((column.refers, str(value)), gone)
    if name in HOLDERS:
        return division(str(value)).name
    if column.type is dt.date:
        return day(dt.date.fromisoformat(value))
    return word(next((choice for choice in column.choices if choice == value), value))
