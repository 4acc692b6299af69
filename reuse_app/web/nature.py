"""Step 3, Nature: one capability at a time, with the product stripped away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store import shares
from reuse_app.web.context import g
from reuse_app.web.forms.saving import save_change
from reuse_app.web.lists import leaf
from reuse_app.web.page import Page, Sees
from reuse_app.web.shares import are_at, check_seat, from_mine_on, is_mine, may_take, takers
from reuse_app.worksheet import Capability
from reuse_app.worksheet.guessing import likely_verbs, what_is_left, what_it_does
from reuse_app.worksheet.nature import FLOWS, VERBS, remarks
from reuse_app.worksheet.steps import Step

TAPPED = {"verb": "does", "flow": "does", "by_product_verb": "left-over", "by_product_flow": "left-over"}
"""The fields that one tap corrects, each with the part of the page where it is."""
LEAF = 200
"""Capabilities in the index beside the one that is shown."""
FREE = "free"
"""What the button sends that saves, and takes the next one that is free."""
bp = Page("nature", __name__, Step.NATURE, shows=("capability", "nature_share", "note"), sees=Sees.OWN)


@bp.get("/nature")
def page() -> str:
    """The page of the step, with the capability named in the address or the first one without a nature."""
    return _page(request.args.get("capability"))


@bp.post("/natures/<key:capability>")
def change_nature(capability: str) -> Response | tuple[str, int]:
    """Change the nature of a capability, its by-product, adjustment or audience; a tapped word is in the address."""
    tapped = {name: request.args[name] for name in TAPPED if name in request.args}
    back = _following(capability) if "next" in request.form else capability
    saved = save_change(
        "capability",
        (capability,),
        page=lambda: _page(capability),
        back=url_for(".page", capability=back, _anchor=TAPPED[next(iter(tapped))] if tapped else None),
        tapped=tapped,
    )
    is_saved = not isinstance(saved, tuple) and saved.status_code == HTTPStatus.SEE_OTHER
    return take_next() if is_saved and request.form.get("next") == FREE else saved


@bp.post("/nature/shares")
def take_next() -> Response:
    """Be at the next capability without a nature that the fewest are at; nobody else is kept from it."""
    check_seat()
    g.reload()
    taken = shares.take(g.writer, Step.NATURE, [each.key for each in _unfinished()])
    return redirect(url_for(".page", capability=taken), 303)


@bp.post("/natures/<key:capability>/share")
def take(capability: str) -> Response:
    """Be at a capability, and at no other."""
    check_seat()
    shares.take(g.writer, Step.NATURE, [capability])
    return redirect(url_for(".page", capability=capability), 303)


@bp.post("/natures/<key:capability>/share/removal")
def leave(capability: str) -> Response:
    """Be at a capability no more."""
    check_seat()
    shares.leave(g.writer, Step.NATURE, key=capability)
    return redirect(url_for(".page", capability=capability), 303)


@dataclass(frozen=True)
class Reading:
    """What a text is read as: the words that are offered for a field, and the one that holds now."""

    field: str
    label: str
    offered: Sequence[str]
    holds: str | None
    meanings: Mapping[str, str]


def _read_nature(capability: Capability) -> tuple[Reading, ...]:
    verb, flow = what_it_does(capability)
    likely = likely_verbs(capability.nature, verb, flow)
    return Reading("verb", "It does this", likely, verb, VERBS), Reading("flow", "to this", (*FLOWS,), flow, FLOWS)


def _read_by_product(capability: Capability) -> tuple[Reading, ...]:
    verb, flow = what_is_left(capability)
    likely = likely_verbs(capability.by_product, verb, flow, of_a_thing=True)
    return (
        Reading("by_product_flow", "It is this", (*FLOWS,), flow, FLOWS),
        Reading("by_product_verb", "and could", likely, verb, VERBS),
    )


def _page(key: str | None) -> str:
    capabilities = g.worksheet.capabilities
    capability = _capability(key) if key else _first()
    place = capabilities.index(capability) if capability else 0
    return render_template(
        "nature/page.html",
        step=Step.NATURE,
        capability=capability,
        place=place,
        index=leaf(capabilities, place // LEAF + 1, size=LEAF),
        first_of=lambda number: capabilities[(number - 1) * LEAF].key,
        before=capabilities[place - 1] if place else None,
        after=capabilities[place + 1] if place + 1 < len(capabilities) else None,
        verbs=VERBS,
        flows=FLOWS,
        address=url_for(".page", capability=capability.key if capability else None),
        does=_read_nature(capability) if capability and capability.nature else (),
        left_over=_read_by_product(capability) if capability and capability.by_product else (),
        are_at=are_at,
        takers=takers,
        is_mine=is_mine,
        takes=may_take(Step.NATURE),
        is_left=any(not each.nature for each in capabilities),
        remarks=remarks(capability.nature, [product.name for product in g.worksheet.products]) if capability else (),
    )


def _capability(key: str) -> Capability:
    if key not in g.worksheet.capability_by_key:
        raise NotFound
    return g.worksheet.capability_by_key[key]


def _first() -> Capability | None:
    """What somebody begins with: what they are at, else one without a nature at which the fewest are."""
    capabilities = g.worksheet.capabilities
    mine = next((each for each in capabilities if is_mine(("capability", each.key))), None)
    free = min(_unfinished(), key=lambda each: len(g.saved.room.takers.get(("capability", each.key), ())), default=None)
    return mine or free or (capabilities[0] if capabilities else None)


def _unfinished() -> list[Capability]:
    """The capabilities without a nature, in the order in which the person who asks would take them."""
    return [each for each in from_mine_on(g.worksheet.capabilities, "capability") if not each.nature]


def _following(key: str) -> str:
    """The key of the capability after this one, or of the last one."""
    keys = [capability.key for capability in g.worksheet.capabilities]
    return keys[min(keys.index(key) + 1, len(keys) - 1)] if key in keys else key
