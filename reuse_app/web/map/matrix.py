"""The matrix of the map, laid out for the page: rows, columns, and one native control for each cell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from flask import current_app
from markupsafe import Markup

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.coverage import Coverage, cover_products
from reuse_app.web.forms.form import Draft
from reuse_app.web.lists import Leaf, leaf, piece
from reuse_app.worksheet import Capability, Fit, Link, Need, Product, Status, Worksheet
from reuse_app.worksheet.scales import WORDS
from reuse_app.worksheet.values import clean_line

COLUMNS = 12
"""Products on one page of the matrix; more would be read on no screen."""
ROWS = 60
"""Capabilities on one page of the matrix."""
FIELD = "cell_"
"""What the name of a cell's field begins with; the key of the product follows."""
MINE = "mine"
"""Asks for the columns of the products that somebody is at."""
FILTERS = ("q", "kind", "show", "columns", "page", "rows", "current")
NEEDS = (Need.STRONG, Need.MODERATE, Need.WEAK)
DOTS = {Need.STRONG: "●●●", Need.MODERATE: "●●", Need.WEAK: "●"}
JOINER = "\u2004"
"""Keeps the words of a fit together where a cell spreads what it says: the fit on its left, the need on its right."""
SAID = {Need.STRONG: "strong need", Need.MODERATE: "moderate need", Need.WEAK: "weak need"}
CELLS: Mapping[str, tuple[Need, Fit | None]] = {
    "": (Need.NONE, None),
    **{f"{int(need)}:{fit or ''}": (need, fit) for need in NEEDS for fit in (None, *Fit)},
}
"""Need and fit by what the control of a cell sends."""


def cell_value(link: Link | None) -> str:
    """What the control of a cell sends for its link."""
    return f"{int(link.need)}:{link.fit or ''}" if link and link.need else ""


@dataclass(frozen=True)
class MapCell:
    """One capability in one product, as the page says it: in plain words, so that two of them can be told apart."""

    product: str
    product_name: str
    value: str
    """What its control sends."""
    return_flow: str
    is_missing: bool
    """Whether nobody has the capability."""

    @property
    def field(self) -> str:
        """The name of its field in the form of its row."""
        return FIELD + self.product

    @property
    def style(self) -> str:
        """What colours it: that it is needed, and the fit if somebody has said one; nothing for what is not needed."""
        need, fit = CELLS.get(self.value, CELLS[""])
        return f"needed {fit or ''}".rstrip() if need else ""

    @property
    def options(self) -> Markup:
        """What its control offers."""
        return options(*CELLS.get(self.value, CELLS[""]), missing=self.is_missing)


@dataclass(frozen=True)
class MatrixRow:
    """One capability across the products shown, how many of all products need it, and what could not be saved."""

    capability: Capability
    cells: tuple[MapCell, ...]
    needed_by: int
    draft: Draft | None

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Told once: a row that is kept is looked up by all who ask."""
        return hash((self.capability, self.cells, self.needed_by))

    @property
    def id(self) -> str:
        """The id of the row and of the form that its cells belong to."""
        return row_id(self.capability.key)

    @property
    def brief(self) -> Markup:
        """What its fields say, as a form that holds nothing else; keys and values have no letter to be escaped."""
        said = (f'<select name="{cell.field}"><option value="{cell.value}"></select>' for cell in self.cells)
        return Markup(f'<form id="cells-{self.capability.key}"><input type="hidden" name="seen">{"".join(said)}</form>')  # noqa: S704


@dataclass(frozen=True)
class Matrix:
    """The part of the map that a page shows."""

    rows: Sequence[MatrixRow]
    products: Sequence[Product]
    coverage: Mapping[str, Coverage]
    current: str
    across: Leaf[Product]
    down: Leaf[Capability]
    hidden_rows: int
    columns: str
    """Which products are shown: the filter that holds, asked for or not."""
    query: Mapping[str, str]

    @property
    def shape(self) -> tuple[object, ...]:
        """What the page says beside the choices in the cells."""
        heads = [(each.key, each.name, each.home, each.customer) for each in self.products]
        rows = [(each.capability.key, each.capability.name, each.capability.kind) for each in self.rows]
        flows = [cell.return_flow for row in self.rows for cell in row.cells]
        standing = [(row.capability.status, row.capability.trl) for row in self.rows]
        return (*heads, *rows, *flows, *standing)


def cover(worksheet: Worksheet) -> Mapping[str, Coverage]:
    """Return what each product takes from stock, by its key."""
    return cover_products(read_cells(worksheet), worksheet.products)


def lay_out(
    worksheet: Worksheet,
    query: Mapping[str, str],
    draft: Draft | None = None,
    coverage: Mapping[str, Coverage] | None = None,
    mine: Collection[str] = (),
) -> Matrix:
    """Return the matrix as a query asks: `q`, `kind`, `show`, `rows` for capabilities, `columns`, `page` for products.

    On a phone the column of `current`, a product, is shown. Whoever is at some products, `mine` by their keys, sees the
    columns of these alone until they ask for others.

    A row that could not be saved, the draft, shows what was chosen; `coverage` is what `cover` returned, if known.
    """
    wanted = query.get("columns") or (MINE if any(key in worksheet.product_by_key for key in mine) else "")
    columns = leaf(_columns(worksheet, wanted, mine), query.get("page", "1"), size=COLUMNS)
    products = columns.items
    needed_by = _counts(worksheet)
    shown = [each for each in worksheet.capabilities if _matches(each, query, needed_by[each.key])]
    rows = leaf(shown, query.get("rows", "1"), size=ROWS)
    keys = [product.key for product in products]
    return Matrix(
        rows=[_row(worksheet, capability, products, needed_by[capability.key], draft) for capability in rows.items],
        products=products,
        coverage=coverage or cover(worksheet),
        current=query["current"] if query.get("current") in keys else _first_candidate(products),
        across=columns,
        down=rows,
        hidden_rows=len(worksheet.capabilities) - len(shown),
        columns=wanted,
        query={name: clean_line(query[name]) for name in FILTERS if query.get(name)},
    )


def row_id(capability: str) -> str:
    """The id of a row."""
    return f"row-{capability}"


def cell_id(capability: str, product: str) -> str:
    """The id of a cell's control, so that an address leads into it; no key has a colon."""
    return f"cell-{capability}:{product}"


def cell_words(value: str) -> str:
    """What the control of a cell sends, in words."""
    need, fit = CELLS[value]
    return f"{WORDS[fit] if fit else 'fit open'}, {SAID[need]}" if need else WORDS[need]


def _first_candidate(products: Sequence[Product]) -> str:
    """The key of the column that a phone shows first."""
    return next((product.key for product in products if not product.home), products[0].key if products else "")


def _columns(worksheet: Worksheet, columns: str, mine: Collection[str]) -> Sequence[Product]:
    """Home products first, then the shortlist if there is one and not all are asked for; or somebody's own alone."""
    own = [product for product in worksheet.products if product.key in mine]
    if columns == MINE and own:
        return own
    return [*worksheet.home_products, *(worksheet.candidates if columns == "all" else considered(worksheet))]


def considered(worksheet: Worksheet) -> Sequence[Product]:
    """Return the shortlist, if there is one, else all candidates."""
    return [product for product in worksheet.candidates if product.shortlisted] or worksheet.candidates


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


def _row(
    worksheet: Worksheet, capability: Capability, products: Sequence[Product], needed_by: int, draft: Draft | None
) -> MatrixRow:
    own = draft if draft and draft.form == row_id(capability.key) else None
    typed = own.typed if own else {}
    missing = capability.status is Status.MISSING
    links = [worksheet.link_by_cell.get((capability.key, product.key)) for product in products]
    cells = tuple(
        MapCell(
            product=product.key,
            product_name=product.name,
            value=typed.get(FIELD + product.key, cell_value(link)),
            return_flow=link.return_flow if link else "",
            is_missing=missing,
        )
        for product, link in zip(products, links, strict=True)
    )
    return MatrixRow(capability, cells, needed_by, own)


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
    shown = label.replace(" ", JOINER)
    members = [
        option.format(int(need), fit or "", _chosen((need, fit) == chosen), label, SAID[need], shown, DOTS[need])
        for need in NEEDS
    ]
    return Markup('<optgroup label="{}">{}</optgroup>').format(label, Markup("").join(members))


def _chosen(selected: bool) -> Markup:
    return Markup(" selected") if selected else Markup("")


def show_row(row: MatrixRow, matrix: Matrix, cell_address: str, opened: str) -> Markup:
    """Return a row of the page; one that could not be saved is drawn for its writer alone.

    Args:
        row: what it says; with a draft, what its writer typed stands in it.
        matrix: of which it is a row.
        cell_address: where the details of a cell are, up to the keys that name it.
        opened: the key of the product in which details of this capability are shown; empty where none are.
    """
    shown = {"row": row, "current": matrix.current, "query": tuple(matrix.query.items()), "opened": opened}
    named = {"cell_address": cell_address, "cell_id": cell_id, "cell_words": cell_words}
    if not row.draft:
        return piece("map/_row.html", **shown, **named)
    return Markup(current_app.jinja_env.get_template("map/_row.html").render(**shown, **named))  # noqa: S704  # escaped in it
