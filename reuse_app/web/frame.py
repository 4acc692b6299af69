"""Step 1, Frame: purpose, home products, unit, budget, decider, factors and their weights."""

from flask import render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store.errors import StoreError
from reuse_app.web.context import g
from reuse_app.web.entries.undo import removed
from reuse_app.web.forms.saving import add_entry, save_change
from reuse_app.web.forms.sent import typed
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Axis
from reuse_app.worksheet.isic import divisions
from reuse_app.worksheet.steps import Step

bp = Page("frame", __name__, Step.FRAME, shows=("factor", "product"), sees=Sees.TYPED)

OFFERED = (
    *("title", "purpose", "organisation", "decider", "unit", "budget", "horizon", "value_unit", "home_field"),
    *("organisation_cost_low", "organisation_cost_likely", "organisation_cost_high"),
)
"""What this page changes of a workshop; limits that other entries have to keep are set where those are."""


@bp.get("/frame")
def page() -> str:
    """The page of the step."""
    names = {each.code: each.name for each in divisions().values()}
    return render_template("frame/page.html", step=Step.FRAME, axes=tuple(Axis), fixed=_has_begun(), fields=names)


@bp.post("/frame")
def change_workshop() -> Response | tuple[str, int]:
    """Change what the workshop is about."""
    return save_change("workshop", (), page=page, back=url_for(".page"), fields=OFFERED)


@bp.post("/factors")
def add_factor() -> Response | tuple[str, int]:
    """Add a factor on one of the axes."""
    _check_open()
    return add_entry("factor", form="new-factor", page=page, back=url_for(".page", _anchor="add-factor"))


@bp.post("/factors/<key:factor>")
def change_factor(factor: str) -> Response | tuple[str, int]:
    """Change a factor, its weight or its anchors."""
    if set(typed("factor")) - {"weight"}:
        _check_open()
    return save_change("factor", (factor,), page=page, back=url_for(".page", _anchor=f"factor-{factor}"))


@bp.post("/factors/<key:factor>/removal")
def remove_factor(factor: str) -> Response:
    """Remove a factor with its ratings."""
    _check_open()
    return removed("factor", (factor,), back="frame")


@bp.post("/home-products")
def add_home_product() -> Response | tuple[str, int]:
    """Add a product that exists already."""
    back = url_for(".page", _anchor="add-home-product")
    return add_entry("product", form="new-home-product", page=page, back=back, given={"home": True})


@bp.post("/home-products/<key:product>/removal")
def remove_home_product(product: str) -> Response:
    """Remove a home product with what hangs on it; adjacent ones belong to another step."""
    if not g.worksheet.product_by_key[product].home:
        raise NotFound
    return removed("product", (product,), back="frame")


def _check_open() -> None:
    """Refuse to rename, add or drop a factor once scoring has begun."""
    if _has_begun():
        raise StoreError("Scoring has begun, so the factors stay as they are. Their weights can still change.")


def _has_begun() -> bool:
    """Say whether scoring has opened or anything is rated; as the room has come there, who rated unseen is not told."""
    room = g.saved.room
    has_opened = room.is_led and (room.stage(Step.SCORE).access.lets_write or room.step is Step.SCORE)
    return has_opened or bool(g.saved.worksheet.ratings)
