"""Tokens: how a program reads and writes a workshop, or an inventory; made and taken back here."""

import datetime as dt
from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.narrative.words import listed
from reuse_app.store import grants, people
from reuse_app.store.grants import PROGRAMS, GrantRole, Pass, grants_of, is_over
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
FIELDS = ("label", "writes", "last_day")
NO_DAY = "The last day is a day to come, as YYYY-MM-DD. Leave it empty for a token without an end."


@dataclass(frozen=True)
class AskedToken:
    """A token as somebody wants it: what it is for, whether it writes, and the last day on which it opens something."""

    label: str
    role: GrantRole
    last_day: dt.date | None


@of_workshop.get("/tokens")
def page() -> str:
    """The tokens that open this workshop to programs."""
    return _workshop_page()


@of_workshop.post("/tokens")
def add() -> Response | tuple[str, int]:
    """Make a token, which may write if wished; the page that follows shows it, and nothing ever does again."""
    sent = sent_texts(*FIELDS)

    def make_token() -> Response:
        asked = _asked()
        secret = secret_of_form("token", g.saved.address, repr(asked))
        people.new_link(g.writer, asked.role, label=asked.label, secret=secret, last_day=asked.last_day)
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
    sent = sent_texts(*FIELDS)

    def make_token() -> Response:
        asked, address = _asked(), g.kept.address
        secret = secret_of_form("token", address, repr(asked))
        grants.make_token(database(), address, asked.role, label=asked.label, secret=secret, last_day=asked.last_day)
        return make_response(_inventory_page(secret), 201)

    return answer(make_token, form="token", sent=sent, page=inventory_page)


@of_inventory.post("/tokens/<int(max=1000000000):number>/removal", endpoint="take_back")
def take_back_from_inventory(number: int) -> Response:
    """Let a token of an inventory open nothing any more."""
    if number not in {each.id for each in grants.tokens_of(database(), g.kept.address)}:
        raise NotFound
    grants.end_token(database(), number)
    return redirect(url_for(".page"), 303)


def _asked() -> AskedToken:
    """The token that a form asks for; raises WrongFormError."""
    sent = sent_texts(*FIELDS)
    label, last_day = clean_line(sent["label"]), None
    wrong = {} if 0 < len(label) <= NAME_LENGTH else {"label": MISTAKE}
    try:
        last_day = _day_to_come(sent["last_day"].strip())
    except ValueError:
        wrong["last_day"] = NO_DAY
    if wrong:
        raise WrongFormError(wrong)
    role = GrantRole.WRITER if "1" in request.form.getlist("writes") else GrantRole.READER
    return AskedToken(label, role, last_day)


def _day_to_come(typed: str) -> dt.date | None:
    """A day as it was typed, None for none; raises ValueError for what is no day, or is over."""
    day = dt.date.fromisoformat(typed) if typed else None
    if is_over(day):
        raise ValueError(typed)
    return day


def _workshop_page(secret: str = "") -> str:
    url = public_url("api.worksheet", workshop=g.saved.address).rpartition("/")[0]
    kinds = listed([*FILES], last="or")
    return render_template("api/workshop_tokens.html", tokens=_workshop_tokens(), secret=secret, url=url, kinds=kinds)


def _workshop_tokens() -> list[Pass]:
    return [each for each in grants_of(database(), g.saved.address) if each.role in PROGRAMS]


def _inventory_page(secret: str = "") -> str:
    found = grants.tokens_of(database(), g.kept.address)
    url = public_url("api_inventories.inventory", inventory=g.kept.address)
    return render_template("api/inventory_tokens.html", tokens=found, secret=secret, url=url)
