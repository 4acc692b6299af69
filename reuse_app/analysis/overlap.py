"""What several inventories have alike, what it costs to have it more than once, and whom to bring together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import Literal, NamedTuple

from pydantic import Field

from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Capability, Status
from reuse_app.worksheet.comparing import COMPARED_LENGTH
from reuse_app.worksheet.guessing import what_it_does
from reuse_app.worksheet.searching import alike_to, are_few

FEWEST, MOST = 2, 10
"""How many inventories can be laid side by side."""

Sign = Literal["name", "nature"]
SIGNS: tuple[Sign, ...] = ("name", "nature")
"""By what a capability is recognised, the most telling first."""


@dataclass(frozen=True)
class NamedInventory:
    """An inventory to lay beside others; its name is its own, its unit of cost empty where nobody said it."""

    name: str
    capabilities: Sequence[Capability]
    unit: str = ""


class Laid(Finding):
    """An inventory among those that were laid side by side."""

    name: str = Field(description="What it is called.")
    unit: str = Field(description="Unit of its costs; empty where nobody said it.")
    size: int = Field(description="How many capabilities it has.")


class Copy(Finding):
    """A capability as one inventory has it."""

    inventory: str = Field(description="The name of the inventory.")
    key: str = Field(description="Its key there.")
    name: str = Field(description="What it is called there.")
    owner: str = Field(description="Who can say more about it.")
    status: Status = Field(description="In house, or missing.")
    cost: float | None = Field(description="Likely cost to build it anew, in the unit; null where nobody said it.")
    unit: str = Field(description="Unit of that cost; empty where nobody said it.")
    by: Sign | None = Field(description="By what it was recognised; null for the first one.")


class Double(Finding):
    """What two inventories or more have alike."""

    copies: tuple[Copy, ...] = Field(description="One for each inventory, in their order.")
    extra: dict[str, float] = Field(
        description="By unit in which two copies in house or more have a cost: what all but the dearest cost together."
    )

    @property
    def name(self) -> str:
        """What the first inventory calls it."""
        return self.copies[0].name

    @property
    def held(self) -> tuple[Copy, ...]:
        """The copies that are in house."""
        return tuple(copy for copy in self.copies if copy.status is Status.IN_HOUSE)

    @property
    def missed(self) -> tuple[Copy, ...]:
        """The copies that are needed and missing."""
        return tuple(copy for copy in self.copies if copy.status is Status.MISSING)

    @property
    def is_kept_twice(self) -> bool:
        """Whether it is in house in two inventories or more."""
        return len(self.held) >= FEWEST

    @property
    def lacks(self) -> tuple[str, ...]:
        """The inventories that have it in house and state no cost for it."""
        return tuple(copy.inventory for copy in self.held if copy.cost is None)

    @property
    def units(self) -> tuple[str, ...]:
        """The units of the costs of what is in house."""
        return tuple(dict.fromkeys(copy.unit for copy in self.held if copy.cost is not None))


class Party(Finding):
    """Somebody who has a copy: an owner by name, or whoever keeps an inventory that names none."""

    owner: str = Field(description="Who it is; empty where nobody is named.")
    inventories: tuple[str, ...] = Field(description="The inventories in which they have something alike.")


class Meeting(Finding):
    """Two who are to be brought together, and about what."""

    parties: tuple[Party, Party] = Field(description="Who they are.")
    about: tuple[str, ...] = Field(description="What they have alike, by name.")


class Overlap(Finding):
    """What follows from several inventories side by side."""

    inventories: tuple[Laid, ...] = Field(description="The inventories, in the order in which they were named.")
    size: int = Field(description="How many capabilities they have together.")
    without_nature: int = Field(description="How many of these have no nature sentence, so that only names tell them.")
    doubles: tuple[Double, ...] = Field(description="What they have alike, what costs most first.")
    extra: dict[str, float] = Field(description="By unit: the sum of what the doubles cost beyond the dearest copies.")
    is_rough: bool = Field(description="Whether there was too much text to find more than the same words alike.")
    meetings: tuple[Meeting, ...] = Field(description="Whom to bring together, those with most in common first.")


def find_overlap(inventories: Sequence[NamedInventory]) -> Overlap:
    """Return what two to ten inventories, each with a name of its own, have alike; amounts in their units.

    Alike are capabilities with names that resemble each other, or else natures that do so and have the same verb; of
    each inventory at most one belongs to the same double. Amounts in different units are never added. Raises
    ValueError for fewer or more inventories, or two of one name.
    """
    if not FEWEST <= len({each.name for each in inventories}) == len(inventories) <= MOST:
        raise ValueError(f"inventories must be {FEWEST} to {MOST}, each with a name of its own")
    groups, is_rough = _groups(inventories)
    doubles = _ranked([_double(group, inventories) for group in groups if len(group) >= FEWEST])
    units = dict.fromkeys(unit for each in doubles for unit in each.extra)
    return Overlap(
        inventories=tuple(Laid(name=each.name, unit=each.unit, size=len(each.capabilities)) for each in inventories),
        size=sum(len(each.capabilities) for each in inventories),
        without_nature=sum(not one.nature for each in inventories for one in each.capabilities),
        doubles=doubles,
        extra={unit: fsum(each.extra.get(unit, 0.0) for each in doubles) for unit in units},
        is_rough=is_rough,
        meetings=_meetings(doubles),
    )


@dataclass(frozen=True)
class _Read:
    """A capability with what tells it: by sign what has to be the same, and the text that has to be alike."""

    capability: Capability
    signs: Mapping[Sign, tuple[str, str]]


_Group = dict[int, tuple[_Read, Sign | None]]
"""Capabilities that are alike, by the place of their inventory, each with the sign by which it was recognised."""
_Known = dict[str, dict[str, list[_Group]]]
"""Groups by what has to be the same, and then by the text that has to be alike."""


class _Resemblance(NamedTuple):
    """A capability, the groups that it resembles most, and by how many percent."""

    read: _Read
    groups: list[_Group]
    percent: float


def _groups(inventories: Sequence[NamedInventory]) -> tuple[list[_Group], bool]:
    """Return the groups, and whether some texts were too many to be compared letter by letter."""
    groups: list[_Group] = []
    is_rough = False
    for place, inventory in enumerate(inventories):
        left = [_read(each) for each in inventory.capabilities]
        for sign in SIGNS:
            known = _known(groups, sign)
            is_rough |= _is_rough(known, left, sign)
            left = _join(known, place, left, sign)
        groups += [{place: (each, None)} for each in left]
    return groups, is_rough


def _read(capability: Capability) -> _Read:
    verb, _ = what_it_does(capability)
    nature = capability.nature[:COMPARED_LENGTH]
    return _Read(capability, {"name": ("", capability.name), "nature": (verb or "", nature)})


def _join(known: _Known, place: int, reads: Sequence[_Read], sign: Sign) -> list[_Read]:
    """Put capabilities of one inventory into the groups that they resemble, the most alike first; return the others."""
    found = [each for same in known for each in _resembling(reads, sign, same, known[same])]
    joined = set[str]()
    for read, near, _ in sorted(found, key=lambda each: -each.percent):
        group = next((group for group in near if place not in group), None)
        if group is not None:
            group[place] = (read, sign)
            joined.add(read.capability.key)
    return [read for read in reads if read.capability.key not in joined]


def _known(groups: Sequence[_Group], sign: Sign) -> _Known:
    known: _Known = {}
    for group in groups:
        for read, _ in group.values():
            same, text = read.signs[sign]
            if text:
                known.setdefault(same, {}).setdefault(text, []).append(group)
    return known


def _resembling(
    reads: Sequence[_Read], sign: Sign, same: str, known: Mapping[str, list[_Group]]
) -> Iterator[_Resemblance]:
    some = [read for read in reads if read.signs[sign][0] == same]
    for read, near in zip(some, alike_to(_texts(some, sign), list(known)), strict=True):
        if near:
            yield _Resemblance(read, known[near.other], near.percent)


def _is_rough(known: _Known, reads: Sequence[_Read], sign: Sign) -> bool:
    """Whether texts are too many to be compared letter by letter."""
    asked = {same: [read for read in reads if read.signs[sign][0] == same] for same in known}
    return not all(are_few(_texts(asked[same], sign), list(texts)) for same, texts in known.items())


def _texts(reads: Sequence[_Read], sign: Sign) -> list[str]:
    return [read.signs[sign][1] for read in reads]


def _double(group: _Group, inventories: Sequence[NamedInventory]) -> Double:
    copies = tuple(_copy(read.capability, inventories[place], sign) for place, (read, sign) in group.items())
    held = [copy for copy in copies if copy.status is Status.IN_HOUSE and copy.cost is not None]
    costs = {unit: sorted(copy.cost or 0.0 for copy in held if copy.unit == unit) for unit in _units(held)}
    return Double(copies=copies, extra={unit: fsum(each[:-1]) for unit, each in costs.items() if len(each) >= FEWEST})


def _copy(capability: Capability, inventory: NamedInventory, sign: Sign | None) -> Copy:
    return Copy(
        inventory=inventory.name,
        key=capability.key,
        name=capability.name,
        owner=capability.owner,
        status=capability.status,
        cost=capability.build_cost.likely if capability.build_cost else None,
        unit=inventory.unit,
        by=sign,
    )


def _units(copies: Iterable[Copy]) -> list[str]:
    return list(dict.fromkeys(copy.unit for copy in copies))


def _ranked(doubles: Sequence[Double]) -> tuple[Double, ...]:
    """Return what costs most first, one unit after the other, then what most inventories have."""
    units = list(dict.fromkeys(unit for each in doubles for unit in each.extra))

    def rank(double: Double) -> tuple[list[float], int, str]:
        return [-double.extra.get(unit, 0.0) for unit in units], -len(double.copies), double.name

    return tuple(sorted(doubles, key=rank))


def _meetings(doubles: Sequence[Double]) -> tuple[Meeting, ...]:
    """Return each two owners of copies that are alike; the same name in any case is the same owner."""
    about: dict[tuple[str, str], list[str]] = {}
    for double in doubles:
        for one, other in combinations(dict.fromkeys(map(_who, double.copies)), 2):
            pair = (other, one) if (other, one) in about else (one, other)
            about.setdefault(pair, []).append(double.name)
    party = _parties(doubles)
    found = [Meeting(parties=(party[one], party[other]), about=tuple(names)) for (one, other), names in about.items()]
    return tuple(sorted(found, key=lambda each: -len(each.about)))


def _parties(doubles: Sequence[Double]) -> dict[str, Party]:
    """Return the owners of copies, each as it was spelled first, and each inventory that names none for one."""
    owners: dict[str, str] = {}
    inventories: dict[str, dict[str, None]] = {}
    for copy in (copy for double in doubles for copy in double.copies):
        owners.setdefault(_who(copy), copy.owner)
        inventories.setdefault(_who(copy), {})[copy.inventory] = None
    return {who: Party(owner=owner, inventories=tuple(inventories[who])) for who, owner in owners.items()}


def _who(copy: Copy) -> str:
    """What two copies of one owner have in common, and of none their inventory."""
    return f"owner {copy.owner.casefold()}" if copy.owner else f"inventory {copy.inventory}"
