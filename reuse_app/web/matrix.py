"""The matrix of the map, laid out for the page: rows, columns, and one native control for each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from reuse_app.analysis.cells import read_cells
from reuse_app.analysis.coverage import Coverage, cover_products
from reuse_app.worksheet import Capability, Fit, Link, Need, Product, Status, Worksheet
from reuse_app.worksheet.scales import WORDS

COLUMNS = 12
"""Products on one page of the matrix; more would be read on no screen."""
FILTERS = ("q", "kind", "show", "page", "product")
NEEDS = (Need.STRONG, Need.MODERATE, Need.WEAK)
DOTS = {Need.STRONG: "●●●", Need.MODERATE: "●●", Need.WEAK: "●"}
SAID = {Need.STRONG: "strong need", Need.MODERATE: "moderate need", Need.WEAK: "weak need"}


class CellError(ValueError):
    """A cell was sent with a value that its control does not offer."""


@dataclass(frozen=True)
class Cell:
    """One capability in one product."""

    product: str
    options: Markup
    link: Link | None


@dataclass(frozen=True)
class MatrixRow:
    """One capability across the products shown, and how many of all products need it."""

    capability: Capability
    cells: Sequence[Cell]
    needed_by: int


@dataclass(frozen=True)
class Matrix:
    """The part of the map that a page shows."""

    rows: Sequence[MatrixRow]
    products: Sequence[Product]
    coverage: Mapping[str, Coverage]
    current: str
    page: int
    pages: int
    hidden_rows: int
    query: Mapping[str, str]


def lay_out(worksheet: Worksheet, query: Mapping[str, str]) -> Matrix:
    """Return the matrix as a query asks: `q`, `kind`, `show` for rows, `page` for columns, `product` for a phone."""
    products, page, pages = _columns(worksheet, query.get("page", "1"))
    needed_by = _counts(worksheet)
    shown = [each for each in worksheet.capabilities if _matches(each, query, needed_by[each.key])]
    keys = [product.key for product in products]
    return Matrix(
        rows=[_row(worksheet, capability, products, needed_by[capability.key]) for capability in shown],
        products=products,
        coverage=cover_products(read_cells(worksheet), worksheet),
        current=query["product"] if query.get("product") in keys else _first_candidate(products),
        page=page,
        pages=pages,
        hidden_rows=len(worksheet.capabilities) - len(shown),
        query={name: query[name] for name in FILTERS if query.get(name)},
    )


def read_cell(value: str) -> tuple[Need, Fit | None]:
    """Return need and fit as the control of a cell sends them; raises CellError."""
    need, _, fit = value.partition(":")
    if not value:
        return Need.NONE, None
    if need not in {str(int(level)) for level in NEEDS} or fit not in {"", *Fit}:
        raise CellError("A cell was sent with a value that it does not offer. Reload the page and try again.")
    return Need(int(need)), Fit(fit) if fit else None


def _first_candidate(products: Sequence[Product]) -> str:
    """The key of the column that a phone shows first."""
    return next((product.key for product in products if not product.home), products[0].key if products else "")


def _columns(worksheet: Worksheet, page: str) -> tuple[Sequence[Product], int, int]:
    """Home products first, then the shortlist if there is one, else all candidates; one page of them."""
    shortlist = [product for product in worksheet.candidates if product.shortlisted] or worksheet.candidates
    products = [*worksheet.home_products, *shortlist]
    pages = max(1, -(-len(products) // COLUMNS))
    number = min(max(1, int(page)), pages) if page.isascii() and page.isdigit() and len(page) < 4 else 1  # noqa: PLR2004
    return products[(number - 1) * COLUMNS : number * COLUMNS], number, pages


def _counts(worksheet: Worksheet) -> dict[str, int]:
    counts = dict.fromkeys(worksheet.capability_by_key, 0)
    for link in worksheet.needed_links:
        counts[link.capability] += 1
    return counts


def _matches(capability: Capability, query: Mapping[str, str], needed_by: int) -> bool:
    show = {
        "gaps": capability.status is Status.MISSING,
        "shared": needed_by > 1,
        "unused": needed_by == 0,
    }.get(query.get("show", ""), True)
    return (
        show
        and query.get("q", "").casefold() in capability.name.casefold()
        and query.get("kind", "") in ("", capability.kind)
    )


def _row(worksheet: Worksheet, capability: Capability, products: Sequence[Product], needed_by: int) -> MatrixRow:
    missing = capability.status is Status.MISSING
    links = [worksheet.link_by_cell.get((capability.key, product.key)) for product in products]
    cells = [
        Cell(product.key, options(link.need if link else Need.NONE, link.fit if link else None, missing=missing), link)
        for product, link in zip(products, links, strict=True)
    ]
    return MatrixRow(capability, cells, needed_by)


@cache
def options(need: Need, fit: Fit | None, *, missing: bool) -> Markup:
    """The options of a cell's control with one of them chosen; a missing capability is built first of all."""
    offered: list[tuple[Fit | None, str]] = [(each, WORDS[each]) for each in Fit]
    if missing:
        offered.insert(0, (None, "build"))
    elif need is not Need.NONE and fit is None:
        offered.insert(0, (None, "fit open"))
    groups = [_group(each, label, (need, fit)) for each, label in offered]
    nothing = Markup('<option value=""{} aria-label="not needed">·</option>').format(_chosen(need is Need.NONE))
    return Markup("").join([nothing, *groups])


def _group(fit: Fit | None, label: str, chosen: tuple[Need, Fit | None]) -> Markup:
    option = Markup('<option value="{}:{}"{} aria-label="{}, {}">{} {}</option>')
    members = [
        option.format(int(need), fit or "", _chosen((need, fit) == chosen), label, SAID[need], label, DOTS[need])
        for need in NEEDS
    ]
    return Markup('<optgroup label="{}">{}</optgroup>').format(label, Markup("").join(members))


def _chosen(selected: bool) -> Markup:
    return Markup(" selected") if selected else Markup("")
