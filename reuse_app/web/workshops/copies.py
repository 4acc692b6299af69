"""Workshops again: a copy of one, the next one, and templates to start others from."""

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.web.access import lead_into_new
from reuse_app.web.context import g
from reuse_app.web.findings import known
from reuse_app.web.forms.form import Form
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import form_of
from reuse_app.web.page import Page, Who
from reuse_app.worksheet import Participant, Worksheet, Workshop
from reuse_app.worksheet.copies import duplicate, following, with_parts
from reuse_app.worksheet.values import NAME_LENGTH, key_for

bp = Page("copies", __name__, Who.FACILITATORS)


@bp.get("/copies")
def page() -> str:
    """The ways to start another workshop from this one."""
    title = g.shown.workshop.title[: NAME_LENGTH - len(" (copy)")]
    return render_template(
        "workshops/copies.html",
        copy=_form("copy", title=title if g.saved.room.is_template else f"{title} (copy)"),
        next=_form("next", title=f"{title} (next)"),
        decided=[decision for decision in g.shown.decisions if decision.product in g.shown.product_by_key],
    )


@bp.post("/copies")
def copy() -> Response | tuple[str, int]:
    """Start a workshop that is a copy of this one, with what was asked for."""
    answers, people = (_is_ticked(name) for name in ("answers", "people"))
    source = g.shown if answers else g.saved.seen_by(None)
    return _start("copy", lambda title: duplicate(source, title=title, answers=answers, people=people), to="frame")


@bp.post("/successors")
def follow() -> Response | tuple[str, int]:
    """Start the next workshop with what was decided in this one."""
    expected = known().predictions
    first = "outcomes" if expected or g.shown.outcomes else "frame"
    return _start("next", lambda title: following(g.shown, expected, title=title), to=first)


@bp.post("/template")
def keep() -> Response:
    """Keep this workshop as a template, which the home page of this browser offers."""
    return _keep(is_template=True)


@bp.post("/template/removal")
def release() -> Response:
    """Keep this workshop as a template no more."""
    return _keep(is_template=False)


def _start(form: str, make: Callable[[str], Worksheet], *, to: str) -> Response | tuple[str, int]:
    """Start a workshop under the title that was typed, led by the facilitator of this one."""
    sent = {"title": request.form.get("title", ""), **{name: "1" for name in ("answers", "people") if _is_ticked(name)}}

    def start_titled() -> Response:
        worksheet, facilitator = _led_by_me(make(Workshop.model_validate({"title": sent["title"]}).title))
        return lead_into_new(worksheet, facilitator=facilitator, page=to, agenda=g.saved.room.plan)

    return answer(start_titled, form=form, sent=sent, page=page)


def _led_by_me(worksheet: Worksheet) -> tuple[Worksheet, str | None]:
    """A worksheet in which the person who asks takes part, and as whom."""
    me = g.me
    if me is None or me in worksheet.participants:
        return worksheet, me.key if me else None
    taken = {participant.key for participant in worksheet.participants}
    joined = Participant(key=key_for(me.name, taken, otherwise="facilitator"), name=me.name)
    return with_parts(worksheet, {"participants": (*worksheet.participants, joined)}), joined.key


def _keep(*, is_template: bool) -> Response:
    seen = g.saved.version("workshop")
    entries.change(g.writer, "workshop", (), {"is_template": is_template}, seen=seen)
    return redirect(url_for(".page", _anchor="template"), 303)


def _form(name: str, *, title: str) -> Form:
    form = form_of(name, ())
    return form if form.values else replace(form, values={"title": title})


def _is_ticked(name: str) -> bool:
    return "1" in request.form.getlist(name)
