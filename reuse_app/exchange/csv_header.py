"""Which column of a CSV file holds which field of a capability, and what separates the cells."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reuse_app.exchange.errors import FileError
from reuse_app.worksheet import Capability
from reuse_app.worksheet.flat import columns
from reuse_app.worksheet.phrases import did_you_mean, shortened

HEADINGS_LOOKED_AT = 10_000
"""Characters of the first row from which the separator is recognised."""
SEPARATORS = (",", ";", "\t")

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
}
"""Other headings that people give a column, in the same spelling as its name."""


@dataclass(frozen=True)
class Header:
    """The headings of a file: by position the field that a column holds, and as they are written there."""

    fields: Mapping[int, str]
    labels: Sequence[str]
    remarks: tuple[str, ...]

    def label(self, field: str) -> str:
        """Return the heading that a field has in this file, or the field's own name."""
        return next((self.labels[index] for index, held in self.fields.items() if held == field), field)


def separator_of(text: str) -> str:
    """Return the separator with which most headings of a text are recognised, then the one with most cells.

    Its first line may end in any of the three ways: LF, CR LF, or the CR of an old Mac.
    """
    first_line = re.split(r"[\r\n]", text[:HEADINGS_LOOKED_AT], maxsplit=1)[0]

    def recognised(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first_line], delimiter=separator), [])
        return sum(field_of(cell) is not None for cell in cells), len(cells)

    return max(SEPARATORS, key=recognised)


def header_of(cells: Sequence[str]) -> Header:
    """Return what the first row of a file says about its columns.

    Raises FileError when no column holds names, or when two hold the same field.
    """
    fields: dict[int, str] = {}
    for index, cell in enumerate(cells):
        field = field_of(cell)
        if field in fields.values():
            raise FileError(f"Row 1 names the column “{shortened(field)}” twice; keep one of them.")
        if field:
            fields[index] = field
    if "name" not in fields.values():
        found = ", ".join(f"“{shortened(cell)}”" for cell in cells[:10]) or "nothing"
        raise FileError(f"Row 1 must name the columns, and one of them must be “name”. Found {found}.")
    return Header(fields, [shortened(cell) for cell in cells], tuple(_left_out(cells, fields)))


def field_of(heading: str) -> str | None:
    """Return the field that a heading stands for, whatever its case, spaces and dashes."""
    spelled = "_".join(re.findall(r"[a-z0-9]+", heading.casefold()))
    if spelled in columns(Capability):
        return spelled
    return OTHER_NAMES.get(spelled)


def _left_out(cells: Sequence[str], fields: Mapping[int, str]) -> list[str]:
    known = [name for name in columns(Capability) if name not in fields.values()]
    return [
        f"Column {index + 1}, “{shortened(cell)}”, is not known and was left out.{did_you_mean(cell.casefold(), known)}"
        for index, cell in enumerate(cells)
        if index not in fields and cell.strip()
    ]
