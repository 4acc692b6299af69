"""Me: my name, my device, the link by which I am the same person elsewhere, leaving, and being done with a step."""

from collections.abc import Callable

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.room import Completion
from reuse_app.room.nouns import SHARED_IN
from reuse_app.store import entries, own_device, shares
from reuse_app.store import people as store
from reuse_app.store.errors import StoreError
from reuse_app.store.grants import GrantRole
from reuse_app.web.access import forget, own_link, remember, secret_of_form
from reuse_app.web.addresses import qr_svg
from reuse_app.web.context import g
from reuse_app.web.facilitation.standing import every_promise
from reuse_app.web.forms.saving import attempt
from reuse_app.web.forms.sent import seen
from reuse_app.web.page import Page, Who
from reuse_app.web.permissions import ForbiddenError
from reuse_app.web.server.security import browser
from reuse_app.worksheet import Participant
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import clean_line, key_for

bp = Page("me", __name__, Who.EVERYBODY, shows=())
STEPS = ", ".join(Step)


@bp.get("/me")
def page() -> str:
    """Who I am here, and my own link."""
    link = own_link()
    return render_template("facilitation/me.html", person=g.me, link=link, qr=qr_svg(link), promises=every_promise())


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
        person = Participant(key=key, name=name)
        return store.name_holder(g.writer, g.entered.id, person, secret=secret, holder=browser())

    answer = make_response(_saved(take_part, form="me"))
    return remember(answer, secret) if answer.status_code < 400 else answer  # noqa: PLR2004  # saved


@bp.post("/me/device")
def answer_here() -> Response:
    """Answer on this device from now on: what I keep to myself begins anew here, and comes back nowhere else."""
    if g.entered.role is not GrantRole.PARTICIPANT:
        raise StoreError("Whoever leads answers on every device by the same link. Nothing was changed.")
    secret = secret_of_form("device", g.saved.address, str(g.entered.participant))
    own_device.answer_here(g.writer, g.entered.id, secret=secret, holder=browser())
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


@bp.post("/me/departure", who=Who.HOLDERS)
def leave() -> Response:
    """Forget me on this device, and let others have what I am at; my link lets me in again."""
    if g.entered.participant in g.saved.room.seats:
        shares.leave_all(g.writer)
    return forget(redirect(url_for("home.page"), 303), g.saved.address)


def _saved(write: Callable[[], int], *, form: str) -> Response | tuple[str, int]:
    return attempt(write, form=form, sent={"name": request.form.get("name", "")}, page=page, back=url_for(".page"))


@bp.post(f"/completions/<any({STEPS}):step>")
def complete(step: str) -> Response:
    """Say that I am done, and at nothing there any more; saying it again changes nothing."""
    me = _me()
    if Step(step) in SHARED_IN.values():
        shares.leave(g.writer, Step(step))
    entries.put(g.writer, [Completion(participant=me, step=Step(step))], seen=g.revision)
    return _back_to(step)


@bp.post(f"/completions/<any({STEPS}):step>/removal")
def go_on(step: str) -> Response:
    """Say that I go on after all."""
    mine = (_me(), step)
    if g.saved.version("completion", *mine):
        entries.remove(g.writer, "completion", mine)
    return _back_to(step)


def _me() -> str:
    """The participant who asks; raises ForbiddenError for somebody who did not join."""
    me = g.entered.participant
    if me is None or me not in g.saved.room.seats:
        raise ForbiddenError("Only those who have joined are counted. Join by the code to take part.")
    return me


def _back_to(step: str) -> Response:
    return redirect(url_for(f"{step}.page"), 303)
