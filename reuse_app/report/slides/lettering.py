"""Words on a slide: in boxes and cells, cut to the room that they have, in the colours and sizes of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt

from reuse_app.narrative.figures.labels import width_of
from reuse_app.narrative.words import clipped
from reuse_app.report.layout import is_rtl, printable

if TYPE_CHECKING:
    from pptx.text.text import TextFrame, _Paragraph

LEADING = 1.22
"""From one line to the next, as a share of the letter size."""
LONGEST = 2_000
"""Letters of which a slide has room for less in any case."""
LEFT, WIDTH, BOTTOM = 50.4, 859.2, 492.0
"""Points: where everything on a slide begins, how wide it is, and where it ends above the running foot."""
INK, SOFT = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2


@dataclass(frozen=True)
class SlideRoom:
    """A place on a slide, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height


@dataclass(frozen=True)
class Lettering:
    """How words are written: their size in points, their colour, whether as the titles are, and from where."""

    size: float
    colour: MSO_THEME_COLOR = INK
    is_serif: bool = False
    is_bold: bool = False
    align: PP_ALIGN | None = None
    after: float = 0.0
    """Points below each paragraph."""


def put(
    slide: Slide, room: SlideRoom, texts: Sequence[str], hand: Lettering, *, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP
) -> None:
    """Write paragraphs into a box of their own."""
    box = slide.shapes.add_textbox(Pt(room.x), Pt(room.y), Pt(room.width), Pt(room.height))
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    fill(frame, texts, hand)


def fill(frame: "TextFrame", texts: Sequence[str], hand: Lettering) -> None:
    """Write paragraphs into a frame that is there."""
    for index, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if not index else frame.add_paragraph()
        _write(paragraph, text, hand)


def _write(paragraph: "_Paragraph", text: str, hand: Lettering) -> None:
    if not text:  # of an empty one programs take the height from its end
        paragraph._p.append(parse_xml(f'<a:endParaRPr {nsdecls("a")} sz="{hand.size * 100:.0f}"/>'))
        return
    run = paragraph.add_run()
    run.text = printable(text)
    run.font.size, run.font.bold = Pt(hand.size), hand.is_bold or None
    tint(run.font.color, hand.colour)
    if hand.is_serif:
        run.font.name = "+mj-lt"
    paragraph.alignment = hand.align
    paragraph.space_after = Pt(hand.after)
    paragraph.line_spacing = Pt(hand.size * LEADING)  # whatever font a program takes, the rows below stay in place
    if is_rtl(text):
        paragraph.alignment = hand.align or PP_ALIGN.RIGHT
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def tint(colour: ColorFormat, theme: MSO_THEME_COLOR) -> None:
    """Give a colour of the theme, which people change in one place."""
    colour.theme_color = theme


def lines_of(text: str, width: float, size: float) -> int:
    """Return about how many lines a text takes; a word that is too long for one is broken."""
    count, used, space = 1, 0.0, width_of(" ", size)
    for word in text.split(" "):
        needed = width_of(word, size)
        if used and used + space + needed > width:
            count, used = count + 1, 0.0
        used += needed + (space if used else 0.0)
        broken = int(used // width)
        count, used = count + broken, used - broken * width
    return count


def height_of(text: str, width: float, size: float) -> float:
    """Return about how high a text is, in points."""
    return lines_of(text, width, size) * size * LEADING


def within(text: str, room: SlideRoom, size: float) -> str:
    """Return a text, or as much of its start as has room."""
    text = clipped(text, LONGEST)
    while height_of(text, room.width, size) > room.height and len(text) > 1:
        text = clipped(text, min(len(text) - 1, int(len(text) * 0.9)))
    return text


def those_within(texts: Sequence[str], room: SlideRoom, hand: Lettering) -> tuple[list[str], float]:
    """Return the paragraphs for which there is room, the last of them cut, and how high they are together."""
    kept: list[str] = []
    used = 0.0
    for text in texts:
        left = SlideRoom(room.x, room.y, room.width, room.height - used)
        if left.height < hand.size * LEADING:
            break
        shown = within(text, left, hand.size)
        kept.append(shown)
        used += height_of(shown, room.width, hand.size) + hand.after
    return kept, used
