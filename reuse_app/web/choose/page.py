"""Step 7, Choose: what the analysis recommends and why, what any choice must respect, and the decisions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.analysis.decisions import take_over
from reuse_app.analysis.portfolio.valuation import value_products
from reuse_app.analysis.scoring import scores_of
from reuse_app.narrative.board import ChoiceBoard, ToldProduct, board_of, write_board
from reuse_app.narrative.chapters.choosing import say_rules
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.isolation import apart_in
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import in_order
from reuse_app.narrative.words import capitalised
from reuse_app.store import constraints, entries
from reuse_app.store.choosing import give_roles
from reuse_app.store.errors import ConflictError, ConstraintError, UnknownEntryError
from reuse_app.web.choose.constraints import (
    LIMIT,
    MUST,
    OF,
    Wish,
    boxes,
    constraints_form,
    exclusions,
    minimums,
    requirements,
    sent_fields,
)
from reuse_app.web.choose.kept_sets import kept_sets
from reuse_app.web.context import g
from reuse_app.web.findings import Known, known
from reuse_app.web.forms.form import NEEDED, WrongFormError
from reuse_app.web.forms.saving import attempt, save_or_start
from reuse_app.web.forms.sent import seen, seen_later, sent_form
from reuse_app.web.page import Page, Sees
from reuse_app.web.server.computing import ComputingError, made
from reuse_app.web.server.working import is_large
from reuse_app.worksheet import Decision, Note, Product, Role
from reuse_app.worksheet.scales import PURSUED
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import whole_number

bp = Page("choose", __name__, Step.CHOOSE, sees=Sees.TYPED)

PAIR = 2
WHY = ("summary", "choosing", "scores", "agreement", "family", "matrix", "gaps", "loose", "flywheels", "open")
"""The chapters of the report that say why; the page folds what they know."""
TRIED = "set"
"""The ticks of the set that is tried, in its address and in the form that decides for it."""
MEANWHILE = "Somebody has given one of these products another role meanwhile. Look at the roles, then decide again."


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
        kept_sets=kept_sets(board.kept),
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
        "is_dissent": _is_dissent,
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


@bp.post("/decisions")
def decide_on_set() -> Response | tuple[str, int]:
    """Pursue exactly the products that were tried, each with its role; what was typed about them stays."""
    sent = [key for key in request.form.getlist(TRIED) if key]
    check_candidates(sent)

    def write() -> int:
        values = value_products(g.worksheet, scores_of(g.worksheet)).values
        roles = take_over(in_order(sent, values), g.worksheet.decisions)
        try:
            return give_roles(g.writer, roles, seen=seen())
        except ConflictError as error:
            raise WrongFormError({TRIED: MEANWHILE}) from error

    return attempt(write, form="try", sent={TRIED: ""}, page=page, back=url_for(".page", _anchor="decisions"))


@bp.post("/decisions/<product>")
def decide(product: str) -> Response | tuple[str, int]:
    """Give a product its role, with the reason and the dissent."""
    check_candidates([product])
    return save_or_start("decision", (product,), page=page, back=url_for(".page", _anchor=f"decision-{product}"))


@bp.post("/decisions/<product>/dissent")
def take_over_note(product: str) -> Response | tuple[str, int]:
    """Add what a note about a product says to its dissent, once; the note stays."""
    check_candidates([product])
    note = next((each for each in g.own.notes if (each.key, each.product) == (request.form.get("note"), product)), None)
    if note is None:
        raise UnknownEntryError("This note is not in the workshop any more.")
    decision = g.worksheet.decision_by_product.get(product)
    dissent = decision.dissent if decision else ""
    sent = {"dissent": "\n\n".join(filter(None, [dissent, _with_author(note)]))}

    def write() -> int:
        if decision is None:
            raise WrongFormError({"role": NEEDED})
        if _is_dissent(note, decision):
            return g.revision
        return entries.change(g.writer, "decision", (product,), sent, seen=g.revision)

    return attempt(
        write, form=f"decision-{product}", sent=sent, page=page, back=url_for(".page", _anchor=f"decision-{product}")
    )


def _is_dissent(note: Note, decision: Decision | None) -> bool:
    """Whether the dissent of a decision says already what a note says."""
    return decision is not None and _with_author(note) in decision.dissent


def _with_author(note: Note) -> str:
    """What a note says, with who says it where everybody is told."""
    author = g.names.get(note.author or "") if g.saved.room.tells_author(note.about, facilitator=False) else None
    return f"{author}: {note.text}" if author else note.text


@bp.post("/constraints")
def change_constraints() -> Response | tuple[str, int]:
    """Change how many products may be chosen and which must be: all fields at once, or a single one."""
    sent = sent_fields(MUST, LIMIT)
    wish = Wish.of(sent)
    check_candidates(wish.required)

    def write() -> int:
        with _shown_at(next(iter(sent), LIMIT)):
            limit_seen = seen_later().get(LIMIT, seen())
            return constraints.change_constraints(g.writer, limit=wish.limit, required=wish.required, seen=limit_seen)

    return attempt(write, form="constraints", sent=sent, page=page, back=_rules())


@bp.post("/exclusions")
def add_exclusion() -> Response | tuple[str, int]:
    """Say that two products may never be chosen together."""
    return _add_pair(
        "exclusion", ("first", "second"), lambda *pair: constraints.exclude(g.writer, pair, once=sent_form())
    )


@bp.post("/exclusions/<int(max=1000):number>/removal")
def remove_exclusion(number: int) -> Response:
    """Let the products of a group be chosen together again."""
    constraints.admit(g.writer, number)
    return redirect(_rules(), 303)


@bp.post("/requirements")
def add_requirement() -> Response | tuple[str, int]:
    """Say that a product may be chosen only with another."""
    return _add_pair(
        "requirement",
        ("product", "needs"),
        lambda product, needs: constraints.add_requirement(g.writer, product, needs, once=sent_form()),
    )


@bp.post("/requirements/<product>/<needs>/removal")
def remove_requirement(product: str, needs: str) -> Response:
    """Let a product be chosen without another again."""
    constraints.remove_requirement(g.writer, product, needs)
    return redirect(_rules(), 303)


@bp.post("/minimums")
def add_minimum() -> Response | tuple[str, int]:
    """Say that at least so many of some products have to be chosen."""
    sent = {"count": "", **sent_fields("count", OF)}
    group = [key for key, text in boxes(sent, OF).items() if text == "1"]
    check_candidates(group)

    def write() -> int:
        if len(group) < PAIR:
            raise WrongFormError({"count": "Tick two products or more."})
        count = whole_number(sent["count"], least=1, most=1000)
        if count is None:
            raise WrongFormError({"count": f"Found {shown(sent['count'])}; write a whole number such as 1."})
        with _shown_at("count"):
            return constraints.add_minimum(g.writer, group, count, once=sent_form())

    return attempt(write, form="minimum-new", sent=sent, page=page, back=_rules())


@bp.post("/minimums/<int(max=1000):number>/removal")
def remove_minimum(number: int) -> Response:
    """Let any number of a group be chosen again."""
    constraints.remove_minimum(g.writer, number)
    return redirect(_rules(), 303)


def _add_pair(what: str, names: tuple[str, str], add: Callable[[str, str], int]) -> Response | tuple[str, int]:
    """Add a rule about two products, which were sent under these names."""
    sent = {name: request.form.get(name, "") for name in names}
    first, second = sent.values()
    check_candidates(key for key in sent.values() if key)

    def write() -> int:
        if not first or not second or first == second:
            raise WrongFormError({names[1]: "Choose two different products."})
        with _shown_at(names[1]):
            return add(first, second)

    return attempt(write, form=f"{what}-new", sent=sent, page=page, back=_rules())


def _rules() -> str:
    return url_for(".page", _anchor="rules")


@contextmanager
def _shown_at(field: str) -> Iterator[None]:
    """Show rules that could not all hold as a mistake in a field of the form that asked for them."""
    try:
        yield
    except ConstraintError as error:
        raise WrongFormError({field: str(error)}) from error


def check_candidates(keys: Iterable[str]) -> None:
    """Only adjacent products can be chosen; anything else is a wrong address."""
    if not set(keys) <= {product.key for product in g.worksheet.candidates}:
        raise NotFound
