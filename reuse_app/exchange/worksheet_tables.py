"""A worksheet as tables of single values, one for each noun, and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import attrgetter
from typing import Any, Literal

from pydantic import Field

from reuse_app.exchange.errors import CellError
from reuse_app.exchange.header import spelled
from reuse_app.exchange.tables import FoundTable, plain_text, value_of
from reuse_app.worksheet import Constraints, Worksheet, Workshop
from reuse_app.worksheet.columns import Column, Scalar, columns, flatten, nest
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.messages import did_you_mean, shortened
from reuse_app.worksheet.validation.worksheet import Mistake, WorksheetError, checked
from reuse_app.worksheet.values import Noun, ProductKey

MOST_CELLS = 500_000
"""Cells of all tables of a worksheet together; 200 people who rate 160 times in two rounds fill two thirds of them."""


class ConstraintLine(Noun):
    """One line of what any choice must respect."""

    rule: Literal["must-have", "exclusive", "at-most"] = Field(description="What the line says.")
    number: int | None = Field(default=None, description="The group of products, or how many there may be at most.")
    product: ProductKey | None = Field(default=None, description="Key of the product.")


NOUNS: Mapping[str, type[Noun]] = {
    "workshop": Workshop,
    **{name: part.noun for name, part in LISTS.items()},
    "constraints": ConstraintLine,
}
"""The noun of each table, by the table's name."""


@dataclass(frozen=True)
class WorksheetTable:
    """One table of a worksheet: its name, its columns, and a row for each noun."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Scalar]]


def tables(worksheet: Worksheet) -> list[WorksheetTable]:
    """Return a worksheet as tables, in the order of its fields; an empty list is a table without rows."""
    nouns: dict[str, Sequence[Noun]] = {name: getattr(worksheet, name) for name in LISTS}
    nouns |= {"workshop": [worksheet.workshop], "constraints": _rules(worksheet.constraints)}
    return [
        WorksheetTable(name, [*columns(noun).values()], [*map(_reader(noun), nouns[name])])
        for name, noun in NOUNS.items()
    ]


def worksheet_of(found: Mapping[str, FoundTable]) -> Worksheet:
    """Return the worksheet in tables by name; raises WorksheetError with every mistake. Other tables are left out."""
    named = {spelled(name): table for name, table in found.items()}
    unknown = [mistake for name in NOUNS if name in named for mistake in _unknown_columns(name, named[name])]
    if unknown:
        raise WorksheetError(tuple(unknown))
    rows = {name: _rows(table, NOUNS[name]) for name, table in named.items() if name in NOUNS}
    data: dict[str, Any] = {name: entries for name, entries in rows.items() if name in LISTS}
    if "workshop" in rows:
        data["workshop"] = next(iter(rows["workshop"]), {})
    return checked(data | {"constraints": _constraints(rows.get("constraints", []))})


def _reader(noun: type[Noun]) -> Callable[[Noun], Sequence[Scalar]]:
    """Return what reads a row out of a noun; the many ratings have no nested parts and are read without a detour."""
    if all(len(column.path) == 1 for column in columns(noun).values()):
        return attrgetter(*columns(noun))
    return lambda each: [*flatten(each).values()]


def _rules(constraints: Constraints) -> list[ConstraintLine]:
    """Return constraints as lines; a group of products that exclude each other is as many lines of one number."""
    groups = enumerate(constraints.exclusive, start=1)
    return [
        *(ConstraintLine(rule="must-have", product=product) for product in constraints.must_have),
        *(
            ConstraintLine(rule="exclusive", number=number, product=product)
            for number, group in groups
            for product in group
        ),
        *([ConstraintLine(rule="at-most", number=constraints.at_most)] if constraints.at_most else []),
    ]


def _constraints(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    must_have, groups, at_most = [], dict[Any, list[Any]](), None
    for row in rows:
        if row.get("rule") == "exclusive":
            groups.setdefault(row.get("number"), []).append(row.get("product"))
        elif row.get("rule") == "at-most":
            at_most = row.get("number")
        else:
            must_have.append(row.get("product"))
    return {"must_have": must_have, "exclusive": [*groups.values()], "at_most": at_most}


def _unknown_columns(name: str, table: FoundTable) -> list[Mistake]:
    known = columns(NOUNS[name])
    texts = [plain_text(cell) for cell in table.rows[0][1]] if table.rows else []
    return [
        Mistake(name, f"There is no column “{shortened(text)}” here; leave it out.{did_you_mean(spelled(text), known)}")
        for text in texts
        if text.strip() and spelled(text) not in known
    ]


def _rows(table: FoundTable, noun: type[Noun]) -> list[dict[str, Any]]:
    """Return raw nouns; a cell that does not fit its column stays as it is, so that the check names it."""
    if not table.rows:
        return []
    fields = [columns(noun).get(spelled(plain_text(cell))) for cell in table.rows[0][1]]
    return [_entry(cells, fields, table.separator, noun) for _, cells in table.rows[1:]]


def _entry(
    cells: Sequence[Scalar], fields: Sequence[Column | None], separator: str, noun: type[Noun]
) -> dict[str, Any]:
    values: dict[str, Scalar] = {}
    for cell, column in zip_longest(cells, fields):
        if column:
            try:
                value = value_of(cell, column, separator=separator)
            except CellError:
                value = plain_text(cell)
            values[column.name] = "" if value is None and _is_plain_text(column) else value
    return nest(noun, values)


def _is_plain_text(column: Column) -> bool:
    """Say whether an empty cell is a text without characters rather than nothing; so one of several keeps its place."""
    return column.type is str and not column.choices and not column.optional
