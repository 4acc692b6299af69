"""What an import into an inventory would do, shown before it is done, and done whole or not at all."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

from pydantic import ValidationError

from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, IncomingRow, RowMistake
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import flatten, nest
from reuse_app.worksheet.comparing import FieldChange
from reuse_app.worksheet.searching import Alike, alike
from reuse_app.worksheet.validation.raw import sentence
from reuse_app.worksheet.values import key_for

COSTS = ("build_cost", "platform_cost")


@dataclass(frozen=True)
class NewRow:
    """A capability that would be added, from which row, and the one that it may repeat."""

    row: int
    capability: Capability
    alike: Alike | None


@dataclass(frozen=True)
class ChangedRow:
    """A capability that would be changed, from which row, and in which columns."""

    row: int
    before: Capability
    after: Capability
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class ImportPlan:
    """The dry run of an import; with a mistake in it nothing can be applied."""

    new: tuple[NewRow, ...]
    changed: tuple[ChangedRow, ...]
    unchanged: tuple[Capability, ...]
    mistakes: tuple[RowMistake, ...]
    remarks: tuple[str, ...]

    @property
    def likely_duplicates(self) -> tuple[NewRow, ...]:
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
    unit: str = "",
    look_alike: bool = True,
) -> ImportPlan:
    """Return what importing rows into the existing capabilities would do.

    A row is matched by its key, by its reference, or by exactly the same name; only columns that the file has are
    changed. With `products`, the keys of the products at hand, a home product that is not among them is left out with a
    remark; with `unit`, the one of the costs at hand, costs in another one are remarked on.
    Looking for likely duplicates is slow; do without `look_alike` where nobody is going to see them.
    """
    rows, remarks = (incoming.rows, ()) if products is None else at_home(incoming.rows, products)
    known = matched(existing, rows)
    changed, unchanged, mistakes = _compared(rows, known)
    new = _new(existing, [row for row in rows if row.number not in known], look_alike=look_alike)
    wrong = sorted([*incoming.mistakes, *mistakes, *_too_many(existing, new)], key=attrgetter("row"))
    remarks = (*incoming.remarks, *remarks, *_other_unit(incoming, unit))
    return ImportPlan(new, changed, unchanged, tuple(wrong), remarks)


def _other_unit(incoming: Incoming, unit: str) -> Iterator[str]:
    if incoming.unit and unit and incoming.unit != unit:
        yield f"Its costs are in {incoming.unit}, those here in {unit}: the numbers are taken as they are."


def _compared(
    rows: Sequence[IncomingRow], known: Mapping[int, Capability]
) -> tuple[tuple[ChangedRow, ...], tuple[Capability, ...], tuple[RowMistake, ...]]:
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
                changed.append(ChangedRow(row.number, before, after, fields))
            else:
                unchanged.append(before)
    return tuple(changed), tuple(unchanged), tuple(mistakes)


def _differences(before: Capability, after: Capability) -> Iterator[FieldChange]:
    old, new = flatten(before), flatten(after)
    return (FieldChange(field, old[field], new[field]) for field in old if old[field] != new[field])


def _new(existing: Sequence[Capability], rows: Sequence[IncomingRow], *, look_alike: bool) -> tuple[NewRow, ...]:
    """Return rows as capabilities with keys that nobody has, each with the name that it resembles if that is asked."""
    taken = {capability.key for capability in existing}
    taken |= {row.capability.key for row in rows if row.has_key}
    names = [row.capability.name for row in rows]
    near = alike(names, [each.name for each in existing]) if look_alike else [None] * len(names)
    new = []
    for row, other in zip(rows, near, strict=True):
        key = row.capability.key if row.has_key else key_for(row.capability.name, taken)
        taken.add(key)
        new.append(NewRow(row.number, row.capability.model_copy(update={"key": key}), other))
    return tuple(new)


def _too_many(existing: Sequence[Capability], new: Sequence[NewRow]) -> Iterator[RowMistake]:
    if len(existing) + len(new) > MOST_CAPABILITIES:
        first = new[max(MOST_CAPABILITIES - len(existing), 0)]
        limit = f"an inventory holds at most {MOST_CAPABILITIES:,} capabilities"
        yield RowMistake(first.row, "", f"From this row on there are too many: {limit}.")


def matched(existing: Sequence[Capability], rows: Sequence[IncomingRow]) -> Mapping[int, Capability]:
    """Return the capability that each row is about, by row number: the same key, the same reference, the same name.

    What goes by two references is two things, whatever the names. Of several capabilities that a row may be about the
    first that is left is taken.
    """
    by_key = {capability.key: capability for capability in existing}
    found = {row.number: by_key[row.capability.key] for row in rows if row.has_key and row.capability.key in by_key}
    taken = {capability.key for capability in found.values()}
    by_reference = _queues(existing, "reference")
    by_name = _queues(existing, "name")
    unreferenced = _queues([each for each in existing if not each.reference], "name")
    for row in rows:
        if row.number not in found and row.capability.reference:
            _take(row, by_reference[row.capability.reference], taken, found)
    for row in rows:
        if row.number not in found:
            _take(row, (unreferenced if row.capability.reference else by_name)[row.capability.name], taken, found)
    return found


def _queues(capabilities: Sequence[Capability], field: str) -> defaultdict[str, deque[Capability]]:
    queues: defaultdict[str, deque[Capability]] = defaultdict(deque)
    for capability in capabilities:
        queues[getattr(capability, field)].append(capability)
    return queues


def _take(row: IncomingRow, queue: deque[Capability], taken: set[str], found: dict[int, Capability]) -> None:
    """Match a row with the first capability in a queue that no other row is about."""
    while queue:
        capability = queue.popleft()
        if capability.key not in taken:
            taken.add(capability.key)
            found[row.number] = capability
            return


def changed_by(row: IncomingRow, before: Capability) -> Capability:
    """Return a capability with the columns that a row states; raises ValidationError when they do not fit together."""
    values, stated = flatten(before), flatten(row.capability)
    columns = row.stated - {"key"}
    for cost in COSTS:
        low, likely, high = f"{cost}_low", f"{cost}_likely", f"{cost}_high"
        if columns & {low, likely, high} == {likely}:
            columns -= {likely} if stated[likely] == values[likely] else set()
            columns |= {low, high} if likely in columns else set()
    return Capability.model_validate(nest(Capability, values | {column: stated[column] for column in columns}))


def at_home(rows: Sequence[IncomingRow], products: Collection[str]) -> tuple[tuple[IncomingRow, ...], tuple[str, ...]]:
    """Return the rows without home products that are not at hand, and a remark on those that were left out."""
    strange = [row for row in rows if row.capability.home_product not in {None, *products}]
    if not strange:
        return tuple(rows), ()
    names = ", ".join(sorted({f"“{row.capability.home_product}”" for row in strange})[:5])
    numbers = {row.number for row in strange}
    remark = f"In {len(strange)} of the rows the home product is not in this workshop and was left out: {names}."
    return tuple(_homeless(row) if row.number in numbers else row for row in rows), (remark,)


def _homeless(row: IncomingRow) -> IncomingRow:
    capability = row.capability.model_copy(update={"home_product": None})
    return replace(row, capability=capability, stated=row.stated - {"home_product"})


class DuplicateChoice(StrEnum):
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


def chosen(incoming: Incoming, choices: Mapping[int, DuplicateChoice], same: Mapping[int, str]) -> Incoming:
    """Return the rows of a file as people chose for the likely duplicates, by row number; without a choice new.

    `same` says which capability is updated, as `same_as` does; a row that repeats none is new.
    """
    rows = (_as_chosen(row, choices.get(row.number, DuplicateChoice.ADD), same) for row in incoming.rows)
    return replace(incoming, rows=tuple(row for row in rows if row))


def _as_chosen(row: IncomingRow, choice: DuplicateChoice, same: Mapping[int, str]) -> IncomingRow | None:
    if choice is DuplicateChoice.SKIP:
        return None
    if choice is DuplicateChoice.UPDATE and row.number in same:
        return replace(row, capability=row.capability.model_copy(update={"key": same[row.number]}), has_key=True)
    return row
