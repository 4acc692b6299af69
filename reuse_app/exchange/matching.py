"""Which row of a file is which capability at hand, and what it would change in it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reuse_app.exchange.incoming import IncomingRow
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import Scalar, flatten, nest

COSTS = ("build_cost", "platform_cost")


def matched(existing: Sequence[Capability], rows: Sequence[IncomingRow]) -> Mapping[int, Capability]:
    """Return the capability that each row is about, by row number: the same key, otherwise exactly the same name.

    Of several capabilities with one name the first that is left is taken.
    """
    by_key = {capability.key: capability for capability in existing}
    found = {row.number: by_key[row.capability.key] for row in rows if row.has_key and row.capability.key in by_key}
    taken = {capability.key for capability in found.values()}
    by_name: dict[str, list[Capability]] = defaultdict(list)
    for capability in existing:
        if capability.key not in taken:
            by_name[capability.name].append(capability)
    for row in rows:
        if row.number not in found and by_name[row.capability.name]:
            found[row.number] = by_name[row.capability.name].pop(0)
    return found


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
    values: dict[str, Scalar] = flatten(row.capability) | {"home_product": None}
    capability = Capability.model_validate(nest(Capability, values))
    return replace(row, capability=capability, stated=row.stated - {"home_product"})
