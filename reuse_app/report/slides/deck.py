"""The report as slides with a look of their own, made without a network and the same each time."""

from math import fsum
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from reuse_app.narrative.blocks import Report, Table
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.data import PlotGrid, PlotLines, PlotPoints
from reuse_app.narrative.figures.labels import width_of
from reuse_app.report.layout import is_rtl, on_one_line, plain, printable
from reuse_app.report.office import drop, saved, set_properties
from reuse_app.report.slides import charts, tables
from reuse_app.report.slides.lettering import (
    BOTTOM,
    LEFT,
    SOFT,
    WIDTH,
    Lettering,
    SlideRoom,
    height_of,
    put,
    those_within,
    within,
)
from reuse_app.report.slides.pages import SlidePage, plan

HERE = Path(__file__).parent
SIZE = Emu(12_192_000), Emu(6_858_000)
"""16:9."""
OPENING, FINDING = 0, 1
"""Layouts."""
TITLE, ASKED, ABOVE, STATE = 0, 1, 10, 11
"""Places in the layouts, as opening.xml and finding.xml count them."""
UNUSED = ("thumbnail", "extended-properties", "printerSettings")
"""Parts of python-pptx's own empty file that say nothing about ours."""
TOP, GAP = 50.4, 20.0
"""Points: where the title begins, and what is left between it and the rest."""
CHART = 0.66
"""Share of a slide for a chart that has words beside it."""
TITLES = (26.0, 22.0, 19.0)
"""Sizes of a title, from which the largest is taken with which it has two lines."""
SERIF = 0.93
"""How much less of a line the letters of a title hold than plain ones."""
TEXT, NOTE = Lettering(14, after=8), Lettering(11, SOFT, after=4)
TABLE_BELOW = 0.4
"""Share of the room that words leave to a table below them at most."""
PER_ROW = 4
"""Numbers beside each other."""


def write(report: Report) -> bytes:
    """Return a report as slides with a title, what was found on each, and charts and tables that can be edited."""
    deck = _empty(report)
    asked, pages = plan(report)
    _open(deck.slides.add_slide(deck.slide_layouts[OPENING]), report, asked)
    for page in pages:
        _put_page(deck.slides.add_slide(deck.slide_layouts[FINDING]), page)
    return saved(deck.save)


def _empty(report: Report) -> Presentation:
    """Return slides with everything but the slides."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = SIZE
    drop(UNUSED, of=(deck.part.package._rels, deck.part._rels))
    for layout in list(deck.slide_layouts)[2:]:
        deck.slide_layouts.remove(layout)
    master = deck.slide_masters[0]
    layouts = master._element.find(f"{{{master._element.nsmap['p']}}}sldLayoutIdLst")
    _replace(master._element, "master.xml")
    kept = master._element.find(f"{{{master._element.nsmap['p']}}}sldLayoutIdLst")
    master._element.replace(kept, layouts)
    for number, file in ((OPENING, "opening.xml"), (FINDING, "finding.xml")):
        _replace(deck.slide_layouts[number]._element, file)
    master.part.part_related_by(RELATIONSHIP_TYPE.THEME)._blob = (HERE / "theme.xml").read_bytes()
    foot: Any = next(shape for shape in deck.slide_layouts[FINDING].shapes if shape.name == "Running foot")
    foot.text_frame.paragraphs[0].runs[0].text = within(plain(report.title), SlideRoom(0, 0, 700, 14), 10)
    set_properties(deck.core_properties, report)
    return deck


def _replace(element: Any, file: str) -> None:
    """Put what stands in a file of ours in place of an element's content."""
    for child in list(element):
        element.remove(child)
    new = parse_xml((HERE / file).read_bytes())
    element.attrib.update(new.attrib)
    element.extend(list(new))


def _open(slide: Slide, report: Report, asked: str) -> None:
    said = {TITLE: report.title, ASKED: asked, ABOVE: report.organisation, STATE: "\n".join(report.cover)}
    rooms = {
        TITLE: (SlideRoom(0, 0, WIDTH, 162), 48.0),
        ASKED: (SlideRoom(0, 0, 684, 118), 18.0),
        ABOVE: (SlideRoom(0, 0, WIDTH, 25), 14.0),
    }
    for place in list(slide.placeholders):
        number = place.placeholder_format.idx
        text = printable(said[number]).strip()
        if not text:
            place._element.getparent().remove(place._element)
            continue
        room, size = rooms.get(number, (SlideRoom(0, 0, WIDTH, 43), 12.0))
        place.text_frame.text = text if number == STATE else within(on_one_line(text), room, size)
        _turn(place.text_frame)


def _turn(frame: TextFrame) -> None:
    for paragraph in frame.paragraphs:
        if is_rtl(paragraph.text):
            paragraph.alignment = PP_ALIGN.RIGHT
            paragraph._p.get_or_add_pPr().set("rtl", "1")


def _put_page(slide: Slide, page: SlidePage) -> None:
    top = _put_title(slide, page)
    room = SlideRoom(LEFT, top, WIDTH, BOTTOM - top)
    shown = page.shown
    if isinstance(shown, Figure) and isinstance(shown.data, PlotPoints | PlotLines):
        _put_chart(slide, page, shown, room)
    elif shown:
        _put_table(slide, page, shown, room)
    else:
        _put_words(slide, page, room)


def _put_title(slide: Slide, page: SlidePage) -> float:
    """Write what a slide has found, and return where the rest begins."""
    topic = next(one for one in slide.placeholders if one.placeholder_format.idx == ABOVE)
    if page.topic:
        topic.text_frame.text = printable(page.topic)
    else:
        topic._element.getparent().remove(topic._element)
    text = on_one_line(printable(page.title))
    size = next((one for one in TITLES if height_of(text, WIDTH * SERIF, one) <= one * 2.5), TITLES[-1])
    text = within(text, SlideRoom(0, 0, WIDTH * SERIF, size * 3), size)
    title: Any = slide.shapes.title
    title.text_frame.text = text
    if size != TITLES[0]:
        title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    _turn(title.text_frame)
    height = height_of(text, WIDTH * SERIF, size)
    title.left, title.top, title.width, title.height = Pt(LEFT), Pt(TOP), Pt(WIDTH), Pt(height + 4)
    return TOP + height + GAP


def _put_chart(slide: Slide, page: SlidePage, figure: Figure, room: SlideRoom) -> None:
    chart = SlideRoom(room.x, room.y + 14, room.width * CHART, room.height - 14)
    beside = SlideRoom(room.x + room.width * CHART + 28, room.y, room.width * (1 - CHART) - 28, room.height)
    notes = _height(page.notes, beside.width)
    if isinstance(figure.data, PlotPoints):
        charts.put_points(slide, figure, figure.data, chart)
        end = tables.put_levels(slide, figure.data, SlideRoom(beside.x, beside.y, beside.width, beside.height - notes))
    elif isinstance(figure.data, PlotLines):
        charts.put_lines(slide, figure, figure.data, chart)
        end = _put_texts(slide, page.texts, SlideRoom(beside.x, beside.y, beside.width, beside.height - notes))
    _put_notes(slide, page, SlideRoom(beside.x, end + 8, beside.width, beside.bottom - end - 8))


def _put_table(slide: Slide, page: SlidePage, shown: Figure | Table, room: SlideRoom) -> None:
    top = _put_texts(slide, page.said, SlideRoom(room.x, room.y, room.width, room.height * TABLE_BELOW))
    notes = _height(page.notes, room.width)
    rest = SlideRoom(room.x, top, room.width, room.bottom - top - min(notes, 60))
    if isinstance(shown, Figure) and isinstance(shown.data, PlotGrid):
        end = tables.put_matrix(slide, shown, shown.data, rest)
    else:
        end = tables.put_table(slide, shown, rest)
    _put_notes(slide, page, SlideRoom(room.x, end + 8, room.width, room.bottom - end - 8))


def _put_words(slide: Slide, page: SlidePage, room: SlideRoom) -> None:
    top = _put_numbers(slide, page.numbers, room) if page.numbers else room.y
    notes = _height(page.notes, room.width)
    share = TABLE_BELOW if page.pairs else 1.0
    top = _put_texts(slide, page.said, SlideRoom(room.x, top, room.width, (room.bottom - top - notes) * share))
    if page.pairs:
        top = tables.put_pairs(slide, page.pairs, SlideRoom(room.x, top, room.width, room.bottom - top - notes))
    _put_notes(slide, page, SlideRoom(room.x, top + 8, room.width, room.bottom - top - 8))


def _put_numbers(slide: Slide, numbers: list[tuple[str, str]], room: SlideRoom) -> float:
    """Write figures that are read at a glance beside each other, and return where they end."""
    count = len(numbers) if len(numbers) <= PER_ROW else (len(numbers) + 1) // 2
    width, top = room.width / count, room.y
    for start in range(0, len(numbers), count):
        row = numbers[start : start + count]
        inner = width - 24
        size = min(24.0, *(24 * inner / max(inner, width_of(figure, 24)) for figure, _ in row))
        lines = max(height_of(caption, inner, 12) for _, caption in row)
        for place, (figure, caption) in enumerate(row):
            x = room.x + place * width
            put(slide, SlideRoom(x, top, inner, 30), [figure], Lettering(size, is_serif=True))
            put(slide, SlideRoom(x, top + 31, inner, lines), [caption], Lettering(12, SOFT))
        top += 31 + lines + 12
    return top + 4


def _put_texts(slide: Slide, texts: list[str], room: SlideRoom) -> float:
    """Write as many paragraphs as there is room for, say how many follow, and return where that ends."""
    kept, used = those_within(texts, SlideRoom(room.x, room.y, room.width, room.height - NOTE.size * 2), TEXT)
    if not kept:
        return room.y
    put(slide, SlideRoom(room.x, room.y, room.width, used), kept, TEXT)
    left = len(texts) - len(kept)
    end = room.y + used + 4
    return tables.put_rest(slide, [f"{left} more"] if left else [], SlideRoom(room.x, end, room.width, NOTE.size * 2))


def _height(notes: list[str], width: float) -> float:
    return fsum(height_of(note, width, NOTE.size) + NOTE.after for note in notes) + (8 if notes else 0)


def _put_notes(slide: Slide, page: SlidePage, room: SlideRoom) -> None:
    kept, used = those_within(page.notes, room, NOTE)
    if kept:
        put(slide, SlideRoom(room.x, room.y, room.width, used), kept, NOTE)
