"""Keeping sets on Choose: under a name, side by side with others or put aside, and no longer."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import choosing
from reuse_app.store.errors import RoomError
from reuse_app.web.choose.page import TRIED, bp, check_candidates, page
from reuse_app.web.context import g
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import attempt
from reuse_app.web.forms.sent import sent_form
from reuse_app.worksheet import Set
from reuse_app.worksheet.values import clean_line, key_for

__all__ = ["bp"]


@bp.post("/sets")
def keep_set() -> Response | tuple[str, int]:
    """Keep the products that were ticked under a name."""
    name = request.form.get("name", "")
    products = list(dict.fromkeys(key for key in request.form.getlist(TRIED) if key))
    check_candidates(products)

    def write() -> int:
        if not products:
            raise WrongFormError({"name": "Nothing is ticked. Tick what belongs to the set, then keep it."})
        kept = Set.model_validate({"key": key_for(clean_line(name), (), otherwise="set"), "name": name})
        try:
            return choosing.keep_set(g.writer, kept, products, once=sent_form())
        except RoomError as error:
            raise WrongFormError({"name": f"{error} Remove one first."}) from error

    return attempt(write, form="set-new", sent={"name": name}, page=page, back=_kept(products))


@bp.post("/sets/<key:kept>/beside")
def put_set_beside(kept: str) -> Response:
    """Let a kept set stand side by side with others."""
    choosing.put_beside(g.writer, kept)
    return redirect(_kept(), 303)


@bp.post("/sets/<key:kept>/aside")
def put_set_aside(kept: str) -> Response:
    """Let a kept set stand side by side with others no longer."""
    choosing.put_aside(g.writer, kept)
    return redirect(_kept(), 303)


@bp.post("/sets/<key:kept>/removal")
def remove_set(kept: str) -> Response:
    """Keep a set no longer; undo brings it back."""
    choosing.remove_set(g.writer, kept)
    return redirect(_kept(), 303)


def _kept(tried: list[str] | None = None) -> str:
    """Where kept sets stand on the page, with these products ticked."""
    return url_for(".page", set=tried, _anchor="kept")
