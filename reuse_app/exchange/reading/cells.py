"""Cells as people fill them in: unknown marks, levels, ranges, currencies, days, and addresses behind them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reuse_app.exchange.errors import CellError, NoNumberError, first_of
from reuse_app.exchange.reading.days import day_of
from reuse_app.exchange.reading.decimals import Decimals, is_unclear, with_plain_digits, with_point
from reuse_app.exchange.tables import FoundTable, value_of
from reuse_app.worksheet.columns import Column, Scalar
from reuse_app.worksheet.validation.raw import shortened, shown
from reuse_app.worksheet.values import shortest

UNKNOWN = frozenset(
    {
        "n/a", "na", "n.a.", "n. a.", "n.a", "-", "--", "---", "–", "—", "?", "??", "???", "tbd", "tbc", "tba",
        "tbd.", "t.b.d.", "t.b.c.", "unknown", "not known", "not available", "not applicable", "not set", "null",
        "nil", "none", "nan", "nat", "<na>", "\\n", "(blank)", "(empty)", "(none)", "blank", "empty", "pending",
        "n/k", "n.k.", "to be defined", "to be determined", "to be confirmed", "to be decided", "undefined",
        "unassigned", "no data", "k.a.", "k. a.", "k.a", "keine angabe", "ohne angabe", "o. a.", "unbekannt",
        "offen", "unklar", "n.v.", "n. v.", "nicht bekannt", "keine", "inconnu", "inconnue", "non connu", "n.c.",
        "n/c", "nc", "n.d.", "nd", "s/o", "s.o.", "à définir", "a definir", "à déterminer", "aucun", "aucune",
        "desconocido", "desconocida", "s/d", "sin datos", "sin definir", "por definir", "ninguno", "sconosciuto",
        "da definire", "nessuno", "desconhecido", "onbekend", "n.n.b.", "nnb", "nog niet bekend", "geen", "okänd",
        "okänt", "saknas", "ukendt", "ukjent", "ei tiedossa", "nieznany", "nieznane", "brak", "b.d.", "neznámé",
        "неизвестно", "не известно", "не указано", "не определено", "нет данных", "н/д", "невідомо", "немає даних",
        "άγνωστο", "bilinmiyor", "לא ידוע", "غير معروف", "未定", "不明", "未記入", "なし", "該当なし", "待定",
        "noassertion", "未知", "不详", "无", "無", "暂无", "미정", "없음", "미상", "…", "..."
    }
)  # fmt: skip
"""What people write where they do not know."""
LEVELS = ("trl", "rrl")
LIKELY = "_likely"
"""How the name of a column ends in which an amount may be a range."""
LONGEST = 100
"""Characters of a cell up to which more than a bare value is looked for in it."""
_TO = r"(?:-|–|—|~|〜|～|\.\.+|…|\b(?:to|till|through|bis|à|a|au|до|e|y|and|und|et|tot|till|til|do)\b)"
_MORE = r"(?:\s*[,;]\s*[1-9])+"
"""Other levels behind a first one."""
_LEVEL = re.compile(
    r"(?:(?:trl|rrl|nrs|lvl|level|stufe|niveau|nivel|nível|livello|nivå|poziom|taso|уровень|レベル|级|级别|l)[\s:=#._-]*)?"
    rf"([1-9])(?:[.,]0+)?(?:\s*/\s*9|(?!\s*(?:{_TO}|/)\s*\d|{_MORE}\s*(?:[,;].*)?$)(?:\s*[:(,;/–—].*|\s+-.*|\s+[^\W\d].*))?",
    re.IGNORECASE | re.DOTALL,
)
_LEVELS = re.compile(
    rf"(?:[^\W\d]+\s*)?\d\s*(?:{_TO}|/)\s*(?:[^\W\d]+\s*)?\d|(?:[^\W\d]+\s*)?[1-9](?:{_MORE}|\s*/\s*[1-9])+",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_MANY = (
    r"(?:k|m|t|mio|mln|mill|mrd|mn|mm|bn|b|tsd|tys|thousand|million(?:en)?s?|millones|тыс|млн|млрд|lakh|crore|cr"
    r"|千|万|萬|百万|億|亿|만|억)"
)
_MONEY = (
    r"(?:[a-z]{0,3}\$|rs|[€£¥₹₩₽₺₪฿₫₴₦₸₼₾]|eur|euro|euros|fr|sfr|kr|zł|zl|kč|kc|ft|лв|руб|рублей|р|грн|lei|din|円|元|圆|원"
    r"|(?-i:[A-Z]{3}))"
)
_EFFORT = (
    r"(?:(?:person|man|staff|people)[- ]?(?:months?|days?|weeks?|years?|hours?)|pm|pd|pw|py|ph|mm|md|mw|my|pt|pj|ptage?"
    r"|days?|weeks?|wks?|months?|mos?|years?|yrs?|hours?|hrs?|h|d|w|y|fte|sp|pts?|points?|story points?|sprints?"
    r"|personen?(?:tage?n?|monate?n?|jahre?n?|wochen?)|tage?|wochen?|monate?|jahre?|stunden?|std|jours?(?:[- ]homme)?"
    r"|j[./]?h|jh|semaines?|mois|ans?|heures?|d[ií]as?|semanas?|mes(?:es)?|horas?|giorni|mesi|dagen|weken|maanden"
    r"|dagar|veckor|månader|дней|недель|месяцев|人日|人月|人天|日|ヶ月|か月|カ月|个月|天|周|週)"
)
_UNIT = re.compile(rf"{_MANY}?\.?\s?{_MONEY}\.?\s?{_MANY}?\.?|{_MANY}\.?|{_EFFORT}\.?", re.IGNORECASE)
_ENDS = re.compile(
    r"(?P<before>[^\d\s.,'’+-][^\d+-]*?)?\s*(?P<number>[+-]?(?:[.,](?=\d))?\d(?:[\d.,'’\s]*\d)?)\s*(?P<after>[^\d\s].*)?"
)
_RANGE = re.compile(
    r"(?:(?:between|from|von|zwischen|de|entre|da|tra|fra|mellan|mellem|mellom|od|от|van|tussen)\s+)?"
    rf"(.*\d[^-–—~〜～]*?)\s*{_TO}\s*([^-–—~〜～]*?\d.*)",
    re.IGNORECASE,
)
_PLUS_MINUS = re.compile(r"(.*\d[^±]*?)\s*(?:±|\+/-|\+-)\s*(\d[^±]*)")
_ROUGH = re.compile(
    r"(?:[~≈∼～]|ca\.?(?=[\s\d])|circa\b|approx(?:imately|\.)?|about\b|around\b|roughly\b|etwa\b|rund\b|ungef(?:ähr|\.)|env(?:iron|\.)"
    r"|aprox(?:imadamente|\.)|ongeveer\b|cirka\b|ок\.|около\b|примерно\b|ok\.|około\b|約|约|大约|약)\s*",
    re.IGNORECASE,
)
_NOTHING_BEHIND = re.compile(r"(?<=\d)[.,](?:-|–|—)+(?=\s|$)")
"""What stands for no cents, as in 1500.– of Switzerland."""
_SEVERAL = re.compile(r"[^/|;]*\d[^/|;]*(?:[/|;][^/|;]*\d[^/|;]*){2}")
"""Three amounts in one cell, which may be a low, a likely and a high one, or a day."""
_PERCENT = re.compile(r"([\d.,]+)\s*%")
NO_DECIMALS = Decimals()


@dataclass(frozen=True)
class Said:
    """What a cell says: a value, or a low and a high one; the unit that stands with it; nothing that is known."""

    value: Scalar = None
    low: Scalar = None
    high: Scalar = None
    unit: str = ""
    is_unknown: bool = False
    is_rough: bool = False
    """Whether the cell says itself that its amount is a rough one."""
    is_decided: bool = False
    """Whether a mark in it may mean thousands or decimals, and other cells told which."""


def said_in(cell: Scalar, column: Column, *, separator: str, days: str = "", decimals: Decimals = NO_DECIMALS) -> Said:
    """Return what a cell says; `days` tells what a date begins with, `decimals` what stands before decimals.

    Raises CellError for what does not fit the column.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return Said(value_of(cell, column, separator=separator))
    text = cell.strip()
    if text.casefold() in UNKNOWN:
        return Said(is_unknown=True)
    if column.type is dt.date and text:
        return Said(day_of(text, first=days))
    if column.type is str or column.choices or not text:
        return Said(value_of(cell, column, separator=separator))
    return _number(with_plain_digits(text), column, separator, decimals)


def _number(text: str, column: Column, separator: str, decimals: Decimals) -> Said:
    if column.name in LEVELS and (level := _level(text)):
        return level
    if column.type is float:
        try:
            said = _amount(text, column, separator, decimals.mark)
        except NoNumberError as error:
            raise (CellError(_instead(text)) if column.name.endswith(LIKELY) else error) from error
        return replace(said, is_decided=_is_decided(text, decimals))
    return Said(value_of(text, column, separator=separator))


def _is_decided(text: str, decimals: Decimals) -> bool:
    return bool(decimals.mark and decimals.row) and is_unclear(text)


def _level(text: str) -> Said | None:
    if found := _LEVEL.fullmatch(text):
        return Said(int(found[1]))
    if _LEVELS.fullmatch(text):
        raise CellError(f"Found {shown(text)}; write one level, such as the lower one.")
    if not _PLAIN.fullmatch(text):
        raise CellError(f"Found {shown(text)}; write a level from 1 to 9, such as 7.")
    return None


def _amount(text: str, column: Column, separator: str, mark: str) -> Said:
    if column.name == "free_share" and (found := _PERCENT.fullmatch(text)):
        return Said(shortest(float(str(_value(found[1], column, separator, mark))) / 100))
    rough = _ROUGH.match(text)
    text = _NOTHING_BEHIND.sub("", text[rough.end() :] if rough else text)
    try:
        said = Said(_value(text, column, separator, mark))
    except CellError:
        said = _written_out(text, column, separator, mark)
    return replace(said, is_rough=bool(rough))


def _instead(text: str) -> str:
    """What to write in place of a text that is no cost: a bound such as >5, three amounts, or anything else."""
    if _SEVERAL.fullmatch(text):
        return f"Found {shown(text)}; write a range as 10-20, or low, likely and high each in a column."
    return f"Found {shown(text)}; write one amount such as 12, or a range as 10-20."


def _value(text: str, column: Column, separator: str, mark: str) -> Scalar:
    return value_of(with_point(text, mark, separator), column, separator=",")


def _written_out(text: str, column: Column, separator: str, mark: str) -> Said:
    """Return what a cell says that holds more than a number: a unit, or two ends."""
    if column.name.endswith(LIKELY):
        if found := _PLUS_MINUS.fullmatch(text):
            middle, width = (_single(part, column, separator, mark) for part in found.groups())
            if isinstance(middle.value, int | float) and isinstance(width.value, int | float):
                low, high = middle.value - width.value, middle.value + width.value
                return Said(middle.value, shortest(low), shortest(high), middle.unit or width.unit)
        if found := _RANGE.fullmatch(text):
            return _range(text, [_single(part, column, separator, mark) for part in found.groups()])
    return _single(text, column, separator, mark)


def _range(text: str, ends: Sequence[Said]) -> Said:
    low, high = (end.value for end in ends)
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low > high:
        raise CellError(f"Found {shown(text)}; write a range as 10-20, the lower number first.")
    return Said(shortest((low + high) / 2), low, high, ends[0].unit or ends[1].unit)


def _single(text: str, column: Column, separator: str, mark: str) -> Said:
    found = _ENDS.fullmatch(text.strip())
    units = [part.strip() for part in (found["before"], found["after"]) if part and part.strip()] if found else []
    if not found or not all(_UNIT.fullmatch(unit) for unit in units):
        return Said(_value(text, column, separator, mark))
    return Said(_value(found["number"], column, separator, mark), unit=" ".join(units))


@dataclass
class CellLinks:
    """The addresses behind the cells of a table, and what became of those of neither a name nor evidence."""

    table: FoundTable
    evident: Collection[int]
    """The columns of names and of evidence."""
    headings: Sequence[str]
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @cached_property
    def _rows(self) -> Mapping[int, Mapping[int, str]]:
        rows: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, index), address in sorted(self.table.links.items()):
            rows[row][index] = address
        return rows

    def evidence(self, row: int, said: str) -> str:
        """Return the evidence of a row where a cell says this: with the addresses of names and evidence below it, or
        those of other cells where there is none."""
        links = self._rows.get(row, {})
        own = dict.fromkeys(link for index, link in links.items() if index in self.evident and link not in said)
        found = "\n".join([*([said] if said else []), *own])
        others = {index: link for index, link in links.items() if index not in self.evident and link not in found}
        if found:
            self.left += [f"{self._place(row, index)} ({shortened(link)})" for index, link in others.items()]
            return found
        self.taken += [self._place(row, index) for index in others]
        return "\n".join(dict.fromkeys(others.values()))

    def _place(self, row: int, index: int) -> str:
        heading = self.headings[index] if index < len(self.headings) else ""
        return f"row {row}, column {heading or index + 1}"

    def remarks(self) -> Iterator[str]:
        """Yield a sentence on the addresses that were taken as evidence, and one on those that were left out."""
        if self.taken:
            yield f"Addresses behind cells were taken as evidence: {first_of(self.taken, between='; ')}."
        if self.left:
            left = first_of(self.left, between="; ")
            yield f"Addresses behind cells were left out, as there is evidence already: {left}."
