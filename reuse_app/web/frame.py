"""Step 1, Frame: purpose, home products, unit, budget, decider, factors and their weights."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.forms import attempt, once, save_change
from reuse_app.web.removals import removed
from reuse_app.worksheet import Axis, Factor, Product
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("frame", __name__)


@bp.get("/frame")
def page() -> str:
    """The page of the step."""
    return render_template("frame/page.html", step=Step.FRAME, axes=tuple(Axis))


@bp.post("/frame")
def change_workshop() -> Response | tuple[str, int]:
    """Change what the workshop is about."""
    return save_change("workshop", (), page=page, back=url_for(".page"))


@bp.post("/factors")
def add_factor() -> Response | tuple[str, int]:
    """Add a factor on one of the axes."""
    name = request.form.get("name", "")

    def write() -> None:
        factor = Factor.model_validate(
            {"key": key_for(name, (), otherwise="factor"), "name": name, "axis": request.form.get("axis")}
        )
        entries.add(g.writer, [factor], once=once())

    return attempt(write, form="factor-new", sent={"name": name}, page=page, back=url_for(".page", _anchor="factors"))


@bp.post("/factors/<key>")
def change_factor(key: str) -> Response | tuple[str, int]:
    """Change a factor, its weight or its anchors."""
    return save_change("factor", (key,), page=page, back=url_for(".page", _anchor=f"factor-{key}"))


@bp.post("/factors/<key>/removal")
def remove_factor(key: str) -> Response:
    """Remove a factor with its ratings."""
    return removed("factor", (key,), back="frame")


@bp.post("/home-products")
def add_home_product() -> Response | tuple[str, int]:
    """Add a product that exists already."""
    name = request.form.get("name", "")

    def write() -> None:
        product = Product.model_validate({"key": key_for(name, (), otherwise="product"), "name": name, "home": True})
        entries.add(g.writer, [product], once=once())

    back = url_for(".page", _anchor="home-products")
    return attempt(write, form="home-new", sent={"name": name}, page=page, back=back)


@bp.post("/home-products/<key>/removal")
def remove_home_product(key: str) -> Response:
    """Remove a home product with what hangs on it."""
    return removed("product", (key,), back="frame")
