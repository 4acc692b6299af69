"""The cells of a table's rows read one by one, and what was said of those that cannot be read or were guessed."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from reuse_app.exchange.errors import CellError, UnclearDayError, UnclearMarkError, first_of
from reuse_app.exchange.import_plan import COSTS
from reuse_app.exchange.incoming import Incoming, RawRow, RowMistake, checked_rows
from reuse_app.exchange.reading.amounts import Amounts, Unit, amounts_in, unit_of
from reuse_app.exchange.reading.cells import UNKNOWN, CellLinks, Said, said_in
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.days import DateOrders, orders_of
from reuse_app.exchange.reading.decimals import Decimals, decimals_of
from reuse_app.exchange.reading.header import Header
from reuse_app.exchange.reading.headings import unit_in
from reuse_app.exchange.reading.kinds import TypeWords
from reuse_app.exchange.reading.trees import Tree
from reuse_app.exchange.tables import ERRORS, ErrorCell, FoundTable, Place, Row, filled_in, plain_text, value_of
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import Column, Scalar, columns, nest
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.validation.worksheet import wrong_capabilities
from reuse_app.worksheet.values import KEY_LENGTH, KEY_PATTERN, shortest

REQUIRED = ("key", "name")
"""Fields without which a row is refused."""
ADVICE = "Mend it in a spreadsheet and save the file anew, or choose to leave the field as it is."
ROUNDS = 5
"""How often what is wrong is looked for, as only so many mistakes are found at once."""
_KEY = re.compile(KEY_PATTERN)


@dataclass(frozen=True)
class UnreadCell:
    """A cell that cannot be read: where it is, what is in it and why not; its field stays as it is or becomes empty."""

    row: int
    column: int
    heading: str
    message: str
    is_error: bool = False
    is_unknown: bool = False
    """Whether the cell itself says that nobody knows."""
    is_emptied: bool = False

    def __str__(self) -> str:
        """Say it in one line, with its place."""
        done = "The field is left empty." if self.is_emptied else "The field is left as it is."
        return f"Row {self.row}, column {self.heading}: {self.message} {done}"


@dataclass
class RowReader:
    """Reads the cells of a table one by one and remembers what was said of them."""

    table: FoundTable
    header: Header
    content: Sequence[Row]
    chosen: Choices
    tree: Tree
    doubts: dict[int, dict[int, UnreadCell]] = field(default_factory=dict)
    """By row and column."""
    unclear: set[type[CellError]] = field(default_factory=set)
    """What was wrong with cells that cannot be read."""
    mistakes: list[RowMistake] = field(default_factory=list)
    converted: dict[int, str] = field(default_factory=dict)
    """By row, the unit from which an amount was brought to that of all."""
    unnamed: list[int] = field(default_factory=list)
    """Rows in which what would be the name says that nobody knows it."""
    ranges: list[int] = field(default_factory=list)
    rough: list[int] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    """Numbers whose mark may mean thousands or decimals, and which other cells decided."""

    @cached_property
    def types(self) -> TypeWords:
        """The type words of other tools."""
        return TypeWords(self.chosen.kinds)

    @cached_property
    def links(self) -> CellLinks:
        """The addresses behind cells."""
        evident = {index for index, held in self.fields.items() if held in {"name", "evidence"}}
        return CellLinks(self.table, evident | set(self.header.levels), self.header.labels)

    @cached_property
    def fields(self) -> Mapping[int, str]:
        """The field that each column holds; keys that are none of ours are ids of somebody else."""
        fields = dict(self.header.fields)
        keys = next((index for index, held in fields.items() if held == "key"), None)
        if keys is None:
            return fields
        texts = [plain_text(cell).strip() for cell in filled_in(self.content, keys)]
        right = [bool(_KEY.fullmatch(text)) and len(text) <= KEY_LENGTH for text in texts]
        is_theirs = not any(right) if self.header.is_ours or "reference" in fields.values() else not all(right)
        if texts and is_theirs and "reference" in fields.values():
            del fields[keys]
        elif texts and is_theirs:
            fields[keys] = "reference"
        return fields

    @cached_property
    def orders(self) -> DateOrders:
        """What the dates of each column begin with."""
        dates = [index for index, held in self.fields.items() if columns(Capability)[held].type is dt.date]
        return DateOrders({index: orders_of(self._column(index)) for index in dates}, self.chosen.days)

    @cached_property
    def decimals(self) -> Decimals:
        """What stands before the decimals of all numbers of the table, as far as they tell."""
        numbers = [index for index, held in self.fields.items() if columns(Capability)[held].type is float]
        cells = (each for index in numbers for each in self._column(index))
        return decimals_of(cells, chosen=self.chosen.decimals)

    @cached_property
    def amounts(self) -> Amounts:
        """What the amounts of the table are brought to, as far as they stand in thousands or millions of the same."""
        return amounts_in(self._units(), self.header.unit)

    def _units(self) -> Iterator[Unit]:
        for index, stated in self.stated_units.items():
            for _, cell in self._column(index):
                with suppress(CellError):
                    if (said := self._read(index, cell)).value:
                        yield unit_of(said.unit, stated)

    @cached_property
    def stated_units(self) -> Mapping[int, str]:
        """By the column of an amount, the unit that its heading states; nothing for none."""
        costs = (index for index, held in self.fields.items() if held.rpartition("_")[0] in COSTS)
        return {index: unit_in(self.header.cells[index]) for index in costs}

    @property
    def asks_for_decimals(self) -> bool:
        """Whether a number was not read because nobody can tell what its mark means."""
        return bool(self.chosen.decimals or self.decided) or UnclearMarkError in self.unclear

    @property
    def asks_for_days(self) -> bool:
        """Whether a date was not read because nobody can tell its month."""
        return bool(self.chosen.days) or self.orders.is_guessed or UnclearDayError in self.unclear

    @property
    def sorted_doubts(self) -> list[UnreadCell]:
        """The doubts in the order of their places."""
        return [self.doubts[row][column] for row in sorted(self.doubts) for column in sorted(self.doubts[row])]

    def _column(self, index: int) -> Iterator[tuple[int, Scalar]]:
        return ((number, cells[index]) for number, cells in self.content if index < len(cells))

    def incoming(self, remarks: Sequence[str]) -> Incoming:
        """Return the right rows and every mistake, after what cannot be read of optional fields was taken out."""
        rows = {number: self._row(number, cells) for number, cells in self.content}
        self._take_out_what_is_wrong(rows)
        stated = frozenset(self.fields.values()) | ({"name", "description"} if self.header.levels else set())
        raw = [
            RawRow(number, nest(Capability, values), self._stated(number, values, stated))
            for number, values in rows.items()
        ]
        found = checked_rows(raw)
        wrong = {mistake.row for mistake in self.mistakes}
        labelled = (replace(each, column=self.header.label(each.column)) for each in found.mistakes)
        return Incoming(
            tuple(row for row in found.rows if row.number not in wrong),
            tuple(sorted([*self.mistakes, *labelled], key=attrgetter("row"))),
            (*remarks, *self._remarks(), *found.remarks),
            self.amounts.unit,
        )

    def _stated(self, row: int, values: Mapping[str, Scalar], stated: frozenset[str]) -> frozenset[str]:
        """Return the columns that a row states: not those in doubt, unless they are to be emptied."""
        doubts = self.doubts.get(row, {}).values()
        unsaid = {self.fields[doubt.column] for doubt in doubts if not doubt.is_emptied}
        return (stated | {name for name, value in values.items() if value is not None}) - unsaid

    def _row(self, number: int, cells: Sequence[Scalar]) -> dict[str, Scalar]:
        values: dict[str, Scalar] = {}
        for index, cell in enumerate(cells):
            try:
                self._take(values, self._cell((number, index), cell), self.fields.get(index, ""))
            except CellError as error:
                self.unclear.add(type(error))
                self._doubt((number, index), str(error), is_error=_is_error(cell))
        values |= self.tree.placed(number, cells, values)
        if not self.header.is_ours:
            values |= self._middles(number, values)
        said = plain_text(values.get("evidence")).strip()
        if (evidence := self.links.evidence(number, said)) != said:
            values["evidence"] = evidence
        return values

    @staticmethod
    def _take(values: dict[str, Scalar], said: Mapping[str, Scalar], own: str) -> None:
        """Take what a cell says; an end of a range gives way to one in a column of its own, as nothing does to it."""
        for name, value in said.items():
            if values.get(name) is None or (name == own and value is not None):
                values[name] = value

    def _middles(self, row: int, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """Return the likely amounts between a low and a high one, where a row states none."""
        middles: dict[str, Scalar] = {}
        for cost in COSTS:
            low, likely, high = (values.get(f"{cost}_{end}") for end in ("low", "likely", "high"))
            if likely is None and isinstance(low, int | float) and isinstance(high, int | float):
                middles[f"{cost}_likely"] = shortest((low + high) / 2)
                self.ranges.append(row)
        return middles

    def _cell(self, place: Place, cell: Scalar) -> dict[str, Scalar]:
        """Return what a cell says by field; nothing for a column that was left out."""
        index = place[1]
        if index not in self.fields:
            if index >= len(self.header.labels) and plain_text(cell).strip():
                raise CellError(f"Found {shown(cell)} beyond the last heading; is a separator too many in this row?")
            return {}
        name = self.fields[index]
        column = columns(Capability)[name]
        if _is_error(cell) and not (self.header.is_ours and column.type is str and not isinstance(cell, ErrorCell)):
            raise CellError(_error(cell))
        if self.header.is_ours:
            # What we wrote ourselves stays as it is; what somebody typed into it since is read as in any table.
            with suppress(CellError):
                return {name: value_of(cell, column, separator=self.table.separator)}
        if name == "kind" and isinstance(cell, str):
            return {name: self.types.read(place[0], cell)}
        if name in REQUIRED:
            self.unnamed += [place[0]] if plain_text(cell).strip().casefold() in UNKNOWN else []
            return {name: value_of(cell, column, separator=self.table.separator)}
        return self._said(place, cell, column)

    def _said(self, place: Place, cell: Scalar, column: Column) -> dict[str, Scalar]:
        said = self._read(place[1], cell)
        if said.is_unknown:
            self._doubt(place, f"Found {shown(cell)}, which says that it is not known.", is_unknown=True)
            return {}
        said = self._brought(place, said)
        self.rough += [place[0]] if said.is_rough else []
        self.decided += [shown(cell)] if said.is_decided else []
        if said.low is not None:
            self.ranges.append(place[0])
            stem = column.name.removesuffix("_likely")
            return {f"{stem}_low": said.low, column.name: said.value, f"{stem}_high": said.high}
        return {column.name: said.value}

    def _read(self, index: int, cell: Scalar) -> Said:
        column, days = columns(Capability)[self.fields[index]], self.orders.first(index)
        return said_in(cell, column, separator=self.table.separator, days=days, decimals=self.decimals)

    def _brought(self, place: Place, said: Said) -> Said:
        """Return what a cell says with its amount in the unit of all."""
        if place[1] not in self.stated_units:
            return said
        unit = unit_of(said.unit, self.stated_units[place[1]])
        value, low, high = (self.amounts.brought(each, unit) for each in (said.value, said.low, said.high))
        if value != said.value:
            self.converted[place[0]] = unit.text
        return replace(said, value=value, low=low, high=high)

    def _doubt(self, place: Place, message: str, *, is_error: bool = False, is_unknown: bool = False) -> None:
        """Remember a cell that cannot be read, as a mistake where a row cannot be without it."""
        row, index = place
        name = self.fields.get(index, "")
        heading = self.header.label(self.header.fields[index]) if name else str(index + 1)
        if name in REQUIRED or not name or (is_error and not self.chosen.leaves_errors):
            advice = f" {ADVICE}" if is_error and name not in REQUIRED else ""
            self.mistakes.append(RowMistake(row, heading, message + advice))
        if not name or name in REQUIRED:
            return
        is_emptied = not is_error and place in self.chosen.emptied
        self.doubts.setdefault(row, {})[index] = UnreadCell(
            row, index, heading, message, is_error, is_unknown, is_emptied
        )

    def _take_out_what_is_wrong(self, rows: Mapping[int, dict[str, Scalar]]) -> None:
        """Take values out of rows that no capability may have, as long as a row can be without them."""
        numbers = list(rows)
        for _ in range(ROUNDS):
            raw: list[Any] = [{"key": "x", "name": "x", **nest(Capability, values)} for values in rows.values()]
            found = [(numbers[int(path[0])], path[1:], message) for path, message in wrong_capabilities(raw)]
            if not [*filter(None, [self._take_out(rows[row], row, path, message) for row, path, message in found])]:
                return

    def _take_out(self, values: dict[str, Scalar], row: int, path: Sequence[str | int], message: str) -> bool:
        """Take one value out of a row, with the other ends of its range; say whether there was one."""
        name = "_".join(str(step) for step in path)
        places = {held: index for index, held in self.fields.items()}
        stem = re.sub("_(low|likely|high)$", "", name)
        ends = (name, *(f"{stem}_{end}" for end in ("likely", "low", "high")))
        index = next((places[end] for end in ends if end in places), None)
        if name in REQUIRED or index is None:
            return False
        self._doubt((row, index), message)
        for held in [each for each in values if each == name or each.startswith(f"{stem}_")]:
            del values[held]
        return True

    def _remarks(self) -> Iterator[str]:
        """Yield a sentence on each thing that was guessed."""
        if moved := [index for index, held in self.header.fields.items() if self.fields.get(index) != held]:
            kept = "they are kept as references" if moved[0] in self.fields else "left out, as there are others"
            yield f"“{self.header.label('key')}” holds ids of another tool; {kept}."
        yield from self.types.remarks()
        if self.unnamed:
            yield f"A name says that it is not known and was taken as it is in {_rows_named(self.unnamed)}."
        yield from self._units_told()
        yield from self.orders.remarks(self.header.labels)
        if self.decided:
            which = "comma" if self.decimals.mark == "," else "point"
            read = first_of(list(dict.fromkeys(self.decided)))
            yield f"Numbers were read with a decimal {which}, as row {self.decimals.row} tells: {read}."
        if self.rough:
            yield f"Amounts that are called rough were taken as they are in {_rows_named(self.rough)}."
        yield from self.links.remarks()
        if self.ranges:
            yield f"Ranges were read as low and high, with their middle as likely, in {_rows_named(self.ranges)}."
        for heading in {doubt.heading: 0 for doubt in self.sorted_doubts if doubt.is_unknown}:
            rows = [doubt.row for doubt in self.sorted_doubts if doubt.is_unknown and doubt.heading == heading]
            yield f"Column {heading}, {_rows_named(rows)}: not known, so the field is left as it is."
        told = (doubt for doubt in self.sorted_doubts if not doubt.is_unknown)
        yield from (str(doubt) for doubt in told if not doubt.is_error or self.chosen.leaves_errors)

    def _units_told(self) -> Iterator[str]:
        if self.amounts.units:
            found = ", ".join(self.amounts.units)
            yield f"Amounts stand in several units ({found}); the numbers are taken as they are, none is converted."
        elif self.converted:
            units, rows = ", ".join(dict.fromkeys(self.converted.values())), _rows_named([*self.converted])
            into = f"to {self.amounts.unit}" if self.amounts.unit else "to numbers without it"
            yield f"Amounts in {units} were converted {into} in {rows}."
        elif self.amounts.unit and not self.header.unit:
            yield f"Amounts are in {self.amounts.unit}; the numbers are taken as they are."


def _is_error(cell: Scalar) -> bool:
    return isinstance(cell, ErrorCell) or (isinstance(cell, str) and cell.strip() in ERRORS)


def _error(cell: Scalar) -> str:
    text = plain_text(cell).strip()
    if text.startswith("="):
        return f"Found the formula {shown(text)} without its result."
    return f"Found the error {text}."


def _rows_named(numbers: Sequence[int]) -> str:
    different = [str(number) for number in dict.fromkeys(numbers)]
    return f"{'row' if len(different) == 1 else 'rows'} {first_of(different)}"
