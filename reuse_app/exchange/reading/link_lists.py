"""A list of links: in each row a capability, a product, and how much the one is needed by the other or how it fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.found_matrix import FoundMatrix, checked, left_out, name_in, side_of, with_marks
from reuse_app.exchange.reading.header import ROWS_LOOKED_AT
from reuse_app.exchange.reading.headings import field_of, spelled
from reuse_app.exchange.reading.matrix_words import Said, Vocabulary
from reuse_app.exchange.reading.read_table import ReadTable
from reuse_app.exchange.reading.table_rows import hidden_rows_told, is_total
from reuse_app.exchange.tables import FoundTable, Row, plain_text
from reuse_app.worksheet import Need
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shown

NEEDS = frozenset(
    {
        "need", "needs", "needed", "need_level", "strength", "relevance", "importance", "weight", "bedarf", "starke",
        "gewicht", "besoin", "importancia", "necesidad", "importanza", "necessita", "importance_level", "behov", "nood"
    }
)  # fmt: skip
FITS = frozenset({"fit", "reuse", "change", "passung", "anpassung", "adaptation", "adequation", "ajuste"})
"""Headings of the columns that say how much is needed, and how it fits."""


@dataclass(frozen=True)
class _Columns:
    """Where a list has what: the place of its headings, and its columns; -1 for one that it does not have."""

    place: int
    capability: int
    product: int
    need: int
    fit: int


@dataclass
class _Links:
    """The links of a list: names in the order in which they come first, and by their places what is said and where."""

    capabilities: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    """Names by themselves in small letters."""
    cells: dict[tuple[str, str], tuple[int, Scalar, Scalar]] = field(default_factory=dict)
    """By the names in small letters the number of the row, its need and its fit."""


def links_in(reading: ReadTable, mark: Need, chosen: Choices) -> FoundMatrix | None:
    """Return what a table says if it is a list of links, None if it is none; `mark` is the need that marks stand for.

    Raises FileError where two rows say different things of one capability and product.
    """
    table = reading.table
    columns = next(filter(None, map(_columns_of, range(ROWS_LOOKED_AT), table.rows)), None)
    if columns is None:
        return None
    rows = table.rows[columns.place + 1 :]
    hidden = [number for number, _ in rows if number in table.hidden_rows]
    links = _links([row for row in rows if not (chosen.leaves_hidden and row[0] in table.hidden_rows)], columns)
    needs = [need for _, need, _ in links.cells.values() if plain_text(need).strip()]
    vocabulary = Vocabulary.of(needs, chosen.needs)
    said = {names: _said(vocabulary, need, fit) for names, (_, need, fit) in links.cells.items()}
    wrong = [f"row {links.cells[names][0]}" for names, each in said.items() if each is None]
    rows_of, columns_of = (_places(names) for names in (links.capabilities, links.products))
    marks, found = with_marks(said, mark)
    remarks = [
        *reading.remarks,
        *hidden_rows_told(hidden, are_left=chosen.leaves_hidden),
        *vocabulary.remarks,
        *left_out(wrong, marks, mark, [*_unread(table, columns)], []),
    ]
    return checked(
        FoundMatrix(
            tuple(links.capabilities.values()),
            tuple(links.products.values()),
            {(rows_of[capability], columns_of[product]): each for (capability, product), each in found.items()},
            tuple(remarks),
            has_marks=marks > 0,
            reading=replace(reading, table=FoundTable("", ())),
            hidden=tuple(hidden),
            words=tuple(vocabulary.words_in(needs)),
            is_list=True,
        )
    )


def _columns_of(place: int, row: Row) -> _Columns | None:
    """Return what the columns hold if this row names one of capabilities, one of products, and what is said of both."""
    headings = [plain_text(cell).strip() for cell in row[1]]
    sides = [side_of(heading) for heading in headings]
    if sides.count("products") != 1 or sides.count("capabilities") > 1:
        return None
    product = sides.index("products")
    named = [index for index, heading in enumerate(headings) if index != product and field_of(heading) == "name"]
    capability = sides.index("capabilities") if "capabilities" in sides else next(iter(named), -1)
    need, fit = (_headed(headings, words) for words in (NEEDS, FITS))
    return _Columns(place, capability, product, need, fit) if capability >= 0 and max(need, fit) >= 0 else None


def _headed(headings: Sequence[str], words: frozenset[str]) -> int:
    return next((index for index, heading in enumerate(headings) if spelled(heading) in words), -1)


def _links(rows: Sequence[Row], columns: _Columns) -> _Links:
    links = _Links()
    for number, cells in rows:
        capability, product = (name_in(_at(cells, index)) for index in (columns.capability, columns.product))
        need, fit = (_at(cells, index) for index in (columns.need, columns.fit))
        if not (capability and product) or is_total(capability):
            continue
        names = capability.casefold(), product.casefold()
        links.capabilities.setdefault(names[0], capability)
        links.products.setdefault(names[1], product)
        if plain_text(need).strip() or plain_text(fit).strip():
            before = links.cells.setdefault(names, (number, need, fit))
            if before[1:] != (need, fit):
                raise FileError(
                    f"Row {number} says something else of {shown(capability)} for {shown(product)} than row "
                    f"{before[0]}; keep one of them."
                )
    return links


def _at(cells: Sequence[Scalar], index: int) -> Scalar:
    return cells[index] if 0 <= index < len(cells) else None


def _said(vocabulary: Vocabulary, need: Scalar, fit: Scalar) -> Said | None:
    """Return what a row says, its fit in a column of its own or beside the need; None when nobody can tell."""
    needed = vocabulary.said(need) if plain_text(need).strip() else (None, None)
    fits = Vocabulary().said(fit) if plain_text(fit).strip() else (None, None)
    if needed is None or fits is None:
        return None
    return needed[0], fits[1] or needed[1]


def _places(names: dict[str, str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _unread(table: FoundTable, columns: _Columns) -> Iterator[str]:
    read = {columns.capability, columns.product, columns.need, columns.fit}
    headings = table.rows[columns.place][1]
    return (text for index, cell in enumerate(headings) if index not in read and (text := plain_text(cell).strip()))
