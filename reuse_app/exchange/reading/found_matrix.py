"""Who needs what by a file, whatever its shape: names, needs and fits, and what was left out of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.reading.headings import spelled
from reuse_app.exchange.reading.matrix_words import NeedWord, Said
from reuse_app.exchange.reading.read_table import ReadTable
from reuse_app.exchange.tables import plain_text
from reuse_app.worksheet import Fit, Need
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.raw import shortened, shown
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

At = TypeVar("At")
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
MISSING = " (missing)"
"""What our own workbook writes behind the name of a gap."""


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
    is_list: bool = False
    """Whether each row of the file is one link."""


def side_of(corner: str) -> str:
    """Return what rows are by the heading in the corner, “products” or “capabilities”; what it names first counts."""
    whole = spelled(corner)
    for word in (whole, *whole.split("_")):
        if word in PRODUCTS or word in CAPABILITIES:
            return "products" if word in PRODUCTS else "capabilities"
    return ""


def name_in(cell: Scalar) -> str:
    """Return the name in a cell, without what our own workbook writes behind that of a gap."""
    return str(clean_line(plain_text(cell))).removesuffix(MISSING)


def with_marks(said: Mapping[At, Said | None], mark: Need) -> tuple[int, dict[At, tuple[Need, Fit | None]]]:
    """Return how many cells say only that there is a need, and what all say that can be read, with `mark` for those."""
    read = {at: each for at, each in said.items() if each}
    marks = sum(need is None for need, _ in read.values())
    return marks, {at: (mark if need is None else need, fit) for at, (need, fit) in read.items()}


def left_out(wrong: Sequence[str], marks: int, mark: Need, left: Sequence[str], totals: Sequence[str]) -> Iterator[str]:
    """Yield a sentence on what was guessed of marks, and on each sort of thing that was left out."""
    if marks:
        cells = "1 cell says" if marks == 1 else f"{marks:,} cells say"
        yield f"{cells} that there is a need and not how strong it is: read as {mark.name.casefold()}."
    if wrong:
        yield f"Left out, as no need can be read in them: {first_of(wrong, between='; ')}."
    if totals:
        yield f"Left out as a total or a note: {first_of(totals, between='; ')}."
    if left:
        yield f"No products, and left out: {first_of([f'“{shortened(heading)}”' for heading in left], between='; ')}."


def checked(found: FoundMatrix) -> FoundMatrix:
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
