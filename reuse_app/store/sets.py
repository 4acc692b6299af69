"""The write commands on kept sets: products under a name, of which up to three stand side by side."""

from collections.abc import Sequence

from reuse_app.store.edit import Edit, SentForm, Writer, edit
from reuse_app.store.entries import remove_within, with_keys
from reuse_app.store.errors import NameTakenError
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Set
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.document import SIDE_BY_SIDE

SETS, MEMBERS = PARTS["set"], PARTS["set_product"]


def keep_set(writer: Writer, kept: Set, products: Sequence[str], *, once: SentForm | None = None) -> int:
    """Keep products as a set, beside the others; where three stand there, the first of them steps aside.

    Returns the workshop's revision. Raises RepeatedError, UnknownEntryError for a product that is gone, RoomError for
    one set too many, and NameTakenError for a name that another set has, however it is capitalised.
    """
    with edit(writer, "keep set", once=once) as open_edit:
        if kept.name.casefold() in {row["name"].casefold() for row in open_edit.every(SETS)}:
            raise NameTakenError(f"There is a set called “{kept.name}” already. Give this one another name.")
        _make_room(open_edit)
        (row,) = with_keys(open_edit, SETS, [flatten(kept)])
        open_edit.insert(SETS, [row])
        open_edit.insert(MEMBERS, [{"set": row["key"], "product": product} for product in products])
        return open_edit.revision


def put_beside(writer: Writer, key: str) -> int:
    """Let a kept set stand beside the others, as `keep_set` does; return the workshop's revision.

    Raises UnknownEntryError.
    """
    with edit(writer, "put set beside") as open_edit:
        row = open_edit.row(SETS, (key,))
        if row["aside"]:
            _make_room(open_edit)
            open_edit.update(SETS, (key,), before=row, after={"aside": False})
        return open_edit.revision


def put_aside(writer: Writer, key: str) -> int:
    """Let a kept set stand beside the others no longer; return the workshop's revision. Raises UnknownEntryError."""
    with edit(writer, "put set aside") as open_edit:
        open_edit.update(SETS, (key,), before=open_edit.row(SETS, (key,)), after={"aside": True})
        return open_edit.revision


def remove_set(writer: Writer, key: str) -> int:
    """Keep a set no longer; its products stay. Returns the workshop's revision. Raises UnknownEntryError."""
    with edit(writer, "remove set") as open_edit:
        remove_within(open_edit, SETS, (key,))
        return open_edit.revision


def _make_room(open_edit: Edit) -> None:
    """Put the first of the sets that stand side by side aside when there is no room for another."""
    beside = [row for row in open_edit.every(SETS) if not row["aside"]]
    for row in beside[: len(beside) - SIDE_BY_SIDE + 1]:
        open_edit.update(SETS, (row["key"],), before=row, after={"aside": True})
