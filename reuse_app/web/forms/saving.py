"""Saving what a form sent: one write, and an answer to the page or to its script, with what was typed if refused."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from flask import Response, jsonify, redirect, render_template
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.store import entries
from reuse_app.store.errors import (
    ConflictError,
    NameTakenError,
    NotOwnError,
    NotSavedError,
    RepeatedError,
    ReusedFormError,
)
from reuse_app.store.noun_table import EntryId
from reuse_app.store.tables import PARTS
from reuse_app.web.context import g
from reuse_app.web.forms.form import Draft, WrongFormError, as_typed, form_id, mistakes_of
from reuse_app.web.forms.sent import as_fields, kept, seen, seen_later, sent_form, typed, wants_json
from reuse_app.web.server.computing import ComputingError
from reuse_app.web.server.errors import reported
from reuse_app.web.server.working import go_slowly, is_large
from reuse_app.web.voters import author_writer
from reuse_app.worksheet.columns import nest
from reuse_app.worksheet.values import clean_line, key_for

View = Callable[[], str]
"""A view that shows the page on which a form stands."""
Anything = TypeVar("Anything")


def add_entry(  # noqa: PLR0913  # each says one thing about the page, and is named
    part: str,
    *,
    form: str,
    page: View,
    back: str,
    fields: Collection[str] | None = None,
    given: Mapping[str, object] | None = None,
    add: Callable[..., int] = entries.add,
) -> AnyResponse | tuple[str, int]:
    """Add what was sent as an entry with a key made from its name; sent twice, the form has one effect."""
    sent, noun = typed(part, fields), PARTS[part].noun

    def add_with_key() -> int:
        key = key_for(clean_line(sent.get("name", "")), (), otherwise=part)
        values = {**as_fields(part, sent), **(given or {}), "key": key}
        return add(author_writer(), [noun.model_validate(nest(noun, values))], once=sent_form())

    return attempt(add_with_key, form=form, sent=sent, page=page, back=back)


def save_change(  # noqa: PLR0913  # each says one thing about the page, and is named
    part: str,
    entry: EntryId,
    *,
    page: View,
    back: str,
    fields: Collection[str] | None = None,
    tapped: Mapping[str, str] | None = None,
) -> AnyResponse | tuple[str, int]:
    """Save what was sent of an entry; a refused form comes back on its page with what was typed.

    `tapped` are fields that the button which was pressed sets, whatever else the form says of them.
    """
    sent = {**typed(part, fields), **(tapped or {})}

    def change_sent_fields() -> int:
        return entries.change(
            g.writer, part, entry, as_fields(part, sent), seen=seen(), later=seen_later(), kept=kept()
        )

    return attempt(change_sent_fields, form=form_id(part, entry), sent=sent, page=page, back=back)


def save_or_start(part: str, entry: EntryId, *, page: View, back: str) -> AnyResponse | tuple[str, int]:
    """Save what was sent of an entry that is made by its first save, when what it cannot be without is there."""
    if g.saved.version(part, *entry):
        return save_change(part, entry, page=page, back=back)
    sent, made = typed(part), PARTS[part]

    def put_entry() -> int:
        fields = as_fields(part, {name: text for name, text in sent.items() if text.strip()})
        identity = dict(zip(made.identity, entry, strict=True))
        return entries.put(
            g.writer, [made.noun.model_validate(nest(made.noun, fields | identity))], seen=seen(), kept=kept()
        )

    return attempt(put_entry, form=form_id(part, entry), sent=sent, page=page, back=back)


def attempt(
    write: Callable[[], int], *, form: str, sent: Mapping[str, str], page: View, back: str
) -> AnyResponse | tuple[str, int]:
    """Try a write and answer: back to the page, or the form again with its mistakes or with both versions.

    `write` returns the revision that this person has seen from then on: that of the write, never a later one.
    """
    revision = g.revision

    def write_once() -> AnyResponse:
        saved = revision
        with suppress(RepeatedError):
            saved = write()
        return jsonify(version=g.cursor(saved)) if wants_json() else redirect(back, 303)

    return answer(write_once, form=form, sent=sent, page=page)


def answer(
    save: Callable[[], AnyResponse], *, form: str, sent: Mapping[str, str], page: View
) -> AnyResponse | tuple[str, int]:
    """Answer as `save` does or, when that refuses the form, with the form again and what is wrong with it."""
    try:
        return save()
    except NotSavedError as error:
        why = f"{error} {reported(error, 503)}"
        return _refused(Draft(form, sent, {next(iter(sent), ""): why}, version=seen()), page, 503)
    except (WrongFormError, NameTakenError, NotOwnError, ValidationError) as error:
        return _refused(Draft(form, sent, mistakes_of(error), version=seen()), page, 422)
    except ReusedFormError as error:
        return _refused(Draft(form, sent, {next(iter(sent), ""): str(error)}, version=seen()), page, 409)
    except ConflictError as error:
        return _refused(Draft(form, sent, clashes=error.clashes, version=error.version), page, 409)


def _refused(draft: Draft, page: View, status: int) -> AnyResponse | tuple[str, int]:
    """Answer with the page on which the refused form stands, or, to a script, with what is wrong."""
    g.draft = replace(draft, mistakes=_as_sent(draft.mistakes, draft), clashes=_as_sent(draft.clashes, draft))
    if not wants_json():
        if g.is_inside:
            g.reload()
            if is_large(g.saved.worksheet):
                go_slowly()
        try:
            return page(), status
        except ComputingError as error:
            return error.page or render_template("workshop/computing.html", step=g.page.step), status
    clashes = {name: {"yours": as_typed(c.yours), "theirs": as_typed(c.theirs)} for name, c in draft.clashes.items()}
    version = g.cursor(draft.version) if g.is_inside else ""
    told: Response = jsonify(mistakes=draft.mistakes, clashes=clashes, version=version)
    told.status_code = status
    return told


def _as_sent(by_field: Mapping[str, Anything], draft: Draft) -> Mapping[str, Anything]:
    """What there is to say about fields, in the order of the page, in which a browser sends them."""
    return {name: by_field[name] for name in [*draft.typed, *by_field] if name in by_field}
