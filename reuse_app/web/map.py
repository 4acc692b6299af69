"""Step 5, Map: which capability each product needs, and how it would be reused there."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.forms import Form, as_fields, attempt, form_of, seen, typed
from reuse_app.web.matrix import FILTERS, lay_out, read_cell
from reuse_app.worksheet import Kind, Link, Need
from reuse_app.worksheet.flat import flatten, nest
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("map", __name__)


@bp.get("/map")
def page() -> str:
    """The matrix, filtered as the address says, with the details of one cell beside it."""
    return _page(request.args.get("cell", ""))


@bp.post("/links/<capability>")
def change_row(capability: str) -> Response | tuple[str, int]:
    """Change need and fit in the cells of one capability."""
    _known(capability)
    sent = {key: value for key, value in request.form.items() if key in g.worksheet.product_by_key}

    def write() -> None:
        links = [_with_cell(capability, product, value) for product, value in sent.items()]
        changed = [link for link in links if link]
        if changed:
            entries.put(g.writer, changed, seen=seen())

    return attempt(write, form=f"row-{capability}", sent=sent, page=lambda: _page(""), back=_back(f"row-{capability}"))


@bp.post("/links/<capability>/<product>")
def change_link(capability: str, product: str) -> Response | tuple[str, int]:
    """Change one link with everything that can be said of it."""
    link = _link(capability, product)
    sent = typed("link")

    def write() -> None:
        fields = {**flatten(link), **as_fields("link", sent)}
        entries.put(g.writer, [Link.model_validate(nest(Link, fields))], seen=seen())

    return attempt(
        write,
        form=_details_id(capability, product),
        sent=sent,
        page=lambda: _page(f"{capability}:{product}"),
        back=_back("cell-details", cell=f"{capability}:{product}"),
        of=("link", (capability, product)),
    )


def _page(cell: str) -> str:
    capability, _, product = cell.partition(":")
    return render_template(
        "map/page.html",
        step=Step.MAP,
        kinds=tuple(Kind),
        matrix=lay_out(g.worksheet, request.args),
        link=_link(capability, product) if cell else None,
        details=_details(capability, product) if cell else None,
    )


def _details(capability: str, product: str) -> Form:
    form = form_of("link", (capability, product), _link(capability, product))
    return Form(_details_id(capability, product), form.values, form.version, form.mistakes, form.clashes)


def _details_id(capability: str, product: str) -> str:
    return f"link-{capability}-{product}"


def _link(capability: str, product: str) -> Link:
    """The link of a cell, or an empty one; 404 for a cell that is not on the map."""
    _known(capability)
    if product not in g.worksheet.product_by_key:
        raise NotFound
    empty = Link(capability=capability, product=product, need=Need.NONE)
    return g.worksheet.link_by_cell.get((capability, product), empty)


def _known(capability: str) -> None:
    if capability not in g.worksheet.capability_by_key:
        raise NotFound


def _with_cell(capability: str, product: str, value: str) -> Link | None:
    """The link of a cell as its control says; None for a cell that was and stays empty."""
    need, fit = read_cell(value)
    if need is Need.NONE and (capability, product) not in g.worksheet.link_by_cell:
        return None
    return _link(capability, product).model_copy(update={"need": need, "fit": fit})


def _back(anchor: str, cell: str | None = None) -> str:
    """The map with the filters that were on."""
    query: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return url_for(".page", _anchor=anchor, cell=cell, **query)
