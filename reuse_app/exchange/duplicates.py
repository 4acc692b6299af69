"""What is to be done with rows that may repeat something which is there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from reuse_app.exchange.incoming import Incoming, IncomingRow
from reuse_app.exchange.inventory import ImportPlan
from reuse_app.worksheet import Capability


class Choice(StrEnum):
    """What becomes of a row that is likely to repeat another capability."""

    ADD = "add"
    """It is another one after all."""
    UPDATE = "update"
    """It is the same one: what the file says of it counts."""
    SKIP = "skip"
    """It is the same one and stays as it is."""


def same_as(dry_run: ImportPlan, existing: Sequence[Capability]) -> dict[int, str]:
    """Return by row number the key of the capability at hand that a new row may repeat, and no other row is about."""
    taken = {changed.before.key for changed in dry_run.changed} | {each.key for each in dry_run.unchanged}
    free = {each.name: each.key for each in reversed(existing) if each.key not in taken}
    repeated = ((new.row, new.alike.other) for new in dry_run.new if new.alike)
    return {row: free.pop(other) for row, other in repeated if other in free}


def chosen(incoming: Incoming, choices: Mapping[int, Choice], same: Mapping[int, str]) -> Incoming:
    """Return the rows of a file as people chose for the likely duplicates, by row number; without a choice new.

    `same` says which capability is updated, as `same_as` does; a row that repeats none is new.
    """
    rows = (_as_chosen(row, choices.get(row.number, Choice.ADD), same) for row in incoming.rows)
    return replace(incoming, rows=tuple(row for row in rows if row))


def _as_chosen(row: IncomingRow, choice: Choice, same: Mapping[int, str]) -> IncomingRow | None:
    if choice is Choice.SKIP:
        return None
    if choice is Choice.UPDATE and row.number in same:
        return replace(row, capability=row.capability.model_copy(update={"key": same[row.number]}), has_key=True)
    return row
