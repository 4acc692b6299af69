"""A table of capabilities as it was found, turned into checked rows."""

from collections.abc import Mapping
from operator import attrgetter

from reuse_app.exchange.cells import plain_text, value_of
from reuse_app.exchange.errors import CellError, FileError
from reuse_app.exchange.header import Header, header_of
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, RowMistake, checked_rows
from reuse_app.exchange.table import Table
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import Scalar, columns, nest
from reuse_app.worksheet.validation.messages import shown


def read(table: Table, mapping: Mapping[str, str], *, remarks: tuple[str, ...] = ()) -> Incoming:
    """Return the capabilities in a table; rows are numbered as in the file. Raises FileError.

    `mapping` says by heading which field a column holds, "" for none, where its name does not.
    """
    header = header_of(table, mapping)
    header.check()
    if len(header.content) > MOST_CAPABILITIES:
        raise FileError(f"The file has more rows than the {MOST_CAPABILITIES:,} that an inventory holds.")
    raw, mistakes = _raw_rows(table, header)
    incoming = checked_rows(raw, remarks=(*remarks, *header.remarks(mapping)))
    labelled = (RowMistake(each.row, header.label(each.column), each.message) for each in incoming.mistakes)
    wrong = {mistake.row for mistake in mistakes}
    right = tuple(row for row in incoming.rows if row.number not in wrong)
    return Incoming(right, tuple(sorted([*mistakes, *labelled], key=attrgetter("row"))), incoming.remarks)


def _raw_rows(table: Table, header: Header) -> tuple[list[RawRow], list[RowMistake]]:
    rows, mistakes, stated = [], [], frozenset(header.fields.values())
    for number, cells in header.content:
        values: dict[str, Scalar] = {}
        for index, cell in enumerate(cells):
            try:
                values |= _value(cell, header.fields.get(index), table, beyond=index >= len(header.labels))
            except CellError as error:
                label = header.label(header.fields[index]) if index in header.fields else str(index + 1)
                mistakes.append(RowMistake(number, label, str(error)))
        rows.append(RawRow(number, nest(Capability, values), stated))
    return rows, mistakes


def _value(cell: Scalar, field: str | None, table: Table, *, beyond: bool) -> dict[str, Scalar]:
    """Return a cell's value under its field; nothing for a column that was left out."""
    if beyond and plain_text(cell).strip():
        raise CellError(f"Found {shown(cell)} beyond the last heading; is a separator too many in this row?")
    return {field: value_of(cell, columns(Capability)[field], separator=table.separator)} if field else {}
