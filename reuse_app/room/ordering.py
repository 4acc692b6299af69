"""An order of their own for each person, so that nobody's first line is everybody's first line."""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

from reuse_app.worksheet import Capability, Product

Entry = TypeVar("Entry", Capability, Product)


def shuffled(entries: Iterable[Entry], *, seed: str) -> tuple[Entry, ...]:
    """Return entries in an order that follows from the seed alone: a new one takes its place, the others keep theirs.

    Args:
        entries: each with a key of its own.
        seed: what tells one order from another, such as who looks at which step.
    """
    return tuple(sorted(entries, key=lambda entry: sha256(f"{seed}\0{entry.key}".encode()).digest()))
