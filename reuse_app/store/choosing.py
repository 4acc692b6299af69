"""The write commands with which people choose: dots and the shortlist, kept sets, and the roles of products."""

from collections.abc import Collection, Mapping, Sequence

from reuse_app.store.edit import Edit, SentForm, Values, Writer, edit
from reuse_app.store.entries import change_within, remove_within, with_keys
from reuse_app.store.errors import NameTakenError, VoteError
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Decision, Dot, Role, Set
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.document import SIDE_BY_SIDE
from reuse_app.worksheet.values import as_read

EACH, CAP = "settings_dots_each", "settings_dots_cap"
"""The columns of the workshop that hold the rules."""


def put_dots(writer: Writer, dot: Dot) -> int:
    """Let a person's dots on a product be so many from now on; return the workshop's revision.

    Raises VoteError when that is more than the rules allow, and UnknownEntryError.
    """
    part, entry = PARTS["dot"], (dot.participant, dot.product)
    with edit(writer, "put dot") as open_edit:
        open_edit.row(PARTS["participant"], (dot.participant,))
        open_edit.row(PARTS["product"], (dot.product,))
        now = open_edit.rows(part, [entry]).get(entry)
        if dot.count > (now["count"] if now else 0):
            _check(open_edit, dot)
        if now is None:
            open_edit.insert(part, [flatten(dot)] if dot.count else [])
        elif dot.count:
            open_edit.update(part, entry, before=now, after={"count": dot.count})
        else:
            open_edit.delete(part, [now])
        return open_edit.revision


def change_dot_rules(writer: Writer, fields: Values, *, seen: int) -> int:
    """Change how many dots each person has and how many one product may get; return the workshop's revision.

    Raises as `entries.change` does, and VoteError for fewer once somebody has given dots, whoever and however many.
    """
    with edit(writer, "change dots") as open_edit:
        before = open_edit.row(PARTS["workshop"], ())
        change_within(open_edit, PARTS["workshop"], (), fields, seen=seen)
        after = open_edit.row(PARTS["workshop"], ())
        if open_edit.every(PARTS["dot"]) and any(after[name] < before[name] for name in (EACH, CAP)):
            raise VoteError("Dots have been given already, so there can be more of them, but not fewer.")
        return open_edit.revision


def refuse_too_many(open_edit: Edit, people: Collection[str]) -> None:
    """Refuse that somebody has given more dots than the rules allow; raises VoteError."""
    rules, given = open_edit.row(PARTS["workshop"], ()), open_edit.every(PARTS["dot"])
    for person in people:
        counts = [row["count"] for row in given if row["participant"] == person]
        if sum(counts) > rules[EACH] or max(counts, default=0) > rules[CAP]:
            raise VoteError("These dots have been given to something else since. Nothing was changed.")


def shortlist(writer: Writer, products: Collection[str]) -> int:
    """Put these adjacent products on the shortlist and take the others off; return the workshop's revision."""
    part = PARTS["product"]
    with edit(writer, "shortlist products") as open_edit:
        for row in open_edit.every(part):
            if not row["home"]:
                open_edit.update(part, (row["key"],), before=row, after={"shortlisted": row["key"] in products})
        return open_edit.revision


def _check(open_edit: Edit, dot: Dot) -> None:
    """Refuse more dots than a product may get from one person, or than that person has."""
    rules = open_edit.row(PARTS["workshop"], ())
    if dot.count > rules[CAP]:
        raise VoteError(f"One person may give one product at most {rules[CAP]} dots.")
    given = open_edit.every(PARTS["dot"])
    others = sum(
        row["count"] for row in given if row["participant"] == dot.participant and row["product"] != dot.product
    )
    left = max(0, rules[EACH] - others)
    if dot.count > left:
        raise VoteError(
            f"Of the {rules[EACH]} dots there are {left} left for this product. Take one from another first."
        )


SETS, MEMBERS = PARTS["set"], PARTS["set_product"]


def keep_set(writer: Writer, kept: Set, products: Sequence[str], *, once: SentForm | None = None) -> int:
    """Keep products as a set, beside the others; where three stand there, the first of them steps aside.

    Returns the workshop's revision. Raises RepeatedError, UnknownEntryError for a product that is gone, RoomError for
    one set too many, and NameTakenError for a name that another set has, however it is capitalised.
    """
    with edit(writer, "keep set", once=once) as open_edit:
        if as_read(kept.name) in {as_read(row["name"]) for row in open_edit.every(SETS)}:
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
    """Keep a set no longer; its products stay. Returns the revision. Raises UnknownEntryError, NotOwnError."""
    with edit(writer, "remove set") as open_edit:
        open_edit.refuse_others(SETS, open_edit.row(SETS, (key,)))
        remove_within(open_edit, SETS, (key,))
        return open_edit.revision


def _make_room(open_edit: Edit) -> None:
    """Put the first of the sets that stand side by side aside when there is no room for another."""
    beside = [row for row in open_edit.every(SETS) if not row["aside"]]
    for row in beside[: len(beside) - SIDE_BY_SIDE + 1]:
        open_edit.update(SETS, (row["key"],), before=row, after={"aside": True})


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
