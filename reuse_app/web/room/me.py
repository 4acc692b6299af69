"""Me: my name, the link by which I am the same person on another device, and leaving this device."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import people as store
from reuse_app.store.errors import NameTakenError
from reuse_app.web.access import forget, public_url, workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.forms import WrongFormError, seen
from reuse_app.web.qr import qr_svg
from reuse_app.web.saving import attempt
from reuse_app.worksheet import Participant
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.text import clean_line

bp = workshop_blueprint("me", __name__)


@bp.get("/me")
def page() -> str:
    """Who I am here, and my own link."""
    person = next((each for each in g.saved.worksheet.participants if each.key == g.entered.participant), None)
    link = public_url("open_link", secret=g.secret)
    return render_template("me/page.html", person=person, link=link, qr=qr_svg(link))


@bp.post("/me")
def change_name() -> Response | tuple[str, int]:
    """Change my name, or take one: the holder of a facilitator link that was handed on has none yet."""
    name = request.form.get("name", "")
    me = g.entered.participant
    form = f"participant-{me}" if me else "me"

    def write() -> int:
        try:
            return _rename(name)
        except NameTakenError as error:
            raise WrongFormError({"name": str(error)}) from error

    return attempt(write, form=form, sent={"name": name}, page=page, back=url_for(".page"))


@bp.post("/me/departure")
def leave() -> Response:
    """Forget me on this device; my link lets me in again."""
    return forget(redirect(url_for("home.page"), 303), g.saved.address)


def _rename(name: str) -> int:
    if g.entered.participant:
        return store.rename(g.writer, g.entered.participant, name, seen=seen())
    key = key_for(clean_line(name), (), otherwise="participant")
    return store.name_holder(g.writer, g.entered.id, Participant(key=key, name=name))
