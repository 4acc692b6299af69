"""The room, for facilitators: the run sheet of the eight steps, where everybody is, and the time."""

from dataclasses import dataclass

from flask import render_template

from reuse_app.room import Access, Names
from reuse_app.web import clock
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.clock import moment_of
from reuse_app.web.context import g
from reuse_app.web.facilitation.standing import ACCESS, Standing, standing
from reuse_app.web.forms.forms import Form, form_of
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("room", __name__)

Options = tuple[tuple[str, str], ...]

ENTRIES: Options = (("", "entries open"), ("1", "entries private"))
RATINGS: Options = (("1", "ratings hidden"), ("", "ratings shown"))
DOTS: Options = (("1", "dots hidden"), ("", "dots shown"))
WHO: Options = ((Names.ALL, "to all"), (Names.FACILITATOR, "to you"), (Names.NOBODY, "to nobody"))
ORDERS: Options = (("", "same"), ("1", "random"))
SHOWN: dict[Step, dict[str, Options]] = {
    Step.INVENTORY: {"private": ENTRIES},
    Step.PRODUCTS: {"private": ENTRIES, "blind": DOTS},
    Step.SCORE: {"blind": RATINGS},
}
"""What a facilitator decides about who sees what, in the steps in which there is something to decide."""


@dataclass(frozen=True)
class Line:
    """One step on the run sheet."""

    standing: Standing
    form: Form
    used: int
    """Minutes spent here, rounded."""

    @property
    def shown(self) -> dict[str, Options]:
        """The choices of who sees what in this step."""
        return SHOWN.get(self.standing.step, {})


@bp.get("/room")
def page() -> str:
    """The run sheet."""
    lines = [_line(step) for step in Step]
    return render_template(
        "facilitation/run_sheet.html",
        lines=lines,
        here=standing(g.saved.room.step),
        since=moment_of(g.saved.room.since) if g.saved.room.since else None,
        planned=sum(line.standing.stage.planned_minutes or 0 for line in lines),
        used=sum(line.used for line in lines),
        accesses=tuple((access.value, ACCESS[access].lower()) for access in Access),
        who=WHO,
        orders=ORDERS,
    )


def _line(step: Step) -> Line:
    found = standing(step)
    used = found.room.used_seconds(step, now=clock.seconds())
    return Line(found, form_of("stage", (step.value,), found.stage), round(used / clock.MINUTE))
