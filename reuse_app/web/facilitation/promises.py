"""What people are told before they answer: who learns what they say, whether it was shown before, and who answers."""

from collections.abc import Sequence

from flask import Flask

from reuse_app.narrative.words import plural
from reuse_app.room import Names
from reuse_app.store.access import grants_of
from reuse_app.web.context import database, g
from reuse_app.worksheet.steps import Step

HIDDEN = "Only you see {what} until the facilitator shows {it} to all"
AT_ONCE = "All see {what} at once"
WHO = {
    Names.ALL: ", with your name",
    Names.FACILITATOR: "; your name is shown to the facilitator alone",
    Names.NOBODY: "; your name is shown to nobody, not even to the facilitator",
}
ENTRIES, DOTS, RATINGS = ("what you add", "it"), ("your dots", "them"), ("your ratings", "them")


def init_app(app: Flask) -> None:
    """Let every template say it."""
    app.jinja_env.globals.update(
        entries_promise=entries_promise,
        votes_promise=votes_promise,
        shown_before=shown_before,
        answers_elsewhere=answers_elsewhere,
    )


def entries_promise(step: Step) -> str:
    """Who learns what somebody adds in a step, in one sentence."""
    return _promise(step, *ENTRIES, hidden=g.saved.room.is_private(step))


def votes_promise(step: Step) -> str:
    """Who learns what somebody rates or votes in a step, in one sentence."""
    return _promise(step, *(RATINGS if step is Step.SCORE else DOTS), hidden=g.saved.room.is_blind(step))


def every_promise() -> Sequence[tuple[Step, str]]:
    """What is promised in each step in which people say something, and of what."""
    return (
        *((step, entries_promise(step)) for step in (Step.INVENTORY, Step.PRODUCTS)),
        *((step, votes_promise(step)) for step in (Step.PRODUCTS, Step.SCORE)),
    )


def shown_before(step: Step) -> str:
    """That what was said in a step was shown and is hidden again, for all to know; nothing where it never was."""
    times = g.saved.room.stage(step).reopened
    often = "once" if times == 1 else plural(times, "time", "times")
    return f"What was said here has been shown {often} and hidden again." if times else ""


def answers_elsewhere() -> bool:
    """Say whether the person of this request has been taken on by another device since they came by this link."""
    me = g.entered
    if me.own or me.participant is None:
        return False
    others = (each for each in grants_of(database(), g.saved.address) if each.participant == me.participant)
    return any(each.own and each.id > me.id for each in others)


def _promise(step: Step, what: str, it: str, *, hidden: bool) -> str:
    seen = (HIDDEN if hidden else AT_ONCE).format(what=what, it=it)
    return f"{seen}{WHO[g.saved.room.stage(step).names]}."
