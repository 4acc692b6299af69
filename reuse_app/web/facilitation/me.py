"""Me: my name, my device, the link by which I am the same person on another one, and leaving this device."""

from collections.abc import Callable

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import own_device
from reuse_app.store import people as store
from reuse_app.store.errors import StoreError
from reuse_app.store.grants import GrantRole
from reuse_app.web.access import forget, own_link, remember, secret_of_form, workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.facilitation.naming import save_name
from reuse_app.web.facilitation.standing import every_promise
from reuse_app.web.forms.forms import seen
from reuse_app.web.permissions import ForbiddenError
from reuse_app.web.qr import qr_svg
from reuse_app.worksheet import Participant
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import clean_line

bp = workshop_blueprint("me", __name__)


@bp.get("/me")
def page() -> str:
    """Who I am here, and my own link."""
    person = next((each for each in g.saved.worksheet.participants if each.key == g.entered.participant), None)
    link = own_link()
    return render_template("facilitation/me.html", person=person, link=link, qr=qr_svg(link), promises=every_promise())


@bp.post("/me")
def change_name() -> Response | tuple[str, int]:
    """Change my name, or take one: the holder of a facilitator link that was handed on has none yet."""
    name = request.form.get("name", "")
    me = g.entered.participant
    if me:
        return _saved(lambda: store.rename(g.writer, me, name, seen=seen()), form=f"participant-{me}")
    secret = secret_of_form("lead", g.saved.address, clean_line(name))
    key = key_for(clean_line(name), (), otherwise="participant")

    def take_part() -> int:
        return store.name_holder(g.writer, g.entered.id, Participant(key=key, name=name), secret=secret)

    answer = make_response(_saved(take_part, form="me"))
    return remember(answer, secret) if answer.status_code < 400 else answer  # noqa: PLR2004  # saved


@bp.post("/me/device")
def answer_here() -> Response:
    """Answer on this device from now on: what I keep to myself begins anew here, and comes back nowhere else."""
    if g.entered.role is not GrantRole.PARTICIPANT:
        raise StoreError("Whoever leads answers on every device by the same link. Nothing was changed.")
    secret = secret_of_form("device", g.saved.address, str(g.entered.participant))
    own_device.answer_here(g.writer, g.entered.id, secret=secret)
    back = request.form.get("back", "")
    way = redirect(url_for(f"{back if back in set(Step) else g.saved.room.step}.page"), 303)
    return remember(way, secret)


@bp.post("/me/links")
def know_links() -> Response:
    """Say that I know of the links that were made for me."""
    if not g.entered.own:
        raise ForbiddenError("This can be said on your own device only.")
    store.know_links(g.writer)
    return redirect(url_for(".page"), 303)


@bp.post("/me/departure")
def leave() -> Response:
    """Forget me on this device; my link lets me in again."""
    return forget(redirect(url_for("home.page"), 303), g.saved.address)


def _saved(write: Callable[[], int], *, form: str) -> Response | tuple[str, int]:
    return save_name(write, form=form, page=page, back=url_for(".page"))
