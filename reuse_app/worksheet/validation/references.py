"""Keys that are unknown or used twice, found in raw data so that a wrong field elsewhere hides none of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.document import LIST_OF, LISTS
from reuse_app.worksheet.validation.constraints import named
from reuse_app.worksheet.validation.fields import written_at
from reuse_app.worksheet.validation.lists import Path, entries, identity
from reuse_app.worksheet.validation.messages import did_you_mean, shown
from reuse_app.worksheet.values import clean_line

MOST_SUGGESTIONS = 20
"""Unknown keys for which a near one is looked up: comparing with 2,000 keys takes milliseconds each time."""


def repeated(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every second entry of the same identity."""
    for name, part in LISTS.items():
        first: dict[tuple[str | int | None, ...], int] = {}
        for index, entry in enumerate(() if part.may_repeat else entries(data, name)):
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
    for name, part in LISTS.items():
        fields = [(column.path, column.refers) for column in columns(part.noun).values() if column.refers]
        for index, entry in enumerate(entries(data, name)):
            if isinstance(entry, dict):
                for path, noun in fields:
                    at, value = written_at(entry, path)
                    if at == path:
                        yield (name, index, *at), noun, value
    yield from ((path, "product", value) for path, value in named(data))
