"""How values read in a report: amounts, shares, lists and counts in words."""

import math
import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from reuse_app.analysis.cost.bills import EVEN, Guess
from reuse_app.analysis.finding import MINUS, NARROW_SPACE, Range, written
from reuse_app.narrative.isolation import closed
from reuse_app.worksheet.scales import WORDS, Need
from reuse_app.worksheet.values import Estimate

NOT_STATED = "–"
"""What stands where nobody stated a value."""
SHORTENED = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e5, "k"))
"""From which amount on an axis is labelled in which thousandfold, largest first."""


SOFT_HYPHEN = "\u00ad"
_LONG_WORD = re.compile(r"[^\W\d_]{13,}")
_ONSET = re.compile(
    r"(?:sch[lmnrw]?|ch|ck|ph|th|sh|qu|[bfgkp][lr]|[dt]r|[b-df-hj-np-tv-xzß])"
    r"(?=[aeiouyäöüáàâéèêíìîóòôúùûåæø])",
    re.IGNORECASE,
)
"""What a syllable begins with in the languages that make long words."""
ROUGH = 100
"""From here on a figure in a sentence or on an axis needs no decimals."""
WIDE = 1.0
"""From this share of the likely amount on, what lies between low and high makes it a guess: ±50 %."""
Guessed = Guess | Range | Estimate | float | None
"""An amount with what is known of its spread; a bare number is certain."""


def amount(value: Estimate | float | None, *, digits: int = 1) -> str:
    """Return a number as people read it, an estimate by its likely amount, and a dash for none."""
    if value is None:
        return NOT_STATED
    return written(value.likely if isinstance(value, Estimate) else value, digits=digits)


def estimate(value: Estimate | None) -> str:
    """Return an estimate as low – likely – high, or as one number when it is certain."""
    if value is None or value.low == value.high:
        return amount(value)
    return " – ".join(amount(end) for end in (value.low, value.likely, value.high))


def is_guess(value: Guessed) -> bool:
    """Say whether an amount was guessed to ±50 % or worse, or hangs on what was."""
    low, likely, high = _spread(value)
    return high > low and high - low >= WIDE * abs(likely) * (1 - EVEN)


def likely_figure(value: Guessed) -> float:
    """Return the likely amount; that of a guess to two significant figures: 1 219 is 1 200, 95.9 is 96.

    What is left between large amounts is no surer than they are: 6 that could be 600 more or less is 10.
    """
    low, likely, high = _spread(value)
    return _to_two_figures(likely, beside=(high - low) / 2) if is_guess(value) else likely


def _spread(value: Guessed) -> tuple[float, float, float]:
    match value:
        case None:
            return 0.0, 0.0, 0.0
        case Range():
            low, high = sorted((value.low_alike, value.high_alike))
            return low, value.likely, high
        case Guess() | Estimate():
            return value.low, value.likely, value.high
        case _:
            return value, value, value


def _to_two_figures(value: float, *, beside: float = 0.0) -> float:
    """Return an amount to the place of the second figure of itself, or of what it may miss by if that is larger."""
    largest = max(abs(value), beside)
    return round(value, 1 - math.floor(math.log10(largest))) if largest else 0.0


def axis_amount(guessed: Guessed) -> str:
    """Return an amount short enough for a tick of an axis: 250 000 is 250 k, 3 000 000 is 3 M."""
    value = likely_figure(guessed)
    for unit, name in SHORTENED:
        if abs(value) >= unit:
            divisor = 1e3 if name == "k" else unit
            return f"{amount(value / divisor)}{NARROW_SPACE}{name}"
    return amount(value, digits=0 if abs(value) >= ROUGH else 1 if abs(value) >= ROUGH / 10 else 2)


def rough(value: Guessed) -> str:
    """Return an amount to be read at a glance, where the decimals of a large one would only feign precision.

    What was guessed has two significant figures, in every sentence, board and table of findings. The annex, the
    tables of figures and the files for programs keep the full number.
    """
    if value is None:
        return NOT_STATED
    likely = likely_figure(value)
    return amount(likely, digits=0 if abs(likely) >= ROUGH else 2 if is_guess(value) else 1)


def about(value: Guessed) -> str:
    """Return the same for a sentence, which says that a guess is one: sums of rounded amounts need not add up."""
    return f"about {rough(value)}" if is_guess(value) else rough(value)


def between(spread: Range | None, of: Guessed) -> str:
    """Return where eight draws in ten of an amount lie: 850 to 1 600; a dash for what is certain or unknown."""
    if spread is None or spread.low == spread.high:
        return NOT_STATED
    return _ends(of, spread.low, spread.high)


def between_alike(spread: Range, of: Guessed) -> str:
    """Return the same for estimates that all miss the same way."""
    return _ends(of, spread.low_alike, spread.high_alike)


def _ends(of: Guessed, *ends: float) -> str:
    return " to ".join(two_figures(end) if is_guess(of) else rough(end) for end in ends)


def two_figures(value: float | None) -> str:
    """Return an amount that is hardly better than a guess with two significant figures: 1 219 is 1 200, 95.9 is 96."""
    return amount(None if value is None else _to_two_figures(value), digits=2)


def rough_estimate(value: Estimate | None) -> str:
    """Return an estimate as low – likely – high, to be read at a glance."""
    if value is None or value.low == value.high:
        return rough(value.likely if value else None)
    return " – ".join(rough(end) for end in (value.low, value.likely, value.high))


def in_unit(what: str, unit: str) -> str:
    """Return what is measured with its unit, as the heading of an axis or a column."""
    return f"{what}, {unit}" if unit else what


def percent(share: float | None) -> str:
    """Return a share of 0 to 1 as whole percent; a share that is not nothing is never shown as 0."""
    if share is None:
        return NOT_STATED
    whole = round(share * 100)
    below = "<" if share > 0 and whole == 0 else ""
    return f"{below}{max(whole, 1) if below else whole}{NARROW_SPACE}%"


def in_hundred(share: float) -> str:
    """Return a share of 0 to 1 as so many of a hundred; a share that is not nothing is never shown as 0."""
    whole = round(share * 100)
    return "fewer than 1 of 100" if share > 0 and whole == 0 else f"{whole} of 100"


def all_of(count: int) -> str:
    """Return the word before the noun of things that are counted completely."""
    return "Both" if count == 2 else f"All {count}"  # noqa: PLR2004  # the one number with a word of its own


def level(value: float | None) -> str:
    """Return a level of 1 to 4 with one decimal, so that 3 and 2.96 line up."""
    return NOT_STATED if value is None else f"{value:.1f}"


def signed(value: float | None) -> str:
    """Return a change with its sign, to one digit and no more."""
    return NOT_STATED if value is None else with_sign(amount(round(value, 1)))


def with_sign(figure: str) -> str:
    """Return a figure of a change with its sign: nothing before 0 and what is not known."""
    is_bare = figure == NOT_STATED or figure.startswith(MINUS) or not figure.strip("0.")
    return figure if is_bare else f"+{figure}"


def word(member: Enum | None) -> str:
    """Return a member of a scale in words, and a dash for none."""
    if member is None:
        return NOT_STATED
    words: dict[Any, str] = WORDS
    return words.get(member, str(member.value))


def dots(need: int) -> str:
    """Return a need as one to three dots."""
    return "●" * {Need.NONE: 0, Need.WEAK: 1, Need.MODERATE: 2, Need.STRONG: 3}[Need(need)]


MOST_ROWS, MOST_COLUMNS = 1_000, 60
"""What of a table a report tells: nobody reads more, and writing it would take minutes."""
COMPLETE = "the worksheet as Excel, CSV or JSON has every entry, the findings as JSON every figure"
"""Where the whole of it is."""


def first_part(headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: frozenset[int]) -> dict[str, Any]:
    """Return as much of a table as a report has room for: its headers, rows and columns of numbers, by these names."""
    return {
        "headers": headers[:MOST_COLUMNS],
        "rows": tuple(row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]),
        "numbers": frozenset(column for column in numbers if column < MOST_COLUMNS),
    }


def told_of(rows: int, columns: int) -> str:
    """Return what a report tells of a table of this size: the first rows, the first columns; nothing if it is all."""
    sizes = ((rows, MOST_ROWS, "rows"), (columns, MOST_COLUMNS, "columns"))
    return " and ".join(
        f"the first {amount(most)} of {amount(count)} {what}" for count, most, what in sizes if count > most
    )


def plural(count: int, one: str, many: str) -> str:
    """Return a count with its noun."""
    return f"{amount(count)} {one if count == 1 else many}"


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """Return names as a list in a sentence: a, b and c."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def some(names: Sequence[str], *, most: int = 4) -> str:
    """Return the first names as a list in a sentence, and how many there are beside them."""
    if len(names) <= most + 1:
        return listed(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def clipped(text: str, most: int) -> str:
    """Return a text, or what of it so many letters hold: whole sentences, otherwise whole words and an ellipsis."""
    if len(text) <= most:
        return text
    kept = text[:most]
    sentences = max(kept.rfind(f"{end} ") for end in ".!?") + 1
    if sentences > most / 2:
        return closed(kept[:sentences])
    return closed(f"{kept[: max(kept.rfind(' '), most // 2)].rstrip(' ,;:')}…")


def capitalised(sentence: str) -> str:
    """Return a sentence with a capital at its start; names within keep theirs."""
    return sentence[:1].upper() + sentence[1:]


def hyphenated(text: str) -> str:
    """Return a text whose long words have soft hyphens, so that a narrow column breaks them where they are spoken.

    No dictionary knows in which language people name things, and browsers have few, so syllables are told by their
    sounds: one begins with the consonant, or the consonants spoken together, before a vowel.
    """
    return _LONG_WORD.sub(lambda found: _in_syllables(found[0]), text)


def _in_syllables(long: str) -> str:
    starts = [found.start() for found in _ONSET.finditer(long) if 3 <= found.start() <= len(long) - 3]  # noqa: PLR2004
    return SOFT_HYPHEN.join(long[start:end] for start, end in zip([0, *starts], [*starts, len(long)], strict=True))
