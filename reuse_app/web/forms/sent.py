"""What a form of this request shows, and what was sent in it: fields, and a file."""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from flask import request
from werkzeug.exceptions import BadRequest

from reuse_app.exchange import FileError
from reuse_app.store.edit import SentForm
from reuse_app.store.tables import PARTS
from reuse_app.web.context import g
from reuse_app.web.forms.form import Form, WrongFormError, as_typed, form_id
from reuse_app.worksheet.columns import Column, columns, flatten
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import (
    LARGEST_WHOLE,
    NAME_LENGTH,
    PROSE_LENGTH,
    Noun,
    UnclearNumberError,
    clean_line,
    plain_number,
    whole_number,
)

SEEN = "seen."
"""What the version of a single field begins with; the name of the field follows."""
LONGEST_NAME = 200
"""Characters of the name of a field that somebody keeps."""
GONE = "This is not in the workshop any more; choose again."
"""Stands beside a field that names something which somebody has removed meanwhile."""


NEVER_TYPED = ("csrf", "once")
"""Fields that differ each time a page is opened."""
_ANSWER = re.compile("(idea|name)-[0-9]")
"""Fields in which outsiders answer."""
PASTED = ("names",)
"""Fields for texts that belong to no noun."""


def form_of(part: str, entry: Sequence[str | int], noun: Noun | None = None) -> Form:
    """The form for an entry as it is saved, or, for the form that has just been refused, as it was typed."""
    form = form_id(part, entry)
    values = {name: as_typed(value) for name, value in flatten(noun).items()} if noun else {}
    draft = g.draft
    if draft and draft.form == form:
        return Form(form, {**values, **draft.typed}, draft.version, draft.mistakes, draft.clashes, draft.labels)
    return Form(form, values, g.saved.version(part, *entry) if noun else 0)


def typed(part: str, fields: Collection[str] | None = None) -> dict[str, str]:
    """The columns of a part that were sent, as they were typed; a box with two values is checked by its last.

    `fields` are those that the page offers; without them it offers every one. What identifies an entry stands in the
    address and never changes.
    """
    known = columns(PARTS[part].noun).keys() - PARTS[part].identity
    names = known if fields is None else known & set(fields)
    return {name: values[-1] for name, values in request.form.lists() if name in names}


def sent_texts(*names: str) -> dict[str, str]:
    """What was typed into fields that belong to no noun, by their names; empty where nothing was sent."""
    return {name: request.form.get(name, "") for name in names}


def as_fields(part: str, sent: Mapping[str, str]) -> dict[str, object]:
    """What was typed as values to check: nothing typed is no value, a comma in a number is a point.

    Raises WrongFormError for the key of something that is not in the workshop, and for a number nobody can read.
    """
    known = columns(PARTS[part].noun)
    gone = {name: GONE for name, text in sent.items() if _is_gone(known[name], text.strip())}
    if gone:
        raise WrongFormError(gone)
    values: dict[str, object] = {}
    unclear: dict[str, str] = {}
    for name, text in sent.items():
        try:
            values[name] = _value(known[name], text)
        except UnclearNumberError as error:
            unclear[name] = str(error)
    if unclear:
        raise WrongFormError(unclear)
    return values


def seen() -> int:
    """The version of the entry that the person was looking at."""
    return g.revision_at(request.form.get("seen", "")) if g.is_inside else 0


def seen_later() -> dict[str, int]:
    """Single fields that the person has seen in another version than the rest, each with that version."""
    return {
        name.removeprefix(SEEN): g.revision_at(text) for name, text in request.form.items() if name.startswith(SEEN)
    }


def kept() -> list[str]:
    """The fields in which the person keeps their own version, having read that of somebody else."""
    return [name for name in request.form.getlist("kept") if len(name) <= LONGEST_NAME]


def sent_prose() -> list[str]:
    """Every text of somebody's own words in this form, in the order of its fields, each as it was typed."""
    return [text for name, text in request.form.items() if text.strip() and (name in _texts() or _ANSWER.match(name))]


@cache
def _texts() -> frozenset[str]:
    """The fields that take words of one's own: those of all nouns, and those that belong to none."""
    every = (column for part in PARTS.values() for column in columns(part.noun).values() if column.type is str)
    own = {column.name for column in every if column.limits.get("max_length") in (NAME_LENGTH, PROSE_LENGTH)}
    return frozenset(own.union(PASTED))


def once() -> str:
    """The key of this very form, by which sending it twice has one effect."""
    return request.form.get("once", "")


def sent_form() -> SentForm | None:
    """This very form with what was filled in, in whatever order and line ends a browser or a script sends it."""
    filled = sorted(
        (name, value.replace("\r\n", "\n"))
        for name, values in request.form.lists()
        for value in values
        if name not in NEVER_TYPED
    )
    return SentForm(once(), repr((request.path, filled))) if once() else None


def direction() -> int:
    """Where a button moves its entry: one place up (-1) or down the list (1)."""
    places = {"up": -1, "down": 1}.get(request.form.get("direction", ""))
    if places is None:
        raise BadRequest
    return places


def wants_json() -> bool:
    """Say whether a script sent this form."""
    return request.accept_mimetypes.best == "application/json"


def _is_gone(column: Column, key: str) -> bool:
    seen = g.own
    known = {"capability": seen.capability_by_key, "product": seen.product_by_key}.get(column.refers or "", {})
    return bool(column.refers and key and key not in known)


def _value(column: Column, text: str) -> object:
    if column.type is bool:
        return text == "1"
    if not text.strip():
        return None if column.optional or column.type is not str else ""
    if column.type is int:
        number = whole_number(text, least=-LARGEST_WHOLE)
        return text if number is None else number
    return plain_number(text) if column.type is float else text


def typed_whole(text: str) -> int:
    """A whole number that was typed, whose limits its noun knows; raises UnclearNumberError."""
    number = whole_number(text, least=-LARGEST_WHOLE)
    if number is None:
        raise UnclearNumberError(f"Found {shown(text)}; write a whole number such as 7.")
    return number


@dataclass(frozen=True)
class Sent:
    """A file as somebody sent it."""

    name: str
    content: bytes

    @property
    def as_text(self) -> str:
        """The content as a form carries it."""
        return b64encode(self.content).decode()


def sent_file() -> Sent:
    """Return the file that the form of this request brings; raises FileError when there is none, or not all of it."""
    if "content" in request.form:
        return _sent_again()
    file = request.files.get("file")
    text = request.form.get("text", "") or request.form.get("names", "")
    if file and file.filename:
        return Sent(PurePath(clean_line(file.filename)).name[-NAME_LENGTH:], file.read())
    if not text.strip():
        raise FileError("There is nothing to import yet. Choose a file, or paste a list.")
    return Sent("", text.encode("utf-8", "replace"))


def _sent_again() -> Sent:
    """What a page of ours carried."""
    try:
        return Sent(request.form.get("name", ""), b64decode(request.form["content"], validate=True))
    except (binascii.Error, ValueError) as error:
        raise FileError("The file did not arrive whole. Choose it again.") from error
