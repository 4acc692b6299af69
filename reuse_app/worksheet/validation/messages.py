"""Mistakes in single fields, in words: what was found and how to mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from math import isfinite, isnan
from typing import Any

from pydantic_core import ErrorDetails

from reuse_app.worksheet.values import HIGH_BELOW, LOW_ABOVE, clean_line

SHOWN_LENGTH = 40
"""Characters of a wrong value that a message repeats."""
SHOWN_DIGITS = 20

REMEDIES = {
    "string_type": "write a text in quotes",
    "string_unicode": "it holds half of a character, so write the text anew",
    "string_too_short": "write something",
    "too_short": "write something",
    "string_pattern_mismatch": (
        "write small letters a to z, digits, - and _ only, with a letter or digit first, as in “vision-2”"
    ),
    "enum": "write one of {expected}",
    "literal_error": "write one of {expected}",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a smaller whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "finite_number": "write a finite number",
    "greater_than_equal": "write a number of at least {ge:,.15g}",
    "less_than_equal": "write a number of at most {le:,.15g}",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "model_type": "write an object in braces, with its fields in it",
    "model_attributes_type": "write an object in braces, with its fields in it",
    "dict_type": "write an object in braces, with its fields in it",
    "tuple_type": "write a list in brackets",
    "invalid_key": "names of fields are texts",
    "date_type": "write a day as 2026-03-31",
    "date_parsing": "write a day as 2026-03-31",
    "date_from_datetime_parsing": "write a day as 2026-03-31",
    "date_from_datetime_inexact": "write a day as 2026-03-31",
}
"""What to do about each type of pydantic's errors."""


def sentence(error: ErrorDetails) -> str:
    """Return a pydantic error as a sentence for the person who wrote the value."""
    context = error.get("ctx", {})
    if error["type"] in {"string_too_long", "too_long"}:
        content = "characters" if isinstance(error["input"], str) else "entries"
        return f"Found {len(error['input']):,} {content}; at most {context['max_length']:,} are allowed here."
    if error["type"] == "value_error":
        said = str(context["error"]).removesuffix(".")
        return f"{said[:1].upper()}{said[1:]}."
    if error["type"] in {LOW_ABOVE, HIGH_BELOW}:
        return error["msg"]
    remedy = REMEDIES.get(error["type"], error["msg"].removeprefix("Input should be ")).format(**context)
    return f"Found {shown(error['input'])}; {remedy}."


def shown(value: Any) -> str:
    """Return a raw value as a message may repeat it: short, on one line, printable."""
    if value is None or isinstance(value, bool):
        return {None: "nothing (null)", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"“{shortened(value)}”"
    if isinstance(value, int | float):
        return _shown_number(value)
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "a list"
    return f"a {type(value).__name__}"


def shortened(text: object) -> str:
    """Return a text on one line, in at most 40 characters."""
    line = str(clean_line(str(text)))
    return line if len(line) <= SHOWN_LENGTH else f"{line[: SHOWN_LENGTH - 1]}…"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return “ Did you mean “vision”?” for the nearest known name, or nothing."""
    near = get_close_matches(name[:SHOWN_LENGTH], known, n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _shown_number(number: float) -> str:
    if isinstance(number, int):
        return str(number) if abs(number) < 10**SHOWN_DIGITS else f"a number of more than {SHOWN_DIGITS} digits"
    if isfinite(number):
        return f"{number:.15g}"
    return "NaN" if isnan(number) else "Infinity" if number > 0 else "-Infinity"
