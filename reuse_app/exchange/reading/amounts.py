"""Units in which the amounts of one table stand: thousands and millions of the same are brought to one unit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.values import shortest

DIGITS = 12
"""Digits of an amount that are kept when it is multiplied."""
_SCALES: Mapping[str, int] = {
    word: scale
    for scale, words in (
        (10**3, "k tsd tys thousand тыс 千"),
        (10**4, "万 萬 만"),
        (10**5, "lakh"),
        (10**6, "m mio mln mill mn million millions millionen millones млн 百万"),
        (10**7, "crore cr"),
        (10**8, "億 亿 억"),
        (10**9, "mrd bn млрд"),
    )
    for word in words.split()
}
_WITH_MONEY = {"t": 10**3, "b": 10**9}
"""What stands for thousands or thousands of millions only beside a currency: T€, not 5 t."""
_SAME = {
    **dict.fromkeys(("eur", "euro", "euros"), "€"),
    **dict.fromkeys(("usd", "us$"), "$"),
    **dict.fromkeys(("fr", "sfr"), "chf"),
    **dict.fromkeys(("rs", "inr"), "₹"),
    **dict.fromkeys(("jpy", "円", "￥"), "¥"),
    "gbp": "£",
}
_MONEY = re.compile(
    r"(?:[acrsz]|[a-z]{2,3})?\$|[€£¥₹₩₽₺₪฿₫₴₦₸]|euros?|eur|usd|gbp|chf|jpy|inr|円|元|원|руб|р|zł|zl|kr|kč|kc|rs|s?fr"
)


@dataclass(frozen=True)
class Unit:
    """A unit as it is written, how many of the plain one it stands for, and that one in one spelling."""

    text: str = ""
    scale: int = 1
    base: str = ""


PLAIN = Unit()


@dataclass(frozen=True)
class Amounts:
    """What the amounts of a table are brought to: a unit, and how many plain ones it is; 0 leaves them as they are."""

    unit: str = ""
    scale: int = 0
    units: tuple[str, ...] = ()
    """The units of different things in which they stand, where they cannot be brought to one."""

    def brought(self, value: Scalar, unit: Unit) -> Scalar:
        """Return an amount that stands in a unit as one in the unit of all."""
        if not self.scale or unit.scale == self.scale or not isinstance(value, int | float):
            return value
        return shortest(float(f"{value * unit.scale / self.scale:.{DIGITS}g}"))


def unit_of(text: str, stated: str = "") -> Unit:
    """Return the unit that an amount stands in: its own, or else the one that the heading of its column states."""
    if not text:
        return unit_of(stated) if stated else PLAIN
    word = text.casefold().replace(".", "").strip()
    scale, rest = next(((scale, rest) for scale, rest in _parts(text, word)), (1, word))
    base = _SAME.get(rest, rest) or (unit_of(stated).base if stated else "")
    return Unit(text, scale, base)


def _parts(text: str, word: str) -> Iterable[tuple[int, str]]:
    """Yield how many a unit stands for with what is left of it, where it says so; a bare m may be months."""
    if _MONEY.fullmatch(word) or text == "m":
        return
    for mark, scale in {**_SCALES, **_WITH_MONEY}.items():
        for rest in (word.removeprefix(mark).strip(), word.removesuffix(mark).strip()):
            if rest != word and (_MONEY.fullmatch(rest) or (not rest and mark in _SCALES)):
                yield scale, rest


def amounts_in(units: Iterable[Unit], stated: str) -> Amounts:
    """Return what amounts in these units are brought to: the unit that headings state, or the smallest of theirs."""
    found = dict.fromkeys(units)
    of_heading = unit_of(stated) if stated else None
    every = [*found, *([of_heading] if of_heading else [])]
    bases = {unit.base: unit.text for unit in reversed(every) if unit.base}
    if len(bases) > 1:
        return Amounts(stated, units=tuple(dict.fromkeys(unit.text for unit in every if unit.text)))
    if of_heading:
        return Amounts(stated, of_heading.scale)
    if len({unit.scale for unit in found}) < 2:  # noqa: PLR2004  # one scale is every amount's
        return Amounts(next((unit.text for unit in found if unit.text), ""))
    least = min(unit.scale for unit in found)
    named = next((unit.text for unit in found if unit.scale == least and unit.text), "")
    return Amounts(named or next(iter(bases), ""), least)
