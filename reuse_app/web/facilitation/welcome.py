"""Welcome: what a participant meets first: what this is for, one thing to do, what happens next, and who is here."""

from flask import render_template

from reuse_app.web.clock import in_hours
from reuse_app.web.context import g
from reuse_app.web.facilitation.standing import Standing, standing
from reuse_app.web.page import Page, Who
from reuse_app.web.permissions import may_look, may_write
from reuse_app.worksheet.steps import Step

bp = Page("welcome", __name__, Who.EVERYBODY, shows=())

FIRST = {
    Step.FRAME: "Say in one sentence what we are here to find.",
    Step.INVENTORY: "Add the first thing that you are proud of.",
    Step.NATURE: "Say in one sentence what one of our capabilities really does.",
    Step.PRODUCTS: "Write down who else could use what we have.",
    Step.MAP: "Say how much one product needs of one capability.",
    Step.SCORE: "Rate the first product, alone.",
    Step.CHOOSE: "Say which product you would bet on.",
    Step.ITERATE: "Say how the riskiest assumption could be tested.",
}
"""What somebody who may write in a step does there first."""
READ = {Step.FRAME: "Read how we will measure every idea.", Step.CHOOSE: "Read what is recommended, and why."}
"""What somebody does first who may only read there."""
ANCHORS = {Step.INVENTORY: "add"}
"""Where on the page of a step that is done."""


@bp.get("/welcome")
def page() -> str:
    """What somebody who has just joined wants to know, and the way to where the room is."""
    here = standing(g.saved.room.step)
    minutes = sum(g.saved.room.stage(step).planned_minutes or 0 for step in Step)
    return render_template(
        "facilitation/welcome.html",
        here=here,
        leaders=_leaders(),
        long=in_hours(minutes),
        first=_first(here.step),
        anchor=ANCHORS.get(here.step) if may_write(here.step) else None,
        people=_people(here),
    )


def _first(step: Step) -> str:
    """The one thing to do now."""
    if not may_look(step):
        return f"Wait a moment: {step.title} is closed. This page goes along by itself."
    return FIRST[step] if may_write(step) else READ.get(step, f"Read along in {step.title}.")


def _leaders() -> list[str]:
    """The names of those who lead, as far as they have one."""
    return [name for key, name in g.names.items() if key in g.leaders]


def _people(here: Standing) -> list[str]:
    """The names of those who have joined; nobody's as long as a step in which people vote keeps names back."""
    is_told = here.room.names_everybody(facilitator=g.is_facilitator)
    return [g.names[key] for key in here.room.seats] if is_told else []
