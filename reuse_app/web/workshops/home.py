"""Home: start a workshop, open an example, continue one of mine, import a worksheet file."""

from collections.abc import Mapping, Sequence
from functools import cache

from flask import redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app import examples
from reuse_app.exchange import worksheet_files, worksheet_json
from reuse_app.exchange.errors import FileError
from reuse_app.store.grants import GrantRole
from reuse_app.store.holdings import MOST_HELD, let_go_of_all
from reuse_app.web.access import held_inventories, lead_into_new, remembered
from reuse_app.web.context import database
from reuse_app.web.forms.form import WrongFormError, mistakes_of
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.page import Page, Who
from reuse_app.web.server import starting
from reuse_app.web.server.security import browser, forget_browser, give_cookie
from reuse_app.web.server.working import is_light, work
from reuse_app.worksheet import Participant, Worksheet, Workshop
from reuse_app.worksheet.factors import DEFAULT_FACTORS
from reuse_app.worksheet.validation.worksheet import Mistake, WorksheetError
from reuse_app.worksheet.values import Noun, clean_line, key_for

bp = Page("home", __name__, Who.ANYBODY)

MOST_MISTAKES = 50
"""Mistakes of a file that the page lists."""


@bp.get("/")
def page() -> str:
    """The first page."""
    return _page()


@bp.post("/workshops")
def start_workshop() -> Response | tuple[str, int]:
    """Start a workshop with its title and the name of its facilitator."""
    sent = sent_texts("title", "name")
    title, name = map(clean_line, sent.values())
    key = key_for(name, (), otherwise="facilitator")

    def start() -> Response:
        mistakes = {**_mistakes(Workshop, title=title), **_mistakes(Participant, key=key, name=name)}
        if mistakes:
            raise WrongFormError(mistakes)
        workshop, people = Workshop(title=title), (Participant(key=key, name=name),)
        return _open(Worksheet(workshop=workshop, factors=DEFAULT_FACTORS, participants=people), key)

    return answer(start, form="start", sent=sent, page=page)


@bp.post("/workshops/secret")
def bring_secret() -> Response | tuple[str, int]:
    """Let this browser start workshops, once the secret for that has been typed."""
    sent = sent_texts("secret")

    def bring() -> Response:
        if not starting.asks_for_secret():
            raise NotFound
        if not starting.bring_secret(sent["secret"]):
            raise WrongFormError({"secret": "This is not the secret. Whoever runs this server knows it."})
        return starting.remember_secret(redirect(url_for(".page"), 303))

    return answer(bring, form="secret", sent={"secret": ""}, page=page)


@bp.post("/examples/<name>")
def open_example(name: str) -> Response:
    """Open a copy of an example that can be changed freely."""
    if name not in {example.name for example in examples.EXAMPLES}:
        raise NotFound
    return _open(_example(name))


@cache
def _example(name: str) -> Worksheet:
    """An example, read once: it takes as long as storing a copy."""
    return worksheet_json.read(examples.read(name))


@bp.post("/worksheets")
def import_worksheet() -> Response | tuple[str, int]:
    """Make a workshop of a worksheet file."""
    file = request.files.get("file")
    try:
        content = file.read() if file else b""
        found = work(worksheet_files.read, content, quickly=is_light(content))
    except WorksheetError as error:
        return _page(error.mistakes), 422
    except FileError as error:
        return _page([Mistake("", str(error))]), 422
    return _open(found.worksheet, hidden=found.hidden_count)


@bp.post("/browser/removal")
def forget() -> Response:
    """Let this browser hold nothing any more, and be one that was never here."""
    let_go_of_all(database(), browser())
    return forget_browser(redirect(url_for(".page"), 303))


def _open(worksheet: Worksheet, facilitator: str | None = None, *, hidden: int = 0) -> Response:
    """Store a worksheet as a workshop and lead its facilitator in; an imported one is led by its first participant.

    `hidden` is how many rows of its file are hidden, which the page says.
    """
    key = facilitator or next((participant.key for participant in worksheet.participants), None)
    return lead_into_new(worksheet, facilitator=key, page="frame" if facilitator else "map", hidden=hidden)


def _page(file_mistakes: Sequence[Mistake] = ()) -> str:
    mine, inventories = remembered(), held_inventories()
    if mine or inventories:
        give_cookie()
    return render_template(
        "workshops/home.html",
        file_mistakes=file_mistakes[:MOST_MISTAKES],
        more_mistakes=max(0, len(file_mistakes) - MOST_MISTAKES),
        examples=examples.EXAMPLES,
        inventories=inventories,
        mine=[entered for entered in mine if not entered.is_template],
        templates=[entered for entered in mine if entered.is_template and entered.role is GrantRole.FACILITATOR],
        most_held=MOST_HELD if len(mine) + len(inventories) >= MOST_HELD else None,
    )


def _mistakes(noun: type[Noun], **fields: str) -> Mapping[str, str]:
    """What is wrong with fields of a noun, by field."""
    try:
        noun.model_validate(fields)
    except ValidationError as error:
        return mistakes_of(error)
    return {}
