"""Rows of a table that may hold no capability: totals, notes, hidden ones, and those that somebody leaves out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reuse_app.exchange.choices import Choices
from reuse_app.exchange.header import Header
from reuse_app.exchange.tables import Row, plain_text
from reuse_app.worksheet.validation.raw import shortened

TOTALS = frozenset(
    {
        "total", "totals", "grand total", "sub total", "subtotal", "sum", "sums", "average", "mean", "count",
        "summe", "gesamt", "gesamtsumme", "zwischensumme", "mittelwert", "somme", "sous-total", "moyenne",
        "totale", "suma", "media", "合計", "总计", "總計", "итого"
    }
)  # fmt: skip
_TOTAL = re.compile(r"[\s:.]*(?:\([^)]*\))?[\s:.]*$")
_NOTE_WORDS = (
    r"(?:sources?|notes?|nb|n\.b\.|remarks?|legend|key|comments?|disclaimer|as of|status as of|last updated|updated"
    r"|generated|exported|confidential|quellen?|hinweise?|anmerkung(?:en)?|stand|legende|vertraulich|remarques?|fuentes?"
    r"|nota|fonte)"
)
_NOTE = re.compile(rf"\*|†|‡|¹|²|³|©|\(?\d\)|\[\d\]|{_NOTE_WORDS}\s*:|{_NOTE_WORDS}\b.*\s\S+\s", re.IGNORECASE)
"""A mark, a word with a colon, or such a word and three more."""
SENTENCE = 5
"""Words from which a text that stands alone below a table is taken for a note."""

MOST_SPANS = 20
"""Hidden rows, or rows in a row, that a remark names before it says how many more there are."""


@dataclass(frozen=True)
class LeftRow:
    """A row that looks like a total or a note: its number, what it says, and whether it is left out."""

    number: int
    text: str
    is_skipped: bool


def left_rows(header: Header, chosen: Choices) -> Iterator[LeftRow]:
    """Yield the rows that look like totals or notes, and those that somebody leaves out."""
    proposed = [*_proposed(header, chosen)]
    numbers = {row.number for row in proposed}
    yield from proposed
    for number, cells in header.content:
        if number in chosen.skipped - numbers:
            yield LeftRow(
                number, shortened(next((text for cell in cells if (text := plain_text(cell).strip())), "")), True
            )


def _proposed(header: Header, chosen: Choices) -> Iterator[LeftRow]:
    if header.is_ours or len(header.fields) + len(header.levels) < 2:  # noqa: PLR2004  # in a list of names all stand alone
        return
    named = next((index for index, held in header.fields.items() if held == "name"), None)
    ends = _rows_of_the_end(header.content)
    for row in header.content:
        texts = {index: text for index, cell in enumerate(row[1]) if (text := plain_text(cell).strip())}
        alone = len(texts) == 1
        first = next(iter(texts.values()), "")
        name = texts.get(named, first) if named is not None else first
        if is_total(name) or is_total(first) or (alone and _is_note(first, at_the_end=row[0] in ends)):
            yield LeftRow(row[0], shortened(first), row[0] not in chosen.kept)


def _rows_of_the_end(content: Sequence[Row]) -> set[int]:
    """Return the numbers of the rows below an empty one from which on nothing but single cells and totals stand."""
    ends: set[int] = set()
    pending: set[int] = set()
    for (number, cells), (before, _) in zip(reversed(content), [*reversed(content), (0, ())][1:], strict=True):
        texts = [text for cell in cells if (text := plain_text(cell).strip())]
        if len(texts) > 1 and not is_total(texts[0]):
            break
        pending.add(number)
        if number - before > 1:
            ends |= pending
    return ends


def hidden_rows_told(numbers: Sequence[int], *, are_left: bool = False) -> Iterator[str]:
    """Yield a sentence on rows that are hidden in the file, by their numbers in their order; nothing for none."""
    if numbers:
        what = "1 hidden row was" if len(numbers) == 1 else f"{len(numbers):,} hidden rows were"
        done = "left out" if are_left else "read"
        yield f"{what} {done}: {_spans_of(numbers)}."


def _spans_of(numbers: Sequence[int]) -> str:
    """Return numbers as people write them, such as 4-9, 20."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    more = f" and {len(spans) - MOST_SPANS} more" if len(spans) > MOST_SPANS else ""
    return ", ".join("-".join(map(str, span)) for span in spans[:MOST_SPANS]) + more


def is_total(text: str) -> bool:
    """Say whether a text is the name of a row of totals."""
    return _TOTAL.sub("", text).casefold() in TOTALS


def _is_note(text: str, *, at_the_end: bool) -> bool:
    return bool(_NOTE.match(text)) or (at_the_end and len(text.split()) >= SENTENCE)
