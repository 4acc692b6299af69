"""The log of iterations as a calendar (RFC 5545): when each ended, and when the one that runs is to end."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from reuse_app.worksheet import Iteration, Worksheet
from reuse_app.worksheet.scales import PURSUED

LONGEST_LINE = 75
"""Bytes of a line; what is longer goes on in the next one, behind a space."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class CalendarDay:
    """A day in the calendar: of which product, its how manieth iteration, and what to read there."""

    product: str
    number: int
    day: dt.date
    summary: str
    said: tuple[tuple[str, str], ...]


def write(worksheet: Worksheet, *, whose: str = "", day: str = "") -> str:
    """Return the iterations of a worksheet as a calendar, or "" when none is logged; the same input, the same text.

    An iteration keeps its id when its day or its words change, so that a calendar replaces it. A product that is
    pursued has the end of its next iteration too: as many days after the last one as its plan says.

    Args:
        worksheet: whose log it is.
        whose: what tells this workshop from others, such as its address; its title where nothing does.
        day: when the worksheet last changed, as 2026-03-31; the last day of the log where nobody knows.
    """
    entries = [*_entries(worksheet)]
    if not entries:
        return ""
    stamp = (day or max(one.date for one in worksheet.iterations).isoformat()).replace("-", "")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Reuse//Iterations//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(worksheet.workshop.title)}")
    for entry in entries:
        lines += _event(entry, whose or worksheet.workshop.title, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entries(worksheet: Worksheet) -> Iterator[CalendarDay]:
    logs: dict[str, list[Iteration]] = defaultdict(list)
    for one in worksheet.iterations:
        log = logs[one.product]
        log.append(one)
        progress = "" if one.progress is None else f"{one.progress:g} %"
        said = (("Tried", one.tried), ("Outcome", one.outcome), ("Progress", progress), ("Lesson", one.lesson))
        name = worksheet.product_by_key[one.product].name
        yield CalendarDay(one.product, len(log), one.date, f"{name}: iteration {len(log)}", said)
    for key, log in logs.items():
        yield from _next(worksheet, key, log)


def _next(worksheet: Worksheet, key: str, log: list[Iteration]) -> Iterator[CalendarDay]:
    """Yield the day on which the iteration that runs is to end, where the plan of a pursued product says how long."""
    plan = worksheet.decision_by_product.get(key)
    if plan is None or plan.role not in PURSUED or not plan.iteration_days:
        return
    last = max(one.date for one in log)
    if (dt.date.max - last).days >= plan.iteration_days:
        said = (
            ("Riskiest assumption", plan.assumption),
            ("Test", plan.test),
            ("Measure", plan.measure),
            ("Stop rule", plan.stop_rule),
            ("Owner", plan.owner),
        )
        summary = f"{worksheet.product_by_key[key].name}: iteration {len(log) + 1} ends"
        yield CalendarDay(key, len(log) + 1, last + dt.timedelta(days=plan.iteration_days), summary, said)


def _event(entry: CalendarDay, whose: str, stamp: str) -> list[str]:
    uid = uuid5(NAMESPACE_URL, f"reuse:{whose}:{entry.product}:{entry.number}")
    text = "\n\n".join(f"{what}: {words}" for what, words in entry.said if words)
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}T000000Z",
        f"DTSTART;VALUE=DATE:{entry.day.isoformat().replace('-', '')}",
        f"SUMMARY:{_escaped(entry.summary)}",
        *([f"DESCRIPTION:{_escaped(text)}"] if text else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> str:
    """Return a line in parts of at most 75 bytes, none of which ends within a letter."""
    parts, part, size = [], "", 0
    for letter in line:
        wide = len(letter.encode())
        if size + wide > LONGEST_LINE:
            parts.append(part)
            part, size = "", 1
        part, size = part + letter, size + wide
    return "\r\n ".join([*parts, part])
