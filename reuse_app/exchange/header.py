"""Which column of a table holds which field of a capability."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.tables import FoundTable, Row, plain_text
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.validation.raw import did_you_mean, shortened

CHARACTERS_LOOKED_AT = 10_000
"""Characters of a text from which its separator is recognised."""
MOST_COLUMNS = 500
SEPARATORS = (",", ";", "\t", "|")
ROWS_LOOKED_AT = 10
"""Rows among which the headings are looked for: people put a title above them."""

OTHER_NAMES = {
    "id": "key",
    "capability": "name",
    "title": "name",
    "type": "kind",
    "category": "kind",
    "in_house": "status",
    "home": "home_product",
    "product": "home_product",
    "contact": "owner",
    "source": "evidence",
    "proof": "evidence",
    "trl_level": "trl",
    "technology_readiness": "trl",
    "technology_readiness_level": "trl",
    "rrl_level": "rrl",
    "reuse_readiness": "rrl",
    "reuse_readiness_level": "rrl",
    "cost": "build_cost_likely",
    "cost_to_build": "build_cost_likely",
    "build_cost": "build_cost_likely",
    "platform_cost": "platform_cost_likely",
    "byproduct": "by_product",
    "slight_adjustment": "adjustment",
    "last_checked": "checked",
}
"""Other headings that people give a column, in the same spelling as its name."""


@dataclass(frozen=True)
class FoundColumn:
    """A column of a file: its heading, unique in it, the field that it is taken for, and its first value."""

    heading: str
    field: str | None
    example: str


@dataclass(frozen=True)
class Header:
    """The headings of a table: which row they are, and by position the field that each column holds."""

    row: int
    cells: Sequence[str]
    labels: Sequence[str]
    fields: Mapping[int, str]
    content: Sequence[Row]

    def label(self, field: str) -> str:
        """Return the heading that a field has in this file, or the field's own name."""
        return next((shortened(self.cells[index]) for index, held in self.fields.items() if held == field), field)

    def found(self) -> tuple[FoundColumn, ...]:
        """Return the columns that have a heading, for somebody to say what they hold."""
        return tuple(
            FoundColumn(label, self.fields.get(index), self._example(index))
            for index, label in enumerate(self.labels)
            if label
        )

    def check(self) -> None:
        """Raise FileError when no column holds names, or when two hold the same field."""
        held = list(self.fields.values())
        for field in held:
            if held.count(field) > 1:
                raise FileError(f"Row {self.row} names the column “{field}” twice; keep one of them.")
        if "name" not in held:
            found = ", ".join(f"“{shortened(cell)}”" for cell in self.cells[:10])
            raise FileError(f"Row {self.row} must name the columns, and one of them must be “name”. Found {found}.")

    def remarks(self, mapping: Mapping[str, str]) -> list[str]:
        """Return a sentence on each column that nobody chose to leave out and that holds no field."""
        left = [index for index in range(len(self.cells)) if index not in self.fields]
        return [remark for index in left if self.labels[index] not in mapping and (remark := self._left_out(index))]

    def _left_out(self, index: int) -> str:
        if not self.cells[index].strip():
            return f"Column {index + 1} has no heading and was left out." if self._example(index) else ""
        known = [name for name in columns(Capability) if name not in self.fields.values()]
        hint = did_you_mean(self.cells[index].casefold(), known)
        return f"Column {index + 1}, “{shortened(self.cells[index])}”, is not known and was left out.{hint}"

    def _example(self, index: int) -> str:
        values = (plain_text(cells[index]) for _, cells in self.content if index < len(cells))
        return shortened(next((value for value in values if value.strip()), ""))


def header_of(table: FoundTable, mapping: Mapping[str, str]) -> Header:
    """Return what a table says about its columns; in `mapping` somebody says it, by heading: a field, or "" for none.

    Raises FileError for an empty table, and for headings and fields that are not there.
    """
    if not table.rows:
        raise FileError("The file is empty; row 1 names the columns, and one of them must be “name”.")
    candidates = [_header(table.rows, place, mapping) for place in range(min(len(table.rows), ROWS_LOOKED_AT))]
    header = next((each for each in candidates if "name" in each.fields.values()), candidates[0])
    if len(header.cells) > MOST_COLUMNS:
        raise FileError(f"Row {header.row} has {len(header.cells):,} cells; at most {MOST_COLUMNS} columns are read.")
    for heading, field in mapping.items():
        if heading not in header.labels:
            raise FileError(f"There is no column “{shortened(heading)}”.{did_you_mean(heading, header.labels)}")
        if field and field not in columns(Capability):
            raise FileError(f"There is no field “{shortened(field)}”.{did_you_mean(field, columns(Capability))}")
    return header


def separator_of(text: str) -> str:
    """Return the separator with which most headings of a text are recognised, then the one with most of them."""

    def recognised(separator: str) -> tuple[int, int]:
        lines = io.StringIO(text[:CHARACTERS_LOOKED_AT].lstrip("\r\n"), newline="")
        rows = list(islice(csv.reader(lines, delimiter=separator), ROWS_LOOKED_AT)) or [[]]
        return max(sum(field_of(cell) is not None for cell in row) for row in rows), len(rows[0])

    return max(SEPARATORS, key=recognised)


def field_of(heading: str) -> str | None:
    """Return the field that a heading stands for, whatever its case, spaces and dashes."""
    name = spelled(heading)
    return name if name in columns(Capability) else OTHER_NAMES.get(name)


def spelled(heading: str) -> str:
    """Return a heading as the name of a column: “Build cost (low)” as build_cost_low."""
    return "_".join(re.findall(r"[a-z0-9]+", heading.casefold()))


def _header(rows: Sequence[Row], place: int, mapping: Mapping[str, str]) -> Header:
    number, cells = rows[place]
    texts = [plain_text(cell) for cell in cells]
    labels = _labels(texts)
    return Header(number, texts, labels, _fields(texts, labels, mapping), rows[place + 1 :])


def _labels(texts: Sequence[str]) -> list[str]:
    """Return headings that are unique: the second “Cost” is “Cost (2)”."""
    seen: Counter[str] = Counter()
    labels = []
    for heading in map(shortened, texts):
        seen[heading] += 1
        labels.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return labels


def _fields(texts: Sequence[str], labels: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Return by position what each column holds: as somebody says, as it is called, or by another free name."""
    chosen = {index: mapping[label] for index, label in enumerate(labels) if label in mapping}
    rest = {index: text for index, text in enumerate(texts) if index not in chosen}
    own = {index: name for index, text in rest.items() if (name := spelled(text)) in columns(Capability)}
    fields = chosen | {index: name for index, name in own.items() if name not in chosen.values()}
    for index, text in rest.items():
        field = field_of(text)
        if field and index not in own and field not in fields.values():
            fields[index] = field
    return {index: fields[index] for index in sorted(fields) if fields[index]}
