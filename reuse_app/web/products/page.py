"""Step 4, Products: adjacent products found with prompt cards, and the capabilities that no idea uses yet."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app import guide
from reuse_app.room.visible import shuffled
from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.entries.tidying import tidy
from reuse_app.web.entries.undo import removed
from reuse_app.web.forms.forms import direction
from reuse_app.web.forms.saving import add_entry, save_change
from reuse_app.web.products.tally import Tally, read_tally
from reuse_app.web.voters import bylines, keep_voter, recorded_people
from reuse_app.worksheet import Capability, Product
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("products", __name__)
keep_voter(bp, on={"products", "dots"})

OFFERED = columns(Product).keys() - {"home"}
"""What this page says of a product; whether it exists already is settled when it is added."""


@bp.get("/products")
def page() -> str:
    """The page of the step, with one prompt card in play and one product open if the address names them."""
    prompts, tally = guide.prompt_cards(), read_tally()
    return render_template(
        "products/page.html",
        step=Step.PRODUCTS,
        open_key=request.args.get("open"),
        prompts=prompts,
        prompt=next((card for card in prompts if card.key == request.args.get("prompt")), None),
        unused=_unused(),
        listed=_listed(tally),
        tally=tally,
        recorded=recorded_people(),
        bylines=bylines(Step.PRODUCTS, "product"),
        tidy=tidy("product"),
    )


@bp.post("/products")
def add_product() -> Response | tuple[str, int]:
    """Add an adjacent product."""
    back = url_for(".page", prompt=request.args.get("prompt"), _anchor="add")
    return add_entry("product", form="new-product", page=page, back=back, fields=OFFERED)


@bp.post("/products/<key:key>")
def change_product(key: str) -> Response | tuple[str, int]:
    """Change a product."""
    back = url_for(".page", _anchor=f"product-{key}")
    return save_change("product", (key,), page=page, back=back, fields=OFFERED)


@bp.post("/products/<key:key>/position")
def move_product(key: str) -> Response:
    """Move a product up or down the list of candidates."""
    entries.move(g.writer, "product", (key,), by=_places_to_next(key, direction()))
    return redirect(url_for(".page", _anchor=f"product-{key}"), 303)


@bp.post("/products/<key:key>/removal")
def remove_product(key: str) -> Response:
    """Remove a product with what hangs on it."""
    return removed("product", (key,), back="products")


def _listed(tally: Tally | None) -> tuple[Product, ...]:
    """The adjacent products: by their dots if asked for, in an order of one's own if the facilitator wants that."""
    products, person = g.worksheet.candidates, g.entered.participant
    if tally and tally.totals and request.args.get("order") == "dots":
        return tally.ordered(products)
    is_shuffled = g.saved.room.stage(Step.PRODUCTS).shuffled and not g.is_facilitator
    return shuffled(products, seed=f"{person} {Step.PRODUCTS}") if is_shuffled else products


def _places_to_next(key: str, towards: int) -> int:
    """How many places away the next candidate is, past the home products that stand between them."""
    keys = [product.key for product in g.worksheet.products]
    place = keys.index(key) if key in keys else 0
    ahead = keys[place + 1 :] if towards > 0 else keys[:place][::-1]
    candidates = {product.key for product in g.worksheet.candidates}
    return towards * next((places for places, each in enumerate(ahead, start=1) if each in candidates), 1)


def _unused() -> list[Capability]:
    """Capabilities in house that no adjacent product needs yet."""
    candidates = {product.key for product in g.worksheet.candidates}
    used = {link.capability for link in g.worksheet.needed_links if link.product in candidates}
    return [found for found in g.worksheet.capabilities if found.key not in used and found.status == "in-house"]
