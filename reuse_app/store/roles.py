"""The write command that gives several products their roles at once."""

from collections.abc import Mapping

from reuse_app.store.edit import Writer, edit
from reuse_app.store.entries import change_within
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Decision, Role
from reuse_app.worksheet.columns import flatten


def give_roles(writer: Writer, roles: Mapping[str, Role], *, seen: int) -> int:
    """Give products their roles, and leave what was typed about them as it is; return the workshop's revision.

    Raises UnknownWorkshopError, UnknownEntryError for a product that is gone, and ConflictError when somebody else has
    changed one of these roles since it was seen.
    """
    part = PARTS["decision"]
    with edit(writer, "give roles") as open_edit:
        there = {row["product"] for row in open_edit.every(part)}
        for product in roles.keys() & there:
            change_within(open_edit, part, (product,), {"role": roles[product]}, seen=seen)
        new = [Decision(product=product, role=role) for product, role in roles.items() if product not in there]
        open_edit.insert(part, [flatten(decision) for decision in new])
        return open_edit.revision
