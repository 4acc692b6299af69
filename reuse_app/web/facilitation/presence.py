"""Who is here, and where: noted with every page that somebody asks for, and with the field that they go into."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from reuse_app.live.presence import NOBODY, Presence
from reuse_app.room import Names
from reuse_app.store.grants import GrantRole, Pass
from reuse_app.web.context import g
from reuse_app.web.page import Page, Who
from reuse_app.web.permissions import may_write
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import clean_line

bp = Page("presence", __name__, Who.EVERYBODY)

SOMEBODY = "somebody"
BESIDE = {"welcome": "Welcome", "reports": "Report", "me": "My link"}
"""What pages beside the steps are called, on which participants can be."""
AWAY = "Away"
LONGEST_PLACE = 200


def init_app(app: Flask) -> None:
    """Note who asks for a page of a workshop."""
    app.extensions["presence"] = Presence()
    app.before_request(_see)
    app.after_request(_see_refused)
    app.jinja_env.globals.update(presence_url=presence_url, whereabouts=whereabouts)


@dataclass(frozen=True)
class Whereabouts:
    """One page, and the names of those who have joined and are on it; or those who are away."""

    page: str
    names: tuple[str, ...]
    is_room: bool = False
    """Whether the room is there."""

    @property
    def is_away(self) -> bool:
        """Whether these people were on no page within a minute."""
        return self.page == AWAY

    @property
    def count(self) -> str:
        """How many are there, in words."""
        return f"{len(self.names)} away" if self.is_away else f"{len(self.names)} at {self.page}"


def whereabouts() -> list[Whereabouts]:
    """Where those are who have joined, by the page that each has last asked for: where the room is comes first."""
    here, room, people = presence_of(current_app).here(g.saved.address), g.saved.room, g.people
    found: dict[str, list[str]] = {}
    for key in room.seats:
        if not people[key].without_device:
            found.setdefault(_called(here.pages.get(key, "")), []).append(people[key].name)
    order = [room.step.title, *(step.title for step in Step), *BESIDE.values(), AWAY]
    pages = sorted(found, key=order.index)
    return [Whereabouts(page, tuple(found[page]), page == room.step.title) for page in pages]


def _called(page: str) -> str:
    return Step(page).title if page in set(Step) else BESIDE.get(page, AWAY)


@bp.post("/presence")
def enter() -> tuple[str, int]:
    """Note in which field of a step somebody is; without a field they have left it."""
    try:
        step = Step(request.form.get("step", ""))
    except ValueError:
        raise BadRequest from None
    place = clean_line(request.form.get("place", ""))[:LONGEST_PLACE]
    if not (_tells_places(step) and _is_seen_by_all(place)):
        place = ""
    presence_of(current_app).enter(g.saved.address, who_holds(g.entered), place, name=_name_in(step))
    return "", 204


def presence_url(step: Step) -> str:
    """Where a page of a step says in which field its reader is; nothing when that is for nobody to know."""
    return url_for("presence.enter") if may_write(step) and g.entered.participant and _tells_places(step) else ""


def seen_within_a_minute(address: str) -> set[str]:
    """The keys of the participants of a workshop who have asked for a page, or have one open, within a minute."""
    return set(presence_of(current_app).here(address).people)


def seen_lately(address: str) -> frozenset[str]:
    """The keys of those who are in a workshop or have been within minutes."""
    return presence_of(current_app).lately(address)


def who_holds(held: Pass) -> str:
    """Who somebody is among those who are here: a participant by their key, anybody else by their link.

    The big screen is nobody.
    """
    return NOBODY if held.role is GrantRole.STAGE else held.participant or f"/{held.id}"


def presence_of(app: Flask) -> Presence:
    """Who is at this server."""
    return cast("Presence", app.extensions["presence"])


def _see() -> None:
    if hasattr(g, "saved"):
        presence_of(current_app).see(g.saved.address, who_holds(g.entered), _page())


def _see_refused(response: Response) -> Response:
    """Note who waits at a step that is closed, before which nothing else looks."""
    if response.status_code == 403:  # noqa: PLR2004  # closed
        _see()
    return response


def _page() -> str:
    """The page that is asked for; nothing for what is no page of a participant."""
    return g.page.step or (str(request.blueprint) if request.blueprint in BESIDE else "")


def _tells_places(step: Step) -> bool:
    """Whether others may know who is where in a step: not in a ballot, and not while its own entries are private."""
    return step is not Step.SCORE and not g.saved.room.is_private(step)


def _is_seen_by_all(place: str) -> bool:
    """Whether a field belongs to nothing that is kept back: a private entry stands on the pages of other steps too.

    What a field is called begins with the form, whose name holds the keys of the entries that it is about.
    """
    everybody, kept = g.saved.seen_by(None), g.own
    form = f"-{place.partition('/')[0]}-"
    hidden = {
        *(kept.capability_by_key.keys() - everybody.capability_by_key.keys()),
        *(kept.product_by_key.keys() - everybody.product_by_key.keys()),
    }
    return not any(f"-{key}-" in form for key in hidden)


def _name_in(step: Step) -> str:
    """The name that others may read in a step."""
    if g.saved.room.stage(step).names is not Names.ALL:
        return SOMEBODY
    return g.names.get(g.entered.participant or "", SOMEBODY)
