"""Share & keep: the facilitator link, the worksheet file, hand-outs, how long it is all kept, and deleting it."""

import datetime as dt

from flask import Flask, Response, current_app, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.exchange import worksheet_json
from reuse_app.report.handouts import HANDOUTS, PAPERS, Invitation, write_handout
from reuse_app.store.deleting import last_change
from reuse_app.store.entries import confirm
from reuse_app.store.errors import StoreError
from reuse_app.store.people import code_of
from reuse_app.store.workshops import delete_workshop
from reuse_app.web.access import own_link
from reuse_app.web.addresses import public_url
from reuse_app.web.clock import now
from reuse_app.web.context import database, g
from reuse_app.web.downloads import asked, download
from reuse_app.web.findings import forget as forget_findings
from reuse_app.web.findings import known
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.guessing import expect
from reuse_app.web.page import Page, Who
from reuse_app.web.server.computing import made
from reuse_app.web.server.network import reach
from reuse_app.web.workshops.reports import once_made
from reuse_app.worksheet.values import clean_line

bp = Page("settings", __name__, Who.FACILITATORS, shows=())


@bp.get("/settings")
def page() -> str:
    """The link of this workshop, its file, and its end."""
    offered = {kind: one for kind, one in HANDOUTS.items() if not (one.is_open and g.saved.room.closed)}
    return render_template("workshops/settings.html", link=own_link(), handouts=offered, papers=PAPERS, reach=reach())


@bp.get("/worksheet.json")
def worksheet() -> Response:
    """The worksheet as a file that can be imported again."""
    return download(worksheet_json.write(g.worksheet), "json")


@bp.post("/removal")
def remove() -> AnyResponse | tuple[str, int]:
    """Delete the workshop, once its title has been typed."""
    sent = sent_texts("title")

    def delete_titled() -> AnyResponse:
        if clean_line(sent["title"]) != g.worksheet.workshop.title:
            raise WrongFormError({"title": "This is not the title. Nothing was deleted."})
        delete_workshop(database(), g.saved.address)
        forget_findings()
        return redirect(url_for("home.page"), 303)

    return answer(delete_titled, form="removal", sent=sent, page=page)


@bp.get("/handouts/<handout>.pdf")
def handout_file(handout: str) -> Response:
    """A hand-out on the paper that the address asks for, A4 without a word; it tells what a report would."""
    if handout not in HANDOUTS:
        raise NotFound
    paper = asked("paper", PAPERS) or "a4"
    return once_made(lambda: _handout(handout, paper), HANDOUTS[handout].name)


def _handout(kind: str, paper: str) -> Response:
    now, invitation = known(), _invitation() if HANDOUTS[kind].is_open else None
    key = now.key("handout", (kind, paper, *([invitation.link] if invitation else [])))
    content = made().get(key, write_handout, kind, now.worksheet, paper, invitation)
    return download(content, "pdf", called=kind)


def _invitation() -> Invitation:
    """The way in; raises StoreError when the workshop is closed."""
    code = code_of(database(), g.saved.address)
    if not code:
        raise StoreError("The workshop is closed, so nobody can join by a page. Open it again on People first.")
    expect(code)
    address = public_url("joining.page").partition("://")[2]
    return Invitation(code, public_url("joining.invitation", code=code), address)


WARNED_BEFORE = dt.timedelta(days=30)


def init_app(app: Flask) -> None:
    """Let pages of a workshop say when it goes."""
    app.jinja_env.globals.update(goes_on=goes_on)


def goes_on() -> dt.date | None:
    """The day in UTC on which this workshop is deleted unless something changes, from 30 days before."""
    keep_for: dt.timedelta | None = current_app.config["KEEP_FOR"]
    if keep_for is None or g.saved.room.is_template:
        return None
    end = last_change(database(), g.saved.id) + keep_for
    return end.date() if end - now() <= WARNED_BEFORE else None


@bp.post("/keeping-on")
def keep_on() -> AnyResponse:
    """Keep this workshop as long again, although nothing changes in it."""
    confirm(g.writer, "workshop", (), "title")
    return redirect(url_for(f"{g.saved.room.step}.page"), 303)
