"""Turning a note of the parking lot into an entry, beside which it stands from then on."""

from reuse_app.store.edit import SentForm, Writer, edit
from reuse_app.store.entries import add_within
from reuse_app.store.errors import StoreError
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Capability, Product

TURN = "turn"
"""What the action of such a change begins with; the part of the entry follows."""


def turn_note(writer: Writer, key: str, entry: Capability | Product, *, once: SentForm | None = None) -> str:
    """Add an entry made from a note of the parking lot and let the note be about it; return the key of the entry.

    Both are one change, so that undoing it brings the note back to the parking lot. Raises UnknownWorkshopError,
    UnknownEntryError, RepeatedError, and StoreError for a note that is about something already.
    """
    part = PARTS[type(entry).__name__.lower()]
    with edit(writer, f"{TURN} {part.name} from note", once=once) as open_edit:
        row = open_edit.row(PARTS["note"], (key,))
        if row["capability"] or row["product"]:
            raise StoreError("Somebody has made something of this note already. It stands beside that now.")
        (made,) = add_within(open_edit, part, [entry])
        open_edit.update(PARTS["note"], (key,), before=row, after={part.name: made["key"]})
        return str(made["key"])
