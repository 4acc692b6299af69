"""Which mark stands before the decimals of a table, a comma or a point: all its numbers together tell."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from reuse_app.exchange.errors import UnclearMarkError
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shown

NAMED_MARKS = {"comma": ",", "point": "."}
"""Marks as people can name them."""
_OTHER = {",": ".", ".": ","}
_NUMBER = re.compile(r"\d[\d.,]*\d")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d\d\d?)*{re.escape(mark)}\d{{3}}") for mark in _OTHER}
"""Thousands, and lakhs and crores as India writes them."""
_UNCLEAR = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "＋": "+", "．": ".", "，": ",", "٫": ".", "٬": "'", "％": "%"})


@dataclass(frozen=True)
class Decimals:
    """The mark before decimals, and the row that tells so; no row where somebody says it, no mark where nobody can."""

    mark: str = ""
    row: int = 0


def decimals_of(cells: Iterable[tuple[int, Scalar]], *, chosen: str = "") -> Decimals:
    """Return which mark stands before the decimals of all these cells, by the number of their row.

    `chosen` says “comma” or “point”, if somebody does. Cells that tell different things tell nothing.
    """
    if chosen:
        return Decimals(NAMED_MARKS.get(chosen, ""))
    found: dict[str, int] = {}
    for row, cell in cells:
        if isinstance(cell, str):
            for mark in _told_by(with_plain_digits(cell)):
                found.setdefault(mark, row)
    return Decimals(*next(iter(found.items()))) if len(found) == 1 else Decimals()


def with_plain_digits(text: str) -> str:
    """Return a text with the digits, signs and marks of other scripts as those of ASCII."""
    if text.isascii():
        return text
    plain = (str(digit) if (digit := unicodedata.decimal(each, None)) is not None else each for each in text)
    return "".join(plain).translate(_SIGNS)


def _told_by(text: str) -> set[str]:
    """Return the marks that the numbers in a text show to stand before decimals."""
    return {mark for number in _NUMBER.findall(text) if (mark := _mark_of(number))}


def _mark_of(number: str) -> str:
    marks = [each for each in number if each in _OTHER]
    if len({*marks}) > 1:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return _OTHER[marks[0]] if _GROUPED[marks[0]].fullmatch(number) else ""
    return marks[0] if marks and not _UNCLEAR.fullmatch(number) else ""


def is_unclear(text: str) -> bool:
    """Say whether the only mark in a number may stand before decimals or between thousands."""
    return any(map(_UNCLEAR.fullmatch, _NUMBER.findall(text)))


def with_point(text: str, mark: str, separator: str) -> str:
    """Return a number with a point before its decimals and nothing between thousands.

    Raises UnclearMarkError when no mark is known and the one in it may mean either; between commas a quoted one means
    thousands.
    """
    if not mark and is_unclear(text) and not ("," in text and separator == ","):
        raise UnclearMarkError(f"Found {shown(text)}, in which the mark may mean thousands or decimals.")
    mark = mark or next(iter(_told_by(text)), ".")
    other = _OTHER[mark]
    return _NUMBER.sub(lambda found: _pointed(found[0], mark, other), text)


def _pointed(number: str, mark: str, other: str) -> str:
    whole, found, rest = number.partition(mark)
    if other in whole and _GROUPED[other].fullmatch(whole):
        whole = whole.replace(other, "")
    return f"{whole}{found and '.'}{rest}"
