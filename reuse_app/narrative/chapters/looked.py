"""Where we looked: the board of capabilities and fields, how far the ideas are, and what nobody has taken up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reuse_app.analysis.search import OUTSIDE, PROMPTED, SearchReview, Spot, review_search
from reuse_app.narrative.blocks import Block, Entry, Items, Paragraph, Section, Table, note, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import capitalised, listed, plural
from reuse_app.worksheet import Status, Worksheet
from reuse_app.worksheet.isic import Distance
from reuse_app.worksheet.steps import Step

FEW = 3
"""Ideas from which on it can be said that they are all of one kind."""
LOOKED = "passed"
"""Stands where somebody has looked and found nothing."""
MOST_ROWS = 40
"""Capabilities on a board that is read page by page."""
FIELDS = {
    "A": "Farming", "B": "Mining", "C": "Making", "D": "Power", "E": "Water", "F": "Building", "G": "Trade",
    "H": "Transport", "I": "Hotels", "J": "Media", "K": "Finance", "L": "Property", "M": "Experts", "N": "Support",
    "O": "Towns", "P": "Schools", "Q": "Health", "R": "Leisure", "S": "Clubs", "T": "Homes", "U": "Nations",
    PROMPTED: "Prompts", OUTSIDE: "Outside",
}  # fmt: skip
"""The sections of ISIC by their letters, prompt cards and outsiders, in a word of ours that a narrow column holds."""


@dataclass(frozen=True)
class BoardRow:
    """A capability on the board."""

    name: str
    nature: str
    cells: tuple[int | None, ...]
    """For each field how many ideas came from there, 0 where somebody looked and passed, None where nobody has."""
    ideas: int


@dataclass(frozen=True)
class Board:
    """Capabilities and fields: where ideas came from, where somebody has looked, and where nobody has."""

    summary: str
    nudges: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    outside: tuple[str, ...]
    """Ideas that outsiders have brought in."""
    unseen: str
    """In which fields nobody has looked, in a sentence; empty where somebody has been in all of them."""
    untaken: tuple[str, ...]
    """By-products that led to no idea yet, each with the capability that leaves it over."""
    left_out: str
    """What the board has no room for, in a sentence; empty where it shows everything."""

    @property
    def table(self) -> tuple[Table, ...]:
        """The board as words."""
        headers = ("Capability", *self.fields, "Ideas")
        rows = ((row.name, *map(_said, row.cells), str(row.ideas)) for row in self.rows)
        return table("Ideas by capability and field", headers, rows, numbers=(len(headers) - 1,))


def write(material: Material) -> Section | None:
    """Return where people looked; None where no idea has an origin and no card was looked at."""
    board = read_board(material.worksheet)
    if board is None:
        return None
    key = "A number counts ideas; “passed” means that somebody looked and nothing came to mind; empty, not yet."
    notes = (note(sentence) for sentence in (board.left_out, board.unseen, key) if sentence)
    blocks: tuple[Block, ...] = (
        *map(Paragraph, board.nudges),
        *((Paragraph("From outside the team:"), Items(board.outside)) if board.outside else ()),
        *((Entry("The board", (*board.table, *notes), is_folded=True),) if board.table else ()),
    )
    return Section("looked", "Where we looked", blocks, step=Step.PRODUCTS, finding=board.summary)


def read_board(worksheet: Worksheet, *, most_rows: int = MOST_ROWS, most_fields: int = len(FIELDS)) -> Board | None:
    """Return the board with at most so many capabilities and fields, those that were looked at first; None without."""
    search = review_search(worksheet)
    if not search.spots and not search.outside:
        return None
    spots = {(spot.capability, spot.section): spot for spot in search.spots}
    weight, ideas = Counter[str](), Counter[str]()
    for spot in search.spots:
        weight[spot.section] += 1 + spot.ideas
        ideas[spot.capability] += spot.ideas
    used = sorted(weight, key=lambda section: -weight[section])[:most_fields]
    shown = [section for section in FIELDS if section in used]
    looked = {capability for capability, _ in spots}
    blocks = [each for each in worksheet.capabilities if each.key in looked or each.status is Status.IN_HOUSE]
    blocks = sorted(blocks, key=lambda each: each.key not in looked) if search.spots else []
    return Board(
        summary=summary(search) if search.spots else "",
        nudges=tuple(nudges(search)) if search.spots else (),
        fields=tuple(FIELDS[section] for section in shown),
        rows=tuple(
            BoardRow(each.name, each.nature, _cells(each.key, shown, spots), ideas[each.key])
            for each in blocks[:most_rows]
        ),
        outside=tuple(worksheet.product_by_key[key].name for key in search.outside),
        unseen=_unseen(set(weight)),
        untaken=tuple(
            f"{each.name}: {each.by_product}" for each in worksheet.capabilities if each.key in search.untaken
        ),
        left_out=_left_out(max(0, len(blocks) - most_rows), len(weight) - len(shown)),
    )


def _cells(capability: str, shown: list[str], spots: Mapping[tuple[str, str], Spot]) -> tuple[int | None, ...]:
    found = (spots.get((capability, section)) for section in shown)
    return tuple(spot.ideas if spot else None for spot in found)


def _unseen(looked: set[str]) -> str:
    left = [name for section, name in FIELDS.items() if section not in {PROMPTED, OUTSIDE, *looked}]
    return f"Nobody has looked in {plural(len(left), 'field', 'fields')} yet: {listed(left)}." if left else ""


def _left_out(rows: int, fields: int) -> str:
    parts = [
        plural(count, *words) for count, words in ((rows, ("block", "blocks")), (fields, ("field", "fields"))) if count
    ]
    return f"Not shown here: {listed(parts)}." if parts else ""


def summary(search: SearchReview) -> str:
    """Return how many ideas there are, and how far from home: “14 ideas from the cards: 6 near, 5 middle, 3 far.”"""
    far = ", ".join(f"{count} {each.value}" for each, count in search.distances.items() if count)
    passed = f" {capitalised(plural(search.looks, 'card', 'cards'))} led to none so far." if search.looks else ""
    source = "from the cards and from outside" if search.outside else "from the cards"
    return f"{capitalised(plural(search.ideas, 'idea', 'ideas'))} {source}{f': {far}' if far else ''}.{passed}"


def nudges(search: SearchReview) -> list[str]:
    """Return what whoever leads could do about it, in a sentence each."""
    found = []
    known = Counter(search.distances).total()
    for each, remedy in ((Distance.NEAR, "deal far ones"), (Distance.FAR, "deal near ones, which are sooner of use")):
        if known >= FEW and search.distances.get(each) == known:
            found.append(f"All ideas are {each.value}: {remedy}.")
    if search.untaken:
        by_products = plural(len(search.untaken), "by-product has", "by-products have")
        found.append(f"{capitalised(by_products)} led to no idea yet.")
    return found


def _said(ideas: int | None) -> str:
    return "" if ideas is None else str(ideas) if ideas else LOOKED
