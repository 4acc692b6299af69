"""What every finding shares: it is computed, so it never changes, and it has no fields but its own."""

from pydantic import BaseModel, ConfigDict, Field


class Finding(BaseModel):
    """A computed, immutable part of the findings."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Finding):
    """Where a result lies when the estimates are drawn between their low and high."""

    low: float = Field(description="One draw in ten lies below this.")
    likely: float = Field(description="The result when every estimate is at its likely amount.")
    high: float = Field(description="One draw in ten lies above this.")
