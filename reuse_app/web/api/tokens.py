"""Tokens: how a program reads a workshop, or reads an inventory and saves versions of it; made and taken back here."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.narrative.words import listed
from reuse_app.store import grants, people
from reuse_app.store.grants import PROGRAMS, GrantRole, Pass, grants_of
from reuse_app.web.access import secret_of_form
from reuse_app.web.addresses import public_url
from reuse_app.web.context import database, g
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.page import Page, Who
from reuse_app.web.workshops.reports import FILES
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

of_workshop = Page("tokens", __name__, Who.FACILITATORS)
of_inventory = Page("inventory_tokens", __name__, Who.KEEPERS)

MISTAKE = f"Say in at most {NAME_LENGTH} characters what it is for, so that you know it again."


@of_workshop.get("/tokens")
def page() -> str:
    """The tokens that open this workshop to programs."""
    return _workshop_page()


@of_workshop.post("/tokens")
def add() -> Response | tuple[str, int]:
    """Make a token; the page that follows shows it, and nothing ever does again."""
    sent = sent_texts("label")

    def make_token() -> Response:
        label = _label_of(sent["label"])
        secret = secret_of_form("token", g.saved.address, label)
        people.new_link(g.writer, GrantRole.READER, label=label, secret=secret)
        return make_response(_workshop_page(secret), 201)

    return answer(make_token, form="token", sent=sent, page=page)


@of_workshop.post("/tokens/<int(max=1000000000):number>/removal")
def take_back(number: int) -> Response:
    """Let a token open nothing any more."""
    if number not in {each.id for each in _workshop_tokens()}:
        raise NotFound
    people.take_back(g.writer, [number])
    return redirect(url_for(".page"), 303)


@of_inventory.get("/tokens", endpoint="page")
def inventory_page() -> str:
    """The tokens that open this inventory to programs."""
    return _inventory_page()


@of_inventory.post("/tokens", endpoint="add")
def add_to_inventory() -> Response | tuple[str, int]:
    """Make a token, which may save versions if wished; the page that follows shows it, and nothing ever does again."""
    sent = sent_texts("label", "writes")
    role = GrantRole.WRITER if "1" in request.form.getlist("writes") else GrantRole.READER

    def make_token() -> Response:
        label = _label_of(sent["label"])
        secret = secret_of_form("token", g.kept.address, role, label)
        grants.make_token(database(), g.kept.address, role, label=label, secret=secret)
        return make_response(_inventory_page(secret), 201)

    return answer(make_token, form="token", sent=sent, page=inventory_page)


@of_inventory.post("/tokens/<int(max=1000000000):number>/removal", endpoint="take_back")
def take_back_from_inventory(number: int) -> Response:
    """Let a token of an inventory open nothing any more."""
    if number not in {each.id for each in grants.tokens_of(database(), g.kept.address)}:
        raise NotFound
    grants.end_token(database(), number)
    return redirect(url_for(".page"), 303)


def _label_of(typed: str) -> str:
    """What a token is for, as it was typed; raises WrongFormError."""
    label: str = clean_line(typed)
    if not 0 < len(label) <= NAME_LENGTH:
        raise WrongFormError({"label": MISTAKE})
    return label


def _workshop_page(secret: str = "") -> str:
    url = public_url("api.worksheet", workshop=g.saved.address).rpartition("/")[0]
    kinds = listed([*FILES], last="or")
    return render_template("api/workshop_tokens.html", tokens=_workshop_tokens(), secret=secret, url=url, kinds=kinds)


def _workshop_tokens() -> list[Pass]:
    return [each for each in grants_of(database(), g.saved.address) if each.role in PROGRAMS]


def _inventory_page(secret: str = "") -> str:
    found, url = grants.tokens_of(database(), g.kept.address), public_url("api.inventory", inventory=g.kept.address)
    return render_template("api/inventory_tokens.html", tokens=found, secret=secret, url=url)
