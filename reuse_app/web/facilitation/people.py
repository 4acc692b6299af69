"""People, for facilitators: who takes part, their names, who only reads, who leaves, and who has no device."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store import entries, own_device
from reuse_app.store import people as store
from reuse_app.store.errors import StoreError
from reuse_app.store.forgetting import forget_person
from reuse_app.store.grants import GrantRole, Pass, grants_of
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.context import database, g
from reuse_app.web.facilitation.presence import seen_within_a_minute
from reuse_app.web.forms.saving import attempt
from reuse_app.web.forms.sent import seen, sent_form, sent_texts
from reuse_app.web.guessing import expect
from reuse_app.web.page import Page, Who
from reuse_app.web.server.network import reach
from reuse_app.web.voters import recorded_people
from reuse_app.worksheet import Participant
from reuse_app.worksheet.values import clean_line, key_for

bp = Page("people", __name__, Who.FACILITATORS, shows=())


@dataclass(frozen=True)
class Person:
    """Somebody on the list: a participant, and how they take part."""

    participant: Participant
    links: tuple[Pass, ...]
    """The living links of this person, the newest first."""
    is_me: bool
    is_seated: bool
    is_muted: bool
    is_here: bool
    """Whether this person was seen within a minute."""
    is_recorded: bool
    """Whether facilitators record for this person, who has no device."""

    @property
    def leads(self) -> bool:
        """Whether this person holds a facilitator link."""
        return any(link.role is GrantRole.FACILITATOR for link in self.links)

    @property
    def standing(self) -> str:
        """How this person takes part, in words."""
        if self.leads:
            return "you, leading" if self.is_me else "leads too"
        if self.is_recorded:
            return "without a device: you record for them"
        if not self.links:
            return "not here: no link lets them in"
        return ("only reads" if self.is_muted else "takes part") + (", here now" if self.is_here else "")


@bp.get("/people")
def page() -> str:
    """Who takes part, and the ways in."""
    grants = grants_of(database(), g.saved.address)
    return render_template(
        "facilitation/people.html",
        people=list(_people(grants)),
        joined=[each.name for each in g.saved.worksheet.participants if each.key in g.saved.room.seats],
        facilitators=[each for each in grants if each.role is GrantRole.FACILITATOR],
        observers=[each for each in grants if each.role is GrantRole.OBSERVER],
        screens=[each for each in grants if each.role is GrantRole.STAGE],
        names=g.names,
        **_invitation(),
    )


@bp.post("/people")
def add() -> Response | tuple[str, int]:
    """Add somebody without a device, for whom a facilitator records."""
    sent = sent_texts("name")
    name = clean_line(sent["name"])

    def add_person() -> int:
        key = key_for(name, (), otherwise="participant")
        return store.add_person(g.writer, Participant(key=key, name=name, without_device=True), once=sent_form())

    back = url_for(".page", _anchor="add-person")
    return attempt(add_person, form="new-participant", sent=sent, page=page, back=back)


@bp.post("/people/<key:person>")
def rename(person: str) -> Response | tuple[str, int]:
    """Change somebody's name."""
    _check_known(person)
    sent = sent_texts("name")

    def change_name() -> int:
        return store.rename(g.writer, person, sent["name"], seen=seen())

    return attempt(change_name, form=f"participant-{person}", sent=sent, page=page, back=_back(person))


@bp.post("/people/<key:person>/muting")
def mute(person: str) -> Response:
    """Let somebody only read from now on."""
    return _mute(person, muted=True)


@bp.post("/people/<key:person>/muting/removal")
def unmute(person: str) -> Response:
    """Let somebody write again."""
    return _mute(person, muted=False)


@bp.post("/people/<key:person>/recording")
def record(person: str) -> Response:
    """Record for somebody who has lost their device; what they had kept back begins anew."""
    own_device.record_for(g.writer, person)
    return redirect(_back(person), 303)


@bp.post("/people/<key:person>/removal")
def remove(person: str) -> Response:
    """Take somebody's links away, or forget them with all that they have added; and make a new code if wished."""
    _check_known(person)
    if person == g.entered.participant:
        raise StoreError("You cannot remove yourself. Hand your facilitator link on, then let the other one do it.")
    if request.form.get("entries") == "go":
        forget_person(g.writer, person)
    else:
        store.remove_person(g.writer, person)
    if request.form.get("renew") and not g.saved.room.closed:
        store.renew_code(g.writer)
    return redirect(url_for(".page", removed=1), 303)


def _invitation() -> dict[str, object]:
    """What lets others in: nothing once the workshop is closed."""
    code = store.code_of(database(), g.saved.address)
    if code and g.is_facilitator:
        expect(code)
    link = public_url("joining.invitation", code=code) if code else ""
    way = public_url("joining.page").partition("://")[2]
    return {"code": code, "link": link, "qr": qr_svg(link) if code else "", "join_address": way, "reach": reach()}


def _people(grants: list[Pass]) -> Iterator[Person]:
    room, here, recorded = g.saved.room, seen_within_a_minute(g.saved.address), recorded_people()
    for each in g.saved.worksheet.participants:
        yield Person(
            each,
            links=tuple(grant for grant in grants if grant.participant == each.key),
            is_me=each.key == g.entered.participant,
            is_seated=each.key in room.seats,
            is_muted=room.is_muted(each.key),
            is_here=each.key in here,
            is_recorded=each in recorded,
        )


def _mute(key: str, *, muted: bool) -> Response:
    if key not in g.saved.room.seats:
        raise NotFound
    entries.change(g.writer, "seat", (key,), {"muted": muted}, seen=g.saved.version("seat", key))
    return redirect(_back(key), 303)


def _check_known(key: str) -> None:
    if not g.saved.version("participant", key):
        raise NotFound


def _back(key: str) -> str:
    return url_for(".page", _anchor=f"person-{key}")
