"""Entries that are likely to mean the same, by their names or, of capabilities, by what they really are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reuse_app.exchange.alike import alike
from reuse_app.worksheet import Capability, Product

Named = tuple[str, str, str]
"""The key, name and nature of an entry."""
COMPARED_LENGTH = 200
"""Characters of a text that are compared; measuring how far long ones agree takes quadratic time."""
WORKSHOPS = 64
"""Lists whose pairs are kept, because every page that shows a list asks for them."""


@dataclass(frozen=True)
class Pair:
    """Two entries that are alike, by their keys, the earlier one first."""

    first: str
    second: str
    percent: float


def pairs(entries: Sequence[Capability | Product]) -> Sequence[Pair]:
    """Return the pairs of entries that look alike, the most alike first; each entry with the one it resembles most."""
    return _pairs(tuple((each.key, each.name, getattr(each, "nature", "")) for each in entries))


@lru_cache(maxsize=WORKSHOPS)
def _pairs(entries: tuple[Named, ...]) -> tuple[Pair, ...]:
    found: dict[tuple[str, str], float] = {}
    for column in (1, 2):
        texts = [(each[0], " ".join(each[column].split())[:COMPARED_LENGTH]) for each in entries if each[column]]
        first = {text: key for key, text in reversed(texts)}
        for (key, _), similar in zip(texts, alike([text for _, text in texts], ()), strict=True):
            if similar and first[similar.other] != key:
                pair = first[similar.other], key
                found[pair] = max(similar.percent, found.get(pair, 0))
    return tuple(sorted((Pair(*pair, percent) for pair, percent in found.items()), key=lambda each: -each.percent))
