"""The big screen: what the whole room looks at. It says no more than everybody may see, and leads nowhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import render_template, request

from reuse_app.narrative.blocks import Table
from reuse_app.narrative.chapters.looked import Board, read_board
from reuse_app.narrative.composing import compose
from reuse_app.narrative.drawn_matrix import DrawnMatrix, draw_matrix
from reuse_app.narrative.material import Material
from reuse_app.narrative.sets import compare_sets
from reuse_app.narrative.words import plural
from reuse_app.room import Marking
from reuse_app.store.people import code_of
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.context import database, g
from reuse_app.web.facilitation.guessing import expect
from reuse_app.web.facilitation.standing import standing
from reuse_app.web.findings import findings, known
from reuse_app.web.page import Page, Who
from reuse_app.web.server.computing import ComputingError
from reuse_app.web.template_filters import word
from reuse_app.worksheet import Link, Product
from reuse_app.worksheet.scales import LEVELS
from reuse_app.worksheet.steps import Step

bp = Page("big_screen", __name__, Who.FACILITATORS)
MOST = 6
"""Lines that can be read from the last row."""
MOST_BLOCKS, MOST_FIELDS = 12, 14
"""Rows and columns of the board that can be read from there; it says what it leaves out."""
MOST_ROWS, MOST_PRODUCTS = 12, 8
"""Rows and columns of the map that can be read from there."""
COUNTED = {Step.INVENTORY: ("capability", "capabilities"), Step.PRODUCTS: ("product", "products")}
"""What private entries of a step are called when they are counted."""


@bp.get("/screen")
def page() -> str:
    """The question, the timer, the way in, how many are done, and what comes in."""
    code = code_of(database(), g.saved.address)
    if code and g.is_facilitator:
        expect(code)
    link = public_url("joining.invitation", code=code) if code else ""
    return render_template(
        "facilitation/big_screen.html",
        here=standing(g.saved.room.step),
        incoming=incoming(g.saved.room.step),
        code=code,
        way=public_url("joining.page").partition("://")[2],
        qr=qr_svg(link) if link else "",
    )


@dataclass(frozen=True)
class ScreenLine:
    """One line: what came in, and a word about it; `share` is the length of its bar, 0 to 100."""

    name: str
    about: str = ""
    share: int = 0


@dataclass(frozen=True)
class OnScreen:
    """A heading and the first few of many lines."""

    heading: str
    entries: tuple[ScreenLine, ...] = ()
    board: Board | None = None
    """Where the room has looked, in the place of lines."""
    is_count: bool = False
    """Whether private entries are counted, of which no event tells."""
    table: Table | None = None
    """What stands side by side, in place of the lines."""
    matrix: DrawnMatrix | None = None
    """The map, in place of the lines: the part of it where the newest cell is."""

    @property
    def is_whole(self) -> bool:
        """Whether it takes the whole screen, so that the way in is one line below it."""
        return bool(self.board or self.matrix)


def incoming(step: Step) -> OnScreen:
    """What there is to show of a step, as everybody may see it; what the analysis says, once it is computed."""
    try:
        return _incoming(step)
    except ComputingError:
        return OnScreen("Still being computed: what the analysis says", is_count=True)


def _incoming(step: Step) -> OnScreen:
    if g.saved.room.is_private(step) and step in COUNTED:
        return OnScreen(f"{plural(_count(step), *COUNTED[step])} so far, shown when they are revealed", is_count=True)
    if step is Step.CHOOSE and (compared := _compared()):
        return OnScreen(compared.caption, table=compared)
    heading, lines = LINES[step]()
    if step is Step.MAP and (drawn := _matrix()):
        return OnScreen(heading, matrix=drawn)
    return OnScreen(heading, tuple(islice(lines, MOST)), _board(step))


def _board(step: Step) -> Board | None:
    """Where people have looked: until they vote on what they found, and whenever the address asks for it."""
    is_wanted = (step is Step.PRODUCTS and not _is_voted_on()) or request.args.get("show") == "looked"
    board = read_board(g.shown, most_rows=MOST_BLOCKS, most_fields=MOST_FIELDS) if is_wanted else None
    return board if board and board.rows else None


def _matrix() -> DrawnMatrix | None:
    return draw_matrix(g.shown, most_rows=MOST_ROWS, most_products=MOST_PRODUCTS, newest=_newest_link())


def _newest_link() -> Link | None:
    """The cell that was filled in last; None where all of them came at once, from a file."""
    came_at_once = len({row.version for row in g.saved.rows["link"]}) == 1 < len(g.saved.rows["link"])
    return None if came_at_once else next(_latest("link"), None)


def _is_voted_on() -> bool:
    return not g.saved.room.is_blind(Step.PRODUCTS) and bool(g.shown.dots)


def _count(step: Step) -> int:
    """How many entries of a private step there are, but for those that are hidden from everybody."""
    part, room = COUNTED[step][0], g.saved.room
    entries = g.saved.worksheet.capabilities if part == "capability" else g.saved.worksheet.candidates
    return sum(not room.is_marked(part, entry.key, Marking.HIDDEN) for entry in entries)


def _latest(part: str) -> Iterator[Any]:
    """The entries of a part that everybody may see, the one that was added or changed last first."""
    seen = {"capability": g.shown.capabilities, "product": g.shown.candidates, "link": g.shown.needed_links}[part]
    newest = sorted(g.saved.rows[part], key=lambda row: (row.version, row.position), reverse=True)
    return (row.noun for row in newest if row.noun in seen)


def _purpose() -> tuple[str, Iterable[ScreenLine]]:
    workshop = g.shown.workshop
    return "What we are here to find", [ScreenLine(workshop.purpose)] if workshop.purpose else []


def _capabilities() -> tuple[str, Iterable[ScreenLine]]:
    heading = plural(len(g.shown.capabilities), "capability", "capabilities")
    return heading, (ScreenLine(each.name, each.kind.value if each.kind else "") for each in _latest("capability"))


def _natures() -> tuple[str, Iterable[ScreenLine]]:
    told = [each for each in _latest("capability") if each.nature]
    return plural(len(told), "nature", "natures"), (ScreenLine(each.name, each.nature) for each in told)


def _products() -> tuple[str, Iterable[ScreenLine]]:
    """The products by the dots that they got, once these are revealed; the latest ones before."""
    if _is_voted_on():
        return "Dots", _dotted()
    heading = plural(len(g.shown.candidates), "adjacent product", "adjacent products")
    return heading, map(_product, _latest("product"))


def _product(product: Product) -> ScreenLine:
    return ScreenLine(product.name, f"for {product.customer}" if product.customer else "")


def _dotted() -> Iterator[ScreenLine]:
    dots = Counter[str]()
    for dot in g.shown.dots:
        dots[dot.product] += dot.count
    most = max(dots.values(), default=1)
    for key, count in dots.most_common():
        yield ScreenLine(g.shown.product_by_key[key].name, plural(count, "dot", "dots"), round(100 * count / most))


def _links() -> tuple[str, Iterable[ScreenLine]]:
    sheet = g.shown
    lines = (
        ScreenLine(
            f"{sheet.capability_by_key[link.capability].name} → {sheet.product_by_key[link.product].name}",
            word(link.fit) if link.fit else "",
        )
        for link in _latest("link")
    )
    return plural(len(sheet.needed_links), "need on the map", "needs on the map"), lines


def _ratings() -> tuple[str, Iterable[ScreenLine]]:
    """Where people differ most, once the ratings are revealed; nothing at all before, not even how many there are."""
    if g.saved.room.is_blind(Step.SCORE):
        return "Everybody rates alone", []
    agreement, sheet = known().agreement, g.shown
    if not agreement.discuss_first:
        return "People agree" if agreement.cells else "Nobody has rated yet", []
    cells = {(cell.product, cell.factor): cell for cell in agreement.cells}
    factors = {factor.key: factor.name for factor in sheet.factors}
    lines = (
        ScreenLine(
            f"{sheet.product_by_key[each.product].name}: {factors[each.factor]}",
            _spread(cells[each.product, each.factor].counts),
        )
        for each in agreement.discuss_first
    )
    return "Talk about these first", lines


def _spread(counts: Iterable[int]) -> str:
    """How many people said each level: “2 low, 1 high”."""
    return ", ".join(f"{count} {level}" for level, count in zip(LEVELS, counts, strict=True) if count)


def _decisions() -> tuple[str, Iterable[ScreenLine]]:
    """What the analysis recommends, and who plays which part."""
    names, chapters = g.shown.product_by_key, compose(g.shown, findings(), chapters=["answer"]).sections
    answers = [ScreenLine(each.title, one.title) for one in chapters for each in one.blocks if each.kind == "entry"]
    lines = [ScreenLine(names[each.product].name, word(each.role)) for each in g.shown.decisions]
    return "Decided so far" if lines else "Nothing is decided yet", [*answers, *lines]


def _compared() -> Table | None:
    """The kept sets side by side."""
    return next(iter(compare_sets(g.shown.sets_beside, Material(g.shown, findings()))), None)


def _assumptions() -> tuple[str, Iterable[ScreenLine]]:
    names = g.shown.product_by_key
    lines = [ScreenLine(names[each.product].name, each.assumption) for each in g.shown.decisions if each.assumption]
    return "The riskiest assumptions" if lines else "No assumption is written down yet", lines


Lines = Callable[[], tuple[str, Iterable[ScreenLine]]]
LINES: dict[Step, Lines] = {
    Step.FRAME: _purpose,
    Step.INVENTORY: _capabilities,
    Step.NATURE: _natures,
    Step.PRODUCTS: _products,
    Step.MAP: _links,
    Step.SCORE: _ratings,
    Step.CHOOSE: _decisions,
    Step.ITERATE: _assumptions,
}
"""What each step shows: a heading and its lines."""
