"""The worksheet file: a workshop as JSON. Any JSON is read with care, and refused with the line and column."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from reuse_app.exchange.errors import FileError, check_size
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.raw import shortened
from reuse_app.worksheet.validation.worksheet import FORMAT, VERSION, checked

SCHEMA_ID = f"urn:reuse:worksheet:{VERSION}"
"""What the schema of the worksheet file is called; a file may name it, or where it is kept, as its $schema."""
SAYS_SCHEMA = {"type": "string", "description": "Where an editor finds the schema; it says nothing else."}


def read(source: str | bytes) -> Worksheet:
    """Return the worksheet in a file's content.

    Raises FileError when it cannot be read as JSON, WorksheetError with every mistake when it is no worksheet.
    """
    data = parse(source)
    if isinstance(data, dict) and isinstance(data.get("$schema"), str):
        del data["$schema"]
    return checked(data)


def write(worksheet: Worksheet) -> str:
    """Return the worksheet as its file: fields in their order, defaults left out, the same text every time."""
    parts = worksheet.model_dump_json(indent=2, exclude_defaults=True)
    return f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},{parts[1:]}\n'


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the worksheet file; references between keys are beyond it."""
    described = Worksheet.model_json_schema()
    for name, part in LISTS.items():
        described["properties"][name]["maxItems"] = part.limit
    described["properties"] = {"$schema": SAYS_SCHEMA, **described["properties"]}
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID}
    return {**told, **described, "title": "Reuse worksheet"}


MOST_MARKS = 500_000
"""Commas and opening brackets: a value has one of them, and takes far more memory than its letters in the file."""
_BEGINNING = re.compile(r"[^ \t\r\n]")
"""Where a value begins."""
MOST_DIGITS = 1_000
"""Digits of an integer beyond which it counts as infinite; converting more takes quadratic time."""

EXPLANATIONS = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing before this",
    "Expecting ':' delimiter": "a colon is missing after the name of a field",
    "Expecting value": "a value is missing: text in double quotes, a number, true, false, null, [ or {",
    "Expecting property name enclosed in double quotes": "a field name in double quotes is missing here",
    "Illegal trailing comma before end of object": "there is a comma too many here",
    "Illegal trailing comma before end of array": "there is a comma too many here",
    "Unterminated string starting at": "this text has no closing double quote",
    "Invalid control character at": "a line break or tab inside a text must be written \\n or \\t",
    "Extra data": "the file should end before this",
}


def parse(source: str | bytes) -> Any:
    """Return the value in a JSON text; NaN, Infinity and integers of over 1,000 digits come back as such floats.

    Raises FileError for more than 5 MB or 500,000 values, an unknown encoding, broken JSON, nesting beyond what Python
    follows, half characters, and objects that name a field twice.
    """
    return _parsed(source, one=True)[0]


def parse_each(source: str | bytes) -> list[Any]:
    """Return the values in a text of JSON values one after another, as JSON Lines and pages of an API; as `parse`."""
    return _parsed(source, one=False)


def _parsed(source: str | bytes, *, one: bool) -> list[Any]:
    text = decoded(source)
    _check_marks(text)
    twice: list[str] = []

    def fields(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.extend(_repeated(pairs))
        return found

    decoder = json.JSONDecoder(object_pairs_hook=fields, parse_int=_integer)
    try:
        values = [decoder.decode(text)] if one else [*_values(text, decoder)]
    except json.JSONDecodeError as error:
        raise FileError(_explained(error)) from error
    except RecursionError as error:
        raise FileError("The brackets of this file are nested too deeply.") from error
    if twice:
        raise FileError(f"A field stands twice in one object: {', '.join(twice[:10])}. Keep one of each.")
    _refuse_half_characters(text, values)
    return values


def _values(text: str, decoder: json.JSONDecoder) -> Iterator[Any]:
    """Yield each value; behind the first one only an object or a list is one, so that a comma too many is told."""
    end = _begin(text, 0)
    while end < len(text):
        value, end = decoder.raw_decode(text, end)
        yield value
        end = _begin(text, end)
        if text[end : end + 1] not in {"", "{", "["}:
            raise json.JSONDecodeError("Extra data", text, end)


def _begin(text: str, position: int) -> int:
    found = _BEGINNING.search(text, position)
    return found.start() if found else len(text)


def _check_marks(text: str) -> None:
    """Raise FileError for more values than any worksheet or inventory of this size has."""
    marks = sum(map(text.count, ",[{"))
    if marks > MOST_MARKS:
        raise FileError(
            f"The file has {marks:,} commas and opening brackets; at most {MOST_MARKS:,} are read. Split it."
        )


def decoded(source: str | bytes) -> str:
    """Return a JSON file as text, from UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    Raises FileError when it is empty, too large or in none of these encodings.
    """
    check_size(source)
    try:
        text = source.decode(json.detect_encoding(source)) if isinstance(source, bytes) else source
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("latin-1")
        raise FileError(
            f"{_line_and_column(before, len(before))}: this is not UTF-8; save the file as UTF-8."
        ) from error
    if not text.strip("\ufeff \t\r\n"):
        raise FileError("The file is empty.")
    return text.removeprefix("\ufeff")


def _integer(digits: str) -> int | float:
    if len(digits) > MOST_DIGITS:
        return -math.inf if digits.startswith("-") else math.inf
    return int(digits)


def _repeated(pairs: Sequence[tuple[str, Any]]) -> list[str]:
    counts = Counter(name for name, _ in pairs)
    within = next((f" (in “{shortened(value)}”)" for name, value in pairs if name in {"key", "name", "title"}), "")
    return [f"“{shortened(name)}”{within}" for name, count in counts.items() if count > 1]


def _explained(error: json.JSONDecodeError) -> str:
    why = EXPLANATIONS.get(error.msg, error.msg)
    return f"{_line_and_column(error.doc, error.pos)}: {why}."


def _line_and_column(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"Line {line:,}, column {position - text.rfind(chr(10), 0, position):,}"


def _refuse_half_characters(text: str, value: Any) -> None:
    """Refuse lone surrogates, which no file and no database can hold, whether escaped or not."""
    if not re.search(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]", text):
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        position = max(text.lower().find(half), 0)
        raise FileError(
            f"{_line_and_column(text, position)}: {half} is half of a character; write it whole."
        ) from error
