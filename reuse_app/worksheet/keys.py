"""Short stable keys, made from the names that people type."""

import re
import secrets
import unicodedata
from collections.abc import Container
from itertools import chain, count

from reuse_app.worksheet.values import KEY_LENGTH, NAME_LENGTH

ENDING_LENGTH = len("-9999")
CLEAR_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""Letters and digits of which none is easily taken for another."""
CHANCE_LENGTH = 4

_LETTERS_WITHOUT_PARTS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h"}
)


def key_for(name: str, taken: Container[str], *, otherwise: str = "capability") -> str:
    """Return a key of at most 40 characters that reads like the name and is not taken.

    Accents fold to plain letters; a name without any latin letter or digit is called `otherwise`, itself a valid
    key. The second of a kind gets -2, the third -3.
    """
    stem = _folded(name[:NAME_LENGTH]) or otherwise
    short = _cut(stem, KEY_LENGTH - ENDING_LENGTH)
    numbered = (f"{short}-{number}" for number in count(2))
    return next(key for key in chain([_cut(stem, KEY_LENGTH)], numbered) if key not in taken)


def key_of_chance(key: str) -> str:
    """Return a key that reads like this one and ends in letters of chance, so that no two ever need a number."""
    ending = "".join(secrets.choice(CLEAR_LETTERS) for _ in range(CHANCE_LENGTH))
    return f"{_cut(key, KEY_LENGTH - CHANCE_LENGTH - 1)}-{ending}"


def _folded(name: str) -> str:
    plain = name.casefold().translate(_LETTERS_WITHOUT_PARTS)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", ascii_only.replace("'", "")))


def _cut(stem: str, length: int) -> str:
    """Return the stem within a length, cut between words where that keeps more than half of it."""
    if len(stem) <= length:
        return stem
    whole_words = stem[: length + 1].rpartition("-")[0]
    return whole_words if len(whole_words) > length // 2 else stem[:length].rstrip("-")
