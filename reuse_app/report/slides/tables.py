"""Tables on slides, in which every cell can be edited; of one that is too long the first rows, and how many follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import fsum
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import Table as SlideTable
from pptx.table import _Cell
from pptx.util import Pt

from reuse_app.narrative.blocks import Table
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.data import PlotGrid, PlotPoints, PlotRow
from reuse_app.narrative.figures.labels import shorten, wrap
from reuse_app.narrative.words import amount, clipped, level
from reuse_app.report.layout import fitted, printable, widths
from reuse_app.report.slides.lettering import INK, LEADING, SOFT, Lettering, SlideRoom, fill, height_of, put

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style without rules and shades, by the name that every program knows."""
TEXT, LEVEL, SMALL = 12.0, 11.0, 10.5
ABOVE, BESIDE = 4.0, 8.0
"""Points above and below the words of a cell, and between two columns."""
REST = 18.0
"""Points for the line that says how much more there is."""
TERMS = 0.22
"""Share of the width for terms, of which something is said beside them."""
COUNTS, LEVELS = 52.0, 66.0
MOST_FOR_CELL = 96.0
"""Points of a column: for the counts of the matrix, for levels, and for a product in the matrix at most."""
TALLEST = 23.0
HEAD_LINES = 3


@dataclass(frozen=True)
class Cuts:
    """How what is too much for a slide is made to fit: smaller letters, then shorter cells, then fewer rows."""

    sizes: tuple[float, ...]
    longest: tuple[int, ...]
    """Letters of a cell."""


OF_TABLES = Cuts((16.0, 14.0, 12.0), (320, 240, 160, 110))
OF_PAIRS = Cuts((14.0, 12.0), (320, 240))
FILLS = {
    "as-is": '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>',
    "adjust": '<a:solidFill><a:schemeClr val="accent2"/></a:solidFill>',
    "rework": '<a:solidFill><a:schemeClr val="accent3"/></a:solidFill>',
    "new": '<a:solidFill><a:schemeClr val="accent4"/></a:solidFill>',
    "gap": (
        '<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="EFCFC1"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="F8E6DD"/></a:bgClr></a:pattFill>'
    ),
}
"""What shades a cell of the matrix, by its style; its word says the same."""


def put_table(slide: Slide, table: Table | Figure, room: SlideRoom) -> float:
    """Put a table on a slide and return where it ends."""
    whole = Table(table.caption, table.headers, table.rows, table.numbers)
    part = fitted(whole)[0]
    columns = [share * room.width for share in _whole(widths(part))]
    size, longest, kept = _those_with_room(part.rows, part.headers, columns, room.height, OF_TABLES)
    rows = [tuple(clipped(cell, longest) for cell in row) for row in part.rows[:kept]]
    grid = _grid(slide, room, columns, len(rows) + 1, table.caption)
    for column, header in enumerate(part.headers):
        _cell(grid, 0, column, header, Lettering(SMALL, SOFT, align=_align(column, part.numbers)), line="tx1")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            _cell(grid, number, column, text, Lettering(size, align=_align(column, part.numbers)))
    end = _set_heights(grid, [part.headers, *rows], columns, room.y, size)
    grid.rows[0].height = Pt(head := _height(part.headers, columns, SMALL))
    end += head - _height(part.headers, columns, size)
    more = [f"{amount(len(table.rows) - kept)} more"] if kept < len(table.rows) else []
    hidden = len(table.headers) - len(part.headers)
    more += [f"{hidden} more {'column' if hidden == 1 else 'columns'}"] if hidden else []
    return put_rest(slide, more, SlideRoom(room.x, end, room.width, REST))


def put_levels(slide: Slide, data: PlotPoints, room: SlideRoom) -> float:
    """Put the names and levels of a map beside it, on a line each, and return where they end."""
    line = TEXT * LEADING + ABOVE * 2
    columns = [room.width - 2 * LEVELS, LEVELS, LEVELS]
    most = int((room.height - REST) / line) - 1
    shown = data.points if len(data.points) <= most + 1 else data.points[: max(1, most)]
    grid = _grid(slide, room, columns, len(shown) + 1, "")
    rows = [("Product", data.up, data.across), *((one.name, level(one.y), level(one.x)) for one in shown)]
    for number, row in enumerate(rows):
        grid.rows[number].height = Pt(line)
        for column, text in enumerate(row):
            hand = Lettering(
                LEVEL if number else SMALL, INK if number else SOFT, align=_align(column, frozenset((1, 2)))
            )
            words = shorten(text, columns[column] - BESIDE, LEVEL) if number else text
            _cell(grid, number, column, words, hand, line="bg2" if number else "tx1")
    more = [f"{amount(len(data.points) - len(shown))} more"] if len(shown) < len(data.points) else []
    return put_rest(slide, more, SlideRoom(room.x, room.y + line * len(rows), room.width, REST))


def put_pairs(slide: Slide, pairs: Sequence[tuple[str, str]], room: SlideRoom) -> float:
    """Put terms with what there is to say about each on a slide, as a table without a head; return where it ends."""
    sizes = [room.width * TERMS, room.width * (1 - TERMS)]
    size, longest, kept = _those_with_room(pairs, (), sizes, room.height, OF_PAIRS)
    rows = [tuple(clipped(cell, longest) for cell in row) for row in pairs[:kept]]
    grid = _grid(slide, room, sizes, len(rows), "")
    grid.first_row = False
    grid.first_col = True
    for number, (term, text) in enumerate(rows):
        _cell(grid, number, 0, term, Lettering(size, SOFT))
        _cell(grid, number, 1, text, Lettering(size))
    end = _set_heights(grid, rows, sizes, room.y, size)
    more = [f"{amount(len(pairs) - kept)} more"] if kept < len(pairs) else []
    return put_rest(slide, more, SlideRoom(room.x, end, room.width, REST))


def put_matrix(slide: Slide, figure: Figure, matrix: PlotGrid, room: SlideRoom) -> float:
    """Put a matrix on a slide, a cell for each need, and return where it ends."""
    column = min(MOST_FOR_CELL, (room.width - 220 - COUNTS) / len(matrix.columns))
    names = min(300.0, room.width - COUNTS - column * len(matrix.columns))
    sizes = [names, *([column] * len(matrix.columns)), COUNTS]
    heads = [wrap(name, column - BESIDE, HEAD_LINES, SMALL) for name in matrix.columns]
    head = max(map(len, heads)) * SMALL * LEADING + ABOVE * 2
    row = min(TALLEST, (room.height - head - REST) / len(matrix.rows))
    grid = _grid(slide, room, sizes, len(matrix.rows) + 1, figure.description)
    for number, text in enumerate(["", *(" ".join(lines) for lines in heads), "Used by"]):
        at_right = PP_ALIGN.RIGHT if number > len(heads) else None
        _cell(grid, 0, number, text, Lettering(SMALL, SOFT, align=at_right), anchor=MSO_ANCHOR.BOTTOM, line="")
    for number, one in enumerate(matrix.rows, 1):
        _matrix_row(grid, number, one, names)
    for number, height in enumerate([head, *([row] * len(matrix.rows))]):
        grid.rows[number].height = Pt(height)
    more = [f"{amount(matrix.more_rows)} more capabilities"] if matrix.more_rows > 1 else []
    more += ["1 more capability"] if matrix.more_rows == 1 else []
    more += [f"{amount(matrix.more_columns)} more {'product' if matrix.more_columns == 1 else 'products'}"] * bool(
        matrix.more_columns
    )
    return put_rest(slide, more, SlideRoom(room.x, room.y + head + row * len(matrix.rows), room.width, REST))


def _matrix_row(grid: SlideTable, number: int, row: PlotRow, names: float) -> None:
    name = shorten(row.name, names - BESIDE, TEXT)
    colour = MSO_THEME_COLOR.ACCENT_5 if row.is_missing else MSO_THEME_COLOR.TEXT_1
    _cell(grid, number, 0, name, Lettering(TEXT, colour), margin=0, line="")
    for column, (style, fit, need) in enumerate(row.cells, 1):
        on = MSO_THEME_COLOR.BACKGROUND_1 if style == "as-is" else MSO_THEME_COLOR.TEXT_1
        text = f"{fit} {need}".strip()
        _cell(grid, number, column, text, Lettering(SMALL, on), margin=0, line="", shade=FILLS.get(style, ""))
    _cell(
        grid, number, len(row.cells) + 1, str(row.count), Lettering(TEXT, SOFT, align=PP_ALIGN.RIGHT), margin=0, line=""
    )


def _whole(shares: Sequence[float]) -> list[float]:
    """Return shares of a page as shares of a slide, which together are all of it."""
    return [share / fsum(shares) for share in shares]


def _align(column: int, numbers: frozenset[int]) -> PP_ALIGN | None:
    return PP_ALIGN.RIGHT if column in numbers else None


def _those_with_room(
    rows: Sequence[Sequence[str]], head: Sequence[str], columns: Sequence[float], height: float, cuts: Cuts
) -> tuple[float, int, int]:
    """Return the letter size, how many letters a cell may have, and how many of the rows there is room for."""
    left = height - (_height(head, columns, SMALL) if head else 0)
    for longest, size in product(cuts.longest, cuts.sizes):
        if fsum(_heights(rows, columns, size, longest)) <= left:
            return size, longest, len(rows)
    size, longest = cuts.sizes[-1], cuts.longest[-1]
    ends = accumulate(_heights(rows, columns, size, longest))
    return size, longest, max(1, len([end for end in ends if end <= left - REST]))


def _heights(rows: Sequence[Sequence[str]], columns: Sequence[float], size: float, longest: int) -> list[float]:
    return [_height([clipped(cell, longest) for cell in row], columns, size) for row in rows]


def _height(row: Sequence[str], columns: Sequence[float], size: float) -> float:
    inner = (max(column - BESIDE, size) for column in columns)
    return max(height_of(text, room, size) for text, room in zip(row, inner, strict=True)) + ABOVE * 2


def _grid(slide: Slide, room: SlideRoom, sizes: Sequence[float], rows: int, said: str) -> SlideTable:
    frame = slide.shapes.add_table(rows, len(sizes), Pt(room.x), Pt(room.y), Pt(fsum(sizes)), Pt(rows))
    table = frame.table
    table.horz_banding = False
    properties: Any = table._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = PLAIN
    for column, size in enumerate(sizes):
        table.columns[column].width = Pt(size)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(said))
    return table


def _cell(  # noqa: PLR0913  # each says one thing about the cell, and is named
    table: SlideTable,
    row: int,
    column: int,
    text: str,
    hand: Lettering,
    *,
    anchor: MSO_ANCHOR | None = None,
    margin: float = ABOVE,
    line: str = "bg2",
    shade: str = "",
) -> None:
    """Write a cell: with a hairline below it in a colour of the theme, or as a tile on paper."""
    cell: _Cell = table.cell(row, column)
    fill(cell.text_frame, [text], hand)
    cell.vertical_anchor = anchor or (MSO_ANCHOR.TOP if line else MSO_ANCHOR.MIDDLE)
    cell.margin_top = cell.margin_bottom = Pt(margin)
    is_last = column == len(table.columns) - 1
    cell.margin_left = Pt(BESIDE / 2 if column and not (is_last and not line) else 0)
    cell.margin_right = Pt(0 if is_last else BESIDE / 2)
    properties = cell._tc.get_or_add_tcPr()
    edges = "".join(_edge(side, line, is_tile=bool(shade)) for side in "LRTB")
    for element in parse_xml(f"<a:tcPr {nsdecls('a')}>{edges}{shade or '<a:noFill/>'}</a:tcPr>"):
        properties.append(element)


def _edge(side: str, line: str, *, is_tile: bool) -> str:
    """Return an edge of a cell: a hairline below it, the colour of paper around a tile, nothing around others."""
    if is_tile:
        width, colour = 19_050, "bg1"
    elif line and side == "B":
        width, colour = 9_525, line
    else:
        return f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
    return f'<a:ln{side} w="{width}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:ln{side}>'


def _set_heights(
    table: SlideTable, rows: Sequence[Sequence[str]], columns: Sequence[float], top: float, size: float
) -> float:
    heights = [_height(row, columns, size) for row in rows]
    for number, height in enumerate(heights):
        table.rows[number].height = Pt(height)
    return top + fsum(heights)


def put_rest(slide: Slide, more: Sequence[str], room: SlideRoom) -> float:
    """Say how much more there is, and where; return where that ends."""
    if not more:
        return room.y
    put(
        slide,
        SlideRoom(room.x, room.y + ABOVE, room.width, REST),
        [f"{' and '.join(more)}, in the report"],
        Lettering(SMALL, SOFT),
    )
    return room.y + ABOVE + REST
