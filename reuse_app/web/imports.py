"""An inventory in and out as a file: always shown first, then done whole or not at all."""

from collections.abc import Mapping

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.exchange import Incoming, inventory_csv, inventory_json, sources
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.inventory import ImportPlan, plan
from reuse_app.store import entries
from reuse_app.store.errors import Clash, ConflictError
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.downloads import download
from reuse_app.web.forms import seen
from reuse_app.worksheet import Capability

bp = workshop_blueprint("imports", __name__)

MOST_SHOWN = 200
"""Rows of each kind that the preview lists."""


@bp.get("/inventory.csv")
def csv() -> Response:
    """The inventory as a table that a spreadsheet opens."""
    return download(inventory_csv.write(g.worksheet.capabilities), "csv", called="inventory")


@bp.post("/inventory/preview")
def preview() -> str | tuple[str, int]:
    """Show what importing a file would do; nothing is changed."""
    file = request.files.get("file")
    try:
        incoming = sources.read(file.read() if file else b"", filename=(file and file.filename) or "")
    except FileError as error:
        return _page(trouble=str(error)), 422
    ready = _plan(incoming, look_alike=True)
    return _page(ready), 200 if ready.can_be_applied else 422


@bp.post("/inventory/import")
def apply() -> AnyResponse | tuple[str, int]:
    """Do what the preview showed, in one change."""
    try:
        incoming = inventory_json.read(request.form.get("inventory", ""))
    except FileError as error:
        return _page(trouble=str(error)), 422
    ready = _plan(incoming, look_alike=False)
    if not ready.can_be_applied:
        return _page(ready), 422
    try:
        if ready.new or ready.changed:
            entries.put(g.writer, _written(ready), seen=seen())
    except ConflictError as error:
        return _page(clashes=error.clashes), 409
    return redirect(url_for("inventory.page", _anchor="list"), 303)


def _plan(incoming: Incoming, *, look_alike: bool) -> ImportPlan:
    return plan(g.worksheet.capabilities, incoming, products=g.worksheet.product_by_key, look_alike=look_alike)


def _written(ready: ImportPlan) -> list[Capability]:
    """The capabilities that an import writes, as they are after it."""
    return [*(new.capability for new in ready.new), *(changed.after for changed in ready.changed)]


def _page(ready: ImportPlan | None = None, *, trouble: str = "", clashes: Mapping[str, Clash] | None = None) -> str:
    return render_template(
        "inventory/preview.html",
        plan=ready,
        trouble=trouble,
        clashes=clashes or {},
        most=MOST_SHOWN,
        inventory=inventory_json.write(_written(ready)) if ready and ready.can_be_applied else "",
    )
