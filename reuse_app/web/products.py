"""Step 4, Products: adjacent products found with prompt cards, and the capabilities that no idea uses yet."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app import guide
from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.forms import as_fields, attempt, once, save_change, typed
from reuse_app.web.removals import removed
from reuse_app.worksheet import Capability, Product
from reuse_app.worksheet.flat import nest
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.text import clean_line

bp = workshop_blueprint("products", __name__)


@bp.get("/products")
def page() -> str:
    """The page of the step, with one prompt card in play and one product open if the address names them."""
    prompts = guide.prompt_cards()
    return render_template(
        "products/page.html",
        step=Step.PRODUCTS,
        open_key=request.args.get("open"),
        prompts=prompts,
        prompt=next((card for card in prompts if card.key == request.args.get("prompt")), None),
        unused=_unused(),
    )


@bp.post("/products")
def add_product() -> Response | tuple[str, int]:
    """Add an adjacent product."""
    sent = typed("product")

    def write() -> None:
        key = key_for(clean_line(sent.get("name", "")), (), otherwise="product")
        fields = nest(Product, as_fields("product", sent) | {"key": key})
        entries.add(g.writer, [Product.model_validate(fields)], once=once())

    back = url_for(".page", prompt=request.args.get("prompt"), _anchor="add")
    return attempt(write, form="product-new", sent=sent, page=page, back=back)


@bp.post("/products/<key>")
def change_product(key: str) -> Response | tuple[str, int]:
    """Change a product."""
    return save_change("product", (key,), page=page, back=url_for(".page", _anchor=f"product-{key}"))


@bp.post("/products/<key>/position")
def move_product(key: str) -> Response:
    """Move a product up or down the list."""
    entries.move(g.writer, "product", (key,), by=-1 if request.form.get("direction") == "up" else 1)
    return redirect(url_for(".page", _anchor=f"product-{key}"), 303)


@bp.post("/products/<key>/removal")
def remove_product(key: str) -> Response:
    """Remove a product with what hangs on it."""
    return removed("product", (key,), back="products")


def _unused() -> list[Capability]:
    """Capabilities in house that no adjacent product needs yet."""
    candidates = {product.key for product in g.worksheet.candidates}
    used = {link.capability for link in g.worksheet.needed_links if link.product in candidates}
    return [found for found in g.worksheet.capabilities if found.key not in used and found.status == "in-house"]
