"""A revision as pages, forms and streams carry it: it names a state of the workshop, and counts nothing.

What people keep to themselves makes revisions too. Seen as plain numbers, the gaps between those that somebody may know
of would tell how much was said in secret. So each is hidden by a permutation that only the server can undo (a Feistel
network of four rounds, Luby and Rackoff 1988), with a salt of the workshop: the same revision always looks the same.
"""

from functools import lru_cache
from hashlib import blake2b

HALF = 32
"""Bits of one half."""
LENGTH = 2 * HALF // 4
"""Hexadecimal digits of a cursor."""
MASK = 2**HALF - 1
ROUNDS = range(4)


@lru_cache(maxsize=4096)
def cursor_of(revision: int, salt: str) -> str:
    """Return a revision, 0 or more, as LENGTH hexadecimal digits."""
    left, right = revision >> HALF, revision & MASK
    for number in ROUNDS:
        left, right = right, left ^ _mixed(right, number, salt)
    return f"{left << HALF | right:0{LENGTH}x}"


def revision_of(cursor: str, salt: str, *, newest: int) -> int:
    """Return the revision that a cursor hides; 0, which nobody has seen, for what is no cursor of a known revision."""
    if len(cursor) != LENGTH or not all(letter in "0123456789abcdef" for letter in cursor):
        return 0
    both = int(cursor, 16)
    left, right = both >> HALF, both & MASK
    for number in reversed(ROUNDS):
        left, right = right ^ _mixed(left, number, salt), left
    revision = left << HALF | right
    return revision if revision <= newest else 0


def _mixed(half: int, number: int, salt: str) -> int:
    hashed = blake2b(bytes([number]) + half.to_bytes(HALF // 8), key=salt.encode(), digest_size=HALF // 8)
    return int.from_bytes(hashed.digest())
