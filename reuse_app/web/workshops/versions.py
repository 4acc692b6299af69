"""Versions: earlier states of a workshop, by name; what has changed since, and bringing one back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.live.cursors import revision_of
from reuse_app.narrative.isolation import isolated
from reuse_app.store.change_log import RESTORE, change_of
from reuse_app.store.errors import StoreError
from reuse_app.store.snapshots import Snapshot, keep, restore, snapshots, worksheet_at
from reuse_app.store.undo import undo
from reuse_app.web.context import database, g
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.page import Page, Who
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.copies import pseudonymous, with_parts
from reuse_app.worksheet.differences import compare_worksheets
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

bp = Page("versions", __name__, Who.FACILITATORS)

MOST_SHOWN = 50
"""Entries of a part that a comparison lists."""
FIRST_REVISION = 1
NAMED = 2**40
"""Above any revision: where the numbers of named versions begin in addresses.

The revision of one would tell whether something was said unseen between two of them.
"""
FIRST = "As it was started"
NOW = "Now"
UNNAMED = "An earlier state"


@dataclass(frozen=True)
class State:
    """A state that can be compared: its number in addresses, its revision, and what it is called."""

    number: int
    revision: int
    name: str


@bp.get("/versions")
def page() -> str:
    """The named versions, and a way to name the workshop as it is."""
    return render_template("workshops/versions.html", kept=_kept(), named=NAMED, people=g.names)


@bp.post("/versions")
def add() -> Response | tuple[str, int]:
    """Give the workshop as it is now a name."""
    sent = sent_texts("name")

    def keep_named() -> Response:
        name = clean_line(sent["name"])
        if not name or len(name) > NAME_LENGTH:
            raise WrongFormError({"name": f"Give it a name of at most {NAME_LENGTH} characters."})
        keep(g.writer, name)
        return redirect(url_for(".page"), 303)

    return answer(keep_named, form="version", sent=sent, page=page)


@bp.get("/versions/<cursor:state>")
def comparison(state: str) -> str:
    """What differs between a version and the workshop as it is now, or another version."""
    choices = _choices()
    first = _choice(state, choices)
    last = _choice(request.args["with"], choices) if "with" in request.args else choices[0]
    return render_template(
        "workshops/comparison.html",
        first=first,
        last=last,
        choices=[*choices, *({first, last} - set(choices))],
        parts=compare_worksheets(*(isolated(_worksheet_of(each.revision)) for each in (first, last))),
        is_now=last.revision >= g.revision,
        most=MOST_SHOWN,
    )


@bp.post("/versions/<cursor:state>/restoration")
def bring_back(state: str) -> Response:
    """Make the worksheet what it was, as a change that can be undone."""
    wanted = _choice(state, _choices()).revision
    before, revision = g.saved.revision, restore(g.writer, wanted)
    return redirect(url_for(".page", restored=g.cursor(revision) if revision > before else None), 303)


@bp.post("/restorations/<cursor:state>/reversal")
def reverse(state: str) -> Response:
    """Undo a restoration."""
    revision = g.revision_at(state)
    change = change_of(database(), g.saved.address, revision)
    if change is None or change.action != RESTORE:
        raise StoreError("There is nothing to undo there.")
    undo(g.writer, revision)
    return redirect(url_for(".page"), 303)


def _kept() -> list[Snapshot]:
    return snapshots(database(), g.saved.address)


def _choices() -> list[State]:
    """The states that a page offers to compare, the newest first."""
    now, first = (State(revision, revision, name) for revision, name in ((g.revision, NOW), (FIRST_REVISION, FIRST)))
    return [now, *(State(NAMED + each.id, each.revision, each.name) for each in _kept()), first]


def _choice(cursor: str, choices: Sequence[State]) -> State:
    """The state at an address, by name if it has one; raises NotFound for one that the workshop never had."""
    number = revision_of(cursor, g.saved.salt, newest=2 * NAMED)
    found = next((each for each in choices if each.number == number), None)
    if found is None and not FIRST_REVISION <= number <= g.saved.revision:
        raise NotFound
    return found or State(number, number, UNNAMED)


def _worksheet_of(revision: int) -> Worksheet:
    """The worksheet at a revision as everybody may see it; without votes where nobody is told whose they are."""
    is_now = revision >= g.revision
    worksheet = g.saved.seen_by(None) if is_now else worksheet_at(database(), g.saved.address, revision)
    if g.is_named:
        return worksheet
    return with_parts(pseudonymous(worksheet), {"ratings": (), "dots": (), "participants": ()})
