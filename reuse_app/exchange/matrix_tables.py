"""A matrix of capabilities and products as people keep it in a table: who needs what, and how it fits."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeVar

from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.header import ROWS_LOOKED_AT
from reuse_app.exchange.reading.headings import field_of, spelled
from reuse_app.exchange.reading.read_table import TEXTS, WORKBOOKS, ReadTable, read_text, read_workbook, table_of
from reuse_app.exchange.reading.table_rows import hidden_rows_told, is_total
from reuse_app.exchange.tables import ErrorCell, FoundTable, Row, plain_text
from reuse_app.worksheet import Capability, Fit, Link, Need, Product, Worksheet
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.raw import shortened, shown
from reuse_app.worksheet.values import NAME_LENGTH, clean_line, key_for

NEEDS: Mapping[str, Need] = {
    **dict.fromkeys(("0", "0.0", "none", "no", "n", "-", "–", "—", "not needed", "false", "✗", "✘"), Need.NONE),
    **dict.fromkeys(("nein", "non", "keine"), Need.NONE),
    **dict.fromkeys(("1", "weak", "low", "l", "w", "+", "●", "nice to have", "minor"), Need.WEAK),
    **dict.fromkeys(("schwach", "gering", "niedrig", "faible"), Need.WEAK),
    **dict.fromkeys(("3", "moderate", "medium", "mid", "m", "++", "●●", "some", "partly", "partial"), Need.MODERATE),
    **dict.fromkeys(("mittel", "moyen"), Need.MODERATE),
    **dict.fromkeys(
        ("9", "strong", "high", "h", "s", "+++", "●●●", "must", "must have", "critical", "essential"),
        Need.STRONG,
    ),
    **dict.fromkeys(("stark", "hoch", "fort"), Need.STRONG),
}
MARKS = frozenset(
    {"x", "✓", "✔", "☑", "yes", "y", "true", "•", "*", "needed", "used", "uses", "needs", "ja", "oui", "si", "sí"}
)
"""What says that there is a need and not how strong it is."""
FITS: Mapping[str, Fit] = {
    **dict.fromkeys(("as is", "asis", "as it is", "unchanged", "reuse", "reused", "off the shelf"), Fit.AS_IS),
    **dict.fromkeys(("adjust", "adjusted", "adapt", "adapted", "modify", "modified", "tweak", "configure"), Fit.ADJUST),
    **dict.fromkeys(("rework", "reworked", "redesign", "redesigned", "rebuild"), Fit.REWORK),
    **dict.fromkeys(("new", "build new", "build", "from scratch"), Fit.NEW),
}
_FIT = re.compile(rf"\b({'|'.join(sorted(map(re.escape, FITS), key=len, reverse=True))})\b")
PRODUCTS = frozenset({"product", "products", "application", "applications", "product_capability"})
"""Headings of the first column that say that its rows are products."""
MISSING = " (missing)"
"""What our own workbook writes behind the name of a gap."""


Named = TypeVar("Named", Capability, Product)


class NoMatrixError(FileError):
    """A file that was read as a table in which there is no matrix; another way of reading it may find one."""

    def __init__(self, message: str, reading: ReadTable) -> None:
        self.reading = replace(reading, table=FoundTable(reading.table.separator, ()))
        super().__init__(message, self.reading)

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class FoundMatrix:
    """What a table says of capabilities and products, by their names and the places of those."""

    capabilities: tuple[str, ...]
    products: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[Need, Fit | None]]
    """By the places of a capability and a product, how much it is needed and how it fits, as far as it is said."""
    remarks: tuple[str, ...] = ()
    has_marks: bool = False
    """Whether there are cells that say a need and not how strong it is."""
    reading: ReadTable | None = None
    hidden: tuple[int, ...] = ()
    """Numbers of the rows that are hidden in the file, whether they were read or left out."""


@dataclass(frozen=True)
class MatrixPlan:
    """What an import of a matrix would do: what is new, and each link that is new or changes."""

    capabilities: tuple[Capability, ...]
    products: tuple[Product, ...]
    links: tuple[Link, ...]
    unchanged: int


def read_matrix(
    name: str, content: bytes, chosen: Choices = NOTHING_SAID, *, mark: Need = Need.MODERATE
) -> FoundMatrix:
    """Return the matrix in a CSV text or a workbook; `mark` is the need for which marks such as x stand.

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
    table = reading.table
    places = range(min(len(table.rows), ROWS_LOOKED_AT))
    place = max(places, key=lambda each: (_cells_below(table, each), _is_corner(table, each)), default=-1)
    if place < 0 or not _cells_below(table, place):
        raise NoMatrixError(
            "There is no matrix in this file: the first row names the products, the first column the capabilities, and "
            f"cells hold x, 1, 3, 9, strong, weak, or as is, adjust, rework, new.{reading.note}",
            reading,
        )
    return _matrix(reading, place, mark, chosen)


def _is_corner(table: FoundTable, place: int) -> bool:
    """Say whether a row begins as the headings do: what groups products stands above it."""
    first = plain_text(next(iter(table.rows[place][1]), "")).strip()
    return bool(first) and (field_of(first) == "name" or spelled(first) in PRODUCTS)


def _readable(table: FoundTable) -> int:
    return max(_cells_below(table, place) for place in range(min(len(table.rows), ROWS_LOOKED_AT)))


def _cells_below(table: FoundTable, place: int) -> int:
    """Return how many cells say a need where the headings stand in this row."""
    columns = _product_columns(table.rows, place)
    below = [cells for _, cells in table.rows[place + 1 :]]
    return sum(_said(cells[index]) is not None for cells in below for index in columns if index < len(cells))


def _product_columns(rows: Sequence[Row], place: int) -> list[int]:
    """Return the columns that have a heading, stand behind the names, and hold needs rather than anything else."""
    headings = [plain_text(cell).strip() for cell in rows[place][1]]
    columns = []
    for index, heading in enumerate(headings):
        if index == 0 or not heading or field_of(heading) not in {None, "name"}:
            continue
        below = [cells[index] for _, cells in rows[place + 1 :] if index < len(cells)]
        filled = [cell for cell in below if plain_text(cell).strip()]
        if sum(_said(cell) is not None for cell in filled) * 2 >= len(filled):
            columns.append(index)
    return columns


def _said(cell: Scalar) -> tuple[Need | None, Fit | None] | None:
    """Return the need and the fit that a cell says, no need where it says only that there is one; None for neither."""
    if isinstance(cell, bool):
        return (None, None) if cell else (Need.NONE, None)
    raw = plain_text(cell).strip().casefold()
    text = re.sub(r"[\s_-]+", " ", raw).strip()
    if raw in NEEDS or text in NEEDS:
        return NEEDS.get(raw, NEEDS.get(text)), None
    if text in MARKS:
        return None, None
    found = _FIT.search(text)
    rest = re.sub(r"[\s,;:/()·|]+", " ", _FIT.sub(" ", text)).strip()
    if not found or (rest and rest not in NEEDS and rest not in MARKS):
        return None
    return NEEDS.get(rest), FITS[found[1]]


def _matrix(reading: ReadTable, place: int, mark: Need, chosen: Choices) -> FoundMatrix:
    rows, headings = reading.table.rows[place + 1 :], reading.table.rows[place][1]
    columns = _product_columns(reading.table.rows, place)
    lines = [(number, cells, name) for number, cells in rows if (name := _name(cells[0] if cells else ""))]
    unseen = [number for number, _, _ in lines if number in reading.table.hidden_rows]
    lines = [line for line in lines if not chosen.leaves_hidden or line[0] not in unseen]
    named = [line for line in lines if not is_total(line[2])]
    totals = [f"row {number}: {shown(name)}" for number, _, name in lines if is_total(name)]
    cells, wrong, marks = {}, [], 0
    for row, (number, values, _) in enumerate(named):
        for column, index in enumerate(columns):
            cell = values[index] if index < len(values) else None
            if not plain_text(cell).strip():
                continue
            said = None if isinstance(cell, ErrorCell) else _said(cell)
            if said is None:
                heading = shortened(plain_text(headings[index]))
                wrong.append(f"row {number}, column {heading}: {shown(plain_text(cell))}")
                continue
            marks += said[0] is None
            cells[row, column] = (mark if said[0] is None else said[0], said[1])
    left = [index for index in range(1, len(headings)) if index not in columns and plain_text(headings[index]).strip()]
    told = _remarks(wrong, marks, mark, [plain_text(headings[index]) for index in left], totals)
    remarks = (*reading.remarks, *hidden_rows_told(unseen, are_left=chosen.leaves_hidden), *told)
    names = tuple(name for _, _, name in named)
    products = tuple(_name(headings[index]) for index in columns)
    read = replace(reading, table=FoundTable("", ()))
    found = FoundMatrix(names, products, cells, remarks, marks > 0, read, tuple(unseen))
    return _checked(_turned(found) if spelled(plain_text(headings[0])) in PRODUCTS else found)


def _name(cell: Scalar) -> str:
    return str(clean_line(plain_text(cell))).removesuffix(MISSING)


def _remarks(wrong: Sequence[str], marks: int, mark: Need, left: Sequence[str], totals: Sequence[str]) -> Iterator[str]:
    if marks:
        cells = "1 cell says" if marks == 1 else f"{marks:,} cells say"
        yield f"{cells} that there is a need and not how strong it is: read as {mark.name.casefold()}."
    if wrong:
        yield f"Left out, as no need can be read in them: {first_of(wrong, between='; ')}."
    if totals:
        yield f"Left out as a total: {first_of(totals, between='; ')}."
    if left:
        yield f"No products, and left out: {first_of([f'“{shortened(heading)}”' for heading in left], between='; ')}."


def _turned(found: FoundMatrix) -> FoundMatrix:
    """Return a matrix whose rows are products with its sides exchanged."""
    cells = {(column, row): said for (row, column), said in found.cells.items()}
    return replace(found, capabilities=found.products, products=found.capabilities, cells=cells)


def _checked(found: FoundMatrix) -> FoundMatrix:
    """Return a matrix; raises FileError when it is larger than a worksheet, or names something twice or at length."""
    sides = ((found.capabilities, "capability", "capabilities"), (found.products, "product", "products"))
    for names, what, part in sides:
        if len(names) > LISTS[part].limit:
            raise FileError(f"The matrix has {len(names):,} {part}; a worksheet holds at most {LISTS[part].limit:,}.")
        for name in names:
            if len(name) > NAME_LENGTH:
                raise FileError(f"A name has {len(name):,} characters; at most {NAME_LENGTH} are allowed.")
        twice = [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]
        if twice:
            raise FileError(f"The {what} {shown(twice[0])} stands in the matrix twice; keep one of them.")
    return found


def plan_matrix(worksheet: Worksheet, found: FoundMatrix, *, taken: Mapping[str, frozenset[str]]) -> MatrixPlan:
    """Return what importing a matrix would do; what it names is found by name or key, and the rest is new.

    `taken` are the keys that nothing new may have, by part. Where products are on a shortlist, new ones are too.
    """
    shortlisted = any(product.shortlisted for product in worksheet.products)
    capabilities, new_capabilities = _matched(
        found.capabilities,
        worksheet.capabilities,
        taken["capability"],
        lambda key, name: Capability(key=key, name=name),
    )
    products, new_products = _matched(
        found.products,
        worksheet.products,
        taken["product"],
        lambda key, name: Product(key=key, name=name, shortlisted=shortlisted),
    )
    links, unchanged = [], 0
    for (row, column), (need, fit) in found.cells.items():
        cell = (capabilities[row], products[column])
        before = worksheet.link_by_cell.get(cell)
        after = (before or Link(capability=cell[0], product=cell[1], need=need)).model_copy(
            update={"need": need, **({"fit": fit} if fit else {})}
        )
        if after == before:
            unchanged += 1
        else:
            links.append(after)
    return MatrixPlan(tuple(new_capabilities), tuple(new_products), tuple(links), unchanged)


def _matched(
    names: Sequence[str], existing: Sequence[Named], taken: frozenset[str], make: Callable[[str, str], Named]
) -> tuple[list[str], list[Named]]:
    """Return the key of each name, and those that nothing has yet as new nouns."""
    by_name = {each.key.casefold(): each.key for each in existing}
    by_name |= {each.name.casefold(): each.key for each in reversed(existing)}
    keys, new, used = [], [], {*taken, *(each.key for each in existing)}
    for name in names:
        key = by_name.get(name.casefold())
        if key is None:
            key = key_for(name, used)
            used.add(key)
            new.append(make(key, name))
        keys.append(key)
    return keys, new
