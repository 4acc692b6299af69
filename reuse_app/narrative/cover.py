"""What stands below the title of a report: who took part, and which state of the worksheet this is."""

from hashlib import sha256

from reuse_app.narrative.isolation import apart
from reuse_app.narrative.words import plural, some
from reuse_app.worksheet import Worksheet

MOST_PEOPLE = 8
"""People who are named."""
LONGEST_NAMES = 160
"""Letters of their names, beyond which they are counted only."""


def cover_lines(worksheet: Worksheet, day: str = "") -> tuple[str, ...]:
    """Return what a cover says, in a line each.

    Args:
        worksheet: what the report is about.
        day: when it last changed; empty when nobody knows.
    """
    state = f"Worksheet {fingerprint(worksheet)}"
    said = (_people(worksheet), f"{day} · {state}" if day else state)
    return tuple(line for line in said if line)


def _people(worksheet: Worksheet) -> str:
    names = [apart(one.name) for one in worksheet.participants]
    if not names:
        return ""
    named = some(names, most=MOST_PEOPLE)
    count = plural(len(names), "person", "people")
    return f"Took part: {named}" if len(named) <= LONGEST_NAMES else f"Took part: {count}"


def fingerprint(worksheet: Worksheet) -> str:
    """Return eight letters that tell this state of a worksheet from any other."""
    return sha256(worksheet.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:8]
