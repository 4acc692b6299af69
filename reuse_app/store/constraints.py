"""The write commands on what any choice must respect. Each is one transaction, and leaves rules that can all hold."""

from collections.abc import Iterable, Mapping, Sequence

from reuse_app.store.contradictions import members_now, minimums_now, refuse_contradiction
from reuse_app.store.edit import Edit, SentForm, Values, Writer, edit
from reuse_app.store.entries import change_within
from reuse_app.store.errors import ConstraintError, UnknownEntryError
from reuse_app.store.noun_table import StoredPart
from reuse_app.store.rows import groups_of
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import AtLeast
from reuse_app.worksheet.validation.raw import MOST_ELSEWHERE

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
        members = members_now(open_edit)
        _refuse_group(groups_of(members).values(), products, "These products exclude each other already.")
        number = _free_number({member.group for member in members})
        open_edit.insert(PARTS["exclusive"], [{"group": number, "product": product} for product in products])
        refuse_contradiction(open_edit)
        return open_edit.revision


def admit(writer: Writer, group: int) -> int:
    """Let the products of a group be chosen together again; return the workshop's revision.

    Raises UnknownEntryError.
    """
    with edit(writer, "admit products") as open_edit:
        _remove_group(open_edit, PARTS["exclusive"], group)
        return open_edit.revision


def add_minimum(writer: Writer, products: Sequence[str], count: int, *, once: SentForm | None = None) -> int:
    """Add a group of products of which at least so many have to be chosen; return the workshop's revision.

    Raises ValidationError for a count that is none, RepeatedError, and ConstraintError for a group that is there
    already, one too many or one that cannot hold.
    """
    AtLeast(of=tuple(products), count=count)
    with edit(writer, "ask for products", once=once) as open_edit:
        known = minimums_now(open_edit)
        _refuse_group((rule.of for rule in known.values()), products, "There is a rule for this very group already.")
        rows = [{"group": _free_number(set(known)), "product": product, "count": count} for product in products]
        open_edit.insert(PARTS["at_least"], rows)
        refuse_contradiction(open_edit)
        return open_edit.revision


def remove_minimum(writer: Writer, group: int) -> int:
    """Let any number of a group be chosen again; return the workshop's revision. Raises UnknownEntryError."""
    with edit(writer, "ask no more for products") as open_edit:
        _remove_group(open_edit, PARTS["at_least"], group)
        return open_edit.revision


def add_requirement(writer: Writer, product: str, needs: str, *, once: SentForm | None = None) -> int:
    """Let a product be chosen only with another; return the workshop's revision.

    Raises RepeatedError, and ConstraintError for a rule that is there already, one too many or one that cannot hold.
    """
    with edit(writer, "require a product", once=once) as open_edit:
        part = PARTS["requires"]
        rows = open_edit.every(part)
        _refuse_too_many(len(rows))
        if (product, needs) in {part.entry(row) for row in rows}:
            raise ConstraintError("This rule is there already.")
        open_edit.insert(part, [{"product": product, "needs": needs}])
        refuse_contradiction(open_edit)
        return open_edit.revision


def remove_requirement(writer: Writer, product: str, needs: str) -> int:
    """Let a product be chosen without another again; return the workshop's revision. Raises UnknownEntryError."""
    with edit(writer, "require a product no more") as open_edit:
        part = PARTS["requires"]
        open_edit.delete(part, [open_edit.row(part, (product, needs))])
        return open_edit.revision


def _require(open_edit: Edit, wanted: Mapping[str, bool]) -> None:
    """Make products a must, or no longer; what is as wanted already is left alone."""
    part = PARTS["must_have"]
    now = {row["product"]: row for row in open_edit.every(part)}
    open_edit.insert(part, [{"product": key} for key, wish in wanted.items() if wish and key not in now])
    open_edit.delete(part, [now[key] for key, wish in wanted.items() if not wish and key in now])


def _remove_group(open_edit: Edit, part: StoredPart, group: int) -> None:
    rows = [row for row in open_edit.every(part) if row["group"] == group]
    if not rows:
        raise UnknownEntryError("This rule is not in the workshop any more.")
    open_edit.delete(part, rows)


def _refuse_group(groups: Iterable[Sequence[str]], products: Sequence[str], why: str) -> None:
    known = [set(group) for group in groups]
    if set(products) in known:
        raise ConstraintError(why)
    _refuse_too_many(len(known))


def _refuse_too_many(rules: int) -> None:
    if rules >= MOST_ELSEWHERE:
        raise ConstraintError(f"A workshop holds at most {MOST_ELSEWHERE} rules of this kind; remove one first.")


def _free_number(taken: set[int]) -> int:
    """The number after the largest one; past the last number of all, the smallest that is free."""
    following = max(taken, default=0) + 1
    return following if following <= LAST_GROUP else min(set(range(1, LAST_GROUP + 1)) - taken)
