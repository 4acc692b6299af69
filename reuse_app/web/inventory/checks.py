"""Somebody has looked at a capability today: it is as the inventory says."""

from flask import request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.clock import today_as
from reuse_app.web.context import g
from reuse_app.web.forms.saving import attempt
from reuse_app.web.inventory.page import page

bp = workshop_blueprint("checks", __name__)


@bp.post("/checks/<key:key>")
def check(key: str) -> Response | tuple[str, int]:
    """Note that a capability was looked at today, by the calendar of who says so."""
    today = today_as(request.form.get("day", ""))

    def write() -> int:
        return entries.change(g.writer, "capability", (key,), {"checked": today}, seen=g.revision)

    back = url_for("inventory.page", _anchor=f"capability-{key}")
    return attempt(write, form=f"capability-{key}", sent={}, page=page, back=back)
