"""The write commands on dots: give and take them within the rules, change the rules, and keep what came out."""

from collections.abc import Collection

from reuse_app.store.edit import Edit, Values, Writer, edit
from reuse_app.store.entries import change_within
from reuse_app.store.errors import VoteError
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Dot
from reuse_app.worksheet.columns import flatten

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
