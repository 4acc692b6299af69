"""Forms: what a noun looks like to fill in, what was typed, and what comes back when it cannot be saved."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from flask import Response, jsonify, redirect, request
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.store import entries
from reuse_app.store.errors import Clash, ConflictError, NotSavedError, RepeatedError
from reuse_app.store.saved import Entry
from reuse_app.store.tables import PARTS
from reuse_app.web.context import g
from reuse_app.worksheet.estimate import shortest
from reuse_app.worksheet.flat import Column, Scalar, columns, flatten, nest
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.numbers import UnclearNumberError, is_unclear, plain_number
from reuse_app.worksheet.phrases import sentence
from reuse_app.worksheet.text import clean, clean_line

Page = Callable[[], str]
"""A view that shows the page on which a form stands."""
Anything = TypeVar("Anything")

NEEDED = "Choose this first; the rest is saved with it."
"""Stands beside a field that an entry cannot be without."""
ESTIMATES = ("build_cost", "platform_cost", "own_cost", "value")
"""Fields of low, likely and high, of which the likely amount is enough."""
GONE = "This is not in the workshop any more; choose again."
"""Stands beside a field that names something which somebody has removed meanwhile."""


class WrongFormError(ValueError):
    """What was sent cannot be saved, for reasons that no noun knows; a message for each field."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(" ".join(mistakes.values()))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Draft:
    """A form that could not be saved: what was typed, and why not."""

    form: str
    typed: Mapping[str, str]
    mistakes: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    version: int = 0

    def field_id(self, name: str) -> str:
        """The id of a field, as the page has it."""
        return field_id(self.form, name)


@dataclass(frozen=True)
class Form:
    """One form on a page: its values, and its mistakes if it is the one that could not be saved."""

    id: str
    values: Mapping[str, str]
    version: int = 0
    mistakes: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What the field shows: what was typed, else what is saved."""
        return str(clean(self.values.get(name, "")))

    def field_id(self, name: str) -> str:
        """The id of a field, unique on the page."""
        return field_id(self.id, name)


def field_id(form: str, name: str) -> str:
    """The id of a field in a form; no other id begins so, whatever the keys of entries are."""
    return f"field-{form}-{name}"


def form_of(part: str, entry: Sequence[str | int], noun: Noun | None = None) -> Form:
    """The form for an entry as it is saved, or, for the form that has just been refused, as it was typed."""
    form_id = "-".join([part, *map(str, entry)])
    values = {name: as_typed(value) for name, value in flatten(noun).items()} if noun else {}
    draft = g.draft
    if draft and draft.form == form_id:
        return Form(form_id, {**values, **draft.typed}, draft.version, draft.mistakes, draft.clashes)
    return Form(form_id, values, g.saved.version(part, *entry) if noun else 0)


def as_typed(value: Scalar) -> str:
    """A value as it stands in a form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if not isinstance(value, float):
        return str(value)
    text = str(shortest(value))
    return f"{text}0" if is_unclear(text) else text


def typed(part: str) -> dict[str, str]:
    """The columns of a part that were sent, as they were typed; a box with two values is checked by its last.

    What identifies an entry stands in the address and never changes.
    """
    names = columns(PARTS[part].noun).keys() - PARTS[part].identity
    return {name: values[-1] for name, values in request.form.lists() if name in names}


def as_fields(part: str, sent: Mapping[str, str]) -> dict[str, object]:
    """What was typed as values to check: nothing typed is no value, a comma in a number is a point.

    Raises WrongFormError for the key of something that is not in the workshop.
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


def add_entry(
    part: str, *, form: str, page: Page, back: str, given: Mapping[str, object] | None = None
) -> AnyResponse | tuple[str, int]:
    """Add what was sent as an entry with a key made from its name; sent twice, the form has one effect."""
    sent, noun = typed(part), PARTS[part].noun

    def write() -> None:
        key = key_for(clean_line(sent.get("name", "")), (), otherwise=part)
        fields = {**as_fields(part, sent), **(given or {}), "key": key}
        entries.add(g.writer, [noun.model_validate(nest(noun, fields))], once=once())

    return attempt(write, form=form, sent=sent, page=page, back=back)


def save_change(part: str, entry: Entry, *, page: Page, back: str) -> AnyResponse | tuple[str, int]:
    """Save what was sent of an entry; a refused form comes back on its page with what was typed."""
    sent = typed(part)

    def write() -> int:
        return entries.change(g.writer, part, entry, as_fields(part, sent), seen=seen())

    return attempt(write, form="-".join([part, *map(str, entry)]), sent=sent, page=page, back=back, of=(part, entry))


def save_or_start(part: str, entry: Entry, *, page: Page, back: str) -> AnyResponse | tuple[str, int]:
    """Save what was sent of an entry that is made by its first save, when what it cannot be without is there."""
    if g.saved.version(part, *entry):
        return save_change(part, entry, page=page, back=back)
    sent, made = typed(part), PARTS[part]

    def write() -> None:
        fields = as_fields(part, {name: text for name, text in sent.items() if text.strip()})
        identity = dict(zip(made.identity, entry, strict=True))
        entries.put(g.writer, [made.noun.model_validate(nest(made.noun, fields | identity))], seen=seen())

    return attempt(write, form="-".join([part, *map(str, entry)]), sent=sent, page=page, back=back, of=(part, entry))


def attempt(  # noqa: PLR0913  # each is needed to answer in either way, and named
    write: Callable[[], object],
    *,
    form: str,
    sent: Mapping[str, str],
    page: Page,
    back: str,
    of: tuple[str, Entry] | None = None,
) -> AnyResponse | tuple[str, int]:
    """Try a write and answer: back to the page, or the form again with its mistakes or with both versions."""
    revision = None
    try:
        with suppress(RepeatedError):
            revision = write()
    except NotSavedError as error:
        return refused(Draft(form, sent, {next(iter(sent), ""): str(error)}, version=seen()), page, 503)
    except WrongFormError as error:
        return refused(Draft(form, sent, error.mistakes, version=seen()), page, 422)
    except ValidationError as error:
        return refused(Draft(form, sent, mistakes_of(error), version=seen()), page, 422)
    except ConflictError as error:
        return refused(Draft(form, sent, clashes=error.clashes, version=error.version), page, 409)
    if not wants_json():
        return redirect(back, 303)
    if not isinstance(revision, int):
        g.reload()
        revision = g.saved.version(of[0], *of[1]) if of else g.saved.revision
    return jsonify(version=revision)


def refused(draft: Draft, page: Page, status: int) -> AnyResponse | tuple[str, int]:
    """Answer with the page on which the refused form stands, or, to a script, with what is wrong."""
    g.draft = replace(draft, mistakes=_as_sent(draft.mistakes, draft), clashes=_as_sent(draft.clashes, draft))
    if not wants_json():
        g.reload()
        return page(), status
    clashes = {name: {"yours": as_typed(c.yours), "theirs": as_typed(c.theirs)} for name, c in draft.clashes.items()}
    answer: Response = jsonify(mistakes=draft.mistakes, clashes=clashes, version=draft.version)
    answer.status_code = status
    return answer


def _as_sent(by_field: Mapping[str, Anything], draft: Draft) -> Mapping[str, Anything]:
    """What there is to say about fields, in the order of the page, in which a browser sends them."""
    return {name: by_field[name] for name in [*draft.typed, *by_field] if name in by_field}


def mistakes_of(error: ValidationError) -> dict[str, str]:
    """The mistakes of a noun by the column in which each stands."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False):
        found.setdefault(_column_of(each), NEEDED if each["type"] == "missing" else sentence(each))
    return found


def _column_of(error: ErrorDetails) -> str:
    """Where a mistake stands; that of a whole estimate, or of one that lacks an amount, at its likely amount."""
    path = [str(step + 1) if isinstance(step, int) else step for step in error["loc"]]
    if path[0] in ESTIMATES and (len(path) == 1 or error["type"] == "missing"):
        return f"{path[0]}_likely"
    return "_".join(path)


def seen() -> int:
    """The version of the entry that the person was looking at."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(2**53)) else 0


def once() -> str:
    """The key of this very form, by which sending it twice has one effect."""
    return request.form.get("once", "")


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
    return bool(column.refers and key and not g.saved.version(column.refers, key))


def _value(column: Column, text: str) -> object:
    if column.type is bool:
        return text == "1"
    if not text.strip():
        return None if column.optional or column.type is not str else ""
    return plain_number(text) if column.type is float else text
