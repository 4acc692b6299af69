"""What every finding shares: it is computed, so it never changes; and how an argument outside its range is refused."""

import math
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict, Field

from reuse_app.worksheet.values import shortest

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
NEGLIGIBLE = 1e-6
"""Up to which an amount is nothing: what sums of large amounts leave when they cancel."""

MOST_NAMED = 5
"""Names in a sentence, or sentences of a kind, after which the others are counted, unless only one is left."""


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


def written(number: float, *, digits: int = 1) -> str:
    """Return a number as people read it: thousands apart, no needless decimals.

    What the digits would round to nothing has two figures instead, as long as it is more than what rounding leaves.
    """
    if NEGLIGIBLE < abs(number) < 10**-digits / 2:
        text = f"{number:.{1 - math.floor(math.log10(abs(number)))}f}".rstrip("0")
    else:
        text = f"{shortest(round(number, digits) + 0.0):,}"
    return text.replace(",", NARROW_SPACE).replace("-", MINUS)


def named(names: Iterable[str]) -> str:
    """Return names for a sentence: the first few of many, and how many more there are."""
    found = list(names)
    if len(found) > MOST_NAMED + 1:
        return f"{', '.join(found[:MOST_NAMED])} and {len(found) - MOST_NAMED} more"
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def first_few(sentences: Iterable[str], rest: str) -> Iterator[str]:
    """Yield the first few of many sentences of a kind, and then one that says how many more there are.

    Args:
        sentences: of one kind.
        rest: what the others say, after their number.
    """
    found = list(sentences)
    few = found if len(found) <= MOST_NAMED + 1 else found[:MOST_NAMED]
    yield from few
    if few != found:
        yield f"{len(found) - MOST_NAMED} more {rest}"


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
