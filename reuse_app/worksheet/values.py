"""What single fields hold: texts, numbers and estimates, cleaned and limited by one rule each, and keys made of names.

Whatever comes from outside, a form, an address, a header or a file, has its whole numbers read by `whole_number`.
"""

import re
import secrets
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from inspect import getdoc
from itertools import chain, count
from typing import Annotated, Any, Self

from annotated_types import Ge, Le
from pydantic import (
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from sqlmodel import Field, SQLModel

from reuse_app.worksheet.isic import division, divisions

NAME_LENGTH = 200
"""Characters in a name or another single line."""
PROSE_LENGTH = 4_000
"""Characters in a sentence, a reason or a description."""
KEY_LENGTH = 40
NOT_BLANK = r"\S"
KEY_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"
_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85]")
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""Control characters, halves of characters and what Unicode keeps for no character: HTML and XML refuse them."""
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""What Unicode has nothing shown for (Default_Ignorable_Code_Point), and the letters that are blank."""
LARGEST_WHOLE = 2**53
"""The largest whole number that JSON, spreadsheets and every database hold as it is."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_SPACES = re.compile(r"(?<=\d)['\u2019 \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
LARGEST_AMOUNT = 1e12
LOW_ABOVE, HIGH_BELOW = "low_above_likely", "high_below_likely"
"""The types of the two mistakes that an estimate can make as a whole."""


class Noun(SQLModel):
    """A checked, immutable part of a worksheet."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)  # type: ignore[assignment]  # SQLModel narrows pydantic's type


@dataclass(frozen=True)
class Refers:
    """Marks a field that names another part of the worksheet by its key."""

    noun: str
    goes_along: bool = False
    """Whether what names it goes when it goes, although it need not name anything."""


def clean(text: Any) -> Any:
    """Return the text with plain line breaks, no outer space, and � for what no document can hold."""
    if not isinstance(text, str):
        return text
    return _UNPRINTABLE.sub("\ufffd", _LINE_BREAKS.sub("\n", text)).strip()


def clean_line(text: Any) -> Any:
    """Return the text on one line, with each run of white space as one space."""
    is_plain = isinstance(text, str) and text.isascii() and text.isprintable()  # as nearly every key is
    cleaned = text if is_plain else clean(text)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


def as_read(name: str) -> str:
    """Return a name as people tell it from others: whatever its capitals, and without what nobody sees.

    Of a text that is too long for a name, the beginning: thousands of marks on one letter take long to put in order.
    """
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", name[:NAME_LENGTH])).casefold().split())


def clean_name(text: Any) -> Any:
    """Return a name on one line; one of which nobody sees anything is none."""
    line = clean_line(text)
    return line if not isinstance(line, str) or line.isascii() or as_read(line) else ""


def _read_division(code: Any) -> Any:
    """Return the number of a division, with the zero that a spreadsheet took away; another text is told which exist."""
    written = clean_line(code)
    if not isinstance(written, str):
        return written
    named = written[:KEY_LENGTH]
    return division(named.zfill(2) if named.isdecimal() else named).code


Key = Annotated[str, StringConstraints(max_length=KEY_LENGTH, pattern=KEY_PATTERN), BeforeValidator(clean_line)]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=NAME_LENGTH, pattern=NOT_BLANK), BeforeValidator(clean_name)
]
Line = Annotated[str, BeforeValidator(clean_line), StringConstraints(max_length=NAME_LENGTH)]
Prose = Annotated[str, BeforeValidator(clean), StringConstraints(max_length=PROSE_LENGTH)]

DivisionCode = Annotated[
    str,
    BeforeValidator(_read_division),
    StringConstraints(max_length=2),
    WithJsonSchema(
        {"type": "string", "enum": [each for code in divisions() for each in dict.fromkeys((code, code.lstrip("0")))]}
    ),
]
"""A field in which people have problems: the number of a division of ISIC Rev. 4, such as 86, or 1 for 01."""

CapabilityKey = Annotated[Key, Refers("capability")]
ProductKey = Annotated[Key, Refers("product")]
FactorKey = Annotated[Key, Refers("factor")]
ParticipantKey = Annotated[Key, Refers("participant")]
SetKey = Annotated[Key, Refers("set")]


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


def shortest(number: float) -> int | float:
    """Return a whole number as an int, so that 12.0 is written 12."""
    return int(number) if float(number).is_integer() else number


Number = Annotated[float, PlainSerializer(shortest, return_type=int | float)]
Amount = Annotated[Number, Ge(0), Le(LARGEST_AMOUNT)]


class Estimate(Noun):
    """An amount in the workshop's unit; a bare number in a file means low = likely = high.

    Which ends somebody stated is what pydantic calls the fields that were set; the others are the likely amount.
    """

    low: Amount = Field(description="Unlikely to be less than this, in the workshop's unit.")
    likely: Amount = Field(description="The best single guess, in the workshop's unit.")
    high: Amount = Field(description="Unlikely to be more than this, in the workshop's unit.")

    @model_validator(mode="wrap")
    @classmethod
    def _around_likely(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read a bare number as certain, and a missing low or high as likely."""
        if isinstance(value, int | float | str):
            value = {"likely": value}
        if not isinstance(value, dict):
            return handler(value)
        stated = {end: amount for end, amount in value.items() if end == "likely" or amount is not None}
        estimate = handler({"low": 0, "high": LARGEST_AMOUNT, **stated})
        unstated = {end: estimate.likely for end in ("low", "high") if end not in stated}
        # SQLModel lets go of a copy, so it is this very object that is finished here.
        estimate.__dict__.update(unstated)
        estimate.model_fields_set.difference_update(unstated)
        return estimate

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        amounts = {"low": f"{shortest(self.low):,}", "likely": f"{shortest(self.likely):,}"}
        if self.low > self.likely:
            raise PydanticCustomError(LOW_ABOVE, "Likely ({likely}) is below low ({low}).", amounts)
        if self.high < self.likely:
            amounts = {**amounts, "high": f"{shortest(self.high):,}"}
            raise PydanticCustomError(HIGH_BELOW, "High ({high}) is below likely ({likely}).", amounts)
        return self

    @model_serializer(mode="wrap")
    def _as_number_when_certain(self, handler: SerializerFunctionWrapHandler) -> dict[str, int | float] | int | float:
        return shortest(self.likely) if self.low == self.high else handler(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        written_out = handler.resolve_ref_schema(handler(schema))
        written_out["required"] = ["likely"]
        for end in ("low", "high"):
            told = written_out["properties"][end]
            written_out["properties"][end] = {"anyOf": [told, {"type": "null"}], "description": told["description"]}
        number = {"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT}
        return {"anyOf": [number, written_out], "description": getdoc(cls)}


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
