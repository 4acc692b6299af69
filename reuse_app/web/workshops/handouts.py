"""Hand-outs on paper: a worksheet to write on, cards, and the page to join by, for whoever leads to print."""

from flask import Response, request
from werkzeug.exceptions import BadRequest, NotFound

from reuse_app.report.handouts import HANDOUTS, PAPERS, Invitation, write_handout
from reuse_app.store.errors import StoreError
from reuse_app.store.people import code_of
from reuse_app.web.addresses import public_url
from reuse_app.web.context import database, g
from reuse_app.web.downloads import download
from reuse_app.web.findings import known
from reuse_app.web.guessing import expect
from reuse_app.web.page import Page, Who
from reuse_app.web.server.computing import made
from reuse_app.web.workshops.reports import once_made

bp = Page("handouts", __name__, Who.FACILITATORS, shows=())


@bp.get("/handouts/<handout>.pdf")
def file(handout: str) -> Response:
    """A hand-out on the paper that the address asks for, A4 without a word; it tells what a report would."""
    paper = request.args.get("paper", "a4")
    if handout not in HANDOUTS:
        raise NotFound
    if paper not in PAPERS:
        raise BadRequest
    return once_made(lambda: _made(handout, paper), HANDOUTS[handout].name)


def _made(kind: str, paper: str) -> Response:
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
