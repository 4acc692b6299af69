"""The write commands on the room's course: where everybody is, what each step allows, and the timer."""

from typing import Any

from reuse_app.room.phases import SETS, Phase
from reuse_app.room.room import ENTERED_IN, VOTED_IN, Access, Names, access_here, opening
from reuse_app.store.change_log import have_said
from reuse_app.store.edit import Edit, Writer, edit
from reuse_app.store.errors import PromiseError
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.steps import Step

TOLD_TO = (Names.NOBODY, Names.FACILITATOR, Names.ALL)
"""From the fewest to the most."""


def set_stage(writer: Writer, step: Step, **fields: object) -> int:
    """Set how a step is from now on; return the workshop's revision.

    Raises pydantic's ValidationError, and PromiseError when more people would learn who said what than was promised to
    those who have said something.
    """
    with edit(writer, "change stage") as open_edit:
        was = _stage(open_edit, step)
        _set(open_edit, step, fields)
        _keep_promise(open_edit, step, was, by=writer.participant)
        _mark_hidden_again(open_edit, step, was, by=writer.participant)
        return open_edit.revision


def begin_round(writer: Writer, round_: int) -> int:
    """Let everybody rate in a round, blind and none of them done yet; return the workshop's revision.

    Going back to a round that was shown is marked, as hiding it again is; only a round that is new has no mark.
    """
    with edit(writer, "change stage") as open_edit:
        was = _stage(open_edit, Step.SCORE)
        _set(open_edit, Step.SCORE, {"round": round_, "blind": True})
        if round_ > was["round"]:
            was_rated = any(row["round"] == round_ for row in open_edit.every(PARTS["rating"]))
            _set(open_edit, Step.SCORE, {} if was_rated else {"reopened": 0})
        elif round_ < was["round"]:
            _mark(open_edit, Step.SCORE)
        else:
            _mark_hidden_again(open_edit, Step.SCORE, was, by=writer.participant)
        _begin_anew(open_edit, Step.SCORE)
        return open_edit.revision


def begin_phase(writer: Writer, phase: Phase) -> int:
    """Set Products as a phase wants it, with nobody done yet; return the workshop's revision.

    Hiding dots that were shown is marked.
    """
    with edit(writer, "change stage") as open_edit:
        was = _stage(open_edit, Step.PRODUCTS)
        _set(open_edit, Step.PRODUCTS, dict(SETS[phase]))
        _mark_hidden_again(open_edit, Step.PRODUCTS, was, by=writer.participant)
        _begin_anew(open_edit, Step.PRODUCTS)
        return open_edit.revision


def bring_everybody(writer: Writer, step: Step, *, now: int) -> int:
    """Bring everybody to a step, which opens unless it was closed by hand, and count the time spent in the last one.

    `now` is the server's clock in Unix seconds. Returns the workshop's revision. A timer that runs ends.
    """
    with edit(writer, "change step") as open_edit:
        open_edit.moves_room = True
        here = open_edit.row(PARTS["workshop"], ())
        if here["since"] is not None:
            left = Step(here["step"])
            spent = max(0, now - here["since"])
            _set(open_edit, left, {"used_seconds": _stage(open_edit, left)["used_seconds"] + spent})
        _set(open_edit, step, {"access": access_here(step, Access(_stage(open_edit, step)["access"]))})
        after = {"step": step.value, "since": now, "ends_at": None, "spotlight": None, "turn": None}
        open_edit.update(PARTS["workshop"], (), before=here, after=after)
        return open_edit.revision


def set_timer(writer: Writer, ends_at: int | None, *, sound: bool) -> int:
    """Let the timer end at a moment, in Unix seconds, or stop it; return the workshop's revision."""
    with edit(writer, "change timer") as open_edit:
        here = open_edit.row(PARTS["workshop"], ())
        open_edit.update(PARTS["workshop"], (), before=here, after={"ends_at": ends_at, "sound": sound})
        return open_edit.revision


def point(writer: Writer, spotlight: str | None, *, turn: int | None = None) -> int:
    """Let the big screen show one thing in the place of the step, and turn to a page; return the workshop's revision.

    Nothing to point at stands for the step, and no page for whatever comes in.
    """
    with edit(writer, "change screen") as open_edit:
        here = open_edit.row(PARTS["workshop"], ())
        open_edit.update(PARTS["workshop"], (), before=here, after={"spotlight": spotlight, "turn": turn})
        return open_edit.revision


def _begin_anew(open_edit: Edit, step: Step) -> None:
    """Let nobody be done with a step."""
    done = [row for row in open_edit.every(PARTS["completion"]) if row["step"] == step]
    open_edit.delete(PARTS["completion"], done)


def _keep_promise(open_edit: Edit, step: Step, was: dict[str, Any], *, by: str | None) -> None:
    promised, told = (TOLD_TO.index(Names(stage["names"])) for stage in (was, _stage(open_edit, step)))
    if told > promised and _have_spoken(open_edit, step, but=by):
        raise PromiseError("People have said things here on the word that fewer learn who did. Keep it.")


def _have_spoken(open_edit: Edit, step: Step, *, but: str | None) -> bool:
    """Whether anybody else has added, rated or voted in a step, whether or not they are still here.

    What was removed counts too: it could be brought back once more people learn whose it is.
    """
    parts = [part for part, where in (ENTERED_IN | VOTED_IN).items() if where is step]
    rows = (row for part in parts for row in open_edit.every(PARTS[part]))
    if any(row["author"] not in (None, but) for row in rows):
        return True
    return have_said(open_edit.connection, open_edit.workshop_id, parts, but=but)


def _mark_hidden_again(open_edit: Edit, step: Step, was: dict[str, Any], *, by: str | None) -> None:
    """Count that what was shown is hidden again: who led has read it meanwhile, and people may change it now."""
    now = _stage(open_edit, step)
    is_hidden_again = any(now[how] and not was[how] for how in ("private", "blind"))
    if is_hidden_again and _have_spoken(open_edit, step, but=by):
        _mark(open_edit, step)


def _mark(open_edit: Edit, step: Step) -> None:
    _set(open_edit, step, {"reopened": _stage(open_edit, step)["reopened"] + 1})


def _stage(open_edit: Edit, step: Step) -> dict[str, Any]:
    """The stage of a step as it is, or as it is as long as nobody has set it."""
    part = PARTS["stage"]
    return open_edit.rows(part, [(step.value,)]).get((step.value,)) or flatten(opening(step))


def _set(open_edit: Edit, step: Step, fields: dict[str, Any]) -> None:
    part, entry = PARTS["stage"], (step.value,)
    found = open_edit.rows(part, [entry]).get(entry)
    wanted = flatten(part.noun.model_validate({**flatten(opening(step)), **_said(found), **fields}))
    if found is None:
        open_edit.insert(part, [wanted])
    else:
        open_edit.update(part, entry, before=found, after={name: wanted[name] for name in fields})


def _said(row: dict[str, Any] | None) -> dict[str, Any]:
    """What a row says as its noun would."""
    return {name: value for name, value in (row or {}).items() if name in PARTS["stage"].noun.model_fields}
