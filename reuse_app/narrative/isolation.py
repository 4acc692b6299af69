"""Names that are read from right to left, kept apart from the English sentence in which they stand.

Left to itself, a sentence that begins with a name in Hebrew or Arabic is turned as a whole, and the number behind a
name jumps before it. So whatever is told of a worksheet has such names between two marks (FSI and PDI of Unicode Annex
9), of which each format makes what it knows. The worksheet itself, and every file of its data, has none.
"""

import re
from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from typing import Any

from markupsafe import Markup, escape
from pydantic import BeforeValidator, StringConstraints

from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.copies import with_parts
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.values import KEY_PATTERN, Noun, clean_line, clean_name

START, END = "\u2068", "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_TURNING = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that turn the direction of what follows; those that people typed have no business in our sentences."""
_MARK = re.compile(f"[{_TURNING}]")
_APART = re.compile(f"{START}([^{_TURNING}]*){END}")
_APART_OR_MARK = re.compile(f"{_APART.pattern}|[\u202a-\u202e\u2066-\u2069]")


def isolated(worksheet: Worksheet) -> Worksheet:
    """Return a worksheet, of which somebody is told, with every line that is read from right to left kept apart."""
    parts: dict[str, Any] = {}
    for name, part in LISTS.items():
        entries: tuple[Noun, ...] = getattr(worksheet, name)
        if any(any(map(_RTL.search, map(attrgetter(line), entries))) for line in _lines(part.noun)):
            parts[name] = tuple(map(_told, entries))
    workshop = _told(worksheet.workshop)
    return with_parts(worksheet, parts if workshop is worksheet.workshop else {**parts, "workshop": workshop})


def _told(noun: Noun) -> Noun:
    lines = {name: getattr(noun, name) for name in _lines(type(noun))}
    turned = {name: apart(line) for name, line in lines.items() if _RTL.search(line)}
    return noun.model_copy(update=turned) if turned else noun


@cache
def _lines(noun: type[Noun]) -> tuple[str, ...]:
    """Return the fields of a noun that hold a name or another single line."""
    return tuple(name for name, field in noun.model_fields.items() if _is_line(field.metadata))


def _is_line(metadata: list[Any]) -> bool:
    on_one_line = any(isinstance(one, BeforeValidator) and one.func in (clean_line, clean_name) for one in metadata)
    return on_one_line and not any(
        isinstance(one, StringConstraints) and one.pattern == KEY_PATTERN for one in metadata
    )


def apart(name: str) -> str:
    """Return a name for a sentence: between marks where some of it is read from right to left."""
    return f"{START}{_MARK.sub('', name)}{END}" if _RTL.search(name) else name


def apart_in(sentence: str, worksheet: Worksheet) -> str:
    """Return a sentence of the analysis with the names of capabilities and products in it kept apart."""
    every = (*(each.name for each in worksheet.capabilities), *(each.name for each in worksheet.products))
    names = sorted({_MARK.sub("", name) for name in every if _RTL.search(name)}, key=len, reverse=True)
    any_name = "|".join(map(re.escape, names))
    return re.sub(any_name, lambda name: apart(name[0]), balanced(sentence)) if names else sentence


def bare(text: str) -> str:
    """Return a text without its marks where it is one name and nothing else, and so has its own direction."""
    whole = _APART.fullmatch(text)
    return whole[1] if whole else text


def unmarked(text: str) -> str:
    """Return a text without the marks, for what cannot read them."""
    return text.replace(START, "").replace(END, "")


def balanced(text: str) -> str:
    """Return a text without marks that turn what follows, but for the pairs around a name."""
    return _APART_OR_MARK.sub(lambda found: found[0] if found[1] is not None else "", text)


def closed(part: str) -> str:
    """Return a part of a text, of which a name that was cut has its marks again."""
    before, after = part.count(START), part.count(END)
    return f"{START * (after - before)}{part}{END * (before - after)}"


def parted(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text one after the other, each with whether it is a name that is kept apart."""
    for index, part in enumerate(_APART.split(balanced(text))):
        if part:
            yield part, index % 2 == 1


def within(text: str) -> Markup:
    """Return what stands within a sentence as HTML: a name, or a phrase in which names are kept apart already."""
    parts = parted(text if START in text else apart(text))
    return Markup("").join(Markup("<bdi>{}</bdi>").format(part) if is_name else escape(part) for part, is_name in parts)


def told(text: str) -> Markup:
    """Return a text as HTML in which a name that is kept apart is a `bdi`."""
    whole = bare(text)
    return within(whole) if START in whole else escape(whole)
