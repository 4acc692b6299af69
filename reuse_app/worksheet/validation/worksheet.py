"""Whether raw data is a worksheet: every mistake at once, with its place, in words a person understands."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.document import LIST_OF, LISTS, Settings, Worksheet
from reuse_app.worksheet.validation.constraints import contradictions, named
from reuse_app.worksheet.validation.fields import mistyped, written_at, wrong_fields
from reuse_app.worksheet.validation.raw import (
    Path,
    did_you_mean,
    entries,
    identity,
    part,
    place,
    shown,
    too_large,
    whole,
)
from reuse_app.worksheet.values import clean_line

FORMAT, VERSION = "reuse-worksheet", 1
MOST_MISTAKES = 10_000
"""Mistakes that are collected; nobody reads more, and a hostile file could hold millions."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: where it is, counted from 1 and with the keys around it, and a sentence on how to mend it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class WorksheetError(ValueError):
    """What was read is not a worksheet; `mistakes` says why."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes))


def checked(data: object) -> Worksheet:
    """Return raw data as a worksheet; raise WorksheetError with every mistake in it."""
    if found := mistakes(data):
        raise WorksheetError(found)
    return Worksheet.model_validate(data)


def mistakes(data: object) -> tuple[Mistake, ...]:
    """Return every mistake in raw data, in the order of the worksheet's fields; none when it is a worksheet."""
    if not isinstance(data, dict):
        return (Mistake("", f"Found {shown(data)}; a worksheet is one JSON object in braces."),)
    refused = [*_foreign(data), *too_large(data)]
    found = refused or _ordered(islice(_found(data), MOST_MISTAKES + 1))
    placed = tuple(Mistake(place(path, data), message) for path, message in found[:MOST_MISTAKES])
    if len(found) > MOST_MISTAKES:
        return (*placed, Mistake("", f"There are more mistakes than these {MOST_MISTAKES:,}; mend them first."))
    return placed


def wrong_capabilities(capabilities: Sequence[object]) -> list[tuple[Path, str]]:
    """Return the mistakes in a list of raw capabilities that belongs to no worksheet, such as a saved inventory.

    Each has its path, (index, field, ...), and its message. Keys are not compared with each other or with products.
    """
    data = {"workshop": {"title": "Inventory"}, "capabilities": capabilities}
    found = list(too_large(data)) or _ordered(islice(_own_mistakes(data), MOST_MISTAKES))
    return [(path[1:], message) for path, message in found]


def _foreign(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield why the data is of another format, or of a version that this app cannot read."""
    stated = data.get("format", FORMAT)
    if stated != FORMAT:
        yield ("format",), f"Found {shown(stated)}; a worksheet file says “{FORMAT}” here."
    version = data.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        newer = isinstance(version, int) and version > VERSION
        remedy = "a newer Reuse wrote this file, so update Reuse" if newer else f"write {VERSION}"
        yield ("version",), f"Found {shown(version)}; this Reuse reads version {VERSION}: {remedy}."


def _found(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    known = dict(unknown(data))
    yield from known.items()
    yield from ((path, message) for path, message in _own_mistakes(data) if path not in known)
    yield from chain(repeated(data), broken_rules(data))


def _own_mistakes(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield what is wrong within each part; a value of the wrong sort is not blamed for its limits too."""
    explained: set[Path] = set()
    for path, message in chain(mistyped(data), wrong_fields(data)):
        if path not in explained:
            yield path, message
        explained.add(path)


def _ordered(found: Iterator[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Return mistakes by part and entry, as the worksheet's fields are written; within an entry as they were found."""
    parts = list(Worksheet.model_fields)

    def position(mistake: tuple[Path, str]) -> tuple[int, int]:
        part, *rest = mistake[0]
        index = rest[0] if rest and isinstance(rest[0], int) else -1
        return (parts.index(str(part)) if part in parts else len(parts), index)

    return sorted(found, key=position)


MOST_SUGGESTIONS = 20
"""Unknown keys for which a near one is looked up: comparing with 2,000 keys takes milliseconds each time."""


def repeated(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every second entry of the same identity."""
    for name, listed in LISTS.items():
        first: dict[tuple[str | int | None, ...], int] = {}
        for index, entry in enumerate(() if listed.may_repeat else entries(data, name)):
            who = identity(entry, name)
            if None not in who and first.setdefault(who, index) != index:
                yield _second(name, index, before=first[who])


def unknown(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every reference to a key that no part has."""
    keys = {noun: {identity(entry, part)[0] for entry in entries(data, part)} for noun, part in LIST_OF.items()}
    near = MOST_SUGGESTIONS
    for path, noun, value in _references(data):
        if isinstance(value, str) and value not in keys[noun] and (key := clean_line(value)) not in keys[noun]:
            known = sorted(str(each) for each in keys[noun]) if near else []
            hint = did_you_mean(key, known) or f" Add one to {LIST_OF[noun]}, or name another."
            near = max(near - 1, 0)
            yield path, f"Found {shown(key)}, but no {noun} has that key.{hint}"


def _second(part: str, index: int, *, before: int) -> tuple[Path, str]:
    same = LISTS[part].identity
    if same == ("key",):
        return (part, index, "key"), f"{part}[{before + 1}] has this key already; give each a key of its own."
    return (part, index), f"{part}[{before + 1}] has the same {' and '.join(same)} already; keep one of them."


def _references(data: Mapping[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    """Yield every field that refers to a key: its path, the noun that it names, and its raw value."""
    for name, listed in LISTS.items():
        fields = [(column.path, column.refers) for column in columns(listed.noun).values() if column.refers]
        for index, entry in enumerate(entries(data, name)):
            if isinstance(entry, dict):
                for path, noun in fields:
                    at, value = written_at(entry, path)
                    if at == path:
                        yield (name, index, *at), noun, value
    yield from ((path, "product", value) for path, value in named(data))


def broken_rules(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every rule that a raw worksheet breaks."""
    yield from _dots_beyond(data, each=_setting(data, "dots_each"), cap=_setting(data, "dots_cap"))
    yield from _home_products(data)
    yield from contradictions(data)


def _dots_beyond(data: Mapping[str, Any], *, each: int, cap: int) -> Iterator[tuple[Path, str]]:
    """Yield dots beyond the cap for one product, and the entry that takes somebody beyond the budget."""
    given: dict[object, int] = defaultdict(int)
    for index, entry in enumerate(entries(data, "dots")):
        participant, _ = identity(entry, "dots")
        count = whole(entry.get("count")) if isinstance(entry, dict) else 0
        path: Path = ("dots", index, "count")
        if count > cap:
            yield path, f"Found {shown(count)}; one product may get at most {cap} dots from one participant (dots_cap)."
        before = given[participant]
        given[participant] += count
        if participant is not None and before <= each < before + count:
            total = shown(before + count)
            yield path, f"{shown(participant)} has now given {total} dots; everybody has {each} (dots_each)."


def _home_products(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    products = [product for product in entries(data, "products") if isinstance(product, dict)]
    home = {identity(product, "products")[0] for product in products if product.get("home") is True}
    for path, value in named(data):
        if isinstance(value, str) and clean_line(value) in home:
            yield path, f"{shown(value)} is a home product, which exists already; only adjacent ones can be chosen."


def _setting(data: Mapping[str, Any], name: str) -> int:
    stated = whole(part(part(data, "workshop"), "settings").get(name))
    return stated or int(Settings.model_fields[name].default)
