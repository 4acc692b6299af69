"""The big screen: what the whole room looks at. It says no more than everybody may see, and leads nowhere."""

from flask import render_template

from reuse_app.store.people import code_of
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.context import database, g
from reuse_app.web.facilitation.guessing import expect
from reuse_app.web.facilitation.incoming import incoming
from reuse_app.web.facilitation.standing import standing
from reuse_app.web.page import Page, Who

bp = Page("big_screen", __name__, Who.FACILITATORS)


@bp.get("/screen")
def page() -> str:
    """The question, the timer, the way in, how many are done, and what comes in."""
    code = code_of(database(), g.saved.address)
    if code and g.is_facilitator:
        expect(code)
    link = public_url("joining.invitation", code=code) if code else ""
    return render_template(
        "facilitation/big_screen.html",
        here=standing(g.saved.room.step),
        incoming=incoming(g.saved.room.step),
        code=code,
        way=public_url("joining.page").partition("://")[2],
        qr=qr_svg(link) if link else "",
    )
