"""What an outsider sees: the sentences that were picked, and two questions about each. No name, no workshop.

The secret stays in the address, as the code of an invitation does: it opens nothing but this page, and whoever knows
somebody who would know more may pass it on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.room import AnswerKind, Inquiry, OutsideAnswer
from reuse_app.room.outsiders import LONGEST, MOST_ASKED
from reuse_app.store import load
from reuse_app.store.errors import RoomError
from reuse_app.store.outsiders import asked_at, receive
from reuse_app.web.context import database
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_form
from reuse_app.web.page import Page, Who
from reuse_app.web.server.throttle import answer_one
from reuse_app.worksheet.values import clean

bp = Page("asked", __name__, Who.ANYBODY)

_FIELD = re.compile(f"({'|'.join(AnswerKind)})-([0-9]{{1,9}})")
"""A field: which question, and about which sentence."""
FORM = "asked"
EMPTY = "Write something here, or in any other box."


@dataclass(frozen=True)
class Sentence:
    """All that an outsider is told of an inquiry: a number to send back, and the sentence."""

    number: int
    wording: str


@bp.get("/ask/<secret>")
def page(secret: str) -> str:
    """The questions, or thanks once something has been sent."""
    return _page(secret)


@bp.post("/ask/<secret>")
def send(secret: str) -> Response | tuple[str, int]:
    """Take what an outsider answers."""
    asked = {each.number: each for each in _inquiries(secret)}
    answer_one()
    sent = _sent()

    def put_into_tray() -> Response:
        answers = list(_answers(sent, asked))
        try:
            receive(database(), secret, answers, once=sent_form())
        except RoomError as error:
            raise WrongFormError({next(name for name, text in sent.items() if clean(text)): str(error)}) from error
        return redirect(url_for(".page", secret=secret, sent=1), 303)

    return answer(put_into_tray, form=FORM, sent=sent, page=lambda: _page(secret))


def _page(secret: str) -> str:
    sentences = [Sentence(each.number, each.wording) for each in _inquiries(secret)]
    return render_template("outsiders/asked.html", secret=secret, sentences=sentences)


def _inquiries(secret: str) -> list[Inquiry]:
    """What is asked by a link, but for what belongs to something hidden; raises NotAskedError."""
    saved = load(database(), asked_at(database(), secret))
    shown = saved.seen_by(None).capability_by_key
    return [each for each in saved.rows["inquiry"].nouns if each.capability in shown]


def _sent() -> dict[str, str]:
    """What was typed, by the names of its fields; no more of them than a page can have."""
    fields = [(name, text) for name, text in request.form.items() if _FIELD.fullmatch(name)]
    return dict(fields[: len(AnswerKind) * MOST_ASKED])


def _answers(sent: dict[str, str], asked: dict[int, Inquiry]) -> Iterator[OutsideAnswer]:
    """What was typed as answers, each with its sentence as long as that is asked; raises WrongFormError."""
    written = {name: text for name, text in ((name, str(clean(text))) for name, text in sent.items()) if text}
    if not written:
        raise WrongFormError({next(iter(sent), ""): EMPTY})
    if mistakes := {name: said for name, text in written.items() if (said := _too_long(name, text))}:
        raise WrongFormError(mistakes)
    for name, text in written.items():
        kind, number = name.split("-")
        about = asked.get(int(number))
        told = about.model_dump(include={"capability", "of", "wording"}) if about else {}
        yield OutsideAnswer(kind=AnswerKind(kind), text=text, **told)


def _too_long(name: str, text: str) -> str:
    most = LONGEST[AnswerKind(name.partition("-")[0])]
    return f"Found {len(text):,} characters; at most {most:,} are allowed here." if len(text) > most else ""
