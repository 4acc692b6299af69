"""Being done with a step, each person for themselves, and taking it back."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from reuse_app.room import Completion
from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.permissions import ForbiddenError
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("completions", __name__)

STEPS = ", ".join(Step)


@bp.post(f"/completions/<any({STEPS}):step>")
def add(step: str) -> Response:
    """Say that I am done; saying it again changes nothing."""
    entries.put(g.writer, [Completion(participant=_me(), step=Step(step))], seen=g.revision)
    return _back(step)


@bp.post(f"/completions/<any({STEPS}):step>/removal")
def remove(step: str) -> Response:
    """Say that I go on after all."""
    mine = (_me(), step)
    if g.saved.version("completion", *mine):
        entries.remove(g.writer, "completion", mine)
    return _back(step)


def _me() -> str:
    """The participant who asks; raises ForbiddenError for somebody who did not join."""
    me = g.entered.participant
    if me is None or me not in g.saved.room.seats:
        raise ForbiddenError("Only those who have joined are counted. Join by the code to take part.")
    return me


def _back(step: str) -> Response:
    return redirect(url_for(f"{step}.page"), 303)
