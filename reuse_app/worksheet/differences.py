"""What differs between two states of a worksheet, part by part, in names that people know."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reuse_app.worksheet.columns import Column, Scalar, columns, flatten
from reuse_app.worksheet.comparing import FieldChange
from reuse_app.worksheet.constraints import Constraints, Requires
from reuse_app.worksheet.document import LIST_OF, LISTS, Worksheet
from reuse_app.worksheet.isic import HOLDERS, division
from reuse_app.worksheet.scales import WORDS, Fit, Need, Plan, Role, Status
from reuse_app.worksheet.values import Noun

Identity = tuple[object, ...]
Names = Mapping[tuple[str, object], str]
"""Names by the noun and the key that refer to them."""


class DifferenceSort(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One entry that differs: what happened, what it is called, and the fields that changed, came or went."""

    sort: DifferenceSort
    label: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class PartDifferences:
    """The entries of one part that differ, and how many are the same."""

    part: str
    differences: tuple[Difference, ...]
    unchanged: int

    @property
    def label(self) -> str:
        """The part as people read it: gap plans."""
        return self.part.replace("_", " ")


def compare_worksheets(before: Worksheet, after: Worksheet) -> tuple[PartDifferences, ...]:
    """Return what differs between two states of a worksheet, for each part that differs, in the order of the file.

    An entry is the same one under the same key; the order of entries does not count. What refers to a key is shown
    by name, the later one if it changed. People's ratings and dots are among the parts: mind who may see them.
    """
    names = {**_names(before), **_names(after)}
    parts = (
        _differences(part, _entries(before, part), _entries(after, part), names)
        for part in ("workshop", *LISTS, "constraints")
        if getattr(before, part) != getattr(after, part)
    )
    return tuple(part for part in parts if part.differences)


def _names(worksheet: Worksheet) -> Names:
    return {(noun, entry.key): entry.name for noun, part in LIST_OF.items() for entry in getattr(worksheet, part)}


def _entries(worksheet: Worksheet, part: str) -> dict[Identity, Noun]:
    """Return the entries of a part by what identifies them and, for those that may repeat, which one it is."""
    if part not in LISTS:
        return {(): getattr(worksheet, part)}
    seen: Counter[Identity] = Counter()
    found: dict[Identity, Noun] = {}
    for entry in getattr(worksheet, part):
        who = tuple(getattr(entry, field) for field in LISTS[part].identity)
        seen[who] += 1
        found[(*who, seen[who])] = entry
    return found


def _differences(
    part: str, before: Mapping[Identity, Noun], after: Mapping[Identity, Noun], names: Names
) -> PartDifferences:
    found = _told(part, before, after, names)
    told = tuple(
        difference for difference in found if difference.fields or difference.sort is not DifferenceSort.CHANGED
    )
    return PartDifferences(part, told, unchanged=len(before.keys() | after.keys()) - len(told))


def _told(
    part: str, before: Mapping[Identity, Noun], after: Mapping[Identity, Noun], names: Names
) -> Iterator[Difference]:
    for who, entry in {**before, **after}.items():
        values = _values(entry, names)
        label = _label(part, values)
        if who not in before:
            yield Difference(DifferenceSort.ADDED, label, _changes({}, values, _telling(part, entry)))
        elif who not in after:
            yield Difference(DifferenceSort.REMOVED, label, _changes(values, {}, _telling(part, entry)))
        elif before[who] != entry:
            old = _values(before[who], names)
            yield Difference(DifferenceSort.CHANGED, label, _changes(old, values, old))


def _values(entry: Noun, names: Names) -> dict[str, Scalar]:
    if isinstance(entry, Constraints):
        return _rules(entry, names)
    shape = columns(type(entry))
    return {name: _shown(value, shape[name], names) for name, value in flatten(entry).items()}


def _rules(constraints: Constraints, names: Names) -> dict[str, Scalar]:
    def named(products: Iterable[str], between: str) -> str:
        return between.join(sorted(names.get(("product", key), key) for key in products))

    def needing(rule: Requires) -> str:
        return f"{named([rule.product], '')} with {named([rule.needs], '')}"

    groups = sorted(named(group, " or ") for group in constraints.exclusive)
    return {
        "must_have": named(constraints.must_have, ", "),
        "exclusive": ", ".join(groups),
        "at_most": constraints.at_most,
        "at_least": ", ".join(sorted(f"{rule.count} of {named(rule.of, ' or ')}" for rule in constraints.at_least)),
        "requires": ", ".join(sorted(needing(rule) for rule in constraints.requires)),
    }


def _shown(value: Scalar, column: Column, names: Names) -> Scalar:
    if isinstance(value, Status | Need | Fit | Role | Plan):
        return WORDS[value]
    if column.name in HOLDERS and value:
        return division(str(value)).name
    return names.get((column.refers, value), value) if column.refers else value


def _label(part: str, values: Mapping[str, Scalar]) -> str:
    """Return what an entry is called: its name, or the names of what it is about; nothing for the only one."""
    if part not in LISTS:
        return ""
    if part == "notes":
        about = (values[field] for field in ("capability", "product", "factor"))
        return " → ".join(str(name) for name in about if name) or "parking lot"
    fields = ("name",) if "name" in values else LISTS[part].identity
    told = ((field, values[field]) for field in fields)
    return " → ".join(f"{field} {value}" if isinstance(value, int) else str(value) for field, value in told)


def _telling(part: str, entry: Noun) -> list[str]:
    """Return the columns of an entry that say more than its label and than what is usual."""
    stated = entry.model_dump(exclude_defaults=True).keys() - {"name", *LISTS[part].identity}
    return [name for name, column in columns(type(entry)).items() if column.path[0] in stated]


def _changes(
    before: Mapping[str, Scalar], after: Mapping[str, Scalar], fields: Iterable[str]
) -> tuple[FieldChange, ...]:
    changes = (FieldChange(field, before.get(field), after.get(field)) for field in fields)
    return tuple(change for change in changes if change.before != change.after)
