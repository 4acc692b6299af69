"""The write commands on the course of the room: its agenda, where everybody is, what each step allows, the timer."""

from typing import Any

from reuse_app.room import AgendaItem
from reuse_app.room.headway import SETS, Phase
from reuse_app.room.nouns import MINUTE, MOST_ITEMS, MOST_SECONDS, SHARED_IN, Access, Names, access_here, opening
from reuse_app.room.room import ENTERED_IN, VOTED_IN
from reuse_app.room.schedule import in_order
from reuse_app.store.change_log import have_said
from reuse_app.store.edit import Edit, SentForm, Writer, edit
from reuse_app.store.entries import add_within, remove_within
from reuse_app.store.errors import PromiseError, RoomError, UnknownEntryError
from reuse_app.store.rows import as_noun
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
        _leave(open_edit, now)
        _set(open_edit, step, {"access": access_here(step, Access(_stage(open_edit, step)["access"]))})
        _arrive(open_edit, now, {"step": step.value, "ends_at": None})
        return open_edit.revision


def bring_to_item(writer: Writer, number: int, *, now: int) -> int:
    """Bring everybody to an item of the agenda, with a timer over its minutes; return the workshop's revision.

    `now` is the server's clock in Unix seconds. The step stays where people are, and its time stands still. Raises
    UnknownEntryError.
    """
    with edit(writer, "change step") as open_edit:
        item = open_edit.row(PARTS["agenda_item"], (number,))
        _leave(open_edit, now)
        _arrive(open_edit, now, {"at_item": number, "ends_at": now + item["minutes"] * MINUTE})
        return open_edit.revision


def leave_item(open_edit: Edit, number: int, *, now: int) -> None:
    """Let the room be at its step again, where it was at an item that goes away, as a piece of a larger change."""
    if open_edit.row(PARTS["workshop"], ())["at_item"] == number:
        _leave(open_edit, now)
        _arrive(open_edit, now, {"ends_at": None})


def set_start(writer: Writer, starts_at: int | None, *, now: int) -> int:
    """Plan when the workshop starts, or nothing; return the workshop's revision. Both moments are in Unix seconds.

    A start to come begins the count anew: what was used before, to try the workshop out, is used by nobody.
    """
    with edit(writer, "change start") as open_edit:
        here = open_edit.row(PARTS["workshop"], ())
        open_edit.update(PARTS["workshop"], (), before=here, after={"starts_at": starts_at})
        for name in ("stage", "agenda_item") if starts_at is not None and starts_at > now else ():
            for row in open_edit.every(PARTS[name]):
                open_edit.update(PARTS[name], PARTS[name].entry(row), before=row, after={"used_seconds": 0})
        return open_edit.revision


def _leave(open_edit: Edit, now: int) -> None:
    """Count the time spent where the room has been; what passed before the planned start is not counted."""
    here = open_edit.row(PARTS["workshop"], ())
    if here["since"] is None:
        return
    spent = max(0, now - max(here["since"], here["starts_at"] or 0))
    part = PARTS["agenda_item"]
    item = open_edit.rows(part, [(here["at_item"],)]).get((here["at_item"],)) if here["at_item"] else None
    if item:
        used = min(MOST_SECONDS, item["used_seconds"] + spent)
        open_edit.update(part, part.entry(item), before=item, after={"used_seconds": used})
    else:
        left = Step(here["step"])
        _set(open_edit, left, {"used_seconds": min(MOST_SECONDS, _stage(open_edit, left)["used_seconds"] + spent)})


def _arrive(open_edit: Edit, now: int, where: dict[str, Any]) -> None:
    """Let the room be somewhere from now on, and the big screen show it; a workshop without a start has started."""
    here = open_edit.row(PARTS["workshop"], ())
    starts_at = now if here["starts_at"] is None else here["starts_at"]
    after = {"since": now, "starts_at": starts_at, "at_item": None, "spotlight": None, "turn": None, **where}
    open_edit.update(PARTS["workshop"], (), before=here, after=after)


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
    if told > promised and (_have_spoken(open_edit, step, but=by) or _have_noted(open_edit, but=by)):
        raise PromiseError("People have said things here on the word that fewer learn who did. Keep it.")


def _have_spoken(open_edit: Edit, step: Step, *, but: str | None) -> bool:
    """Whether anybody else has added, rated or voted in a step, whether or not they are still here.

    What was removed counts too: it could be brought back once more people learn whose it is.
    """
    parts = [part for part, where in (ENTERED_IN | VOTED_IN | SHARED_IN).items() if where is step]
    rows = (row for part in parts for row in open_edit.every(PARTS[part]))
    if any(row["author"] not in (None, but) for row in rows):
        return True
    return have_said(open_edit.connection, open_edit.workshop_id, parts, but=but)


def _have_noted(open_edit: Edit, *, but: str | None) -> bool:
    """Whether anybody else has written a note here; in the parking lot they did so on the word of every step."""
    return have_said(open_edit.connection, open_edit.workshop_id, ["note"], but=but)


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


ITEM = PARTS["agenda_item"]


def add_item(writer: Writer, item: AgendaItem, *, once: SentForm | None = None) -> int:
    """Add an item, the last one after its step; return the workshop's revision.

    Raises RepeatedError, and RoomError when there are MOST_ITEMS of them.
    """
    with edit(writer, "add agenda_item", once=once) as open_edit:
        if len(open_edit.every(ITEM)) >= MOST_ITEMS:
            raise RoomError(f"A run sheet holds at most {MOST_ITEMS} items of your own. Remove one first.")
        add_within(open_edit, ITEM, [item])
        return open_edit.revision


def remove_item(writer: Writer, number: int, *, now: int) -> int:
    """Remove an item; a room that is at it is at its step again. Return the workshop's revision.

    `now` is the server's clock in Unix seconds. Raises UnknownEntryError.
    """
    with edit(writer, "remove agenda_item") as open_edit:
        leave_item(open_edit, number, now=now)
        remove_within(open_edit, ITEM, (number,))
        return open_edit.revision


def move_item(writer: Writer, number: int, *, by: int) -> int:
    """Move an item one place up (-1) or down (1), past a step or another item; return the workshop's revision.

    At an end of the agenda it stays. Raises UnknownEntryError.
    """
    with edit(writer, "move agenda_item") as open_edit:
        places = [*in_order(_items(open_edit))]
        at = next((n for n, place in enumerate(places) if not isinstance(place, Step) and place.number == number), None)
        if at is None:
            raise UnknownEntryError("This item is not on the run sheet any more.")
        places.insert(min(max(0, at + by), len(places) - 1), places.pop(at))
        after: Step | None = None
        for position, place in enumerate(places, start=1):
            if isinstance(place, Step):
                after = place
            else:
                _put(open_edit, place.number, after, position)
        return open_edit.revision


def _items(open_edit: Edit) -> list[AgendaItem]:
    nouns = (as_noun(ITEM, row) for row in open_edit.every(ITEM))
    return [noun for noun in nouns if isinstance(noun, AgendaItem)]


def _put(open_edit: Edit, number: int, after: Step | None, position: int) -> None:
    row = open_edit.row(ITEM, (number,))
    open_edit.update(ITEM, (number,), before=row, after={"after": after and after.value, "position": position})
