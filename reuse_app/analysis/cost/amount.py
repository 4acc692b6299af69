"""An amount with what it lacks: nothing that nobody has stated is free."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Cost = Literal["build_cost", "platform_cost", "own_cost", "organisation_cost", "value"]


class Source(NamedTuple):
    """Where an estimate stands: the field, and the key of the capability or product that has it, if any."""

    cost: Cost
    key: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of what is stated, in the workshop's unit; as long as it lacks something it is at least this much."""

    value: float
    lacks: tuple[Source, ...] = ()
    """The estimates that belong in it and that nobody has stated, sorted."""

    def __add__(self, other: "Amount") -> "Amount":
        """Return both together, lacking what either lacks."""
        return Amount(self.value + other.value, tuple(sorted({*self.lacks, *other.lacks})))
