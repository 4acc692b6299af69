"""What each step shows on the big screen, as everybody may see it; what the analysis says, once it is computed.

Each is turned to a page by whoever leads. As long as nobody turns it, it shows where something came in last.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from reuse_app.narrative.board import ToldChoice, tell_choice
from reuse_app.narrative.chapters.looked import Board, read_board
from reuse_app.narrative.drawn_matrix import draw_matrix
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.words import clipped, listed, plural
from reuse_app.room import Marking
from reuse_app.room.headway import Phase, phase_of
from reuse_app.web.cards import ShownCard, hands_for_all
from reuse_app.web.context import g
from reuse_app.web.findings import Known, known
from reuse_app.web.lists import leaf
from reuse_app.web.server.computing import ComputingError, made
from reuse_app.web.server.working import is_large
from reuse_app.web.spread import spread
from reuse_app.web.stage.scene import Scene, SceneLine, came_at_once, dots_by_product, latest, of_leaf, say
from reuse_app.worksheet import Decision, Link, Role
from reuse_app.worksheet.scales import PURSUED
from reuse_app.worksheet.steps import Step

MOST_HANDS = 3
"""Hands of cards that the screen can be turned to."""
MOST_PEOPLE, MOST_ENTRIES, MOST_BARS, MOST_DECISIONS, MOST_TESTS = 60, 30, 12, 6, 4
"""What of each kind is read from the last row at once."""
MOST_BLOCKS, MOST_FIELDS = 12, 14
"""Rows and columns of the board that are read from there."""
MOST_ROWS, MOST_PRODUCTS = 10, 5
"""Rows and columns of the map that are read from there."""
REASON = 120
"""Letters of a reason; Choose has them all."""
COUNTED = {Step.INVENTORY: ("capability", "capabilities"), Step.PRODUCTS: ("product", "products")}
"""What private entries of a step are called when they are counted."""

Turn = int | None


def scene_of(step: Step, turn: Turn) -> Scene:
    """What a step shows; as long as the room has been nowhere, who is here and the way in."""
    if g.saved.room.since is None and g.saved.room.step is Step.FRAME:
        return lobby(turn)
    if g.saved.room.is_private(step) and step in COUNTED:
        return _kept_back(step, turn)
    try:
        return SCENES[step](turn)
    except ComputingError:
        return say("Still being computed: what the analysis says", is_count=True)


def _kept_back(step: Step, turn: Turn) -> Scene:
    """How many entries there are while each is its author's alone, below the cards that they come from."""
    told = f"{plural(_count(step), *COUNTED[step])} so far, shown when they are revealed"
    hands = _hands() if step is Step.PRODUCTS else []
    if not hands:
        return say(told, is_count=True)
    return replace(_of_hand(hands, min(turn or 0, len(hands) - 1), told), is_count=True)


def lobby(turn: Turn) -> Scene:
    """Who has joined, and the way in; only how many they are where people are not to be named."""
    names = [g.names[key] for key in g.saved.room.seats] if g.is_named else []
    found = of_leaf("stage/_lobby.html", leaf(names, _number(turn), size=MOST_PEOPLE), purpose=g.shown.workshop.purpose)
    return replace(found, about="You are invited to", title=g.shown.workshop.title)


def board() -> Scene | None:
    """Where people have looked; None as long as nobody has, or each sees only their own ideas."""
    found = None if g.saved.room.is_private(Step.PRODUCTS) else _board()
    return Scene("stage/_board.html", {"board": found}) if found else None


def _number(turn: Turn) -> int:
    return (turn or 0) + 1


def _count(step: Step) -> int:
    """How many entries of a private step there are, but for those that are hidden from everybody."""
    part, room = COUNTED[step][0], g.saved.room
    entries = g.saved.worksheet.capabilities if part == "capability" else g.saved.worksheet.candidates
    return sum(not room.is_marked(part, entry.key, Marking.HIDDEN) for entry in entries)


def _purpose(_turn: Turn) -> Scene:
    workshop = g.shown.workshop
    facts = (("Who decides", workshop.decider), ("What we make", listed([each.name for each in g.shown.home_products])))
    if not workshop.purpose:
        return say("Nobody has said yet what we are here to find")
    return Scene("stage/_purpose.html", {"purpose": workshop.purpose, "facts": [fact for fact in facts if fact[1]]})


def _capabilities(turn: Turn) -> Scene:
    lines = [SceneLine(each.name, each.kind.value if each.kind else "") for each in latest("capability")]
    counts = plural(len(lines), "capability", "capabilities")
    return (
        of_leaf("stage/_list.html", leaf(lines, _number(turn), size=MOST_ENTRIES), counts)
        if lines
        else say("Nothing yet")
    )


def _natures(turn: Turn) -> Scene:
    """One nature at a time, in the order of the inventory: the one written last, until somebody turns to another."""
    told = [each for each in g.shown.capabilities if each.nature]
    if not told:
        return say("Nobody has said yet what a capability really does")
    newest = next(each for each in latest("capability") if each.nature)
    place = min(turn if turn is not None else 0 if came_at_once("capability") else told.index(newest), len(told) - 1)
    part = f"Nature {place + 1} of {len(told)}"
    return Scene(
        "stage/_nature.html",
        {"capability": told[place], "name": told[place].name},
        part=part,
        turn=place,
        turns=len(told),
    )


def _products(turn: Turn) -> Scene:
    """The products by their dots, once these are revealed; before, what there is to look at, the first thing first."""
    hands = _hands()
    if not hands and g.shown.dots and not g.saved.room.is_blind(Step.PRODUCTS):
        return _dotted(turn)
    counts, looked = plural(len(g.shown.candidates), "adjacent product", "adjacent products"), board()
    dealt = [_of_hand(hands, place, counts) for place in range(len(hands))]
    where = [replace(looked, counts=(counts,))] if looked else []
    scenes = [*dealt, *where, *_listed(counts)] if hands else [*_listed(counts), *where]
    if not scenes:
        return say("No idea yet")
    place = min(turn or 0, len(scenes) - 1)
    return replace(scenes[place], turn=place, turns=len(scenes))


def _listed(counts: str) -> list[Scene]:
    """The products on so many pages as they need, the newest first."""
    lines = [SceneLine(each.name, f"for {each.customer}" if each.customer else "") for each in latest("product")]
    pages = leaf(lines, 1, size=MOST_ENTRIES).count if lines else 0
    return [of_leaf("stage/_list.html", leaf(lines, page + 1, size=MOST_ENTRIES), counts) for page in range(pages)]


def _hands() -> list[list[ShownCard]]:
    """Hands for the room to look at together while it collects ideas."""
    return hands_for_all(MOST_HANDS) if phase_of(g.saved.room.stage(Step.PRODUCTS)) is Phase.COLLECT else []


def _of_hand(hands: list[list[ShownCard]], place: int, counted: str) -> Scene:
    part, last = f"Cards {place + 1} of {len(hands)}", len(hands)
    return Scene("stage/_hand.html", {"cards": hands[place]}, counts=(counted,), part=part, turn=place, turns=last)


def _board() -> Board | None:
    found = read_board(g.shown, most_rows=MOST_BLOCKS, most_fields=MOST_FIELDS)
    return found if found and found.rows else None


def _dotted(turn: Turn) -> Scene:
    dots = dots_by_product().most_common()
    most = dots[0][1]
    names = g.shown.product_by_key
    lines = [SceneLine(names[key].name, plural(count, "dot", "dots"), round(100 * count / most)) for key, count in dots]
    counts = plural(len(lines), "product with dots", "products with dots")
    return of_leaf("stage/_bars.html", leaf(lines, _number(turn), size=MOST_BARS), counts)


def _map(turn: Turn) -> Scene:
    newest = _newest_link()
    drawn = draw_matrix(g.shown, most_rows=MOST_ROWS, most_products=MOST_PRODUCTS, newest=newest, turn=turn)
    if drawn is None:
        return say("The map needs capabilities and products first")
    told = {each.key for each in (*g.shown.home_products, *g.shown.considered)}
    needed = sum(link.product in told for link in g.shown.needed_links)
    needs, gaps = plural(needed, "need", "needs"), plural(drawn.gaps, "gap", "gaps")
    return Scene(
        "stage/_map.html", {"drawn": drawn}, counts=(needs, gaps), part=drawn.part, turn=drawn.turn, turns=drawn.turns
    )


def _newest_link() -> Link | None:
    """The cell that was filled in last; None where all of them came at once, from a file."""
    return None if came_at_once("link") else next(latest("link"), None)


def _ratings(turn: Turn) -> Scene:
    """The cells in which people differ, one at a time, once the ratings are revealed; before, not even a number."""
    if g.saved.room.is_blind(Step.SCORE):
        return say("Everybody rates alone")
    apart = spread().discuss_first
    if not apart:
        return say("People agree" if spread().rows else "Nobody has rated yet")
    place = min(turn or 0, len(apart) - 1)
    part = f"To talk about: {place + 1} of {len(apart)}"
    return Scene(
        "stage/_cell.html",
        {"row": apart[place], "name": apart[place].product.name},
        part=part,
        turn=place,
        turns=len(apart),
    )


def _choice(turn: Turn) -> Scene:
    """What the analysis recommends and what is decided, then the kept sets; first what changed last."""
    compared = _told().kept
    pages, last = leaf(_decided(), 1, size=MOST_DECISIONS).count, 1 if compared else 0
    place = min(turn, pages + last - 1) if turn is not None else pages if compared and _were_sets_kept_last() else 0
    if compared and place == pages:
        return Scene("stage/_sets.html", {"table": compared}, part=compared.caption, turn=place, turns=pages + last)
    return replace(_answer(place), turn=place, turns=pages + last)


def _answer(place: int) -> Scene:
    answers = _told().answers
    decided = leaf(_decided(), place + 1, size=MOST_DECISIONS)
    names = g.shown.product_by_key
    reasons = {each.product: clipped(each.reason, REASON) for each in decided.items if each.role in PURSUED}
    lines = [(each.role, names[each.product].name, reasons.get(each.product, "")) for each in decided.items]
    counts = (plural(decided.total, "product has a role", "products have a role"),) if lines else ()
    figure = known().figure(potential_challenge)
    if not (figure or answers or lines):
        return say("Nothing is decided yet")
    return of_leaf("stage/_choice.html", decided, *counts, figure=figure, answers=answers, decisions=lines)


def _told() -> ToldChoice:
    """What the analysis says and how kept sets compare; of a large worksheet a worker writes it."""
    now = known()
    found = now.findings
    if is_large(now.worksheet):
        return made().get(now.key("told choice"), tell_choice, now.worksheet, found)
    return now.derived(_tell)


def _tell(now: Known) -> ToldChoice:
    return tell_choice(now.worksheet, now.findings)


def _decided() -> list[Decision]:
    """What was decided, in the order of roles."""
    return sorted(g.shown.decisions, key=lambda each: list(Role).index(each.role))


def _were_sets_kept_last() -> bool:
    newest = {part: max((row.version for row in g.saved.rows[part]), default=0) for part in ("set", "decision")}
    return newest["set"] > newest["decision"]


def _next(turn: Turn) -> Scene:
    """What is tested next about each product on which the team bets."""
    tests = list(_tests())
    if not tests:
        return say("No assumption is written down yet")
    counts = plural(len(tests), "next test", "next tests")
    return of_leaf(
        "stage/_next.html", leaf(tests, _number(turn), size=MOST_TESTS), counts, names=g.shown.product_by_key
    )


def _tests() -> Iterator[Decision]:
    bets = (each for each in _decided() if each.assumption or each.test)
    return iter(sorted(bets, key=lambda each: each.role not in PURSUED))


SCENES: dict[Step, Callable[[Turn], Scene]] = {
    Step.FRAME: _purpose,
    Step.INVENTORY: _capabilities,
    Step.NATURE: _natures,
    Step.PRODUCTS: _products,
    Step.MAP: _map,
    Step.SCORE: _ratings,
    Step.CHOOSE: _choice,
    Step.ITERATE: _next,
}
