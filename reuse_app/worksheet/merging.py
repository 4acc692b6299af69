"""Two lists of capabilities made into one, field by field as people choose."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reuse_app.worksheet.capability import Capability
from reuse_app.worksheet.comparing import Changed, Comparison


class Side(StrEnum):
    """Whose text counts: mine is the list that is merged into, theirs the one that is merged."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Choices:
    """What people chose; without a choice nothing is lost and what is newer counts.

    A field that nobody chose is taken from them, but a key from me, because links refer to it. What only one side
    has is kept unless its key is among the dropped.
    """

    fields: Mapping[tuple[str, str], Side] = field(default_factory=dict)
    """By my key of a changed capability and the name of the field."""
    dropped: Collection[str] = frozenset()
    """Keys of added and removed capabilities that are left out."""


def merged(mine: Sequence[Capability], comparison: Comparison, choices: Choices) -> tuple[Capability, ...]:
    """Return my capabilities with what was chosen of theirs: in my order, what is new at the end.

    Every key is unique when it was on either side. There may be more than a worksheet or an inventory holds.

    Args:
        mine: the earlier list of the comparison.
        comparison: what differs in theirs.
        choices: what to take; a choice about something that does not differ changes nothing.
    """
    after = {changed.before.key: _one(changed, choices) for changed in comparison.changed}
    dropped = {capability.key for capability in comparison.removed if capability.key in choices.dropped}
    kept = (after.get(capability.key, capability) for capability in mine if capability.key not in dropped)
    return (*kept, *(capability for capability in comparison.added if capability.key not in choices.dropped))


def everything(comparison: Comparison, side: Side) -> Choices:
    """Return the choices that make the merged list the same as that of one side, apart from its order."""
    others = comparison.added if side is Side.MINE else comparison.removed
    return Choices(
        fields={(changed.before.key, each.field): side for changed in comparison.changed for each in changed.fields},
        dropped=frozenset(capability.key for capability in others),
    )


def _one(changed: Changed, choices: Choices) -> Capability:
    taken = {
        each.field: each.after
        for each in changed.fields
        if choices.fields.get((changed.before.key, each.field), _usual(each.field)) is Side.THEIRS
    }
    return changed.before.model_copy(update=taken)


def _usual(name: str) -> Side:
    return Side.MINE if name == "key" else Side.THEIRS
