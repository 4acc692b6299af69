"""Step 2, Inventory: add capabilities, edit them in place, paste a list, reorder, remove."""

from collections.abc import Iterator

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.forms import as_fields, attempt, once, save_change, typed
from reuse_app.web.removals import removed
from reuse_app.worksheet import Capability, Kind, Status
from reuse_app.worksheet.flat import nest
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.text import clean_line

bp = workshop_blueprint("inventory", __name__)

MOST_PASTED = 500
"""Lines of a pasted list that are read."""


@bp.get("/inventory")
def page() -> str:
    """The page of the step, with one capability open for editing if the address names it."""
    return render_template(
        "inventory/page.html",
        step=Step.INVENTORY,
        open_key=request.args.get("open"),
        kinds=tuple(Kind),
        statuses=tuple(Status),
    )


@bp.post("/capabilities")
def add_capability() -> Response | tuple[str, int]:
    """Add one capability."""
    sent = typed("capability")

    def write() -> None:
        key = key_for(clean_line(sent.get("name", "")), ())
        fields = nest(Capability, as_fields("capability", sent) | {"key": key})
        entries.add(g.writer, [Capability.model_validate(fields)], once=once())

    return attempt(write, form="capability-new", sent=sent, page=page, back=url_for(".page", _anchor="add"))


@bp.post("/capabilities/pasted")
def paste_capabilities() -> Response | tuple[str, int]:
    """Add a capability for each line of a pasted list; names that are there already are left out."""
    text = request.form.get("names", "")

    def write() -> None:
        nouns = [Capability.model_validate({"key": key_for(name, ()), "name": name}) for name in _new_names(text)]
        if nouns:
            entries.add(g.writer, nouns, once=once())

    back = url_for(".page", _anchor="list")
    return attempt(write, form="capability-pasted", sent={"names": text}, page=page, back=back)


def _new_names(text: str) -> Iterator[str]:
    """Yield each line once that is not the name of a capability yet."""
    known = {capability.name.casefold() for capability in g.worksheet.capabilities}
    for name in map(clean_line, text.splitlines()[:MOST_PASTED]):
        if name and name.casefold() not in known:
            known.add(name.casefold())
            yield name


@bp.post("/capabilities/<key>")
def change_capability(key: str) -> Response | tuple[str, int]:
    """Change a capability, on this step or on Nature."""
    return save_change("capability", (key,), page=page, back=url_for(".page", _anchor=f"capability-{key}"))


@bp.post("/capabilities/<key>/position")
def move_capability(key: str) -> Response:
    """Move a capability up or down the list."""
    places = -1 if request.form.get("direction") == "up" else 1
    entries.move(g.writer, "capability", (key,), by=places)
    return redirect(url_for(".page", _anchor=f"capability-{key}"), 303)


@bp.post("/capabilities/<key>/removal")
def remove_capability(key: str) -> Response:
    """Remove a capability with what hangs on it."""
    return removed("capability", (key,), back="inventory")
