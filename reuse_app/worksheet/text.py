"""The kinds of text people type, cleaned by one rule so that every file format and database can hold them."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

NAME_LENGTH = 200
"""Characters in a name or another single line."""
PROSE_LENGTH = 4_000
"""Characters in a sentence, a reason or a description."""
KEY_LENGTH = 40
KEY_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85]")
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""Control characters, halves of characters and what Unicode keeps for no character: HTML and XML refuse them."""


@dataclass(frozen=True)
class Refers:
    """Marks a field that names another part of the worksheet by its key."""

    noun: str


def clean(text: Any) -> Any:
    """Return the text with plain line breaks, no outer space, and � for what no document can hold."""
    if not isinstance(text, str):
        return text
    return _UNPRINTABLE.sub("\ufffd", _LINE_BREAKS.sub("\n", text)).strip()


def clean_line(text: Any) -> Any:
    """Return the text on one line, with each run of white space as one space."""
    cleaned = clean(text)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


Key = Annotated[str, BeforeValidator(clean_line), StringConstraints(max_length=KEY_LENGTH, pattern=KEY_PATTERN)]
Name = Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=NAME_LENGTH)]
Line = Annotated[str, BeforeValidator(clean_line), StringConstraints(max_length=NAME_LENGTH)]
Prose = Annotated[str, BeforeValidator(clean), StringConstraints(max_length=PROSE_LENGTH)]

CapabilityKey = Annotated[Key, Refers("capability")]
ProductKey = Annotated[Key, Refers("product")]
FactorKey = Annotated[Key, Refers("factor")]
ParticipantKey = Annotated[Key, Refers("participant")]
