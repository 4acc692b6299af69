"""Charts on slides, with their numbers in a workbook that people can edit; nothing in it is a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.series import LineSeries, XySeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # comes without types

from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.data import PlotLine, PlotLines, PlotPoint, PlotPoints
from reuse_app.narrative.figures.labels import BOLD, Box, shorten, width_of
from reuse_app.report.layout import printable
from reuse_app.report.office import MADE_AT
from reuse_app.report.slides.lettering import INK, SOFT, Lettering, SlideRoom, put

SMALL = 11.0
MARK = 9
"""Points across a mark."""
LONGEST_NAME = 150.0
"""Points for a name on the map."""
MOST_NAMED = 6
"""Places whose names fit below an axis; with more of them, numbers stand there."""
ENDS = 112.0
"""Points at the right of lines, for what they are."""
CLOSE = 0.07
"""Share of the height within which two ends are told above and below, and not beside each other."""
SHADE = RGBColor(0xF3, 0xEC, 0xDB)
SIDES = (
    (XL_LABEL_POSITION.RIGHT, 1, 0),
    (XL_LABEL_POSITION.LEFT, -1, 0),
    (XL_LABEL_POSITION.ABOVE, 0, -1),
    (XL_LABEL_POSITION.BELOW, 0, 1),
)
"""Where a name may stand beside its mark."""


def put_points(slide: Slide, figure: Figure, data: PlotPoints, room: SlideRoom) -> None:
    """Put a map of two axes on a slide."""
    plot = SlideRoom(room.x + 38, room.y + 6, room.width - 44, room.height - 48)
    _put_fields(slide, data, plot)
    groups = [[one for one in data.points if one.is_marked is marked] for marked in (True, False)]
    named = [(name, group) for name, group in zip(("Pursued", "Not pursued"), groups, strict=True) if group]
    chart_data = XyChartData()
    for name, group in named:
        series = chart_data.add_series(name)
        for one in group:
            series.add_data_point(one.x, one.y)
    chart = _chart(slide, XL_CHART_TYPE.XY_SCATTER, chart_data, room, figure)
    _set_workbook(chart, _sheet_of_points(named))
    _set_plot(chart, plot, room)
    for axis in (chart.value_axis, chart.category_axis):
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = data.low, data.high, 1
        axis.has_major_gridlines = False
        axis.tick_label_position, axis.major_tick_mark = XL_TICK_LABEL_POSITION.LOW, XL_TICK_MARK.NONE
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
        axis.format.line.color.theme_color, axis.format.line.width = MSO_THEME_COLOR.ACCENT_6, Pt(0.75)
        axis.crosses_at = data.cut
    places = _places(data.points, data, plot)
    for series, (_, group) in zip(chart.plots[0].series, named, strict=True):
        _mark(series, group, places)
    put(
        slide,
        SlideRoom(plot.x, room.bottom - 20, plot.width, 16),
        [f"{data.across} →"],
        Lettering(SMALL, SOFT, align=PP_ALIGN.RIGHT),
    )
    put(slide, SlideRoom(room.x, room.y - 14, 200, 16), [f"↑ {data.up}"], Lettering(SMALL, SOFT))
    if len(named) > 1:
        key = SlideRoom(plot.x, room.bottom - 20, plot.width, 16)
        put(slide, key, ["dark and bold: pursued; light: not pursued"], Lettering(SMALL, SOFT))


def put_lines(slide: Slide, figure: Figure, data: PlotLines, room: SlideRoom) -> None:
    """Put lines over named places on a slide."""
    plot = SlideRoom(room.x + 46, room.y + 8, room.width - 46 - ENDS, room.height - 52)
    names = [printable(name) for name in _names(data, plot.width / len(data.places))]
    chart_data = CategoryChartData(number_format="#,##0")
    chart_data.categories = names
    for line in data.lines:
        chart_data.add_series(line.name, line.amounts)
    chart = _chart(slide, XL_CHART_TYPE.LINE_MARKERS, chart_data, room, figure)
    _set_workbook(chart, _sheet_of_lines(names, data.lines))
    _set_plot(chart, plot, room)
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_6
    chart.value_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.value_axis.minimum_scale = min(0.0, *(amount for line in data.lines for amount in line.amounts))
    chart.value_axis.format.line.fill.background()
    chart.value_axis.major_gridlines.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    chart.value_axis.major_gridlines.format.line.width = Pt(0.5)
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "#,##0", False
    ends = [line.amounts[-1] for line in data.lines]
    highest = max(amount for line in data.lines for amount in line.amounts)
    is_close = len(ends) > 1 and max(ends) - min(ends) < CLOSE * highest
    for number, (series, line) in enumerate(zip(chart.plots[0].series, data.lines, strict=True)):
        side = XL_LABEL_POSITION.ABOVE if bool(number) == (ends[-1] >= ends[0]) else XL_LABEL_POSITION.BELOW
        _draw(series, line, side if is_close else XL_LABEL_POSITION.RIGHT, is_first=not number)
    put(slide, SlideRoom(room.x, room.y - 14, room.width, 16), [data.axis], Lettering(SMALL, SOFT))


def _chart(slide: Slide, kind: XL_CHART_TYPE, data: Any, room: SlideRoom, figure: Figure) -> Chart:
    frame: Any = slide.shapes.add_chart(kind, Pt(room.x), Pt(room.y), Pt(room.width), Pt(room.height), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(f"{figure.title}. {figure.description}"))
    chart: Chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(SMALL)
    chart.font.color.theme_color = SOFT
    chart._chartSpace.append(parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"))
    text = chart._chartSpace.find(f"{{{chart._chartSpace.nsmap['c']}}}txPr")
    text.addprevious(chart._chartSpace[-1])
    return chart


def _set_plot(chart: Chart, plot: SlideRoom, room: SlideRoom) -> None:
    """Say where the lines between the axes stand, so that what is drawn around them fits."""
    shares = (
        ("x", (plot.x - room.x) / room.width),
        ("y", (plot.y - room.y) / room.height),
        ("w", plot.width / room.width),
        ("h", plot.height / room.height),
    )
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    values = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares)
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(f"{{{area.nsmap['c']}}}layout"):
        area.remove(old)
    layout = f'<c:manualLayout><c:layoutTarget val="inner"/>{modes}{values}</c:manualLayout>'
    area.insert(0, parse_xml(f"<c:layout {nsdecls('c')}>{layout}</c:layout>"))


def _put_fields(slide: Slide, data: PlotPoints, plot: SlideRoom) -> None:
    """Put the paper of the map behind it: its frame, the field of much for little, and the names of the fields."""
    middle = (data.cut - data.low) / (data.high - data.low)
    for share, shade in (((1.0, 1.0), None), ((middle, 1 - middle), SHADE)):
        size = Pt(plot.width * share[0]), Pt(plot.height * share[1])
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(plot.x), Pt(plot.y), *size)
        shape.shadow.inherit = False
        if shade:
            shape.fill.solid()
            shape.fill.fore_color.rgb = shade
            shape.line.fill.background()
        else:
            shape.fill.background()
            shape.line.color.theme_color, shape.line.width = MSO_THEME_COLOR.BACKGROUND_2, Pt(0.75)
    for name, right, low in data.fields:
        room = SlideRoom(plot.x + 6, plot.y + 5, plot.width - 12, plot.height - 10)
        hand = Lettering(SMALL, SOFT, align=PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT)
        half = SlideRoom(room.x, room.y + low * (room.height - 16), room.width, 16)
        put(slide, half, [name], hand, anchor=MSO_ANCHOR.BOTTOM if low else MSO_ANCHOR.TOP)


Places = dict[PlotPoint, XL_LABEL_POSITION]


def _places(points: Sequence[PlotPoint], data: PlotPoints, plot: SlideRoom) -> Places:
    """Return where the name of each point stands; those for which there is no room have none."""
    scale = data.high - data.low
    middle = (data.cut - data.low) / scale
    spots = {
        one: (plot.x + (one.x - data.low) / scale * plot.width, plot.bottom - (one.y - data.low) / scale * plot.height)
        for one in points
    }
    taken = [Box(x - MARK / 2, y - MARK / 2, MARK, MARK) for x, y in spots.values()]
    corners = (
        Box(plot.x + right * (plot.width - 84), plot.y + low * (plot.height - 22), 84, 22)
        for _, right, low in data.fields
    )
    taken += corners
    cuts = [
        Box(plot.x, plot.bottom - middle * plot.height - 1, plot.width, 2),
        Box(plot.x + middle * plot.width - 1, plot.y, 2, plot.height),
    ]
    frame, places = Box(plot.x - 30, plot.y - 6, plot.width + 40, plot.height + 12), Places()
    for one, (x, y) in spots.items():
        width, height = width_of(_shown(one), SMALL) * (BOLD if one.is_marked else 1), SMALL * 1.4
        boxes = [
            (
                position,
                Box(
                    x + right * (width / 2 + MARK) - width / 2, y + down * 1.2 * MARK * 1.2 - height / 2, width, height
                ),
            )
            for position, right, down in SIDES
        ]
        free = [each for each in boxes if frame.holds(each[1]) and not any(each[1].overlap(one) for one in taken)]
        if free:
            places[one], box = min(free, key=lambda each: any(each[1].overlap(cut) for cut in cuts))
            taken.append(box)
    return places


def _shown(point: PlotPoint) -> str:
    return shorten(printable(point.name), LONGEST_NAME, SMALL)


def _mark(series: XySeries, points: Sequence[PlotPoint], places: Places) -> None:
    """Draw points, and write the names of those that have room for them."""
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, MARK
    series.marker.format.line.color.theme_color = INK
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.theme_color = INK if points[0].is_marked else MSO_THEME_COLOR.BACKGROUND_2
    for number, one in enumerate(points):
        if one in places:
            label = series.points[number].data_label
            _write(label.text_frame, _shown(one), is_bold=one.is_marked)
            label.position = places[one]


def _draw(series: LineSeries, line: PlotLine, side: XL_LABEL_POSITION, *, is_first: bool) -> None:
    """Draw a line, and say at its end what it is and where it has come to."""
    colour = MSO_THEME_COLOR.ACCENT_1 if is_first else SOFT
    series.smooth = False
    series.format.line.color.theme_color, series.format.line.width = colour, Pt(2.25 if is_first else 1.25)
    series.format.line.dash_style = None if is_first else MSO_LINE.DASH
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.theme_color = colour
    series.marker.format.line.fill.background()
    label = series.points[len(line.amounts) - 1].data_label
    _write(label.text_frame, f"{line.end} {line.name}", is_bold=is_first)
    label.position = side


def _write(frame: Any, text: str, *, is_bold: bool) -> None:
    frame.text = printable(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(SMALL), is_bold
    font.color.theme_color = INK


def _names(data: PlotLines, room: float) -> list[str]:
    """Return what stands below the axis: names where they fit, otherwise the numbers before them."""
    if len(data.places) > MOST_NAMED:
        return [place.partition(" ")[0] for place in data.places]
    return [shorten(place, room * 1.8, SMALL) for place in data.places]


Cells = Iterable[tuple[int, int, str | float]]
"""Row, column and value of each cell of a workbook."""


def _sheet_of_points(named: Sequence[tuple[str, Sequence[PlotPoint]]]) -> Cells:
    """Yield the cells where a chart of points looks for its numbers, and the names of the points beside them."""
    row = 0
    for name, group in named:
        yield row, 1, name
        for number, one in enumerate(group, row + 1):
            yield from ((number, 0, one.x), (number, 1, one.y), (number, 2, printable(one.name)))
        row += len(group) + 2


def _sheet_of_lines(names: Sequence[str], lines: Sequence[PlotLine]) -> Cells:
    """Yield the cells where a chart of lines looks for its numbers."""
    yield from ((row, 0, name) for row, name in enumerate(names, 1))
    for column, line in enumerate(lines, 1):
        yield 0, column, line.name
        yield from ((row, column, amount) for row, amount in enumerate(line.amounts, 1))


def _set_workbook(chart: Chart, cells: Cells) -> None:
    """Put the numbers of a chart behind it, the same bytes each time, and what people typed as text."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(MADE_AT.year, MADE_AT.month, MADE_AT.day)})  # noqa: DTZ001  # as xlsxwriter takes it
        sheet = book.add_worksheet("Sheet1")
        for row, column, value in cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
    part: Any = chart.part
    part.chart_workbook.update_from_xlsx_blob(file.getvalue())
