"""Figures for paper: drawings that carry their style, in the colours of print, and matrices that fit on a page."""

import re
from dataclasses import replace
from functools import cache
from itertools import islice, product
from math import ceil

from reuse_app.analysis import Findings
from reuse_app.narrative.figures.figure import Figure
from reuse_app.narrative.figures.heat_map import heat_map, part_of
from reuse_app.narrative.templating import STATIC
from reuse_app.narrative.words import listed
from reuse_app.worksheet import Worksheet

SANS = "Source Sans 3"
MOST_WITH_WORDS = 8
"""Products up to which the cells of a matrix on a page have room for words."""
MOST_PRODUCTS = 24
MOST_SHEETS = 30
"""Sheets of matrix that anybody turns."""
ROWS, ROWS_WITH_WORDS = 20, 17
"""Capabilities on one sheet, of which two fit on a page."""

EXCERPT, EXCERPT_OF_SQUARES = 16, 18
"""Capabilities of a matrix with and without words that fit on one page with the map."""
MOST_WIDTH, MOST_HEIGHT = 459.0, 260.0
"""Points that a drawing may take on a page of A4: less than half of it, so that none leaves a page half empty."""
POINTS = 0.74
"""Points for each unit of a drawing."""

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_RULE = re.compile(r"^(\.chart\b[^{]*)\{([^}]*)\}", re.MULTILINE)
_COLOUR = re.compile(r"--([\w-]+):\s*([^;]+);")
_USE = re.compile(r"var\(--([\w-]+)\)")
_CHOICE = re.compile(r":is\(([^)]*)\)")
_FONT = re.compile(r"font:\s*(\d+) (\d+px)/1 var\(--sans\)")
_HALO = re.compile(r'<g class="halo">(.*?)</g>', re.DOTALL)
_ANY_FIT = '[class^="on-"]'
_FITS = ":is(.on-as-is, .on-adjust, .on-rework, .on-new, .on-gap)"


def on_paper(figure: Figure) -> str:
    """Return the drawing as one SVG that needs no style sheet."""
    return str(figure.broad or figure.svg).replace(">", f"><style>{_style()}</style>", 1)


def with_plain_halos(svg: str) -> str:
    """Return a drawing in which words keep clear of lines without paint-order, which Word does not know.

    Each word with a halo stands there twice: as its outline in the colour of paper, and on top of it as it is.
    """
    return _HALO.sub(r'<g class="halo">\1</g><g>\1</g>', svg)


def placed(figure: Figure) -> tuple[float, float]:
    """Return width and height of a drawing on the page, in points: its words as large as a table's if it has room."""
    width, height = (float(size) for size in _SIZE.findall(figure.broad or figure.svg)[0])
    scale = min(POINTS, MOST_WIDTH / width, MOST_HEIGHT / height)
    return round(width * scale, 2), round(height * scale, 2)


def matrix_sheets(worksheet: Worksheet, findings: Findings) -> tuple[Figure, ...]:
    """Return the matrix, or its first pages, as pictures that fit on them; none while no product needs a capability."""
    has_words = len(worksheet.products) <= MOST_WITH_WORDS
    rows = _shared(len(worksheet.capabilities), ROWS_WITH_WORDS if has_words else ROWS)
    columns = _shared(len(worksheet.products), MOST_PRODUCTS)
    drawn = [
        _sheet(_cut(worksheet, down, across), findings) for across, down in islice(product(columns, rows), MOST_SHEETS)
    ]
    sheets = [sheet for sheet in drawn if sheet]
    count = len(columns) * len(rows)
    if count == 1:
        return tuple(sheets)
    return tuple(replace(sheet, title=f"{sheet.title} ({number} of {count})") for number, sheet in enumerate(sheets, 1))


def matrix_excerpt(worksheet: Worksheet, findings: Findings) -> tuple[Figure | None, tuple[Figure, ...]]:
    """Return what of the matrix fits beside the map, and the sheets of all of it where that is not the whole.

    What is shown are the capabilities on which most hangs, in the order of the worksheet.
    """
    columns = worksheet.products[:MOST_PRODUCTS]
    most = EXCERPT if len(columns) <= MOST_WITH_WORDS else EXCERPT_OF_SQUARES
    needed = {link.capability for link in worksheet.needed_links}
    ranked = sorted(needed, key=lambda key: (-findings.leverage.get(key, 0.0), key))
    kept = set(ranked[:most])
    rows = tuple(one for one in worksheet.capabilities if one.key in kept)
    if len(columns) == len(worksheet.products) and len(worksheet.capabilities) <= most:
        return _sheet(worksheet, findings), ()
    drawn = _sheet(part_of(worksheet, rows, columns), findings)
    shown = [f"the {len(rows)} of {len(worksheet.capabilities)} on which most hangs"] if len(rows) < len(needed) else []
    if len(columns) < len(worksheet.products):
        shown.append(f"the first {len(columns)} of {len(worksheet.products)} products")
    part = f"; shown are {listed(shown)}" if shown else ""
    return drawn and replace(drawn, title=f"{drawn.title}{part}"), matrix_sheets(worksheet, findings)


def _sheet(worksheet: Worksheet, findings: Findings) -> Figure | None:
    has_words = len(worksheet.products) <= MOST_WITH_WORDS
    page = MOST_WIDTH, MOST_HEIGHT
    return heat_map(worksheet, findings, most_with_words=MOST_WITH_WORDS, is_low=has_words, page=page)


def _cut(worksheet: Worksheet, down: slice, across: slice) -> Worksheet:
    """Return a part of the worksheet, as if there were nothing else on its map."""
    return part_of(worksheet, worksheet.capabilities[down], worksheet.products[across])


def _shared(count: int, most: int) -> list[slice]:
    """Return slices of nearly the same length, none longer than the most."""
    size = ceil(count / max(1, ceil(count / most))) or 1
    return [slice(start, start + size) for start in range(0, count, size)]


@cache
def _style() -> str:
    """Return the style of figures in print, in the few words of CSS that drawing programs know."""
    sheets = {name: (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in ("figures", "print")}
    colours = {"text": "var(--ink)"} | dict(_COLOUR.findall(sheets["print"]))
    rules = []
    for selectors, declarations in _RULE.findall(sheets["figures"]):
        shown = _FONT.sub(rf"font-family: '{SANS}'; font-weight: \1; font-size: \2", declarations)
        while _USE.search(shown):
            shown = _USE.sub(lambda use: colours[use[1]], shown)
        rules.append(f"{_without_choices(selectors.replace(_ANY_FIT, _FITS))}{{{shown}}}")
    return "".join(rules)


def _without_choices(selectors: str) -> str:
    """Return selectors in which each choice is written out."""
    choice = _CHOICE.search(selectors)
    if not choice:
        return selectors
    before, after = selectors[: choice.start()], selectors[choice.end() :]
    return ", ".join(f"{before}{one.strip()}{after}".strip() for one in choice[1].split(","))
