"""Who is here: noted with every page that somebody asks for, and with the field that they go into."""

from typing import cast

from flask import Flask, current_app, request, url_for
from werkzeug.exceptions import BadRequest

from reuse_app.live.presence import Presence
from reuse_app.room import Names
from reuse_app.store.grants import Pass
from reuse_app.web.context import g
from reuse_app.web.page import Page, Who
from reuse_app.web.permissions import may_write
from reuse_app.worksheet.steps import Step

bp = Page("presence", __name__, Who.EVERYBODY)

SOMEBODY = "somebody"
LONGEST_PLACE = 200


def init_app(app: Flask) -> None:
    """Note who asks for a page of a workshop."""
    app.extensions["presence"] = Presence()
    app.before_request(_see)
    app.jinja_env.globals.update(presence_url=presence_url)


@bp.post("/presence")
def enter() -> tuple[str, int]:
    """Note in which field of a step somebody is; without a field they have left it."""
    try:
        step = Step(request.form.get("step", ""))
    except ValueError:
        raise BadRequest from None
    place = request.form.get("place", "")[:LONGEST_PLACE]
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


def who_holds(held: Pass) -> str:
    """Who somebody is among those who are here: a participant by their key, anybody else by their link."""
    return held.participant or f"/{held.id}"


def presence_of(app: Flask) -> Presence:
    """Who is at this server."""
    return cast("Presence", app.extensions["presence"])


def _see() -> None:
    if hasattr(g, "saved"):
        presence_of(current_app).see(g.saved.address, who_holds(g.entered))


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
