"""The rows of a table as capabilities, with everything about them that somebody may want to choose otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reuse_app.exchange.choices import NOTHING_SAID, Choices
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import Header, header_of
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming
from reuse_app.exchange.left_rows import LeftRow, hidden_rows_told, left_rows
from reuse_app.exchange.row_reading import RowReader, TypeWord, UnreadCell, first_of
from reuse_app.exchange.tables import FoundTable
from reuse_app.worksheet import Kind
from reuse_app.worksheet.validation.raw import shortened


@dataclass(frozen=True)
class Understood:
    """A table as it is understood: its header, its capabilities, and what somebody may choose otherwise."""

    header: Header
    incoming: Incoming
    doubts: tuple[UnreadCell, ...] = ()
    words: tuple[TypeWord, ...] = ()
    left: tuple[LeftRow, ...] = ()
    typed: Mapping[int, str] = field(default_factory=dict)
    """By the number of a row, the type word of another tool that stands there."""
    asks_for_days: bool = False
    """Whether no date tells if the day or the month comes first."""
    hidden: tuple[int, ...] = ()
    """Numbers of the rows that are hidden in the file, whether they were read or left out."""


def understand(table: FoundTable, chosen: Choices = NOTHING_SAID, *, remarks: Sequence[str] = ()) -> Understood:
    """Return the capabilities in a table; rows are numbered as in the file. Raises FileError.

    What cannot be read of an optional field is a doubt; a row without a name, or a cell with an error that nobody chose
    to leave as it is, is a mistake.
    """
    header = header_of(table, chosen)
    header.check()
    left = tuple(left_rows(header, chosen))
    out = {row.number for row in left if row.is_skipped} | chosen.skipped
    hidden = tuple(number for number, _ in header.content if number in table.hidden_rows and number not in out)
    out |= set(hidden) if chosen.leaves_hidden else set()
    content = [row for row in header.content if row[0] not in out]
    if len(content) > MOST_CAPABILITIES:
        raise FileError(f"The file has more rows than the {MOST_CAPABILITIES:,} that an inventory holds.")
    _check(chosen, header)
    reader = RowReader(table, header, content, chosen)
    unseen = [*hidden_rows_told(hidden, are_left=chosen.leaves_hidden), *_hidden_columns(table, header)]
    incoming = reader.incoming([*remarks, *header.remarks(chosen), *_skipped(left), *unseen])
    return Understood(
        header,
        incoming,
        tuple(reader.sorted_doubts),
        tuple(reader.words),
        left,
        reader.typed,
        reader.asks_for_days,
        hidden,
    )


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


def _skipped(left: Sequence[LeftRow]) -> Iterator[str]:
    out = [row for row in left if row.is_skipped]
    if out:
        rows = first_of([f"row {row.number} (“{row.text}”)" for row in out])
        yield f"Left out as a total or a note, or as chosen: {rows}."


def _hidden_columns(table: FoundTable, header: Header) -> Iterator[str]:
    read = [index for index in (*header.fields, *header.levels) if index in table.hidden_columns]
    if read:
        what = "1 hidden column was" if len(read) == 1 else f"{len(read)} hidden columns were"
        yield f"{what} read: {first_of([f'“{header.labels[index]}”' for index in read])}."
