"""Share & keep an inventory: its link, a new one in place of all others, and deleting it for good."""

from contextlib import suppress

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from reuse_app.store.errors import RepeatedError
from reuse_app.store.grants import replace_links
from reuse_app.store.inventories import delete_inventory
from reuse_app.web.access import remember, secret_of_form
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.context import database, g
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.values import clean_line

bp = Page("inventory_settings", __name__, Who.KEEPERS)


@bp.get("/settings")
def page() -> str:
    """The link of an inventory, and its end."""
    link = public_url("library.open_link", secret=g.kept.secret)
    return render_template("inventories/settings.html", link=link, qr=qr_svg(link))


@bp.post("/links")
def replace() -> Response:
    """Make a new link; every other one opens nothing any more."""
    secret = secret_of_form("replace", g.kept.address)
    with suppress(RepeatedError):
        replace_links(database(), g.kept.address, secret=secret)
    return remember(redirect(url_for(".page", replaced=1), 303), secret)


@bp.post("/removal")
def remove() -> Response | tuple[str, int]:
    """Delete the inventory with all its versions, once its name has been typed."""
    sent = sent_texts("name")

    def delete_named() -> Response:
        if clean_line(sent["name"]) != g.kept.name:
            raise WrongFormError({"name": "This is not the name. Nothing was deleted."})
        delete_inventory(database(), g.kept.address)
        return redirect(url_for("library.page"), 303)

    return answer(delete_named, form="removal", sent=sent, page=page)
