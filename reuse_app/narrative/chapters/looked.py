"""Where we looked: the board of capabilities and fields, how far the ideas are, and what nobody has taken up."""

import re
from collections import Counter

from reuse_app.analysis.search import OUTSIDE, PROMPTED, SearchReview, Spot, review_search
from reuse_app.narrative.blocks import Block, Items, Paragraph, Section, note, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import capitalised, plural
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.isic import Distance, sections
from reuse_app.worksheet.steps import Step

FEW = 3
"""Ideas from which on it can be said that they are all of one kind."""
LOOKED = "passed"
"""Stands where somebody has looked and found nothing."""


def write(material: Material) -> Section | None:
    """Return where people looked; None where no idea has an origin and no card was looked at."""
    blocks = _looked(review_search(material.worksheet), material.worksheet)
    return Section("looked", "Where we looked", blocks, step=Step.PRODUCTS) if blocks else None


def where_we_looked(worksheet: Worksheet) -> tuple[Block, ...]:
    """Return the board with what there is to say about it, and the by-products that led to no idea yet."""
    search = review_search(worksheet)
    return (*board, *_untaken(search, worksheet)) if (board := _looked(search, worksheet)) else ()


def _looked(search: SearchReview, worksheet: Worksheet) -> tuple[Block, ...]:
    """Return the board with what there is to say about it; nothing where nobody has looked."""
    if not search.spots:
        return _outside(search, worksheet)
    return (
        Paragraph(summary(search)),
        *(Paragraph(sentence) for sentence in nudges(search)),
        *_outside(search, worksheet),
        *_board(search, worksheet),
        note("A number counts ideas; “passed” means that somebody looked and nothing came to mind; empty, not yet."),
    )


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


def _outside(search: SearchReview, worksheet: Worksheet) -> tuple[Block, ...]:
    """Which ideas outsiders have brought in."""
    names = tuple(worksheet.product_by_key[key].name for key in search.outside)
    return (Paragraph("From outside the team:"), Items(names)) if names else ()


def _board(search: SearchReview, worksheet: Worksheet) -> tuple[Block, ...]:
    spots = {(spot.capability, spot.section): spot for spot in search.spots}
    ideas = Counter[str]()
    for spot in search.spots:
        ideas[spot.capability] += spot.ideas
    used = [
        letter for letter in (*sections(), PROMPTED, OUTSIDE) if any(spot.section == letter for spot in search.spots)
    ]
    headers = ("Capability", *map(_heading, used), "Ideas")
    rows = [
        (
            each.name,
            *(_said(spots.get((each.key, letter))) for letter in used),
            str(ideas[each.key]),
        )
        for each in worksheet.capabilities
        if each.key in ideas
    ]
    about = [each.nature for each in worksheet.capabilities if each.key in ideas]
    return table("Ideas by capability and field", headers, rows, numbers=(len(headers) - 1,), about=about)


def _heading(section: str) -> str:
    """The name of a section as far as a column has room for it."""
    named = {PROMPTED: "Prompt cards", OUTSIDE: "From outside"}
    return named.get(section) or re.split("[,;]| activities", sections()[section])[0]


def _said(spot: Spot | None) -> str:
    if spot is None:
        return ""
    return str(spot.ideas) if spot.ideas else LOOKED


def _untaken(search: SearchReview, worksheet: Worksheet) -> tuple[Block, ...]:
    left = [worksheet.capability_by_key[key] for key in search.untaken]
    said = tuple(f"{each.name}: {each.by_product}" for each in left)
    return (Paragraph("By-products that led to no idea yet:"), Items(said)) if said else ()
