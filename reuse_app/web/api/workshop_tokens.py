"""Tokens: how a program reads this workshop, made and taken back by a facilitator."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store import people
from reuse_app.store.grants import PROGRAMS, GrantRole, Pass, grants_of
from reuse_app.web.access import public_url, secret_of_form, workshop_blueprint
from reuse_app.web.context import database, g
from reuse_app.web.forms.forms import Draft
from reuse_app.web.forms.saving import refused
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

bp = workshop_blueprint("tokens", __name__)

MISTAKE = f"Say in at most {NAME_LENGTH} characters what it is for, so that you know it again."


@bp.get("/tokens")
def page() -> str:
    """The tokens that open this workshop to programs."""
    return _page()


@bp.post("/tokens")
def add() -> Response | tuple[str, int]:
    """Make a token; the page that follows shows it, and nothing ever does again."""
    typed = request.form.get("label", "")
    label = label_of(typed)
    if not label:
        return refused(Draft("token", {"label": typed}, {"label": MISTAKE}), page, 422)
    secret = secret_of_form("token", g.saved.address, label)
    people.new_link(g.writer, GrantRole.READER, label=label, secret=secret)
    return make_response(_page(secret), 201)


@bp.post("/tokens/<int(max=1000000000):number>/removal")
def take_back(number: int) -> Response:
    """Let a token open nothing any more."""
    if number not in {each.id for each in _tokens()}:
        raise NotFound
    people.take_back(g.writer, [number])
    return redirect(url_for(".page"), 303)


def label_of(typed: str) -> str:
    """What a token is for, as it was typed; nothing for what is no label."""
    label: str = clean_line(typed)
    return label if len(label) <= NAME_LENGTH else ""


def _page(secret: str = "") -> str:
    url = public_url("api.worksheet", workshop=g.saved.address).rpartition("/")[0]
    return render_template("api/workshop_tokens.html", tokens=_tokens(), secret=secret, url=url)


def _tokens() -> list[Pass]:
    return [each for each in grants_of(database(), g.saved.address) if each.role in PROGRAMS]
