"""Lists in raw data: the entries, what identifies each, how many there may be, and how to say where one is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from reuse_app.worksheet.document import (
    LISTS,
    Worksheet,
)
from reuse_app.worksheet.validation.messages import shortened
from reuse_app.worksheet.values import KEY_PATTERN, Noun, clean_line

Path = tuple[str | int, ...]
"""The way to a value: names of fields, and indexes counted from 0."""


MOST_ELSEWHERE = 500
"""Fields of an object, and entries of a list inside another part."""
DEEPEST = 4
"""Steps from the worksheet to its innermost list, the products of a group of `constraints.at_least`."""

_CLEAN_KEY = re.compile(KEY_PATTERN.replace("$", r"\Z"))


def entries(data: Mapping[str, Any], part: str) -> Sequence[Any]:
    """Return the entries of a list in raw data; none when it is not a list."""
    value = data.get(part)
    return value if isinstance(value, list | tuple) else ()


def part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object in raw data; an empty one when it is none."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def whole(value: Any) -> int:
    """Return a whole number above 0 in raw data; 0 when it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def identity(entry: Any, part: str) -> tuple[str | int | None, ...]:
    """Return what identifies a raw entry, cleaned as its noun would; None for what is missing or no name at all."""
    fields = LISTS[part].noun.model_fields
    raw = entry if isinstance(entry, dict) else {}
    return tuple(_plain(raw.get(name, fields[name].default)) for name in LISTS[part].identity)


def place(path: Path, data: Mapping[str, Any]) -> str:
    """Return a path as people count and find: `links[3] (vision → robot).capability` is in the third link."""
    words = ""
    for depth, step in enumerate(path):
        words += f"[{step + 1}]" if isinstance(step, int) else f".{shortened(step)}"
        if depth == 1 and isinstance(step, int) and path[0] in LISTS:
            words += _label(str(path[0]), entries(data, str(path[0]))[step])
    return words.removeprefix(".")


def noun_around(path: Path) -> type[Noun]:
    """Return the noun whose field a path ends at."""
    noun: type[Noun] = Worksheet
    for step in path[:-1]:
        if isinstance(step, str) and step in noun.model_fields:
            noun = _noun_in(noun.model_fields[step].annotation) or noun
    return noun


def too_large(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield the path of every list with too many entries or object with too many fields, and what is allowed."""
    limit = LISTS[str(path[0])].limit if len(path) == 1 and path[0] in LISTS else MOST_ELSEWHERE
    if len(value) > limit:
        content = "fields" if isinstance(value, dict) else "entries"
        yield path, f"Found {len(value):,} {content}; at most {limit:,} are allowed here."
    elif len(path) < DEEPEST:
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(inner, dict | list | tuple):
                yield from too_large(inner, (*path, step))


def _plain(value: Any) -> str | int | None:
    if isinstance(value, str) and _CLEAN_KEY.match(value):
        return value
    cleaned = clean_line(value)
    return cleaned if isinstance(cleaned, str | int) else None


def _label(part: str, entry: Any) -> str:
    names = [shortened(name) for name in identity(entry, part) if isinstance(name, str) and name]
    return f" ({' → '.join(names)})" if names else ""


def _noun_in(annotation: Any) -> type[Noun] | None:
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return annotation
    return next((noun for part in get_args(annotation) if (noun := _noun_in(part))), None)
