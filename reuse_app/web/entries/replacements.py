"""Telling people where somebody knowingly kept their own version instead of theirs, with a way to take theirs back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.store.change_log import Replaced, from_text
from reuse_app.store.errors import StoreError
from reuse_app.store.tables import PARTS
from reuse_app.web.context import g
from reuse_app.web.forms.form import field_id
from reuse_app.web.page import Page, Who
from reuse_app.web.permissions import ForbiddenError, check_unlocked, may_write
from reuse_app.web.template_filters import word
from reuse_app.worksheet.columns import columns, label_of
from reuse_app.worksheet.steps import Step

bp = Page("replacements", __name__, Who.EVERYBODY)

STEPS: Mapping[str, tuple[Step, ...]] = {
    "workshop": (Step.FRAME,),
    "factor": (Step.FRAME,),
    "capability": (Step.INVENTORY, Step.NATURE),
    "product": (Step.PRODUCTS,),
    "link": (Step.MAP,),
    "decision": (Step.CHOOSE, Step.ITERATE),
    "gap_plan": (Step.ITERATE,),
    "iteration": (Step.ITERATE,),
    "outcome": (Step.ITERATE,),
}
"""The steps in which the entries of a part are written."""
OPENED_BY: Mapping[Step, str] = {Step.INVENTORY: "open", Step.PRODUCTS: "open", Step.NATURE: "capability"}
"""The argument of a page that opens one entry on it."""


@dataclass(frozen=True)
class Notice:
    """One replacement as a page tells it."""

    change: str
    """The cursor of the change that replaced their words."""
    field: str
    who: str
    kept: str
    gone: str
    place: str
    address: str
    field_id: str


@bp.app_template_global()
def replacements(step: Step) -> Iterator[Notice]:
    """Yield what the person of this request has to be told on the page of a step, on their own device."""
    for each in g.saved.replaced:
        if each.whose == g.keeper and step in STEPS.get(each.part, ()) and _is_seen(each):
            yield _notice(each, step)


@bp.post("/replacements/<cursor:change>/taking-back")
def take_back(change: str) -> Response:
    """Write again what this person had written; whoever kept theirs is told in turn."""
    replaced = _replaced(change)
    _check_right(replaced)
    value = from_text(PARTS[replaced.part], replaced.field, replaced.gone)
    fields, kept = {replaced.field: value}, [replaced.field]
    try:
        entries.change(g.writer, replaced.part, replaced.entry, fields, seen=g.saved.revision, kept=kept)
    except ValidationError as error:
        raise StoreError("It does not go together with what stands beside it now. Change it there.") from error
    return _back(replaced)


@bp.post("/replacements/<cursor:change>/acceptance")
def leave(change: str) -> Response:
    """Leave what somebody kept, having read it."""
    replaced = _replaced(change)
    entries.confirm(g.writer, replaced.part, replaced.entry, replaced.field)
    return _back(replaced)


def _replaced(change: str) -> Replaced:
    """The replacement of this person's words that a form names."""
    wanted = (g.revision_at(change), request.form.get("field", ""), g.keeper)
    found = next((each for each in g.saved.replaced if (each.revision, each.field, each.whose) == wanted), None)
    if found is None or not _is_seen(found):
        raise StoreError("There is nothing to take back there: you have dealt with it, or it is gone.")
    return found


def _check_right(replaced: Replaced) -> None:
    """Let people write again only where they may write."""
    if g.is_facilitator:
        return
    if not any(may_write(step) for step in STEPS[replaced.part]):
        raise ForbiddenError("This step is not open for changes now, so nothing was changed. Ask the facilitator.")
    for part, key in _named(replaced):
        check_unlocked(part, key)


def _named(replaced: Replaced) -> list[tuple[str, str]]:
    """The capabilities and products that an entry is, or belongs to."""
    part, noun = PARTS[replaced.part], columns(PARTS[replaced.part].noun)
    parts = [noun[name].refers or part.name for name in part.identity]
    named = zip(parts, map(str, replaced.entry), strict=True)
    return [(kind, key) for kind, key in named if kind in ("capability", "product")]


def _is_seen(replaced: Replaced) -> bool:
    """Whether the entry is there, and the person of this request may see it."""
    seen = g.own
    known = {"capability": seen.capability_by_key, "product": seen.product_by_key}
    is_there = bool(g.saved.version(replaced.part, *replaced.entry))
    return is_there and all(key in known[part] for part, key in _named(replaced))


def _notice(replaced: Replaced, step: Step) -> Notice:
    form = "-".join([replaced.part, *map(str, replaced.entry)])
    opened: dict[str, Any] = {OPENED_BY[step]: replaced.entry[0]} if step in OPENED_BY else {}
    if step is Step.MAP:
        opened = {"cell": ":".join(map(str, replaced.entry))}
    return Notice(
        change=g.cursor(replaced.revision),
        field=replaced.field,
        who=_who(replaced),
        kept=_said(replaced, replaced.kept),
        gone=_said(replaced, replaced.gone),
        place=_place(replaced),
        address=url_for(f"{step}.page", **opened),
        field_id=field_id(form, replaced.field),
    )


def _who(replaced: Replaced) -> str:
    """Who kept their version, by name where names are told in every step in which that is written."""
    is_told = all(g.saved.room.names_for(step, facilitator=g.is_facilitator) for step in STEPS[replaced.part])
    return g.names.get(replaced.by or "", "Somebody") if is_told else "Somebody"


def _place(replaced: Replaced) -> str:
    """The field, and of what it is, in words."""
    seen = g.own
    named = dict(_named(replaced))
    names = [
        *(each.name for each in seen.capabilities if each.key == named.get("capability")),
        *(each.name for each in seen.products if each.key == named.get("product")),
    ]
    return " · ".join([*names, label_of(replaced.field)])


def _said(replaced: Replaced, text: str | None) -> str:
    """A value of the change log as a page says it."""
    column = columns(PARTS[replaced.part].noun)[replaced.field]
    value = from_text(PARTS[replaced.part], replaced.field, text)
    member = next((choice for choice in column.choices if choice == value), value)
    return word(member) or "nothing"


def _back(replaced: Replaced) -> Response:
    """The page on which it was told."""
    back, steps = request.form.get("back", ""), STEPS[replaced.part]
    return redirect(_notice(replaced, Step(back) if back in steps else steps[0]).address, 303)
