"""What differs between two lists of capabilities, such as two versions of an inventory, and one list made of both."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reuse_app.worksheet.columns import label_of
from reuse_app.worksheet.document import Capability
from reuse_app.worksheet.searching import alike_to

TELLING = ("name", "nature", "description")
"""The texts by which a capability is recognised under another key, the most telling first."""
COMPARED_LENGTH = 200
"""Characters of a text that are compared; measuring how far long ones agree takes quadratic time."""


@dataclass(frozen=True)
class FieldChange:
    """One field before and after."""

    field: str
    before: object
    after: object

    @property
    def label(self) -> str:
        """The field as people read it: build cost."""
        return label_of(self.field)


@dataclass(frozen=True)
class ChangedCapability:
    """One capability before and after, and the fields in which it differs."""

    before: Capability
    after: Capability
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Comparison:
    """What was added, removed and changed, and how many capabilities are the same; their order does not count."""

    added: tuple[Capability, ...]
    removed: tuple[Capability, ...]
    changed: tuple[ChangedCapability, ...]
    unchanged: int


def compare(before: Sequence[Capability], after: Sequence[Capability]) -> Comparison:
    """Return what differs between two lists of capabilities, each with keys of its own.

    A capability is the same one under the same key. Of the others, those are taken for the same whose name, or else
    nature, or else description agrees or is alike, as long as no other one on their side has that text.
    """
    pairs = _pairs(before, after)
    met = {capability.key for capability in pairs.values()}
    changed = (_changed(one, pairs[one.key]) for one in before if one.key in pairs and one != pairs[one.key])
    return Comparison(
        added=tuple(capability for capability in after if capability.key not in met),
        removed=tuple(capability for capability in before if capability.key not in pairs),
        changed=tuple(changed),
        unchanged=sum(pairs.get(capability.key) == capability for capability in before),
    )


def _pairs(before: Sequence[Capability], after: Sequence[Capability]) -> dict[str, Capability]:
    """Return by each earlier key the capability that is the same one later."""
    later = {capability.key: capability for capability in after}
    pairs = {capability.key: later[capability.key] for capability in before if capability.key in later}
    gone = [capability for capability in before if capability.key not in pairs]
    new = [capability for capability in after if capability.key not in pairs]
    for field in TELLING:
        pairs |= _recognised(_by_text(gone, field), _by_text(new, field))
        met = {capability.key for capability in pairs.values()}
        gone = [capability for capability in gone if capability.key not in pairs]
        new = [capability for capability in new if capability.key not in met]
    return pairs


def _by_text(capabilities: Sequence[Capability], field: str) -> dict[str, Capability]:
    """Return capabilities by a text that no other of them has."""
    texts = [" ".join(getattr(one, field).casefold().split())[:COMPARED_LENGTH] for one in capabilities]
    counts = Counter(texts)
    return {text: one for text, one in zip(texts, capabilities, strict=True) if text and counts[text] == 1}


def _recognised(gone: Mapping[str, Capability], new: Mapping[str, Capability]) -> Iterator[tuple[str, Capability]]:
    """Yield the key of each capability that is gone under its text, with the new one of that text or one like it."""
    yield from ((gone[text].key, new[text]) for text in gone if text in new)
    left = {text: capability for text, capability in gone.items() if text not in new}
    strange = [text for text in new if text not in gone]
    for text, found in zip(strange, alike_to(strange, list(left)), strict=True):
        if found and found.other in left:
            yield left.pop(found.other).key, new[text]


def _changed(before: Capability, after: Capability) -> ChangedCapability:
    pairs = ((field, getattr(before, field), getattr(after, field)) for field in Capability.model_fields)
    return ChangedCapability(before, after, tuple(FieldChange(*each) for each in pairs if each[1] != each[2]))


class MergeSide(StrEnum):
    """Whose text counts: mine is the list that is merged into, theirs the one that is merged."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class MergeChoices:
    """What people chose; without a choice nothing is lost and what is newer counts.

    A field that nobody chose is taken from them, but a key from me, because links refer to it. What only one side
    has is kept unless its key is among the dropped.
    """

    fields: Mapping[tuple[str, str], MergeSide] = dataclasses.field(default_factory=dict)
    """By my key of a changed capability and the name of the field."""
    dropped: Collection[str] = frozenset()
    """Keys of added and removed capabilities that are left out."""


def merged(mine: Sequence[Capability], comparison: Comparison, choices: MergeChoices) -> tuple[Capability, ...]:
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


def _one(changed: ChangedCapability, choices: MergeChoices) -> Capability:
    taken = {
        each.field: each.after
        for each in changed.fields
        if choices.fields.get((changed.before.key, each.field), _usual(each.field)) is MergeSide.THEIRS
    }
    return changed.before.model_copy(update=taken)


def _usual(name: str) -> MergeSide:
    return MergeSide.MINE if name == "key" else MergeSide.THEIRS
