"""What every finding shares: it is computed, so it never changes; and how an argument outside its range is refused."""

import math

from pydantic import BaseModel, ConfigDict, Field


class Finding(BaseModel):
    """A computed, immutable part of the findings."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Finding):
    """Where a result lies when the estimates are drawn; the truth is between the two ranges."""

    low: float = Field(description="One draw in ten lies below this, when the estimates miss independently.")
    likely: float = Field(description="The result when every estimate is at its likely amount.")
    high: float = Field(description="One draw in ten lies above this, when the estimates miss independently.")
    low_alike: float = Field(description="The same as low when all estimates miss the same way.")
    high_alike: float = Field(description="The same as high when all estimates miss the same way.")


def check_range(name: str, value: float, low: float, high: float = math.inf) -> None:
    """Raise a ValueError that names the argument unless low <= value <= high and value is a finite number."""
    if math.isfinite(value) and low <= value <= high:
        return
    wanted = f"between {low:g} and {high:g}" if math.isfinite(high) else f"{low:g} or more"
    raise ValueError(f"{name} must be {wanted}, not {value:g}")


def check_whole(name: str, value: int, low: int, high: int) -> None:
    """Raise a ValueError that names the argument unless it is a whole number from low to high."""
    if value != int(value) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number between {low} and {high}, not {value:g}")
