"""Step 5, Map: which capability each product needs, and how it would be reused there."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app import examples
from reuse_app.analysis.coverage import Coverage
from reuse_app.exchange import worksheet_json
from reuse_app.narrative.drawn_matrix import DrawnMatrix, draw_matrix
from reuse_app.store import entries, shares
from reuse_app.store.errors import Clash, ConflictError, StoreError
from reuse_app.web.context import g
from reuse_app.web.findings import Known, known
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import attempt
from reuse_app.web.forms.sent import as_fields, form_of, kept, seen, seen_later, typed
from reuse_app.web.map.matrix import (
    CELLS,
    FIELD,
    FILTERS,
    Matrix,
    cell_id,
    cell_value,
    considered,
    cover,
    lay_out,
    row_id,
    show_row,
)
from reuse_app.web.page import Page, Sees, Who
from reuse_app.web.shares import check_seat, from_mine_on, is_mine, may_take, takers
from reuse_app.worksheet import Kind, Link, Need
from reuse_app.worksheet.columns import flatten, nest
from reuse_app.worksheet.steps import Step

bp = Page("map", __name__, Step.MAP, shows=("capability", "product", "link", "map_share"), sees=Sees.OWN)

EXAMPLE = "tesla-bot"
"""What an empty map shows faintly."""
REVISION = "Reuse-Revision"
"""Header: the state that an answer tells, as the body of a page says it."""
NOT_OFFERED = "This is none of the choices; reload the page and choose again."


@bp.get("/map")
def page() -> str:
    """The matrix, filtered as the address says, with the details of one cell beside it."""
    return _page(request.args.get("cell", ""))


@bp.get("/map/cells")
def cells() -> Response:
    """What the fields of the matrix say now, and its sums: told once for all who see the same of the workshop."""
    everybody = known()
    matrix = _matrix(_mine(), everybody)
    text = everybody.derived(_brief) if matrix is everybody.derived(_lay_out) else _told(matrix)
    return Response(text, mimetype="text/html", headers={REVISION: g.cursor(g.revision)})


@bp.post("/links/<key:capability>")
def change_row(capability: str) -> Response | tuple[str, int]:
    """Change need and fit in the cells of one capability."""
    _check_capability(capability)
    known = {FIELD + product for product in g.worksheet.product_by_key}
    sent = {name: value for name, value in request.form.items() if name in known}

    def write() -> int:
        changed = _changed_links(capability, sent)
        return _put(changed) if changed else g.revision

    return attempt(write, form=row_id(capability), sent=sent, page=lambda: _page(""), back=_back(row_id(capability)))


@bp.post("/links/<key:capability>/<key:product>")
def change_link(capability: str, product: str) -> Response | tuple[str, int]:
    """Change one link with everything that can be said of it."""
    link = _link(capability, product)
    sent = typed("link")

    def write() -> int:
        fields = {**flatten(link), **as_fields("link", sent)}
        return entries.put(
            g.writer, [Link.model_validate(nest(Link, fields))], seen=seen(), later=seen_later(), kept=kept()
        )

    return attempt(
        write,
        form=f"link-{capability}-{product}",
        sent=sent,
        page=lambda: _page(f"{capability}:{product}"),
        back=_back(cell_id(capability, product)),
    )


@bp.post("/map/shares")
def take_next() -> Response:
    """Be at the product at which the fewest are, and at no other; nobody else is kept from it."""
    check_seat()
    shares.take(g.writer, Step.MAP, [each.key for each in from_mine_on(considered(g.worksheet), "product")])
    return redirect(url_for(".page"), 303)


@bp.post("/map/shares/removal")
def leave() -> Response:
    """Be at no product any more."""
    check_seat()
    shares.leave(g.writer, Step.MAP)
    return redirect(url_for(".page"), 303)


@bp.post("/map/deal", who=Who.FACILITATORS)
def deal() -> Response:
    """Deal the products out to those who have joined, each person one at least; what was dealt before is taken back."""
    people = [key for key in g.saved.room.seats if key not in g.leaders and not g.saved.room.is_muted(key)]
    products = [product.key for product in considered(g.saved.seen_by(None))]
    if not people or not products:
        raise StoreError(f"There is {'no product to share out' if people else 'nobody to share out to'} yet.")
    shares.deal_out(g.writer, people, products)
    return redirect(url_for(".page"), 303)


@bp.post("/map/deal/removal", who=Who.FACILITATORS)
def take_back() -> Response:
    """Let nobody be at a product any more."""
    shares.deal_out(g.writer, (), ())
    return redirect(url_for(".page"), 303)


def _page(cell: str) -> str:
    capability, _, product = cell.partition(":")
    link = _link(capability, product) if cell else None
    mine = _mine()
    is_empty = not (g.worksheet.capabilities and g.worksheet.products)
    return render_template(
        "map/page.html",
        step=Step.MAP,
        ghost=_example() if is_empty else None,
        cell_id=cell_id,
        show_row=show_row,
        kinds=tuple(Kind),
        matrix=_matrix(mine, known()),
        mine=[g.worksheet.product_by_key[key] for key in mine],
        takers=takers,
        takes=may_take(Step.MAP),
        is_shared_out=any(part == "product" for part, _ in g.saved.room.takers),
        link=link,
        details=form_of("link", (capability, product), link) if link else None,
    )


def _mine() -> list[str]:
    """The keys of the products that the person of this request is at."""
    return [product.key for product in g.worksheet.products if is_mine(("product", product.key))]


def _matrix(mine: Sequence[str], everybody: Known) -> Matrix:
    """The matrix as the address asks; as most open it, it is laid out once for all who see the same of the workshop."""
    if everybody.worksheet is not g.worksheet and everybody.worksheet != g.worksheet:
        return lay_out(g.worksheet, request.args, g.draft, mine=mine)
    if g.draft or mine or any(request.args.get(name) for name in FILTERS):
        return lay_out(g.worksheet, request.args, g.draft, everybody.derived(_cover), mine)
    return everybody.derived(_lay_out)


def _lay_out(state: Known) -> Matrix:
    return lay_out(state.worksheet, {}, None, state.derived(_cover))


def _brief(state: Known) -> str:
    return _told(state.derived(_lay_out))


def _told(matrix: Matrix) -> str:
    return render_template("map/_brief.html", matrix=matrix)


def _cover(state: Known) -> Mapping[str, Coverage]:
    return cover(state.worksheet)


@cache
def _example() -> DrawnMatrix | None:
    return draw_matrix(worksheet_json.read(examples.read(EXAMPLE)), most_rows=8, most_products=6)


def _link(capability: str, product: str) -> Link:
    """The link of a cell, or an empty one; 404 for a cell that is not on the map."""
    _check_capability(capability)
    if product not in g.worksheet.product_by_key:
        raise NotFound
    empty = Link(capability=capability, product=product, need=Need.NONE)
    return g.worksheet.link_by_cell.get((capability, product), empty)


def _check_capability(key: str) -> None:
    if key not in g.worksheet.capability_by_key:
        raise NotFound


def _changed_links(capability: str, sent: Mapping[str, str]) -> list[Link]:
    """The links that the controls of a row ask for, without cells that were and stay empty.

    Raises WrongFormError for values that no control offers.
    """
    wrong = {name: NOT_OFFERED for name, value in sent.items() if value not in CELLS}
    if wrong:
        raise WrongFormError(wrong)
    cells = {name.removeprefix(FIELD): CELLS[value] for name, value in sent.items()}
    return [
        _link(capability, product).model_copy(update={"need": need, "fit": fit})
        for product, (need, fit) in cells.items()
        if need or (capability, product) in g.worksheet.link_by_cell
    ]


def _put(links: list[Link]) -> int:
    """Write the cells of a row in one change; a clash names the products in whose cells the versions differ."""
    try:
        return entries.put(g.writer, links, seen=seen(), kept=("need", "fit") if kept() else ())
    except ConflictError as error:
        g.reload()
        clashes = {
            FIELD + link.product: Clash(yours=cell_value(link), theirs=theirs)
            for link in links
            if (theirs := cell_value(_link(link.capability, link.product))) != cell_value(link)
            and g.saved.version("link", link.capability, link.product) > seen()
        }
        raise ConflictError(clashes or error.clashes, version=g.revision) from error


def _back(anchor: str) -> str:
    """The map with the filters that were on."""
    query: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return url_for(".page", _anchor=anchor, **query)
