"""Step 7, Choose: what the analysis recommends and why, what any choice must respect, and the decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from flask import render_template, request

from reuse_app.narrative.blocks import Table
from reuse_app.narrative.board import ChoiceBoard, ToldProduct, board_of, write_board
from reuse_app.narrative.chapters.choosing import say_rules
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.isolation import apart_in
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import capitalised
from reuse_app.web.choose.constraints import constraints_form, exclusions, minimums, requirements
from reuse_app.web.context import g
from reuse_app.web.findings import Known, known
from reuse_app.web.forms.form import Form
from reuse_app.web.forms.sent import form_of
from reuse_app.web.page import Page, Sees
from reuse_app.web.server.computing import ComputingError, made
from reuse_app.web.server.working import is_large
from reuse_app.worksheet import Decision, Note, Product, Role, Set
from reuse_app.worksheet.scales import PURSUED
from reuse_app.worksheet.steps import Step

bp = Page("choose", __name__, Step.CHOOSE, sees=Sees.TYPED)

WHY = ("summary", "choosing", "scores", "agreement", "family", "matrix", "gaps", "loose", "flywheels", "open")
"""The chapters of the report that say why; the page folds what they know."""
TRIED = "set"
"""The ticks of the set that is tried, in its address and in the form that decides for it."""


@dataclass(frozen=True)
class Candidate:
    """One product on which to decide, with what the analysis says about it."""

    product: Product
    decision: Decision | None
    line: ToldProduct
    is_considered: bool
    is_tried: bool
    with_or_without: tuple[str, ...] = ()
    """The set that is tried with this product, or without it where it has it; its way for those who only read."""


@dataclass(frozen=True)
class KeptSets:
    """The kept sets and what is said of those that stand side by side."""

    beside: tuple[tuple[Set, tuple[str, ...]], ...]
    """Each with the products on which it could be decided."""
    aside: tuple[Set, ...]
    table: Table | None
    form: Form
    """What keeps another; its name begins as the first letter that no set is called."""


@bp.get("/choose")
def page() -> str:
    """The answer first, then the set that is tried and what is decided, then why."""
    try:
        return _page(known())
    except ComputingError as error:
        raise ComputingError(_early()) from error


def _page(now: Known) -> str:
    """The page with what the analysis says."""
    found = now.findings
    parts = [
        now.page("blocks/answer.html", ("answer",)),
        now.page("blocks/sure.html", ("answer",)),
        (why := now.page("blocks/folded.html", WHY)),
    ]
    board = _board(now)
    candidates, others = _candidates(now, board)
    return render_template(
        "choose/page.html",
        **_forms(candidates, others),
        answer=parts[0],
        sure=parts[1],
        why=why,
        chapters=(("report-answer", "How sure the answer is"), *why.index, ("rules", "What any choice must respect")),
        map_figure=now.figure(potential_challenge),
        broken=[apart_in(rule.sentence, g.worksheet) for rule in found.decision_rules],
        adds=found.portfolio.less_cost,
        worth_is=board.worth_is,
        chances=any(each.product.chance is not None for each in candidates),
        board=board,
        kept_sets=_kept_sets(board.kept),
        shape=[(each.product.key, each.product.name, each.line.about) for each in candidates]
        + [(each.key, each.name) for each in _not_considered()]
        + [board.untried],
    )


def _board(now: Known) -> ChoiceBoard:
    """What is told beside the set that this address tries, or that was sent in a form that is refused.

    Of a large worksheet a worker writes it; of others what all sets have in common is kept for the next one.
    """
    sent = set(request.values.getlist(TRIED)) if TRIED in request.values else None
    tried = None if sent is None else tuple(key for key in now.findings.considered if key in sent)
    if not is_large(now.worksheet):
        return board_of(now.derived(_material), tried)
    kind = "board" if tried is None else "board of a set"
    return made().get(now.key(kind, tried or ()), write_board, now.worksheet, now.findings, tried)


def _material(now: Known) -> Material:
    """What the sets of this state are told from, weighed once for all who look."""
    return Material(now.worksheet, now.findings)


def _early() -> str:
    """The page before the analysis is there."""
    candidates = [_unweighed(product, is_considered=True) for product in g.worksheet.considered]
    others = [_unweighed(product, is_considered=False) for product in _not_considered()]
    return render_template(
        "choose/computing.html",
        **_forms(candidates, others),
        adds=False,
        worth_is="Worth",
        chances=False,
        shape="computing",
    )


def _forms(candidates: Sequence[Candidate], others: Sequence[Candidate]) -> dict[str, Any]:
    """What the page holds whatever the analysis says: the products with their roles, and the rules."""
    return {
        "step": Step.CHOOSE,
        "candidates": candidates,
        "others": others,
        "rules_said": capitalised(say_rules(g.worksheet)) or "No rule beside the budget.",
        "exclusions": exclusions(),
        "requirements": requirements(),
        "minimums": minimums(),
        "constraints_form": constraints_form(),
        "roles": tuple(Role),
        "is_dissent": is_dissent,
    }


def _unweighed(product: Product, *, is_considered: bool) -> Candidate:
    """A product of which nothing is known yet but what people said."""
    decision, later = g.worksheet.decision_by_product.get(product.key), "…"
    is_tried = (
        product.key in request.args.getlist(TRIED)
        if TRIED in request.args
        else decision is not None and decision.role in PURSUED
    )
    line = ToldProduct("", later, later, (later, later), ())
    return Candidate(product, decision, line, is_considered, is_tried)


def _not_considered() -> list[Product]:
    kept = {product.key for product in g.worksheet.considered}
    return [product for product in g.worksheet.candidates if product.key not in kept]


def _candidates(now: Known, board: ChoiceBoard) -> tuple[list[Candidate], list[Candidate]]:
    """The considered products with what is told of each, and the others, the most attractive first."""
    considered, tried = set(now.findings.considered), board.keys
    products, decided = g.worksheet.product_by_key, g.worksheet.decision_by_product
    every = [
        Candidate(products[key], decided.get(key), line, key in considered, key in tried, _turned(key, tried))
        for key, line in board.lines.items()
    ]
    return [each for each in every if each.is_considered], [each for each in every if not each.is_considered]


def _turned(key: str, tried: Sequence[str]) -> tuple[str, ...]:
    """Return a set with a product, or without it where it has it, as the ticks of a form would say it."""
    return ("", *(each for each in tried if each != key), *(() if key in tried else (key,)))


def _kept_sets(compared: Table | None) -> KeptSets:
    """Return the kept sets as everybody may see them, with the table in which some stand side by side."""
    sheet = g.shown
    names, form = {each.name for each in sheet.sets}, form_of("set", ("new",))
    free = next(letter for letter in ascii_uppercase if letter not in names)
    return KeptSets(
        tuple((each, _to_decide(sheet.products_by_set[each.key])) for each in sheet.sets_beside),
        tuple(each for each in sheet.sets if each not in sheet.sets_beside),
        compared,
        replace(form, values={"name": free, **form.values}),
    )


def _to_decide(products: tuple[str, ...]) -> tuple[str, ...]:
    considered = {product.key for product in g.worksheet.considered}
    return tuple(key for key in products if key in considered)


def is_dissent(note: Note, decision: Decision | None) -> bool:
    """Whether the dissent of a decision says already what a note says."""
    return decision is not None and with_author(note) in decision.dissent


def with_author(note: Note) -> str:
    """What a note says, with who says it where everybody is told."""
    author = g.names.get(note.author or "") if g.saved.room.tells_author(note.about, facilitator=False) else None
    return f"{author}: {note.text}" if author else note.text
