"""Keeping the capabilities of a workshop: as a new inventory, or as the next version of one that is held here."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from reuse_app.store.errors import NewerVersionError, RepeatedError, SameVersionError
from reuse_app.store.grants import Keeper
from reuse_app.store.inventories import Naming, Saving, save_version, start_inventory
from reuse_app.web.access import held_inventory, inventory_of, remember, secret_of_form
from reuse_app.web.context import database, g
from reuse_app.web.forms.form import Form, WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import form_of, sent_texts
from reuse_app.web.inventories.library import held
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.values import whole_number

bp = Page("saving", __name__, Who.FACILITATORS)


@bp.get("/shelf")
def page() -> str:
    """Where this workshop's capabilities can be kept."""
    return render_template(
        "inventories/saving.html", held=held(), next_version=_form("next-version"), new_inventory=_form("new-inventory")
    )


@bp.post("/shelf/inventories")
def add() -> Response | tuple[str, int]:
    """Save the capabilities as a new inventory."""
    sent = sent_texts("name", "author", "note")

    def keep_as_new() -> Response:
        naming = Naming.model_validate(sent | {"unit": g.worksheet.workshop.unit})
        secret = secret_of_form("keep", g.saved.address, *sent.values())
        try:
            kept = start_inventory(database(), naming, g.shown.capabilities, secret=secret)
        except RepeatedError:
            kept = inventory_of(secret)
        return _lead_to(kept)

    return answer(keep_as_new, form="new-inventory", sent=sent, page=page)


@bp.post("/shelf/versions")
def add_version() -> Response | tuple[str, int]:
    """Save the capabilities as the next version of an inventory."""
    sent = sent_texts("inventory", "author", "note")

    def keep_as_next() -> Response:
        kept, after = _held(sent["inventory"])
        saving = Saving(author=sent["author"], note=sent["note"], unit=g.worksheet.workshop.unit)
        try:
            save_version(database(), kept.address, saving, g.shown.capabilities, after=after)
        except (NewerVersionError, SameVersionError) as error:
            raise WrongFormError({"inventory": str(error)}) from error
        return _lead_to(kept)

    return answer(keep_as_next, form="next-version", sent=sent, page=page)


def _lead_to(kept: Keeper) -> Response:
    return remember(redirect(url_for("kept.page", inventory=kept.address), 303), kept.secret)


def _form(form: str) -> Form:
    """A form that knows already who saves."""
    if g.draft and g.draft.form == form:
        return form_of(form, ())
    return Form(form, {"author": g.me.name if g.me else ""})


def _held(named: str) -> tuple[Keeper, int]:
    """The inventory that a form names, and the number of the version that was its newest; raises WrongFormError."""
    address, _, number = named.partition(".")
    kept, after = held_inventory(address), whole_number(number)
    if kept is None or after is None:
        raise WrongFormError({"inventory": "Choose an inventory; this one is not held here any more."})
    return kept, after
