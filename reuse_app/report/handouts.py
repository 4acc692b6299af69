"""Hand-outs: what a room holds in its hands. A worksheet to write on, cards to cut out, and the way in for the wall.

What the team has not said yet stands as lines to write on, so that a blank worksheet and the team's own are one thing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, TypeVar

import segno

from reuse_app import guide
from reuse_app.narrative.blocks import Typed
from reuse_app.narrative.words import amount, clipped, listed, plural, rough_estimate, word
from reuse_app.report.layout import breakable, is_rtl, passages, plain
from reuse_app.worksheet import Capability, Decision, Fit, Product, Role, Status, Worksheet, Workshop
from reuse_app.worksheet.factors import DEFAULT_FACTORS
from reuse_app.worksheet.scales import FIT_MEANINGS, LEVELS, PURSUED, Need, Plan
from reuse_app.worksheet.steps import Step

PAPERS = {"a4": "A4", "letter": "Letter"}
"""The sizes of paper, and what people call them."""
_PAPER_OF_TYPST = {"a4": "a4", "letter": "us-letter"}

MOST_CAPABILITIES, MOST_PRODUCTS = 100, 30
"""Of each as many stand on a worksheet that people write on; the report tells of more."""
MOST_CARDS = 400
"""Cards of one file: a hundred pages."""
SAID, ON_CARD = 300, 360
"""Letters of what somebody wrote that a row and a card have room for; the report has all of it."""
ACROSS = 5
"""Products beside each other on a page of the map."""
ROWS = {"capabilities": 18, "natures": 4, "products": 6, "matrix": 14, "ballot": 12, "decisions": 6, "tests": 3}
"""Places on a page of each step; those that nothing is said of are lines to write on."""
TABLES, TO_GO_ON = ("capabilities", "matrix", "ballot"), 2
"""Where empty rows follow however many there are, and how many."""
OWN_QUESTIONS = 3
"""Prompt cards on which the room writes a question of its own; with ours they fill whole pages."""
WAYS = (
    "Point the camera of a phone at the drawing. Or open the address and type the code.",
    "Say what the others call you. No account is needed.",
    "You are in. The page says what comes first.",
)
"""How to join, in three lines."""

Data = dict[str, Any]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Invitation:
    """The way into a workshop: its code, the link that holds it, and the address at which it is typed."""

    code: str
    link: str
    address: str


@dataclass(frozen=True)
class Handout:
    """A sort of hand-out: what people call it, what it is good for, and what makes its data of a worksheet."""

    name: str
    about: str
    data: Callable[[Worksheet], Data]
    template: str
    is_open: bool = False
    """Whether it lets its reader in, so that it is made only with an invitation."""


def write_handout(kind: str, worksheet: Worksheet, paper: str = "a4", invitation: Invitation | None = None) -> bytes:
    """Return a hand-out as PDF, the same bytes each time.

    Args:
        kind: one of `HANDOUTS`.
        worksheet: what it is about, as its readers may see it.
        paper: one of `PAPERS`.
        invitation: the way in, which only the page to join by tells.

    Raises ValueError when a page to join by has no invitation.
    """
    from reuse_app.report.typesetting import as_pdf  # noqa: PLC0415  # typst

    handout = HANDOUTS[kind]
    if handout.is_open and invitation is None:
        raise ValueError("There is no code to join by.")
    shared = {
        "paper": _PAPER_OF_TYPST[paper],
        "called": handout.name,
        "title": _said(worksheet.workshop.title),
        "name": plain(worksheet.workshop.title),
        "invitation": _way_in(invitation) if handout.is_open and invitation else None,
    }
    return as_pdf(handout.template, shared | handout.data(worksheet), elsewhere="the report as HTML shows them")


def _said(text: str, most: int = SAID) -> Data:
    """What somebody wrote, on one line and in the direction in which it is read."""
    return {"text": breakable(clipped(plain(text), most)), "rtl": is_rtl(text)}


# The worksheet


def _blank(worksheet: Worksheet) -> Data:
    """The eight steps with lines to write on, and the factors by which this team rates."""
    factors = worksheet.factors or DEFAULT_FACTORS
    workshop = Workshop(title=worksheet.workshop.title, unit="")
    return _worksheet(Worksheet(workshop=workshop, factors=factors), is_blank=True)


def _worksheet(worksheet: Worksheet, *, is_blank: bool = False) -> Data:
    """The eight steps as far as the team has come, and lines to go on."""
    capabilities, products = worksheet.capabilities[:MOST_CAPABILITIES], worksheet.candidates[:MOST_PRODUCTS]
    considered = worksheet.considered[:MOST_PRODUCTS]
    in_house = [each for each in capabilities if each.status is Status.IN_HOUSE]
    names = [_said(each.name) for each in considered]
    settled = [each for each in products if each in considered or each.key in worksheet.decision_by_product]
    return {
        "steps": [_step(step) for step in Step],
        "frame": _frame(worksheet),
        "capabilities": _filled([_capability(each) for each in capabilities], "capabilities"),
        "natures": _filled([_nature(each) for each in in_house], "natures"),
        "products": _filled([_product(each, worksheet) for each in products], "products"),
        "fits": [{"name": word(fit), "meaning": FIT_MEANINGS[fit]} for fit in Fit],
        "needs": [{"level": int(need), "name": word(need)} for need in Need if need],
        "maps": [_map(part, capabilities, worksheet) for part in _parts(considered, ACROSS)],
        "levels": list(LEVELS),
        "factors": [
            {
                "name": _said(each.name),
                "axis": each.axis.value,
                "weight": "" if is_blank else amount(each.weight),
                "anchors": [_said(anchor) for anchor in each.anchors],
            }
            for each in worksheet.factors
        ],
        "ballot": _filled(names, "ballot"),
        "roles": [word(role) for role in Role],
        "decisions": _filled([_decision(each, worksheet) for each in settled], "decisions"),
        "tests": _filled([_test(each, worksheet) for each in _bets(worksheet)], "tests"),
        "plans": [word(plan) for plan in Plan],
        "left": list(_left_out(worksheet)),
    }


def _filled(rows: Sequence[Item], kind: str) -> list[Item | None]:
    """The rows, and empty ones below: as many as fill a page, or in a table a few to go on."""
    return [*rows, *[None] * max(TO_GO_ON if kind in TABLES else 0, ROWS[kind] - len(rows))]


def _parts(products: Sequence[Product], most: int) -> list[Sequence[Product]]:
    return [products[start : start + most] for start in range(0, len(products), most)] or [()]


def _step(step: Step) -> Data:
    return {
        "number": step.number,
        "title": step.title,
        "question": step.question,
        "how": guide.step_card(step).body_markdown.partition("\n\n")[0],
    }


def _frame(worksheet: Worksheet) -> Data:
    workshop = worksheet.workshop
    return {
        "purpose": _said(workshop.purpose, 2 * SAID),
        "homes": _said(listed([each.name for each in worksheet.home_products])),
        "unit": _said(workshop.unit),
        "budget": _said(amount(workshop.budget) if workshop.budget is not None else ""),
        "decider": _said(workshop.decider),
    }


def _capability(one: Capability) -> Data:
    return {
        "name": _said(one.name),
        "kind": "missing" if one.status is Status.MISSING else word(one.kind) if one.kind else "",
        "owner": _said(one.owner),
        "readiness": str(one.trl or ""),
        "cost": rough_estimate(one.build_cost) if one.build_cost else "",
    }


def _nature(one: Capability) -> Data:
    texts = {"nature": one.nature, "by_product": one.by_product, "adjustment": one.adjustment, "audience": one.audience}
    return {"name": _said(one.name), **{name: _said(text) for name, text in texts.items()}}


def _product(one: Product, worksheet: Worksheet) -> Data:
    dots = int(fsum(dot.count for dot in worksheet.dots if dot.product == one.key))
    texts = {"name": one.name, "application": one.application, "customer": one.customer, "problem": one.problem}
    said = {name: _said(text) for name, text in texts.items()}
    return {**said, "dots": plural(dots, "dot", "dots") if dots else "", "shortlisted": one.shortlisted}


def _map(products: Sequence[Product], capabilities: Sequence[Capability], worksheet: Worksheet) -> Data:
    """A page of the map, or several below each other: some products across, every capability down."""
    rows = [
        {
            "name": _said(each.name),
            "missing": each.status is Status.MISSING,
            "cells": [_cell(each, product, worksheet) for product in products],
        }
        for each in capabilities
    ]
    names = [_said(each.name) for each in products]
    return {"products": [*names, *[None] * (ACROSS - len(names))], "rows": _filled(rows, "matrix")}


def _cell(capability: Capability, product: Product, worksheet: Worksheet) -> Data:
    link = worksheet.link_by_cell.get((capability.key, product.key))
    return {
        "need": int(link.need) if link else 0,
        "fit": list(Fit).index(link.fit) if link and link.fit and link.need else -1,
    }


def _decision(product: Product, worksheet: Worksheet) -> Data:
    found = worksheet.decision_by_product.get(product.key)
    return {
        "name": _said(product.name),
        "role": list(Role).index(found.role) if found else -1,
        "reason": _said(found.reason if found else ""),
        "dissent": _said(found.dissent if found else ""),
    }


def _bets(worksheet: Worksheet) -> list[Decision]:
    found = [each for each in worksheet.decisions if each.role in PURSUED and each.product in worksheet.product_by_key]
    return sorted(found, key=lambda each: PURSUED.index(each.role))[:MOST_PRODUCTS]


def _test(bet: Decision, worksheet: Worksheet) -> Data:
    texts = {name: getattr(bet, name) for name in ("assumption", "test", "measure", "stop_rule", "owner")}
    return {
        "name": _said(worksheet.product_by_key[bet.product].name),
        **{name: _said(text) for name, text in texts.items()},
        "days": _said(plural(bet.iteration_days, "day", "days") if bet.iteration_days else ""),
    }


def _left_out(worksheet: Worksheet) -> Iterator[str]:
    """What a worksheet on paper has no room for, in sentences."""
    for most, of, what in (
        (MOST_CAPABILITIES, worksheet.capabilities, "capabilities"),
        (MOST_PRODUCTS, worksheet.candidates, "products"),
    ):
        if len(of) > most:
            yield f"The first {most} of {len(of):,} {what} stand here; the report has more."


# Cards


def _capability_cards(worksheet: Worksheet) -> Data:
    """A card for each capability in house; as long as there is none, a page of cards to write on."""
    in_house = [each for each in worksheet.capabilities if each.status is Status.IN_HOUSE][:MOST_CARDS]
    cards: list[Data | None] = [
        {
            "name": _said(each.name),
            "kind": word(each.kind) if each.kind else "",
            "nature": _said(each.nature or each.description, ON_CARD),
            "by_product": _said(each.by_product, ON_CARD),
            "adjustment": _said(each.adjustment, ON_CARD),
        }
        for each in in_house
    ]
    return {"cards": cards or [None] * 4}


def _prompt_cards(_worksheet: Worksheet) -> Data:
    """The prompts, each with what happened and where that is told, and a few to write on."""
    return {"cards": [*map(_prompt, guide.prompt_cards()), *[None] * OWN_QUESTIONS]}


def _prompt(card: guide.Card) -> Data:
    question, _, story = card.body_markdown.partition("\n\n")
    return {"name": card.title, "question": question, "story": _runs(story), "source": card.source}


def _runs(markdown: str) -> list[Mapping[str, str]]:
    return [
        {"text": run.text, "style": run.style, "href": ""} for each in passages(Typed(markdown)) for run in each.runs
    ]


# The way in


def _nothing_more(_worksheet: Worksheet) -> Data:
    return {"ways": WAYS}


def _way_in(invitation: Invitation) -> Data:
    """The code in two halves, as people read it out, the address, and the link as a drawing."""
    code = invitation.code
    drawing = segno.make_qr(invitation.link, error="m").svg_inline(omitsize=True, border=0, dark="#1d2330")
    return {"code": [code[:4], code[4:]], "address": invitation.address, "link": invitation.link, "qr": drawing}


HANDOUTS = {
    "blank": Handout("Blank worksheet", "The eight steps with lines to write on.", _blank, "worksheet.typ"),
    "own": Handout("Team’s worksheet", "As far as you have come, with lines to go on.", _worksheet, "worksheet.typ"),
    "capabilities": Handout(
        "Capability cards", "One capability a card, four to a page, to cut out.", _capability_cards, "cards.typ"
    ),
    "prompts": Handout("Prompt cards", "Thirteen questions, and three of your own.", _prompt_cards, "cards.typ"),
    "join": Handout("Page to join by", "The code and how to join, to pin up.", _nothing_more, "join.typ", is_open=True),
}
"""What can be handed out, by the word in its address and on the command line."""
