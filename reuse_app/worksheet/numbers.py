"""Numbers as people and programs write them, or a clear answer when nobody can tell what is meant.

Whatever comes from outside, a form, an address, a header or a file, has its whole numbers read here.
"""

import re

LARGEST_WHOLE = 2**53
"""The largest whole number that JSON, spreadsheets and every database hold as it is."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_SPACES = re.compile(r"(?<=\d)['\u2019 \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")


class UnclearNumberError(ValueError):
    """A number of which nobody can tell what it means: thousands or decimals, or a whole number that is none."""


def whole_number(text: str, *, least: int = 0, most: int = LARGEST_WHOLE) -> int | None:
    """Return the whole number from `least` to `most` that a text from outside says, or None when it says none.

    It may have a sign, leading zeros and spaces around it; it has at most 20 digits, which are 0 to 9.
    """
    written = text.strip()
    number = int(written) if _WHOLE.fullmatch(written) else None
    return number if number is not None and least <= number <= most else None


def plain_number(text: str) -> str:
    """Return a number as Python reads it: 1 500, 1'500, 1,500.5 and 1.500,5 without their marks, 2,5 as 2.5.

    What is no number comes back as it is. Raises UnclearNumberError for one like 1,500 or 1.500.
    """
    number = _SPACES.sub("", text.strip())
    if _UNCLEAR.fullmatch(number):
        mark = "," if "," in number else "."
        raise UnclearNumberError(
            f"Found “{text.strip()}”, which may mean thousands or decimals; write {number.replace(mark, '')} or "
            f"{number.replace(mark, '.')}0."
        )
    if _GROUPED.fullmatch(number):
        decimal = max(",.", key=number.rfind)
        grouping = "." if decimal == "," else ","
        number = number.replace(decimal if number.count(decimal) > 1 else grouping, "")
    return number.replace(",", ".") if number.count(",") == 1 and "." not in number else number


def is_unclear(text: str) -> bool:
    """Say whether a number, written so, may mean thousands or decimals."""
    return bool(_UNCLEAR.fullmatch(text))
