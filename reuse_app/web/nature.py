"""Step 3, Nature: one capability at a time, with the product stripped away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.web.context import g
from reuse_app.web.forms.saving import save_change
from reuse_app.web.leaves import leaf
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Capability
from reuse_app.worksheet.guessing import likely_verbs, what_is_left, what_it_does
from reuse_app.worksheet.nature import FLOWS, VERBS, remarks
from reuse_app.worksheet.steps import Step

TAPPED = {"verb": "does", "flow": "does", "by_product_verb": "left-over", "by_product_flow": "left-over"}
"""The fields that one tap corrects, each with the part of the page where it is."""
LEAF = 200
"""Capabilities in the index beside the one that is shown."""
bp = Page("nature", __name__, Step.NATURE, shows=("capability",), sees=Sees.OWN)


@bp.get("/nature")
def page() -> str:
    """The page of the step, with the capability named in the address or the first one without a nature."""
    return _page(request.args.get("capability"))


@bp.post("/natures/<key:capability>")
def change_nature(capability: str) -> Response | tuple[str, int]:
    """Change the nature of a capability, its by-product, adjustment or audience; a tapped word is in the address."""
    tapped = {name: request.args[name] for name in TAPPED if name in request.args}
    back = _following(capability) if "next" in request.form else capability
    return save_change(
        "capability",
        (capability,),
        page=lambda: _page(capability),
        back=url_for(".page", capability=back, _anchor=TAPPED[next(iter(tapped))] if tapped else None),
        tapped=tapped,
    )


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
    capability = _capability(key) if key else _first_without_nature()
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
        remarks=remarks(capability.nature, [product.name for product in g.worksheet.products]) if capability else (),
    )


def _capability(key: str) -> Capability:
    if key not in g.worksheet.capability_by_key:
        raise NotFound
    return g.worksheet.capability_by_key[key]


def _first_without_nature() -> Capability | None:
    capabilities = g.worksheet.capabilities
    return next((found for found in capabilities if not found.nature), capabilities[0] if capabilities else None)


def _following(key: str) -> str:
    """The key of the capability after this one, or of the last one."""
    keys = [capability.key for capability in g.worksheet.capabilities]
    return keys[min(keys.index(key) + 1, len(keys) - 1)] if key in keys else key
