"""What was done, for facilitators: every change by whom and when, with a way to undo it, and all that somebody did."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import undo as store
from reuse_app.store.activity import Deed, DeedFilter, Deeds, deed_at, deeds, rows_now, standing_deeds
from reuse_app.store.errors import ChangedSinceError, StoreError, UnknownEntryError
from reuse_app.web.context import database, g
from reuse_app.web.facilitation.deeds import DeedTold, entries_told, told
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.steps import Step

bp = Page("activity", __name__, Who.FACILITATORS)

MOST = 50
"""Changes on one page."""
MOST_UNDONE = 500
"""Changes that are undone at once."""
MOST_ENTRIES = 50
"""Entries of one change that its page lists."""


@bp.get("/activity")
def page() -> str:
    """What was done, the newest first: of everybody or one person, in every step or in one."""
    asked = _asked()
    found = deeds(database(), g.saved, g.keeper, asked, most=MOST)
    lines = _told(found)
    is_risen = bool(asked.after)
    return render_template(
        "facilitation/activity.html",
        lines=lines,
        asked=asked,
        people=g.names,
        later=lines[0].revision if lines and (found.has_more if is_risen else asked.before) else None,
        earlier=lines[-1].revision if lines and (is_risen or found.has_more) else None,
    )


@bp.get("/activity/<cursor:change>")
def change(change: str) -> str:
    """One change whole: what it did, and what stands there now."""
    found = _found(change)
    deed, seen = found.deeds[0], g.own
    names = {("capability", each.key): each.name for each in seen.capabilities}
    names |= {("product", each.key): each.name for each in seen.products}
    return render_template(
        "facilitation/change.html",
        line=_told(found)[0],
        entries=list(entries_told(deed, {**names, **found.names}, rows_now(g.saved, deed), most=MOST_ENTRIES)),
        more=max(0, len(deed.touched) - MOST_ENTRIES),
    )


@bp.post("/activity/<cursor:change>/reversal")
def reverse(change: str) -> Response:
    """Undo a change; one that has changed since is shown first, and undone when that is chosen."""
    deed = _found(change).deeds[0]
    if deed.is_undone:
        raise StoreError("This is undone already.")
    try:
        if request.form.get("anyway"):
            store.undo_anyway(g.writer, deed.revision, seen=g.revision_at(request.form.get("seen", "")))
        else:
            store.undo(g.writer, deed.revision)
    except ChangedSinceError:
        return redirect(url_for(".change", change=change, changed=1), 303)
    return redirect(url_for(".page", **_kept_filter()), 303)


@bp.get("/activity/people/<key:person>")
def person(person: str) -> str:
    """What undoing all that somebody did would undo, and what it would leave."""
    found = _done_by(person)
    tried = store.would_undo(g.writer, [each.revision for each in found.deeds])
    lines = {line.revision: line for line in _told(found)}
    return render_template(
        "facilitation/undoing.html",
        key=person,
        has_more=found.has_more,
        name=g.names[person],
        done=[lines[each] for each in tried.done],
        left=[lines[each] for each in tried.left],
    )


@bp.post("/activity/people/<key:person>/reversal")
def reverse_all(person: str) -> Response:
    """Undo all that somebody did, as one change, and leave what others have changed since."""
    found = _done_by(person)
    store.undo_all(g.writer, [each.revision for each in found.deeds])
    return redirect(url_for(".person", person=person), 303)


def _asked() -> DeedFilter:
    person, step = request.args.get("person"), request.args.get("step")
    if person:
        _check_known(person)
    before, after = (g.revision_at(request.args.get(name, "")) for name in ("before", "after"))
    return DeedFilter(person or None, Step(step) if step in set(Step) else None, before, 0 if before else after)


def _kept_filter() -> dict[str, Any]:
    """The person and the step of the page on which a button stood."""
    return {name: value for name in ("person", "step") if (value := request.form.get(name, ""))}


def _check_known(person: str) -> None:
    if person not in g.names:
        raise UnknownEntryError("Nobody of this name takes part, or no longer.")


def _done_by(person: str) -> Deeds:
    _check_known(person)
    return standing_deeds(database(), g.saved, g.keeper, person, most=MOST_UNDONE)


def _found(change: str) -> Deeds:
    found = deed_at(database(), g.saved, g.keeper, g.revision_at(change))
    if found is None:
        raise UnknownEntryError("There is no such change, or nothing of it is told.")
    return found


def _told(found: Deeds) -> list[DeedTold]:
    def in_words(deed: Deed) -> DeedTold:
        return told(deed, found.names, g.names)

    return [in_words(each) for each in found.deeds]
