"""The room, for facilitators: the run sheet of the eight steps, how each is set, where everybody is, and the time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from reuse_app.room import Access, AgendaItem, Names
from reuse_app.room.headway import Headway, headway
from reuse_app.room.nouns import LONGEST, MINUTE, SHARED_IN
from reuse_app.room.room import OWNED_IN
from reuse_app.room.schedule import Schedule, Slot, schedule
from reuse_app.store import stages
from reuse_app.store.errors import PromiseError
from reuse_app.web import clock
from reuse_app.web.clock import moment_of
from reuse_app.web.context import g
from reuse_app.web.facilitation.standing import ACCESS, Standing, standing
from reuse_app.web.findings import known
from reuse_app.web.forms.form import Form, WrongFormError
from reuse_app.web.forms.saving import answer, attempt
from reuse_app.web.forms.sent import as_fields, form_of, typed
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import whole_number

bp = Page("run_sheet", __name__, Who.FACILITATORS, shows=())

Options = tuple[tuple[str, str], ...]

ENTRIES: Options = (("", "entries open"), ("1", "entries private"))
RATINGS: Options = (("1", "ratings hidden"), ("", "ratings shown"))
DOTS: Options = (("1", "dots hidden"), ("", "dots shown"))
WHO: Options = ((Names.ALL, "to all"), (Names.FACILITATOR, "to you"), (Names.NOBODY, "to nobody"))
ORDERS: Options = (("", "same"), ("1", "random"))
OWN: Options = (("1", "remove their own"), ("", "remove anything"))
SHOWN: dict[Step, dict[str, Options]] = {
    Step.INVENTORY: {"private": ENTRIES},
    Step.PRODUCTS: {"private": ENTRIES, "blind": DOTS},
    Step.SCORE: {"blind": RATINGS},
}
"""What a facilitator decides about who sees what, in the steps in which there is something to decide."""
SETTABLE = ("access", "private", "blind", "names", "shuffled", "aim", "own_only", "planned_minutes")
STEPS = ", ".join(Step)
ROUNDS = ("1", "2")


@dataclass(frozen=True)
class RunSheetLine:
    """One step on the run sheet, or one item of the facilitator's own."""

    slot: Slot
    form: Form
    standing: Standing | None
    """How the room stands at the step; nothing for an item."""

    @property
    def item(self) -> AgendaItem | None:
        """The item, if it is one."""
        return self.slot.place if isinstance(self.slot.place, AgendaItem) else None

    @property
    def has_owners(self) -> bool:
        """Whether there are entries here that somebody removes and renames."""
        return self.slot.place in OWNED_IN.values()

    @property
    def shown(self) -> dict[str, Options]:
        """The choices of who sees what in this step."""
        return SHOWN.get(self.standing.step, {}) if self.standing else {}

    @property
    def names_people(self) -> bool:
        """Whether this step says who added, rated, voted or is at something."""
        return self.slot.place in {*SHOWN, *SHARED_IN.values()}

    @property
    def used(self) -> int:
        """Minutes spent here, rounded."""
        return round(self.slot.used / MINUTE)

    @property
    def begins(self) -> dt.datetime | None:
        """When the room came here, or is to come here."""
        return None if self.slot.begins is None else moment_of(self.slot.begins)


@bp.get("/room")
def page() -> str:
    """The run sheet."""
    room = g.saved.room
    planned = schedule(room, now=clock.seconds())
    here = standing(room.step)
    lines = [_line(slot) for slot in planned.slots]
    return render_template(
        "facilitation/run_sheet.html",
        lines=lines,
        here=here,
        headway=read_headway(here),
        since=moment_of(room.since) if room.since else None,
        starts_at=moment_of(room.starts_at) if room.starts_at is not None else None,
        ends=moment_of(planned.ends) if planned.ends is not None else None,
        punctuality=_punctuality(planned),
        planned=planned.planned // MINUTE,
        used=sum(line.used for line in lines),
        accesses=tuple((access.value, ACCESS[access].lower()) for access in Access),
        own=OWN,
        who=WHO,
        orders=ORDERS,
    )


def _line(slot: Slot) -> RunSheetLine:
    if isinstance(slot.place, AgendaItem):
        return RunSheetLine(slot, form_of("agenda_item", (slot.place.number,), slot.place), None)
    found = standing(slot.place)
    return RunSheetLine(slot, form_of("stage", (slot.place.value,), found.stage), found)


def _punctuality(planned: Schedule) -> str:
    """How the room stands to the plan, in words; nothing where nothing was planned."""
    if planned.behind is None:
        return ""
    minutes = round(planned.behind / MINUTE)
    said = clock.in_hours(abs(minutes))
    return f"{said} behind" if minutes > 0 else f"{said} ahead" if minutes < 0 else "On time"


@bp.post(f"/stages/<any({STEPS}):step>")
def change_stage(step: str) -> Response | tuple[str, int]:
    """Set a step, or begin a round of ratings."""
    sent = typed("stage", SETTABLE)

    def set_stage_or_begin_round() -> int:
        if "round" in request.form:
            return stages.begin_round(g.writer, _round())
        _check_plan(sent.get("planned_minutes", "").strip())
        try:
            return stages.set_stage(g.writer, Step(step), **as_fields("stage", sent))
        except PromiseError as error:
            raise WrongFormError({"names": str(error)}) from error

    return attempt(
        set_stage_or_begin_round, form=f"stage-{step}", sent=sent, page=page, back=_back(Step(step), line=step)
    )


def _check_plan(text: str) -> None:
    if text and whole_number(text, least=1, most=LONGEST) is None:
        raise WrongFormError({"planned_minutes": f"Plan whole minutes, 1 to {LONGEST}, or leave it empty."})


@bp.post("/place")
def bring() -> Response:
    """Bring everybody to a step."""
    step = request.form.get("step", "")
    if step not in set(Step):
        raise BadRequest
    stages.bring_everybody(g.writer, Step(step), now=clock.seconds())
    return redirect(_back(Step(step)), 303)


@bp.get("/place", who=Who.EVERYBODY)
def place() -> dict[str, str]:
    """Where the room is, for a page that goes along: which moment of the room it is, the step, and the way there."""
    here = standing(g.saved.room.step)
    return {"at": here.moment, "step": here.step, "title": here.step.title, "follow": here.way}


@bp.post("/timer")
def start_timer() -> Response | tuple[str, int]:
    """Start the timer anew, for so many minutes."""
    text = request.form.get("minutes", "").strip()

    def set_timer() -> Response:
        minutes = whole_number(text, least=1, most=LONGEST)
        if minutes is None:
            raise WrongFormError({"minutes": f"Give whole minutes, 1 to {LONGEST}."})
        ends_at = clock.seconds() + minutes * MINUTE
        stages.set_timer(g.writer, ends_at, sound=request.form.get("sound") == "1")
        return redirect(_back(g.saved.room.step), 303)

    return answer(set_timer, form="timer", sent={"minutes": text}, page=page)


@bp.post("/timer/minutes")
def add_minute() -> Response:
    """Give a minute more; a timer that is over runs for a minute from now."""
    ends_at = max(g.saved.room.ends_at or 0, clock.seconds()) + MINUTE
    stages.set_timer(g.writer, ends_at, sound=g.saved.room.sound)
    return redirect(_back(g.saved.room.step), 303)


@bp.post("/timer/removal")
def stop_timer() -> Response:
    """Stop the timer."""
    stages.set_timer(g.writer, None, sound=g.saved.room.sound)
    return redirect(_back(g.saved.room.step), 303)


def _round() -> int:
    if request.form["round"] not in ROUNDS:
        raise BadRequest
    return int(request.form["round"])


def _back(otherwise: Step, *, line: str | None = None) -> str:
    """The page on which the button stood: the run sheet, at a line of it if wished, or a step."""
    back = request.form.get("back", "")
    if back == "room":
        return url_for("run_sheet.page", _anchor=line and f"line-{line}")
    return url_for(f"{back if back in set(Step) else otherwise}.page")


@dataclass(frozen=True)
class RoomHeadway:
    """How far everybody is together, and each by name as far as names are told."""

    total: Headway
    people: Mapping[str, Headway]


def read_headway(here: Standing) -> RoomHeadway:
    """Return how far those who have joined are at a step; those who lead add and vote as they like, and don't count.

    The ballots of those who have gone are waited for no more, so they count neither as given nor as to be given.
    """
    cells = known().agreement.discuss_first if here.step is Step.SCORE and here.stage.round > 1 else ()
    talked = frozenset((cell.product, cell.factor) for cell in cells)
    counted = [key for key in here.room.seats if key not in g.leaders]
    each = {key: headway(g.saved.worksheet, here.room, here.step, key, talked=talked) for key in counted}
    names = g.names
    each = {key: far if key in here.there else Headway(far.added) for key, far in each.items()}
    people = {names[key]: far for key, far in each.items() if far.is_counted} if here.tells_names else {}
    return RoomHeadway(reduce(add, each.values(), Headway()), people)
