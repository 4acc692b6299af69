"""Leading, for facilitators: what each step allows, where everybody is, and the timer."""

from flask import redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from reuse_app.store import stages as store
from reuse_app.store.errors import PromiseError
from reuse_app.web import clock
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.facilitation import run_sheet as room
from reuse_app.web.forms.forms import Draft, WrongFormError, as_fields, typed
from reuse_app.web.forms.saving import attempt, refused
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import whole_number

bp = workshop_blueprint("stages", __name__)

SETTABLE = ("access", "private", "blind", "names", "shuffled", "planned_minutes")
STEPS = ", ".join(Step)
ROUNDS = ("1", "2")
LONGEST = 600
"""Minutes that a timer may run."""


@bp.post(f"/stages/<any({STEPS}):step>")
def change(step: str) -> Response | tuple[str, int]:
    """Set a step, or begin a round of ratings."""
    sent = typed("stage", SETTABLE)

    def write() -> int:
        if "round" in request.form:
            return store.begin_round(g.writer, _round())
        try:
            return store.set_stage(g.writer, Step(step), **as_fields("stage", sent))
        except PromiseError as error:
            raise WrongFormError({"names": str(error)}) from error

    return attempt(write, form=f"stage-{step}", sent=sent, page=room.page, back=_back(Step(step), line=step))


@bp.post("/place")
def bring() -> Response:
    """Bring everybody to a step."""
    step = request.form.get("step", "")
    if step not in set(Step):
        raise BadRequest
    store.bring_everybody(g.writer, Step(step), now=clock.seconds())
    return redirect(_back(Step(step)), 303)


@bp.post("/timer")
def start_timer() -> Response | tuple[str, int]:
    """Start the timer anew, for so many minutes."""
    text = request.form.get("minutes", "").strip()
    minutes = whole_number(text, least=1, most=LONGEST)
    if minutes is None:
        mistake = f"Give whole minutes, 1 to {LONGEST}."
        return refused(Draft("timer", {"minutes": text}, {"minutes": mistake}), room.page, 422)
    ends_at = clock.seconds() + minutes * clock.MINUTE
    store.set_timer(g.writer, ends_at, sound=request.form.get("sound") == "1")
    return redirect(_back(g.saved.room.step), 303)


@bp.post("/timer/minutes")
def add_minute() -> Response:
    """Give a minute more; a timer that is over runs for a minute from now."""
    ends_at = max(g.saved.room.ends_at or 0, clock.seconds()) + clock.MINUTE
    store.set_timer(g.writer, ends_at, sound=g.saved.room.sound)
    return redirect(_back(g.saved.room.step), 303)


@bp.post("/timer/removal")
def stop_timer() -> Response:
    """Stop the timer."""
    store.set_timer(g.writer, None, sound=g.saved.room.sound)
    return redirect(_back(g.saved.room.step), 303)


def _round() -> int:
    if request.form["round"] not in ROUNDS:
        raise BadRequest
    return int(request.form["round"])


def _back(otherwise: Step, *, line: str | None = None) -> str:
    """The page on which the button stood: the run sheet, at a line of it if wished, or a step."""
    back = request.form.get("back", "")
    if back == "room":
        return url_for("room.page", _anchor=line and f"line-{line}")
    return url_for(f"{back if back in set(Step) else otherwise}.page")
