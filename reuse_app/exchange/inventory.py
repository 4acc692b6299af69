"""What an import into an inventory would do, shown before it is done, and done whole or not at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from pydantic import ValidationError

from reuse_app.exchange.alike import Alike, alike
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, IncomingRow, RowMistake
from reuse_app.exchange.matching import at_home, changed_by, matched
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import Scalar, flatten, nest
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.validation.messages import sentence


@dataclass(frozen=True)
class FieldChange:
    """One column of a capability, before and after."""

    field: str
    before: Scalar
    after: Scalar


@dataclass(frozen=True)
class New:
    """A capability that would be added, from which row, and the one that it may repeat."""

    row: int
    capability: Capability
    alike: Alike | None


@dataclass(frozen=True)
class Changed:
    """A capability that would be changed, from which row, and in which columns."""

    row: int
    before: Capability
    after: Capability
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class ImportPlan:
    """The dry run of an import; with a mistake in it nothing can be applied."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[Capability, ...]
    mistakes: tuple[RowMistake, ...]
    remarks: tuple[str, ...]

    @property
    def likely_duplicates(self) -> tuple[New, ...]:
        """The new capabilities whose name resembles another one's."""
        return tuple(new for new in self.new if new.alike)

    @property
    def can_be_applied(self) -> bool:
        """Whether every row of the file is right."""
        return not self.mistakes


def plan(
    existing: Sequence[Capability],
    incoming: Incoming,
    *,
    products: Collection[str] | None = None,
    look_alike: bool = True,
) -> ImportPlan:
    """Return what importing rows into the existing capabilities would do.

    A row is matched by its key, otherwise by exactly the same name; only columns that the file has are changed. With
    `products`, the keys of the products at hand, a home product that is not among them is left out with a remark.
    Looking for likely duplicates is slow; do without `look_alike` where nobody is going to see them.
    """
    rows, remarks = (incoming.rows, ()) if products is None else at_home(incoming.rows, products)
    known = matched(existing, rows)
    changed, unchanged, mistakes = _compared(rows, known)
    new = _new(existing, [row for row in rows if row.number not in known], look_alike=look_alike)
    wrong = sorted([*incoming.mistakes, *mistakes, *_too_many(existing, new)], key=attrgetter("row"))
    return ImportPlan(new, changed, unchanged, tuple(wrong), (*incoming.remarks, *remarks))


def applied(existing: Sequence[Capability], ready: ImportPlan) -> tuple[Capability, ...]:
    """Return the capabilities after an import: changed ones in their place, new ones at the end.

    Raises FileError when the plan has mistakes.
    """
    if not ready.can_be_applied:
        raise FileError(f"Nothing was imported: {len(ready.mistakes)} mistakes have to be mended first.")
    after = {changed.before.key: changed.after for changed in ready.changed}
    kept = (after.get(capability.key, capability) for capability in existing)
    return (*kept, *(new.capability for new in ready.new))


def _compared(
    rows: Sequence[IncomingRow], known: Mapping[int, Capability]
) -> tuple[tuple[Changed, ...], tuple[Capability, ...], tuple[RowMistake, ...]]:
    """Return the changes that rows would make, the capabilities that stay the same, and what does not fit together."""
    changed, unchanged, mistakes = [], [], []
    for row in rows:
        before = known.get(row.number)
        if before:
            try:
                after = changed_by(row, before)
            except ValidationError as error:
                message = f"Together with what is not in this file: {sentence(error.errors()[0])}"
                mistakes.append(RowMistake(row.number, "", message))
                continue
            if fields := tuple(_differences(before, after)):
                changed.append(Changed(row.number, before, after, fields))
            else:
                unchanged.append(before)
    return tuple(changed), tuple(unchanged), tuple(mistakes)


def _differences(before: Capability, after: Capability) -> Iterator[FieldChange]:
    old, new = flatten(before), flatten(after)
    return (FieldChange(field, old[field], new[field]) for field in old if old[field] != new[field])


def _new(existing: Sequence[Capability], rows: Sequence[IncomingRow], *, look_alike: bool) -> tuple[New, ...]:
    """Return rows as capabilities with keys that nobody has, each with the name that it resembles if that is asked."""
    taken = {capability.key for capability in existing}
    taken |= {row.capability.key for row in rows if row.has_key}
    names = [row.capability.name for row in rows]
    near = alike(names, [each.name for each in existing]) if look_alike else [None] * len(names)
    new = []
    for row, other in zip(rows, near, strict=True):
        capability = row.capability if row.has_key else _with_key(row.capability, key_for(row.capability.name, taken))
        taken.add(capability.key)
        new.append(New(row.number, capability, other))
    return tuple(new)


def _with_key(capability: Capability, key: str) -> Capability:
    return Capability.model_validate(nest(Capability, flatten(capability) | {"key": key}))


def _too_many(existing: Sequence[Capability], new: Sequence[New]) -> Iterator[RowMistake]:
    if len(existing) + len(new) > MOST_CAPABILITIES:
        first = new[max(MOST_CAPABILITIES - len(existing), 0)]
        limit = f"an inventory holds at most {MOST_CAPABILITIES:,} capabilities"
        yield RowMistake(first.row, "", f"From this row on there are too many: {limit}.")
