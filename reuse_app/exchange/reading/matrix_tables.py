"""A matrix of capabilities and products as people keep it in a table: who needs what, and how it fits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.found_matrix import FoundMatrix, checked, left_out, name_in, side_of, with_marks
from reuse_app.exchange.reading.header import ROWS_LOOKED_AT, VALUES_LOOKED_AT
from reuse_app.exchange.reading.headings import field_of, level_of, spelled
from reuse_app.exchange.reading.link_lists import links_in
from reuse_app.exchange.reading.matrix_words import Vocabulary, is_need, is_word, word_of
from reuse_app.exchange.reading.read_table import TEXTS, WORKBOOKS, ReadTable, read_text, read_workbook, table_of
from reuse_app.exchange.reading.table_rows import hidden_rows_told, is_note, is_total
from reuse_app.exchange.tables import FoundTable, Row, filled_in, plain_text
from reuse_app.worksheet import Need
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shortened, shown

NO_PRODUCTS = frozenset(
    {
        "weight", "weights", "weighting", "gewicht", "gewichtung", "poids", "peso", "vikt", "waga", "вес", "重み",
        "权重", "importance", "priority", "prioritat", "rank", "score", "count", "#", "no", "nr", "level", "area",
        "domain", "group"
    }
)  # fmt: skip
"""Headings of numbers that are no needs, and of what groups rows."""


class NoMatrixError(FileError):
    """A file that was read as a table in which there is no matrix; another way of reading it may find one."""

    def __init__(self, message: str, reading: ReadTable) -> None:
        self.reading = replace(reading, table=FoundTable(reading.table.separator, ()))
        super().__init__(message, self.reading)

    def __str__(self) -> str:
        return str(self.args[0])


def read_matrix(
    name: str, content: bytes, chosen: Choices = NOTHING_SAID, *, mark: Need = Need.MODERATE
) -> FoundMatrix:
    """Return the matrix in a CSV text or a workbook, or its links where they are listed one in each row; `mark` is the
    need for which marks such as x stand.

    Rows are capabilities and columns are products, unless the heading of the first column says the contrary. Raises
    FileError when there is no matrix in the file, or a larger one than a worksheet holds.
    """
    ending = PurePath(name).suffix.casefold() or (".xlsx" if content.startswith(b"PK") else ".txt")
    if ending in WORKBOOKS:
        reading = read_workbook(content, ending, chosen, likelihood=_readable)
    elif ending in TEXTS:
        reading = table_of(*read_text(content, chosen))
    else:
        raise FileError(f"Found a file that ends in “{shortened(ending)}”; a matrix is read from CSV or a workbook.")
    if links := links_in(reading, mark, chosen):
        return links
    table = reading.table
    places = range(min(len(table.rows), ROWS_LOOKED_AT))
    top = replace(table, rows=table.rows[: ROWS_LOOKED_AT + VALUES_LOOKED_AT])
    place = max(places, key=lambda each: _rank(top, each, chosen), default=-1)
    if place < 0 or not _cells_below(table, place, chosen):
        raise NoMatrixError(
            "There is no matrix in this file: the first row names the products, the first column the capabilities, and "
            "cells hold x, 1, 3, 9, strong, weak, or as is, adjust, rework, new. Or each row has a capability, a "
            f"product and a need.{reading.note}",
            reading,
        )
    return _matrix(reading, place, mark, chosen)


def _rank(table: FoundTable, place: int, chosen: Choices) -> tuple[bool, int, bool]:
    """Return how likely a row names the products: its cells are no needs, needs stand below it, it has a corner."""
    headings = [cell for cell in table.rows[place][1][1:] if plain_text(cell).strip()]
    is_named = sum(map(is_need, headings)) * 2 <= len(headings)
    return is_named, _cells_below(table, place, chosen), _is_corner(table, place)


def _is_corner(table: FoundTable, place: int) -> bool:
    """Say whether a row begins as the headings do: what groups products stands above it."""
    first = plain_text(next(iter(table.rows[place][1]), "")).strip()
    return bool(first) and (field_of(first) == "name" or bool(side_of(first)))


def _readable(table: FoundTable) -> int:
    top = replace(table, rows=table.rows[: ROWS_LOOKED_AT + VALUES_LOOKED_AT])
    return max(_cells_below(top, place, NOTHING_SAID) for place in range(min(len(table.rows), ROWS_LOOKED_AT)))


def _cells_below(table: FoundTable, place: int, chosen: Choices) -> int:
    """Return how many cells say a need, or what somebody is asked about, where the headings stand in this row."""
    columns = _product_columns(table.rows, place, chosen)
    filled = [cell for index in columns for cell in filled_in(table.rows[place + 1 :], index)]
    vocabulary, words = Vocabulary.of(filled, chosen.needs), Counter(map(word_of, filled))
    return sum(vocabulary.said(cell) is not None or words[word_of(cell)] > 1 for cell in filled)


def _name_columns(headings: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Return the columns of names: the levels of a tree, or the first one that does not hold ids or numbers."""
    levels = [index for index, heading in enumerate(headings) if level_of(heading) is not None]
    if len(levels) > 1:
        return levels
    named = [
        index for index, heading in enumerate(headings) if field_of(heading) == "name" and _holds_names(index, rows)
    ]
    if named:
        return named[:1]
    first = next((index for index, heading in enumerate(headings) if field_of(heading) not in {"reference", "key"}), 0)
    return [first]


def _holds_names(index: int, rows: Sequence[Row]) -> bool:
    cells = [*filled_in(rows, index)]
    return bool(cells) and not any(map(is_need, cells))


def _product_columns(rows: Sequence[Row], place: int, chosen: Choices) -> list[int]:
    """Return the columns that have a heading, stand behind the names, and hold needs rather than anything else."""
    headings = [plain_text(cell).strip() for cell in rows[place][1]]
    names = _name_columns(headings, rows[place + 1 :])
    held = {
        index: [*filled_in(rows[place + 1 :], index)]
        for index, heading in enumerate(headings)
        if index > names[-1] and _may_be_product(heading)
    }
    vocabulary = Vocabulary.of((cell for cells in held.values() for cell in cells), chosen.needs)
    words = Counter(word for cells in held.values() for word in {*map(word_of, cells)})
    return [index for index, cells in held.items() if _hold_needs(cells, vocabulary, words)]


def _may_be_product(heading: str) -> bool:
    is_number = spelled(heading) in NO_PRODUCTS or is_total(heading)
    return bool(heading) and field_of(heading) in {None, "name"} and not is_number


def _hold_needs(cells: Sequence[Scalar], vocabulary: Vocabulary, words: Mapping[str, int]) -> bool:
    """Say whether the cells of a column are needs: many are known, or are words that stand in other columns too."""
    known = sum(vocabulary.said(cell) is not None or words[word_of(cell)] > 1 for cell in cells)
    return known * 2 >= len(cells) and all(map(is_word, cells))


class _NamedRow(NamedTuple):
    """A row of a matrix: its number, its cells and the name that stands in it."""

    number: int
    cells: Sequence[Scalar]
    name: str


def _matrix(reading: ReadTable, place: int, mark: Need, chosen: Choices) -> FoundMatrix:
    table, rows = reading.table, reading.table.rows[place + 1 :]
    headings = [plain_text(cell) for cell in table.rows[place][1]]
    names, columns = _name_columns(headings, rows), _product_columns(table.rows, place, chosen)
    lines = [_NamedRow(number, cells, name) for number, cells in rows if (name := _deepest(cells, names))]
    unseen = [line.number for line in lines if line.number in table.hidden_rows]
    lines = [line for line in lines if not chosen.leaves_hidden or line.number not in table.hidden_rows]
    aside = {line.number: line.name for line in lines if _is_aside(line, columns)}
    kept = [line for line in lines if line.number not in aside]
    cells = _cells_in(kept, columns)
    vocabulary = Vocabulary.of(cells.values(), chosen.needs)
    said = {at: vocabulary.said(cell) for at, cell in cells.items()}
    marks, needs = with_marks(said, mark)
    wrong = [
        f"row {kept[row].number}, column {shortened(headings[columns[column]])}: {shown(plain_text(cell))}"
        for (row, column), cell in cells.items()
        if said[row, column] is None
    ]
    left = [heading for index, heading in enumerate(headings) if index not in (*columns, *names) and heading.strip()]
    sides = chosen.rows or side_of(headings[names[0]])
    found = FoundMatrix(
        tuple(line.name for line in kept),
        tuple(name_in(headings[index]) for index in columns),
        needs,
        (
            *reading.remarks,
            *hidden_rows_told(unseen, are_left=chosen.leaves_hidden),
            *([] if sides else ["Rows were read as capabilities, columns as products."]),
            *vocabulary.remarks,
            *left_out(wrong, marks, mark, left, [f"row {number}: {shown(name)}" for number, name in aside.items()]),
        ),
        has_marks=marks > 0,
        reading=replace(reading, table=FoundTable("", ())),
        hidden=tuple(unseen),
        words=tuple(vocabulary.words_in(cells.values())),
        is_turned=sides == "products",
    )
    return checked(_turned(found) if found.is_turned else found)


def _cells_in(lines: Sequence[_NamedRow], columns: Sequence[int]) -> dict[tuple[int, int], Scalar]:
    """Return the cells that hold anything, by the places of their capability and their product."""
    return {
        (row, column): line.cells[index]
        for row, line in enumerate(lines)
        for column, index in enumerate(columns)
        if index < len(line.cells) and plain_text(line.cells[index]).strip()
    }


def _is_aside(line: _NamedRow, columns: Sequence[int]) -> bool:
    """Say whether a row is a total, or a note below the table."""
    return is_total(line.name) or (is_note(line.name, at_the_end=False) and not _cells_in([line], columns))


def _deepest(cells: Sequence[Scalar], names: Sequence[int]) -> str:
    """Return the name of a row: in the deepest of its levels."""
    found = [name for index in names if index < len(cells) and (name := name_in(cells[index]))]
    return found[-1] if found else ""


def _turned(found: FoundMatrix) -> FoundMatrix:
    """Return a matrix whose rows are products with its sides exchanged."""
    cells = {(column, row): said for (row, column), said in found.cells.items()}
    return replace(found, capabilities=found.products, products=found.capabilities, cells=cells)
