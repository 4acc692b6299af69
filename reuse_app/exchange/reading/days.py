"""Days as people in many countries write them, and what the dates of a whole column tell of their order."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reuse_app.exchange.errors import CellError, UnclearDayError
from reuse_app.exchange.reading.decimals import with_plain_digits
from reuse_app.exchange.reading.headings import spelled
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shown

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day", "month", "year"
"""What a date may begin with."""
ALWAYS_MONTH_FIRST = "month always"
"""What a column tells in which the month comes first even between points, as nowhere else."""
EXCEL_DAY_0 = dt.date(1899, 12, 30)
"""The day from which Excel counts; it is right from 1 March 1900, as Excel believes in 29 February 1900."""
SERIALS = range(20_000, 80_000)
"""Numbers that are taken for Excel's days: 1954 to 2119."""
MONTHS, DAYS = 12, 31
CENTURY, LATEST, AHEAD = 100, 70, 29
"""Of a year in two digits those below 70 are in this century; those above 29 lie ahead of us."""
_DASHES = re.compile("[‐‑‒–—]")
_TIME = r"(?:(?:[T ]|, ?)\d[\d:.,h]* ?(?:[AP]\.?M\.?)? ?(?:Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d\d:?(?:\d\d)?)?)?"
_AFTER = rf"{_TIME}(?:\s*(?:\([^()]*\)|г\.?|r\.))?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-./ ]|\. )(\d{{1,2}})\2(\d{{1,2}})\.?{_AFTER}", re.ASCII | re.IGNORECASE)
_IDEOGRAPHS = re.compile(rf"(\d{{4}})\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日号일]{_AFTER}")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-./ ]|\. )(\d{{1,2}})\2(\d{{4}}|\d\d){_AFTER}", re.ASCII | re.IGNORECASE)
_WORD = r"([^\W\d_]{3,12})"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,? )?"
_SPACE = r"(?: de | of |[-./ ]|\.-|\. )"
_DAY, _ENDING = r"(?P<day>\d{1,2})", r"(?:st|nd|rd|th|er|º)?"
_NAMED = tuple(
    re.compile(f"{written}{_AFTER}", re.IGNORECASE)
    for written in (
        rf"{_WEEKDAY}{_DAY}{_ENDING}{_SPACE}{_WORD}\.?,?{_SPACE}(?P<year>\d{{4}}|\d\d)",
        rf"{_WEEKDAY}{_WORD}\.?{_SPACE}{_DAY}{_ENDING}(?:, ?| )(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}}){_SPACE}{_WORD}\.?{_SPACE}{_DAY}",
    )
)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_MONTHS = tuple(
    names.split()
    for names in """
    january januar janvier enero gennaio janeiro januari stycznia styczen ledna leden января январь січня \
    tammikuu ocak
    february februar fevrier febrero febbraio fevereiro februari lutego luty unora unor февраля февраль лютого \
    helmikuu subat
    mar march marz mars marzo marco maart marca marzec brezna brezen марта март березня maaliskuu mart
    april avril abril aprile kwietnia kwiecien dubna duben апреля апрель квітня huhtikuu nisan
    may mai mayo maggio maio mei maj maja kvetna kveten мая маи травня toukokuu mayis
    june juni juin junio giugno junho czerwca czerwiec cervna cerven июня июнь червня kesakuu haziran
    july juli juillet julio luglio julho lipca lipiec cervence cervenec июля июль липня heinakuu temmuz
    august aout agosto augustus augusti sierpnia sierpien srpna srpen августа август серпня elokuu agustos
    september septembre septiembre setiembre settembre setembro wrzesnia wrzesien zari сентября сентябрь вересня \
    syyskuu eylul
    october oktober octobre octubre ottobre outubro pazdziernika pazdziernik rijna rijen октября октябрь жовтня \
    lokakuu ekim
    november novembre noviembre novembro listopada listopad listopadu ноября ноябрь листопада marraskuu kasim
    december dezember decembre diciembre dicembre dezembro desember grudnia grudzien prosince prosinec декабря \
    декабрь грудня joulukuu aralik
    """.strip().splitlines()
)
"""The names of the months in many languages, spelled as headings are."""


def day_of(cell: Scalar, *, first: str = "") -> dt.date:
    """Return the day that a cell says: 2026-03-31, 31.3.2026, 31 March 2026, 3/31/26, a day of Excel's, 46112.

    `first` says whether the day, the month or the year stands first, or the month even between points. Raises
    CellError for another value, and for a day such as 3/4/2026 if nobody says so.
    """
    if isinstance(cell, dt.date):
        return cell.date() if isinstance(cell, dt.datetime) else cell
    text = _plain(str(cell))
    if not first and _is_unclear(text):
        raise UnclearDayError(
            f"Found {shown(text)}, which may name the day or the month first; write it as 2026-03-31."
        )
    try:
        return _written(text, first)
    except ValueError as error:
        raise CellError(f"Found {shown(cell)}; write a day as 2026-03-31.") from error


def orders_of(cells: Iterable[tuple[int, Scalar]]) -> dict[str, int]:
    """Return what may come first in the dates of a whole column, the day, the month or the year, each with the first
    row that tells so; several where dates tell different things, nothing where none of them tells.
    """
    every = [(row, date) for row, cell in cells if isinstance(cell, str) and (date := _Date.of(_plain(cell)))]
    dates, pointed = [each for each in every if not each[1].has_points], [each for each in every if each[1].has_points]
    if all(date.may_begin_with_year for _, date in dates):
        ahead = [row for row, date in dates if date.begins_with_year]
        if ahead or _is_one_year([date for _, date in dates]):
            return {YEAR_FIRST: (ahead or [row for row, _ in dates])[0]}
    found: dict[str, int] = {}
    for row, date in dates:
        if date.order:
            found.setdefault(date.order, row)
    return found if DAY_FIRST in found else _between_points(pointed) or found


@dataclass(frozen=True)
class DateOrders:
    """What may come first in the dates of each column, with the first row that tells so, and what somebody chose."""

    found: Mapping[int, Mapping[str, int]]
    chosen: str

    def first(self, column: int) -> str:
        """Return what dates of a column begin with; what the column does not tell for sure is as somebody chose."""
        found = self.found.get(column)
        if found is None:
            return ""
        is_chosen = len(found) != 1 or (self.chosen and YEAR_FIRST in found)
        return self.chosen if is_chosen else next(iter(found))

    @property
    def is_guessed(self) -> bool:
        """Whether dates of a column were taken to begin with the year."""
        return any(YEAR_FIRST in rows for rows in self.found.values())

    def remarks(self, headings: Sequence[str]) -> Iterator[str]:
        """Yield a sentence on each column whose dates mix two orders, or have one that few people write."""
        for index, rows in self.found.items():
            column = f"Column {headings[index]}"
            if len(rows) > 1:
                only = [f"row {row} can only be {order} first" for order, row in rows.items()]
                rest = f"dates that may be either were read with the {self.chosen} first, as chosen"
                yield (
                    f"{column} mixes two orders: {', '.join(only)}; "
                    f"{rest if self.chosen else 'only dates that can be read in one way were read'}."
                )
            elif YEAR_FIRST in rows:
                yield f"{column} has dates that begin with the year, as row {rows[YEAR_FIRST]} tells."
            elif ALWAYS_MONTH_FIRST in rows:
                yield f"{column} has dates that begin with the month, as row {rows[ALWAYS_MONTH_FIRST]} tells."


def _between_points(dates: Sequence[tuple[int, "_Date"]]) -> dict[str, int]:
    """Return that the month comes first in dates with points, if one of them tells so and none the contrary."""
    told = {date.order: row for row, date in reversed(dates)}
    return {ALWAYS_MONTH_FIRST: told[MONTH_FIRST]} if MONTH_FIRST in told and DAY_FIRST not in told else {}


@dataclass(frozen=True)
class _Date:
    """A date of three numbers in an order that may be doubted."""

    first: int
    second: int
    last: int
    may_begin_with_year: bool
    has_points: bool
    """Whether points stand in it, between which the day comes first unless the whole column tells otherwise."""

    @classmethod
    def of(cls, text: str) -> "_Date | None":
        found = _YEAR_LAST.fullmatch(text)
        if not found:
            return None
        numbers = found[1], found[3], found[4]
        is_even = all(len(number) == len("31") for number in numbers)
        first, second, last = map(int, numbers)
        return cls(first, second, last, is_even and second <= MONTHS and last <= DAYS, found[2].strip() == ".")

    @property
    def begins_with_year(self) -> bool:
        return self.first > DAYS or self.first <= AHEAD < self.last

    @property
    def order(self) -> str:
        return DAY_FIRST if self.first > MONTHS else MONTH_FIRST if self.second > MONTHS else ""


def _is_one_year(dates: Sequence[_Date]) -> bool:
    """Say whether dates begin with the same number, which is no month, and end with different ones."""
    begins, ends = {date.first for date in dates}, {date.last for date in dates}
    return len(begins) == 1 < len(ends) and min(begins) > MONTHS


def _plain(text: str) -> str:
    return " ".join(_DASHES.sub("-", with_plain_digits(text)).split())


def _is_unclear(text: str) -> bool:
    """Say whether a day may be read in the European and in the American order; with points the day comes first."""
    found = _YEAR_LAST.fullmatch(text)
    if not found or found[2].strip() == "." or found[1] == found[3]:
        return False
    return max(int(found[1]), int(found[3])) <= MONTHS


def _written(text: str, first: str) -> dt.date:
    for written in (_YEAR_FIRST, _IDEOGRAPHS, _COMPACT):
        if found := written.fullmatch(text):
            year, month, day = found.groups() if written is not _YEAR_FIRST else found.group(1, 3, 4)
            return dt.date(int(year), int(month), int(day))
    if found := _YEAR_LAST.fullmatch(text):
        return _in_order(found, first)
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in SERIALS:
        return EXCEL_DAY_0 + dt.timedelta(days=int(found[1]))
    if named := next(_named(text), None):
        return named
    raise ValueError(text)


def _in_order(found: re.Match[str], first: str) -> dt.date:
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    if first == YEAR_FIRST and len(found[4]) <= len("31"):
        return dt.date(_year(day), month, year)
    is_swapped = month > MONTHS or (first in {MONTH_FIRST, ALWAYS_MONTH_FIRST} and day <= MONTHS)
    if is_swapped and (found[2].strip() != "." or first == ALWAYS_MONTH_FIRST):
        day, month = month, day
    return dt.date(_year(year), month, day)


def _named(text: str) -> Iterator[dt.date]:
    """Yield the day that is written with the name of its month."""
    for written in _NAMED:
        found = written.fullmatch(text)
        word = next((group for group in found.groups() if group and group.isalpha()), "") if found else ""
        if found and (month := _month(spelled(word))):
            yield dt.date(_year(int(found["year"])), month, int(found["day"]))


@lru_cache(maxsize=256)
def _month(word: str) -> int:
    """Return the number of a month by its name or how it begins; 0 for what is none, or may be several."""
    exact = [number for number, names in enumerate(_MONTHS, start=1) if word in names]
    likely = [number for number, names in enumerate(_MONTHS, start=1) if any(each.startswith(word) for each in names)]
    return next((found[0] for found in (exact, likely) if len(found) == 1), 0)


def _year(number: int) -> int:
    if number >= CENTURY:
        return number
    return number + (2000 if number < LATEST else 1900)
