"""Step 2, Inventory: add capabilities, edit them in place, paste a list, reorder, remove."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.exchange.inventory_files import names_in
from reuse_app.exchange.reading.separators import holds_cells, list_told
from reuse_app.store import entries
from reuse_app.web.clock import today_as
from reuse_app.web.context import g
from reuse_app.web.entries.tidying import tidy
from reuse_app.web.entries.undo import removed
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import add_entry, attempt, save_change
from reuse_app.web.forms.sent import direction, sent_form
from reuse_app.web.inventory import imports
from reuse_app.web.inventory.listing import listing, place_of, place_of_new
from reuse_app.web.page import Page, Sees
from reuse_app.web.voters import author_writer, recorded_people
from reuse_app.worksheet import Capability, Kind, Status
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import NAME_LENGTH, key_for

bp = Page("inventory", __name__, Step.INVENTORY, shows=("capability", "note"), sees=Sees.OWN)

MOST_PASTED = 500
"""Names that a pasted list may hold."""
MOST_LINES = 10_000
"""Lines of a pasted list, most of which may be names that are there already."""


@bp.get("/inventory")
def page() -> str:
    """The page of the step, with those capabilities open for editing that the address names."""
    opened = tuple(request.args.getlist("open") or (request.view_args or {}).values())
    found = listing(next(iter(opened), None))
    return render_template(
        "inventory/page.html",
        step=Step.INVENTORY,
        open_keys=opened,
        kinds=tuple(Kind),
        statuses=tuple(Status),
        listing=found,
        address=url_for(".page", **found.query, open=opened),
        recorded=recorded_people(),
        tidy=tidy("capability"),
    )


@bp.post("/capabilities")
def add_capability() -> Response | tuple[str, int]:
    """Add one capability."""
    return add_entry("capability", form="new-capability", page=page, back=place_of_new("add"))


@bp.post("/pasted-capabilities")
def paste_capabilities() -> Response | str | tuple[str, int]:
    """Add a capability for each line of a pasted list; names that are there already are left out.

    What may be cells is shown first.
    """
    text = request.form.get("names", "")
    if holds_cells(text) or any(list_told(text)):
        return imports.preview()

    def add_new_names() -> int:
        names = _new_names(text)
        _check_pasted(names)
        nouns = [Capability.model_validate({"key": key_for(name, ()), "name": name}) for name in names]
        return entries.add(author_writer(), nouns, once=sent_form()) if nouns else g.revision

    back = place_of_new("list")
    return attempt(add_new_names, form="pasted-capabilities", sent={"names": text}, page=page, back=back)


def _new_names(text: str) -> list[str]:
    """Return each line once that is not the name of a capability yet; raises WrongFormError for endless lists."""
    known = {capability.name.casefold() for capability in g.worksheet.capabilities}
    names: dict[str, str] = {}
    pasted = [name for _, name in names_in(text)]
    if len(pasted) > MOST_LINES:
        raise WrongFormError({"names": f"Found {len(pasted):,} lines; paste at most {MOST_LINES:,} at once."})
    for name in pasted:
        if name.casefold() not in known:
            names.setdefault(name.casefold(), name)
    return [*names.values()]


def _check_pasted(names: list[str]) -> None:
    """Refuse a list of which not every line can be read; nothing is left out in silence."""
    too_long = [shown(name) for name in names if len(name) > NAME_LENGTH]
    if too_long:
        raise WrongFormError({"names": f"A name has at most {NAME_LENGTH} characters; shorten {', '.join(too_long)}."})
    if len(names) > MOST_PASTED:
        raise WrongFormError({"names": f"Found {len(names):,} names; paste at most {MOST_PASTED} at once."})


@bp.post("/capabilities/<key:capability>")
def change_capability(capability: str) -> Response | tuple[str, int]:
    """Change a capability, on this step or on Nature."""
    return save_change("capability", (capability,), page=page, back=place_of(capability))


@bp.post("/capabilities/<key:capability>/position")
def move_capability(capability: str) -> Response:
    """Move a capability up or down the list."""
    seen = [(each.key,) for each in g.worksheet.capabilities]
    entries.move(g.writer, "capability", (capability,), by=direction(), among=seen)
    return redirect(place_of(capability), 303)


@bp.post("/capabilities/<key:capability>/removal")
def remove_capability(capability: str) -> Response:
    """Remove a capability with what hangs on it."""
    return removed("capability", (capability,), back="inventory")


@bp.post("/checks/<key:capability>")
def check_capability(capability: str) -> Response | tuple[str, int]:
    """Note that a capability was looked at today, by the calendar of who says so."""
    today = today_as(request.form.get("day", ""))

    def note_check() -> int:
        return entries.change(g.writer, "capability", (capability,), {"checked": today}, seen=g.revision)

    return attempt(note_check, form=f"capability-{capability}", sent={}, page=page, back=place_of(capability))
