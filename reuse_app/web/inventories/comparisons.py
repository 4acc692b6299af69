"""Two versions of an inventory side by side, or an inventory and a workshop; and the next version made of both."""

from collections.abc import Mapping, Sequence

from flask import redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from reuse_app.exchange.alike import alike
from reuse_app.exchange.incoming import MOST_CAPABILITIES
from reuse_app.store.errors import NewerVersionError, SameVersionError
from reuse_app.store.inventories import Saving, capabilities_of, save_version
from reuse_app.web.context import database, g
from reuse_app.web.forms.forms import Draft, WrongFormError
from reuse_app.web.forms.mistakes import mistakes_of
from reuse_app.web.inventories.shelf import inventory_blueprint
from reuse_app.web.inventories.sides import Sides, is_number, sides
from reuse_app.worksheet import Capability
from reuse_app.worksheet.comparing import Choices, Side, compare, merged

bp = inventory_blueprint("comparisons", __name__)

MOST_SHOWN = 200
"""Capabilities of each kind that a comparison lists; the others are merged as is usual."""
FIELD, ENTRY = "field", "entry"
"""How the fields of the form begin that say whose text counts, and whether an entry is taken."""
DROP = "drop"


@bp.get("/comparison")
def page() -> str:
    """What differs between two sides, and whose text is to count."""
    found = sides(request.args.get("from", ""), request.args.get("to", ""))
    return render_template("inventories/comparison.html", sides=found, most=MOST_SHOWN)


@bp.post("/merges/preview")
def preview() -> str:
    """Show the next version as people chose it; nothing is saved."""
    return _preview()


@bp.post("/merges")
def merge() -> Response | tuple[str, int]:
    """Save the next version as people chose it."""
    sent = {name: request.form.get(name, "") for name in ("author", "note")}
    try:
        _save(Saving.model_validate(sent))
    except ValidationError as error:
        g.draft = Draft("merge", sent, mistakes_of(error))
    except WrongFormError as error:
        g.draft = Draft("merge", sent, error.mistakes)
    else:
        return redirect(url_for("kept.page"), 303)
    return _preview(), 422


def _save(saving: Saving) -> None:
    """Save what the form chose; raises WrongFormError."""
    made = _merged(_sent_sides())
    if len(made) > MOST_CAPABILITIES:
        raise WrongFormError({"author": f"Together they are {len(made):,}; at most {MOST_CAPABILITIES:,} can be kept."})
    try:
        save_version(database(), g.kept.address, saving, made, after=_seen())
    except (NewerVersionError, SameVersionError) as error:
        raise WrongFormError({"author": str(error)}) from error


def _preview() -> str:
    found = _sent_sides()
    newest = capabilities_of(database(), g.kept.address, found.newest)
    made = _merged(found)
    chosen = {name: value for name, value in request.form.items() if name.startswith((f"{FIELD}.", f"{ENTRY}."))}
    return render_template(
        "inventories/merge.html",
        sides=found,
        made=made,
        comparison=compare(newest, made, alike=alike),
        chosen=chosen,
        seen=_seen() or found.newest,
        most=MOST_SHOWN,
    )


def _sent_sides() -> Sides:
    return sides(request.form.get("from", ""), request.form.get("to", ""))


def _merged(found: Sides) -> Sequence[Capability]:
    return merged(found.before, found.comparison, _choices(request.form, found))


def _choices(form: Mapping[str, str], found: Sides) -> Choices:
    """What people chose; without a choice what is newer counts, and an earlier version brings nothing back."""
    fields, dropped = {}, set[str]()
    if not found.with_workshop:
        dropped = {each.key for each in found.comparison.removed}
    for name, value in form.items():
        kind, _, rest = name.partition(".")
        key, _, field = rest.partition(".")
        if kind == FIELD and value in set(Side):
            fields[key, field] = Side(value)
        elif kind == ENTRY:
            dropped = dropped | {key} if value == DROP else dropped - {key}
    return Choices(fields=fields, dropped=dropped)


def _seen() -> int:
    """The number of the version that the person was looking at; 0 where the form does not say."""
    text = request.form.get("seen", "")
    return int(text) if is_number(text) else 0
