"""Raw data: the entries of its lists, what identifies each, where one is, and what to say of a mistake in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from difflib import get_close_matches
from math import isfinite, isnan
from typing import Any, get_args

from pydantic_core import ErrorDetails

from reuse_app.worksheet.document import LISTS, Worksheet
from reuse_app.worksheet.values import HIGH_BELOW, KEY_PATTERN, LOW_ABOVE, Noun, clean_line

SHOWN_LENGTH = 40
"""Characters of a wrong value that a message repeats."""
ALIKE = 0.7
"""How alike two names are, from 0 to 1, for one to be meant by the other."""
SHOWN_DIGITS = 20

REMEDIES = {
    "string_type": "write a text in quotes",
    "string_unicode": "it holds half of a character, so write the text anew",
    "string_too_short": "write something",
    "too_short": "write something",
    "string_pattern_mismatch": (
        "write small letters a to z, digits, - and _ only, with a letter or digit first, as in “vision-2”"
    ),
    "enum": "write one of {expected}",
    "literal_error": "write one of {expected}",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a smaller whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "finite_number": "write a finite number",
    "greater_than_equal": "write a number of at least {ge:,.15g}",
    "less_than_equal": "write a number of at most {le:,.15g}",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "model_type": "write an object in braces, with its fields in it",
    "model_attributes_type": "write an object in braces, with its fields in it",
    "dict_type": "write an object in braces, with its fields in it",
    "tuple_type": "write a list in brackets",
    "invalid_key": "names of fields are texts",
    "date_type": "write a day as 2026-03-31",
    "date_parsing": "write a day as 2026-03-31",
    "date_from_datetime_parsing": "write a day as 2026-03-31",
    "date_from_datetime_inexact": "write a day as 2026-03-31",
}
"""What to do about each type of pydantic's errors."""


def sentence(error: ErrorDetails) -> str:
    """Return a pydantic error as a sentence for the person who wrote the value."""
    context = error.get("ctx", {})
    if error["type"] in {"string_too_long", "too_long"}:
        return too_long(error["input"], context["max_length"])
    if error["type"] == "value_error":
        said = str(context["error"]).removesuffix(".")
        return f"{said[:1].upper()}{said[1:]}."
    if error["type"] in {LOW_ABOVE, HIGH_BELOW}:
        return error["msg"]
    remedy = REMEDIES.get(error["type"], error["msg"].removeprefix("Input should be ")).format(**context)
    return f"Found {shown(error['input'])}; {remedy}."


def too_long(value: Sized, most: int) -> str:
    """Return what to say of a text of too many characters, a list of too many entries, or an object of fields."""
    content = "characters" if isinstance(value, str) else "fields" if isinstance(value, dict) else "entries"
    return f"Found {len(value):,} {content}; at most {most:,} are allowed here."


def shown(value: Any) -> str:
    """Return a raw value as a message may repeat it: short, on one line, printable."""
    if value is None or isinstance(value, bool):
        return {None: "nothing (null)", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"“{shortened(value)}”"
    if isinstance(value, int | float):
        return _shown_number(value)
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "a list"
    return f"a {type(value).__name__}"


def shortened(text: object) -> str:
    """Return a text on one line, in at most 40 characters."""
    line = str(clean_line(str(text)))
    return line if len(line) <= SHOWN_LENGTH else f"{line[: SHOWN_LENGTH - 1]}…"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return “ Did you mean “vision”?” for the nearest known name, or nothing."""
    near = get_close_matches(name[:SHOWN_LENGTH], known, n=1, cutoff=ALIKE)
    return f" Did you mean “{near[0]}”?" if near else ""


def _shown_number(number: float) -> str:
    if isinstance(number, int):
        return str(number) if abs(number) < 10**SHOWN_DIGITS else f"a number of more than {SHOWN_DIGITS} digits"
    if isfinite(number):
        return f"{number:.15g}"
    return "NaN" if isnan(number) else "Infinity" if number > 0 else "-Infinity"


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
        yield path, too_long(value, limit)
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
