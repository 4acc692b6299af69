"""The write commands on the agenda: items of the facilitator's own, and their places between the steps."""

from reuse_app.room import AgendaItem
from reuse_app.room.agenda import MOST_ITEMS
from reuse_app.room.schedule import in_order
from reuse_app.store.edit import Edit, SentForm, Writer, edit
from reuse_app.store.entries import add_within, remove_within
from reuse_app.store.errors import RoomError, UnknownEntryError
from reuse_app.store.rows import as_noun
from reuse_app.store.stages import leave_item
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.steps import Step

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
