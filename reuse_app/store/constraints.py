"""The write commands on what any choice must respect. Each is one transaction, and leaves rules that can all hold."""

from collections.abc import Iterable, Mapping, Sequence

from reuse_app.store.edit import Edit, SentForm, Values, Writer, edit
from reuse_app.store.entries import change_within
from reuse_app.store.errors import ConstraintError, UnknownEntryError
from reuse_app.store.noun_table import Exclusive
from reuse_app.store.rows import groups_of
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.validation.lists import MOST_ELSEWHERE
from reuse_app.worksheet.validation.rules import broken_rules

LAST_GROUP = 1000
"""The largest number of a group that the table takes."""


def change_constraints(writer: Writer, *, limit: Values, required: Mapping[str, bool], seen: int) -> int:
    """Change the limit and which products must be chosen, all or nothing; return the workshop's revision.

    `limit` holds `at_most`, or nothing when it stays; products that `required` does not name stay as they are.
    Raises as `entries.change` does, and ConstraintError.
    """
    with edit(writer, "change constraints") as open_edit:
        if limit:
            change_within(open_edit, PARTS["workshop"], (), limit, seen=seen)
        _require(open_edit, required)
        refuse_contradiction(open_edit)
        return open_edit.revision


def exclude(writer: Writer, products: Sequence[str], *, once: SentForm | None = None) -> int:
    """Add a group of products of which at most one may be chosen; return the workshop's revision.

    Raises RepeatedError, and ConstraintError for a group that is there already, one too many or one that cannot hold.
    """
    with edit(writer, "exclude products", once=once) as open_edit:
        members = _members(open_edit)
        _refuse_group(groups_of(members).values(), products)
        number = _free_number({member.group for member in members})
        open_edit.insert(PARTS["exclusive"], [{"group": number, "product": product} for product in products])
        refuse_contradiction(open_edit)
        return open_edit.revision


def admit(writer: Writer, group: int) -> int:
    """Let the products of a group be chosen together again; return the workshop's revision.

    Raises UnknownEntryError.
    """
    with edit(writer, "admit products") as open_edit:
        rows = [row for row in open_edit.every(PARTS["exclusive"]) if row["group"] == group]
        if not rows:
            raise UnknownEntryError("This rule is not in the workshop any more.")
        open_edit.delete(PARTS["exclusive"], rows)
        return open_edit.revision


def refuse_contradiction(open_edit: Edit) -> None:
    """Raise ConstraintError when the constraints cannot all hold as they are now, with what this edit has written."""
    constraints = {
        "must_have": [row["product"] for row in open_edit.every(PARTS["must_have"])],
        "exclusive": list(groups_of(_members(open_edit)).values()),
        "at_most": open_edit.row(PARTS["workshop"], ())["at_most"],
    }
    data = {"constraints": constraints, "products": open_edit.every(PARTS["product"])}
    first = next((message for _, message in broken_rules(data)), None)
    if first:
        raise ConstraintError(first)


def _require(open_edit: Edit, wanted: Mapping[str, bool]) -> None:
    """Make products a must, or no longer; what is as wanted already is left alone."""
    part = PARTS["must_have"]
    now = {row["product"]: row for row in open_edit.every(part)}
    open_edit.insert(part, [{"product": key} for key, wish in wanted.items() if wish and key not in now])
    open_edit.delete(part, [now[key] for key, wish in wanted.items() if not wish and key in now])


def _refuse_group(groups: Iterable[Sequence[str]], products: Sequence[str]) -> None:
    known = [set(group) for group in groups]
    if set(products) in known:
        raise ConstraintError("These products exclude each other already.")
    if len(known) >= MOST_ELSEWHERE:
        raise ConstraintError(f"A workshop holds at most {MOST_ELSEWHERE} rules of this kind; remove one first.")


def _free_number(taken: set[int]) -> int:
    """The number after the largest one; past the last number of all, the smallest that is free."""
    following = max(taken, default=0) + 1
    return following if following <= LAST_GROUP else min(set(range(1, LAST_GROUP + 1)) - taken)


def _members(open_edit: Edit) -> list[Exclusive]:
    """The members of every group, in their order."""
    return [Exclusive(group=row["group"], product=row["product"]) for row in open_edit.every(PARTS["exclusive"])]
