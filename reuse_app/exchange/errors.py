"""What is wrong with a file as a whole, or with one cell of it, and how many places of a kind a sentence names."""

from collections.abc import Sequence

MOST_BYTES = 5_000_000
"""Size of the largest file that is read: 5 MB."""


class FileError(ValueError):
    """A file that cannot be read; the message says why, where and how to mend it."""


class CellError(ValueError):
    """A cell that holds something else than its column; the message says what and how to mend it."""


class NoNumberError(CellError):
    """A text where a number should stand."""


class UnclearDayError(CellError):
    """A day of which nobody can tell the month."""


class UnclearMarkError(CellError):
    """A number whose mark may mean thousands or decimals."""


def check_size(content: str | bytes) -> None:
    """Raise FileError for a file that is larger than any that is read."""
    if len(content) > MOST_BYTES:
        raise FileError(f"The file has {len(content):,} bytes; at most {MOST_BYTES:,} (5 MB) are read.")


def first_of(texts: Sequence[str], *, most: int = 5, between: str = ", ") -> str:
    """Return the first few of many for a sentence, and how many more there are."""
    return between.join(texts[:most]) + (f" and {len(texts) - most} more" if len(texts) > most else "")
