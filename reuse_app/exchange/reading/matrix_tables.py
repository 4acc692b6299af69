"""A matrix of capabilities and products as people keep it in a table: who needs what, and how it fits."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeVar

from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.header import ROWS_LOOKED_AT, VALUES_LOOKED_AT
from reuse_app.exchange.reading.headings import field_of, level_of, spelled
from reuse_app.exchange.reading.matrix_words import NeedWord, Vocabulary, is_need, is_word, word_of
from reuse_app.exchange.reading.read_table import TEXTS, WORKBOOKS, ReadTable, read_text, read_workbook, table_of
from reuse_app.exchange.reading.table_rows import hidden_rows_told, is_note, is_total
from reuse_app.exchange.tables import FoundTable, Row, plain_text
from reuse_app.worksheet import Capability, Fit, Link, Need, Product, Worksheet
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.raw import shortened, shown
from reuse_app.worksheet.values import NAME_LENGTH, clean_line, key_for

PRODUCTS = frozenset(
    {
        "product", "products", "application", "applications", "app", "apps", "offering", "market", "use_case",
        "use_cases", "usecase", "produkt", "produkte", "anwendung", "anwendungen", "produit", "produits",
        "producto", "productos", "prodotto", "prodotti", "produto", "produtos", "producten", "produkter",
        "produkty", "tuote", "tuotteet", "продукт", "продукты", "προιον", "製品", "商品", "产品", "產品", "제품"
    }
)  # fmt: skip
CAPABILITIES = frozenset(
    {
        "capability", "capabilities", "fahigkeit", "fahigkeiten", "baustein", "bausteine", "capacite", "capacites",
        "capacidad", "capacidades", "capacita", "capacidade", "vermogen", "formaga", "zdolnosc", "zdolnosci",
        "способность", "способности", "能力", "역량", "building_block", "building_blocks", "block", "blocks"
    }
)  # fmt: skip
"""Words of the heading in the corner that say what rows are."""
NO_PRODUCTS = frozenset(
    {
        "weight", "weights", "weighting", "gewicht", "gewichtung", "poids", "peso", "vikt", "waga", "вес", "重み",
        "权重", "importance", "priority", "prioritat", "rank", "score", "count", "#", "no", "nr", "level", "area",
        "domain", "group"
    }
)  # fmt: skip
"""Headings of numbers that are no needs, and of what groups rows."""
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
    words: tuple[NeedWord, ...] = ()
    """Words and numbers that are none of ours."""
    is_turned: bool = False
    """Whether rows are products."""


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
    top = replace(table, rows=table.rows[: ROWS_LOOKED_AT + VALUES_LOOKED_AT])
    place = max(places, key=lambda each: _rank(top, each, chosen), default=-1)
    if place < 0 or not _cells_below(table, place, chosen):
        raise NoMatrixError(
            "There is no matrix in this file: the first row names the products, the first column the capabilities, and "
            f"cells hold x, 1, 3, 9, strong, weak, or as is, adjust, rework, new.{reading.note}",
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
    return bool(first) and (field_of(first) == "name" or bool(_sides(first)))


def _sides(corner: str) -> str:
    """Return what rows are by the heading in the corner, “products” or “capabilities”; what it names first counts."""
    whole = spelled(corner)
    for word in (whole, *whole.split("_")):
        if word in PRODUCTS or word in CAPABILITIES:
            return "products" if word in PRODUCTS else "capabilities"
    return ""


def _readable(table: FoundTable) -> int:
    top = replace(table, rows=table.rows[: ROWS_LOOKED_AT + VALUES_LOOKED_AT])
    return max(_cells_below(top, place, NOTHING_SAID) for place in range(min(len(table.rows), ROWS_LOOKED_AT)))


def _cells_below(table: FoundTable, place: int, chosen: Choices) -> int:
    """Return how many cells say a need, or what somebody is asked about, where the headings stand in this row."""
    below = [cells for _, cells in table.rows[place + 1 :]]
    columns = _product_columns(table.rows, place, chosen)
    filled = [
        cells[index] for cells in below for index in columns if index < len(cells) and plain_text(cells[index]).strip()
    ]
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
    cells = [cells[index] for _, cells in rows if index < len(cells) and plain_text(cells[index]).strip()]
    return bool(cells) and not any(map(is_need, cells))


def _product_columns(rows: Sequence[Row], place: int, chosen: Choices) -> list[int]:
    """Return the columns that have a heading, stand behind the names, and hold needs rather than anything else."""
    headings = [plain_text(cell).strip() for cell in rows[place][1]]
    names = _name_columns(headings, rows[place + 1 :])
    held = {
        index: [
            cells[index] for _, cells in rows[place + 1 :] if index < len(cells) and plain_text(cells[index]).strip()
        ]
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


def _matrix(reading: ReadTable, place: int, mark: Need, chosen: Choices) -> FoundMatrix:
    rows = reading.table.rows[place + 1 :]
    headings = [plain_text(cell) for cell in reading.table.rows[place][1]]
    names, columns = _name_columns(headings, rows), _product_columns(reading.table.rows, place, chosen)
    lines = [(number, cells, name) for number, cells in rows if (name := _deepest(cells, names))]
    unseen = [number for number, _, _ in lines if number in reading.table.hidden_rows]
    lines = [line for line in lines if not chosen.leaves_hidden or line[0] not in unseen]
    out = [line for line in lines if _is_aside(line, columns)]
    named = [line for line in lines if line not in out]
    filled = {
        (line, column): cells[index]
        for line, (_, cells, _) in enumerate(named)
        for column, index in enumerate(columns)
        if index < len(cells) and plain_text(cells[index]).strip()
    }
    vocabulary = Vocabulary.of(filled.values(), chosen.needs)
    said = {place: vocabulary.said(cell) for place, cell in filled.items()}
    marks = sum(each is not None and each[0] is None for each in said.values())
    wrong = [
        f"row {named[line][0]}, column {shortened(headings[columns[column]])}: {shown(plain_text(cell))}"
        for (line, column), cell in filled.items()
        if said[line, column] is None
    ]
    left = [heading for index, heading in enumerate(headings) if index not in (*columns, *names) and heading.strip()]
    sides = chosen.rows or _sides(headings[names[0]])
    found = FoundMatrix(
        tuple(name for _, _, name in named),
        tuple(_name(headings[index]) for index in columns),
        {place: (mark if each[0] is None else each[0], each[1]) for place, each in said.items() if each},
        (
            *reading.remarks,
            *hidden_rows_told(unseen, are_left=chosen.leaves_hidden),
            *([] if sides else ["Rows were read as capabilities, columns as products."]),
            *vocabulary.remarks,
            *_remarks(wrong, marks, mark, left, [f"row {number}: {shown(name)}" for number, _, name in out]),
        ),
        marks > 0,
        replace(reading, table=FoundTable("", ())),
        tuple(unseen),
        tuple(vocabulary.words_in(filled.values())),
        is_turned=sides == "products",
    )
    return _checked(_turned(found) if found.is_turned else found)


def _is_aside(line: tuple[int, Sequence[Scalar], str], columns: Sequence[int]) -> bool:
    """Say whether a row is a total, or a note below the table."""
    _, cells, name = line
    return is_total(name) or (is_note(name, at_the_end=False) and not _holds(cells, columns))


def _holds(cells: Sequence[Scalar], columns: Sequence[int]) -> bool:
    return any(plain_text(cells[index]).strip() for index in columns if index < len(cells))


def _deepest(cells: Sequence[Scalar], names: Sequence[int]) -> str:
    """Return the name of a row: in the deepest of its levels."""
    found = [name for index in names if index < len(cells) and (name := _name(cells[index]))]
    return found[-1] if found else ""


def _name(cell: Scalar) -> str:
    return str(clean_line(plain_text(cell))).removesuffix(MISSING)


def _remarks(wrong: Sequence[str], marks: int, mark: Need, left: Sequence[str], totals: Sequence[str]) -> Iterator[str]:
    if marks:
        cells = "1 cell says" if marks == 1 else f"{marks:,} cells say"
        yield f"{cells} that there is a need and not how strong it is: read as {mark.name.casefold()}."
    if wrong:
        yield f"Left out, as no need can be read in them: {first_of(wrong, between='; ')}."
    if totals:
        yield f"Left out as a total or a note: {first_of(totals, between='; ')}."
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
