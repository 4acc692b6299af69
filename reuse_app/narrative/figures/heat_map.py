"""The matrix capability x product: what each product needs, and how what is there would fit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reuse_app.analysis import Findings
from reuse_app.narrative.figures.data import PlotGrid, PlotRow
from reuse_app.narrative.figures.figure import Canvas, Figure, box, draw
from reuse_app.narrative.figures.labels import LEADING, SMALL, Key, Label, keys, label, lifted, width_of
from reuse_app.narrative.words import COMPLETE, amount, capitalised, dots, listed, plural, word
from reuse_app.worksheet import Capability, Fit, Link, Need, Product, Status, Worksheet
from reuse_app.worksheet.scales import PURSUED

NAMES, MOST_FOR_NAMES, MOST_ON_PAPER = 150.0, 250.0, 210.0
"""Units for the names of the capabilities: at least, where few products leave room, and in low rows."""
COUNTS = 26.0
"""Units for the number of products that use a capability."""
WIDEST, NARROWEST = 92.0, 66.0
"""Units of a column that has room for words."""
BROADEST = 150.0
"""Units of a column on a page that has room to spare."""
KEY = 34.0
"""Units for the key below the cells."""
TALL, LOW, DENSE = 32.0, 20.0, 19.0
"""Units of a row: of words on two lines, of words on one, of squares."""
SQUARE = 22.0
"""Units of a column that has room for squares only."""
SHEET = 650.0
MOST_WITH_WORDS = 12
"""Products up to which a cell says its fit; with more of them it shows it only."""
MAGNIFIED = 1.1
"""Pixels for each unit: the matrix is wide and its words are as large as those of the page."""
MOST_CAPABILITIES, MOST_PRODUCTS = 200, 50
"""Rows and columns of one picture; of a larger matrix those on which most hangs."""
MOST_ROWS_ON_SLIDE, MOST_COLUMNS_ON_SLIDE = 15, 8
"""Capabilities and products on a slide that is read from the back of a room."""
GAP = "gap"
DOTS = "One dot is a weak need, two are a moderate one, three a strong one; on the right, how many products use it."
SQUARES = "The larger a square, the stronger the need; on the right, how many products use it."
SIDES = {Need.WEAK: 6.0, Need.MODERATE: 10.0, Need.STRONG: 15.0}
"""Units of the side of a square that stands for a need, where words have no room."""


@dataclass(frozen=True)
class Grid:
    """How large the cells are, in units."""

    names: float
    top: float
    column: float
    row: float
    has_words: bool

    def x(self, column: int) -> float:
        """Where a column begins."""
        return self.names + column * self.column

    def y(self, row: int) -> float:
        """Where a row begins."""
        return self.top + row * self.row


def heat_map(
    worksheet: Worksheet,
    findings: Findings,
    *,
    most_with_words: int = MOST_WITH_WORDS,
    is_low: bool = False,
    page: tuple[float, float] | None = None,
) -> Figure | None:
    """Return the matrix as a picture; None as long as no product needs a capability.

    Args:
        worksheet: what is drawn.
        findings: what the description tells.
        most_with_words: products up to which a cell says its fit.
        is_low: whether fit and need stand on one line, so that a page holds more rows.
        page: width and height of where it stands, in any unit; its columns are so wide that it takes the whole width.
    """
    drawn = _most(worksheet, findings)
    shown, rest = _extent(worksheet, drawn)
    title, whole, worksheet, cells = _title(worksheet, findings), worksheet, drawn, _cells(drawn)
    if not cells:
        return None
    products, capabilities = worksheet.products, worksheet.capabilities
    grid = _grid(worksheet, most_with_words, is_low=is_low)
    grid = _filling(grid, page, rows=len(capabilities), columns=len(products)) if page else grid
    width = grid.x(len(products)) + COUNTS
    legend = _legend(cells, grid.y(len(capabilities)) + 20, width)
    return draw(
        "figures/heat_map.svg",
        Canvas(
            "heat-map",
            f"{title}{shown}",
            f"Each row is a capability, each column a product. {DOTS if grid.has_words else SQUARES}",
            f"{_describe(cells, worksheet, findings)}{rest}",
            legend[-1].label.y + 10,
            width,
            MAGNIFIED,
        ),
        headers=("Capability", *(product.name for product in products), "Used by"),
        rows=tuple(_row(capability, worksheet, cells) for capability in capabilities),
        data=_data(whole, findings),
        grid=grid,
        heads=_heads(products, grid),
        names=_names(worksheet, grid),
        rules=[grid.y(row) for row in range(1, len(capabilities) + 1)],
        fields=_fields(cells, worksheet, grid),
        words=_words(cells, worksheet, grid) if grid.has_words else {},
        legend=legend,
    )


def part_of(worksheet: Worksheet, capabilities: tuple[Capability, ...], products: tuple[Product, ...]) -> Worksheet:
    """Return a part of the worksheet, as if there were nothing else on its map; uses by other products still count."""
    keys = {one.key for one in capabilities}
    links = tuple(link for link in worksheet.links if link.capability in keys)
    parts = {name: getattr(worksheet, name) for name in Worksheet.model_fields}
    return Worksheet.model_construct(**{**parts, "capabilities": capabilities, "products": products, "links": links})


def _most(worksheet: Worksheet, findings: Findings) -> Worksheet:
    """Return as much of the worksheet as a picture shows: the capabilities on which most hangs, what needs most."""
    if len(worksheet.capabilities) <= MOST_CAPABILITIES and len(worksheet.products) <= MOST_PRODUCTS:
        return worksheet
    needs = Counter(link.product for link in worksheet.needed_links)
    capabilities = sorted(worksheet.capabilities, key=lambda one: (-findings.leverage.get(one.key, 0.0), one.key))
    products = sorted(worksheet.products, key=lambda one: (-needs[one.key], one.key))
    rows = {one.key for one in capabilities[:MOST_CAPABILITIES]}
    columns = {one.key for one in products[:MOST_PRODUCTS]}
    return part_of(
        worksheet,
        tuple(one for one in worksheet.capabilities if one.key in rows),
        tuple(one for one in worksheet.products if one.key in columns),
    )


def _extent(whole: Worksheet, drawn: Worksheet) -> tuple[str, str]:
    """Return for the title how much the picture shows, and for the description where the rest is; nothing for all."""
    sizes = (
        (len(drawn.capabilities), len(whole.capabilities), "capabilities on which most hangs"),
        (len(drawn.products), len(whole.products), "products that need most"),
    )
    cut = [f"the {amount(some)} of {amount(every)} {what}" for some, every, what in sizes if some < every]
    return (f"; shown are {listed(cut)}", f" {capitalised(COMPLETE)}.") if cut else ("", "")


Cells = dict[tuple[str, str], tuple[str, Link]]
"""The style and the link of every needed cell."""


def style_of(link: Link, capability: Capability) -> str:
    """Return the style of a cell: its fit, or that of a gap; a fit that nobody stated counts as adjust."""
    if capability.status is Status.MISSING and link.fit is not Fit.NEW:
        return GAP
    return str(link.fit or Fit.ADJUST)


def fit_word(style: str) -> str:
    """Return the word for a style of a cell."""
    return GAP if style == GAP else word(Fit(style))


def styles_in_order(found: Iterable[str]) -> list[str]:
    """Return these styles from as is to new, a gap last, each once."""
    known = set(found)
    return [style for style in dict.fromkeys([*map(str, Fit), GAP]) if style in known]


def _title(worksheet: Worksheet, findings: Findings) -> str:
    """Return how much is shared, and how much is missing."""
    shared = findings.commonality
    needed = len(shared.uses)
    missing = sum(
        worksheet.capability_by_key[key].status is Status.MISSING
        for key in shared.uses
        if key in worksheet.capability_by_key
    )
    lacks = f"; {missing} of them {'is' if missing == 1 else 'are'} missing" if missing else ""
    if shared.products < 2:  # noqa: PLR2004  # one product has nobody to share with
        return f"One product needs {plural(needed, 'capability', 'capabilities')}{lacks}"
    of = plural(needed, "capability serves", "capabilities serve")
    return f"{len(shared.trunk)} of {of} two products or more{lacks}"


def _cells(worksheet: Worksheet) -> Cells:
    return {
        (link.capability, link.product): (style_of(link, worksheet.capability_by_key[link.capability]), link)
        for link in worksheet.link_by_cell.values()
        if link.need and link.capability in worksheet.capability_by_key and link.product in worksheet.product_by_key
    }


def _grid(worksheet: Worksheet, most_with_words: int, *, is_low: bool) -> Grid:
    columns = len(worksheet.products)
    has_words = columns <= most_with_words
    column = min(WIDEST, max(NARROWEST, (SHEET - NAMES - COUNTS) / columns)) if has_words else SQUARE
    longest = max(width_of(one.name) for one in worksheet.capabilities) + 10
    room = min(SHEET - COUNTS - columns * column, MOST_FOR_NAMES)
    names = max(NAMES, min(longest, max(room, MOST_ON_PAPER if is_low else 0.0)))
    return Grid(names, 52 if has_words else 118, column, LOW if is_low else TALL if has_words else DENSE, has_words)


def _data(worksheet: Worksheet, findings: Findings) -> PlotGrid:
    """Return for a slide the capabilities on which most hangs and the products that need most, chosen ones first."""
    needs = Counter(link.product for link in worksheet.needed_links)
    users = Counter(link.capability for link in worksheet.needed_links)
    roles = {key: one.role for key, one in worksheet.decision_by_product.items()}
    ranked = sorted(users, key=lambda key: (-findings.leverage.get(key, 0.0), key))[:MOST_ROWS_ON_SLIDE]
    wanted = sorted(needs, key=lambda key: (roles.get(key) not in PURSUED, -needs[key], key))[:MOST_COLUMNS_ON_SLIDE]
    products = [one for one in worksheet.products if one.key in set(wanted)]
    rows = [
        PlotRow(one.name, one.status is Status.MISSING, _cells_on_slide(one, products, worksheet), users[one.key])
        for one in worksheet.capabilities
        if one.key in set(ranked)
    ]
    names = tuple(one.name for one in products)
    return PlotGrid(names, tuple(rows), len(worksheet.capabilities) - len(rows), len(worksheet.products) - len(names))


def _cells_on_slide(
    capability: Capability, products: Sequence[Product], worksheet: Worksheet
) -> tuple[tuple[str, str, str], ...]:
    links = (worksheet.link_by_cell.get((capability.key, product.key)) for product in products)
    return tuple(
        (style := style_of(link, capability), fit_word(style), dots(link.need)) if link and link.need else ("", "", "")
        for link in links
    )


def _filling(grid: Grid, page: tuple[float, float], *, rows: int, columns: int) -> Grid:
    """Return the grid with columns as wide as the page lets them be at the height of the matrix, up to a limit."""
    width, height = page
    across = width * (grid.y(rows) + KEY) / height
    column = min((across - grid.names - COUNTS) / columns, BROADEST if grid.has_words else 2 * SQUARE)
    return replace(grid, column=max(grid.column, column))


def _fields(cells: Cells, worksheet: Worksheet, grid: Grid) -> dict[str, str]:
    """Return the shapes of the cells, one path for each style."""
    fields: dict[str, str] = {}
    for (row, column), (style, link) in _placed(cells, worksheet):
        x, y = grid.x(column), grid.y(row)
        if grid.has_words:
            shape = box(x + 1, y + 1, grid.column - 2, grid.row - 2)
        else:
            side = SIDES[link.need]
            shape = box(x + (grid.column - side) / 2, y + (grid.row - side) / 2, side, side)
        fields[style] = fields.get(style, "") + shape
    return dict(sorted(fields.items()))


def _words(cells: Cells, worksheet: Worksheet, grid: Grid) -> dict[str, list[tuple[Label, Label]]]:
    """Return what the cells say, the fit on the left and the need as dots on the right, by style."""
    words: dict[str, list[tuple[Label, Label]]] = {}
    for (row, column), (style, link) in _placed(cells, worksheet):
        x, y = grid.x(column), grid.y(row) + grid.row / 2
        is_wide = grid.column >= WIDEST or grid.row < TALL
        fit = label(fit_word(style), x + 6, y + (4 if is_wide else 0))
        need = (
            label(dots(link.need), x + grid.column - 6, y + 4, anchor="end")
            if is_wide
            else label(dots(link.need), x + 6, y + 10.5)
        )
        words.setdefault(style, []).append((fit, need))
    return dict(sorted(words.items()))


def _placed(cells: Cells, worksheet: Worksheet) -> list[tuple[tuple[int, int], tuple[str, Link]]]:
    rows = {capability.key: row for row, capability in enumerate(worksheet.capabilities)}
    columns = {product.key: column for column, product in enumerate(worksheet.products)}
    return sorted(((rows[key[0]], columns[key[1]]), cell) for key, cell in cells.items())


def _heads(products: Sequence[Product], grid: Grid) -> list[Label]:
    heads = []
    for column, product in enumerate(products):
        style = "small soft" if product.home else "small"
        if grid.has_words:
            lines = label(product.name, grid.x(column) + 2, grid.top - 8, style=style).over(
                3, room=grid.column - 2, keeps_end=True
            )
            heads += lifted(lines, (len(lines) - 1) * SMALL * LEADING)
        else:
            middle, y = grid.x(column) + grid.column / 2, grid.top - 6
            lines = label(product.name, middle, y, style=style).over(2, room=108, keeps_end=True)
            first = 3.5 - (len(lines) - 1) * SMALL / 2
            heads += [replace(line, x=middle + first + place * SMALL, y=y) for place, line in enumerate(lines)]
    return heads


def _names(worksheet: Worksheet, grid: Grid) -> list[Label]:
    """Return the capabilities at the left of their rows, and how many products use them at the right."""
    users = Counter(link.capability for link in worksheet.needed_links)
    end = grid.x(len(worksheet.products)) + COUNTS - 4
    names = []
    for row, one in enumerate(worksheet.capabilities):
        y = grid.y(row) + grid.row / 2 + 4
        names.append(label(one.name, 0, y, style="bad" if one.status is Status.MISSING else "").within(grid.names - 8))
        names.append(label(str(users[one.key]), end, y, anchor="end", style="soft"))
    return names


def _legend(cells: Cells, y: float, width: float) -> list[Key]:
    """Return what the shades mean: a word for each style that the matrix has."""
    return keys(
        [(f"fit-{style}", fit_word(style)) for style in styles_in_order(found for found, _ in cells.values())],
        y=y,
        width=width,
    )


def _describe(cells: Cells, worksheet: Worksheet, findings: Findings) -> str:
    styles = Counter(style for style, _ in cells.values())
    said = ", ".join(f"{styles[style]} {fit_word(style)}" for style in styles_in_order(styles))
    trunk = len(findings.commonality.trunk)
    return (
        f"{plural(len(worksheet.capabilities), 'capability', 'capabilities')} down and "
        f"{plural(len(worksheet.products), 'product', 'products')} across; {plural(len(cells), 'need', 'needs')}: "
        f"{said}. {plural(trunk, 'capability is', 'capabilities are')} shared by two products or more."
    )


def _row(capability: Capability, worksheet: Worksheet, cells: Cells) -> tuple[str, ...]:
    found = [cells.get((capability.key, product.key)) for product in worksheet.products]
    said = [f"{fit_word(cell[0])}, {word(cell[1].need)}" if cell else "" for cell in found]
    return (capability.name, *said, str(sum(cell is not None for cell in found)))
