"""Whether the rules of a choice can all hold as they are in the middle of an edit, with what it has written so far."""

from collections.abc import Mapping
from typing import Any

from reuse_app.store.edit import Edit
from reuse_app.store.errors import ConstraintError
from reuse_app.store.noun_table import Exclusive, Minimum
from reuse_app.store.rows import groups_of, minimums_of
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import AtLeast
from reuse_app.worksheet.validation.constraints import contradictions
from reuse_app.worksheet.validation.worksheet import broken_rules


def refuse_contradiction(open_edit: Edit) -> None:
    """Raise ConstraintError when the constraints cannot all hold."""
    data = _constraints(open_edit) | {"products": open_edit.every(PARTS["product"])}
    first = next((message for _, message in broken_rules(data)), None)
    if first:
        raise ConstraintError(first)


def drop_impossible(open_edit: Edit) -> None:
    """Remove the groups of which too few can be chosen any more, because products of them have gone."""
    known = minimums_now(open_edit)
    impossible = {path[2] for path, _ in contradictions(_constraints(open_edit)) if path[1] == "at_least"}
    gone = {number for index, number in enumerate(known) if index in impossible}
    part = PARTS["at_least"]
    open_edit.delete(part, [row for row in open_edit.every(part) if row["group"] in gone])


def members_now(open_edit: Edit) -> list[Exclusive]:
    """The members of every group, in their order."""
    return [Exclusive(group=row["group"], product=row["product"]) for row in open_edit.every(PARTS["exclusive"])]


def minimums_now(open_edit: Edit) -> Mapping[int, AtLeast]:
    """The groups of which at least so many have to be chosen, by their numbers."""
    rows = open_edit.every(PARTS["at_least"])
    return minimums_of(Minimum(group=row["group"], product=row["product"], count=row["count"]) for row in rows)


def _constraints(open_edit: Edit) -> dict[str, Any]:
    """The constraints as they are now, as raw data of a worksheet."""
    constraints = {
        "must_have": [row["product"] for row in open_edit.every(PARTS["must_have"])],
        "exclusive": list(groups_of(members_now(open_edit)).values()),
        "at_most": open_edit.row(PARTS["workshop"], ())["at_most"],
        "at_least": [rule.model_dump() for rule in minimums_now(open_edit).values()],
        "requires": open_edit.every(PARTS["requires"]),
    }
    return {"constraints": constraints}
