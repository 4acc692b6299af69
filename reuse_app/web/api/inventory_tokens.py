"""Tokens of an inventory: how a program reads it or saves versions of it, made and taken back by who keeps it."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store import grants as store
from reuse_app.store.grants import GrantRole
from reuse_app.web.access import public_url, secret_of_form
from reuse_app.web.api.workshop_tokens import MISTAKE, label_of
from reuse_app.web.context import database, g
from reuse_app.web.forms.forms import Draft
from reuse_app.web.inventories.shelf import inventory_blueprint

bp = inventory_blueprint("programs", __name__)


@bp.get("/tokens")
def page() -> str:
    """The tokens that open this inventory to programs."""
    return _page()


@bp.post("/tokens")
def add() -> Response | tuple[str, int]:
    """Make a token; the page that follows shows it, and nothing ever does again."""
    sent = {name: request.form.get(name, "") for name in ("label", "writes")}
    label = label_of(sent["label"])
    if not label:
        g.draft = Draft("token", sent, {"label": MISTAKE})
        return _page(), 422
    role = GrantRole.WRITER if "1" in request.form.getlist("writes") else GrantRole.READER
    secret = secret_of_form("token", g.kept.address, role, label)
    store.make_token(database(), g.kept.address, role, label=label, secret=secret)
    return make_response(_page(secret), 201)


@bp.post("/tokens/<int(max=1000000000):number>/removal")
def take_back(number: int) -> Response:
    """Let a token open nothing any more."""
    if number not in {each.id for each in store.tokens_of(database(), g.kept.address)}:
        raise NotFound
    store.end_token(database(), number)
    return redirect(url_for(".page"), 303)


def _page(secret: str = "") -> str:
    return render_template(
        "api/inventory_tokens.html",
        tokens=store.tokens_of(database(), g.kept.address),
        secret=secret,
        url=public_url("api.inventory", inventory=g.kept.address),
    )
