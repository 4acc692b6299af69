"""The rows of a table as capabilities, which rows hold none, and all that somebody may want to choose otherwise."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.header import Header, header_of
from reuse_app.exchange.reading.headings import field_of
from reuse_app.exchange.reading.kinds import TypeWord
from reuse_app.exchange.reading.row_reading import RowReader, UnreadCell
from reuse_app.exchange.reading.trees import Tree, sections_of, sections_told
from reuse_app.exchange.tables import FoundTable, Row, plain_text
from reuse_app.worksheet import Kind
from reuse_app.worksheet.validation.raw import shortened


@dataclass(frozen=True)
class LeftRow:
    """A row that looks like a total or a note: its number, what it says, and whether it is left out."""

    number: int
    text: str
    is_skipped: bool


@dataclass(frozen=True)
class Questions:
    """What of a table was guessed or could not be read, so that somebody may choose otherwise."""

    doubts: tuple[UnreadCell, ...] = ()
    words: tuple[TypeWord, ...] = ()
    left: tuple[LeftRow, ...] = ()
    typed: Mapping[int, str] = field(default_factory=dict)
    """By the number of a row, the type word of another tool that stands there."""
    asks_for_days: bool = False
    """Whether no date tells if the day or the month comes first."""
    asks_for_decimals: bool = False
    """Whether a number has a mark that may mean thousands or decimals."""
    hidden: tuple[int, ...] = ()
    """Numbers of the rows that are hidden in the file, whether they were read or left out."""


NO_QUESTIONS = Questions()


@dataclass(frozen=True)
class Understood:
    """A table as it is understood: its header, its capabilities, and what somebody may choose otherwise."""

    header: Header
    incoming: Incoming
    questions: Questions


def understand(table: FoundTable, chosen: Choices = NOTHING_SAID, *, remarks: Sequence[str] = ()) -> Understood:
    """Return the capabilities in a table; rows are numbered as in the file. Raises FileError.

    What cannot be read of an optional field is a doubt; a row without a name, or a cell with an error that nobody chose
    to leave as it is, is a mistake.
    """
    header = header_of(table, chosen)
    header.check()
    if not (chosen.columns or chosen.places or chosen.headings is not None):
        _refuse_turned(header)
    left = tuple(left_rows(header, chosen))
    out = {row.number for row in left if row.is_skipped} | chosen.skipped
    hidden = tuple(number for number, _ in header.content if number in table.hidden_rows and number not in out)
    out |= set(hidden) if chosen.leaves_hidden else set()
    sections = sections_of(table, header, out | chosen.kept)
    content = [row for row in header.content if row[0] not in out and row[0] not in sections]
    if len(content) > MOST_CAPABILITIES:
        raise FileError(f"The file has more rows than the {MOST_CAPABILITIES:,} that an inventory holds.")
    _check(chosen, header)
    reader = RowReader(table, header, content, chosen, Tree(header.levels, sections))
    unseen = [*hidden_rows_told(hidden, are_left=chosen.leaves_hidden), *_hidden_columns(table, header)]
    incoming = reader.incoming([*remarks, *header.remarks(chosen), *_skipped(left), *sections_told(sections), *unseen])
    questions = Questions(
        tuple(reader.sorted_doubts),
        tuple(reader.types),
        left,
        reader.types.typed,
        reader.asks_for_days,
        reader.asks_for_decimals,
        hidden,
    )
    return Understood(header, incoming, questions)


def _check(chosen: Choices, header: Header) -> None:
    """Raise FileError for rows and kinds that there are not."""
    numbers = {number for number, _ in header.content}
    for number in sorted(chosen.skipped | chosen.kept):
        if number not in numbers:
            raise FileError(f"There is no row {number:,} with anything in it below the headings.")
    for word, kind in chosen.kinds.items():
        if kind and kind not in set(Kind):
            raise FileError(
                f"There is no kind “{shortened(kind)}” for “{shortened(word)}”; write one of {', '.join(Kind)}."
            )


FEWEST_TURNED = 2
"""Fields that head rows from which a table is taken for one in which each column is a capability."""


def _refuse_turned(header: Header) -> None:
    """Raise FileError for a table in which the first column names fields and the others are capabilities."""
    if set(header.fields.values()) != {"name"} or len(list(filter(str.strip, header.cells))) < FEWEST_TURNED:
        return
    (named,) = header.fields
    names = [name for _, cells in header.content if named < len(cells) and (name := plain_text(cells[named]).strip())]
    fields = [name for name in names if field_of(name) not in {None, "name"}]
    if len(fields) >= FEWEST_TURNED and len(fields) * 2 > len(names):
        found = first_of([f"“{shortened(name)}”" for name in fields])
        raise FileError(
            f"Column {named + 1} names fields, such as {found}, so that each column is a capability. Turn the table so "
            "that each row is one: in a spreadsheet, copy it and paste it transposed. If these are names, say which "
            "column holds the names."
        )


def _skipped(left: Sequence[LeftRow]) -> Iterator[str]:
    out = [row for row in left if row.is_skipped]
    if out:
        rows = first_of([f"row {row.number} (“{row.text}”)" for row in out])
        yield f"Left out as a total, a note or headings again, or as chosen: {rows}."


def _hidden_columns(table: FoundTable, header: Header) -> Iterator[str]:
    read = [index for index in (*header.fields, *header.levels) if index in table.hidden_columns]
    if read:
        what = "1 hidden column was" if len(read) == 1 else f"{len(read)} hidden columns were"
        yield f"{what} read: {first_of([f'“{header.labels[index]}”' for index in read])}."


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
_RULE = re.compile(r"[-:|+= ]*[-=]{2}[-:|+= ]*")
SENTENCE = 5
"""Words from which a text that stands alone below a table is taken for a note."""

MOST_SPANS = 20
"""Hidden rows, or rows in a row, that a remark names before it says how many more there are."""


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
    repeated = _repeated_headings(header)
    for row in header.content:
        texts = {index: text for index, cell in enumerate(row[1]) if (text := plain_text(cell).strip())}
        alone = len(texts) == 1
        first = next(iter(texts.values()), "")
        name = texts.get(named, first) if named is not None else first
        is_aside = is_total(name) or is_total(first) or (alone and is_note(first, at_the_end=row[0] in ends))
        if is_aside or row[0] in repeated or _is_rule(texts.values()):
            yield LeftRow(row[0], shortened(first), row[0] not in chosen.kept)


def _repeated_headings(header: Header) -> set[int]:
    """Return the numbers of the rows that repeat the headings, and of titles that stand alone above those."""
    headings = [cell.strip().casefold() for cell in header.cells]
    found: set[int] = set()
    above: tuple[int, int] = (0, 0)
    for number, cells in header.content:
        texts = [plain_text(cell).strip().casefold() for cell in cells]
        if texts == headings[: len(texts)] and sum(map(bool, texts)) > 1:
            found |= {number} | ({above[0]} if above[1] == 1 else set())
        above = number, sum(map(bool, texts))
    return found


def _is_rule(texts: Iterable[str]) -> bool:
    """Say whether a row is nothing but a line that is drawn between others, as in Markdown."""
    every = [*texts]
    return bool(every) and all(_RULE.fullmatch(text) for text in every) and max(map(len, every)) > len("--")


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
    return first_of(["-".join(map(str, span)) for span in spans], most=MOST_SPANS)


def is_total(text: str) -> bool:
    """Say whether a text is the name of a row of totals."""
    return _TOTAL.sub("", text).casefold() in TOTALS


def is_note(text: str, *, at_the_end: bool) -> bool:
    """Say whether a text that stands alone is a note on the table."""
    return bool(_NOTE.match(text)) or (at_the_end and len(text.split()) >= SENTENCE)
