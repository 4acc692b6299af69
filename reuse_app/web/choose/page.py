"""Step 7, Choose: what the analysis recommends and why, what any choice must respect, and the decisions."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.narrative.chapters.chosen import about
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import listed
from reuse_app.store import constraints
from reuse_app.store.errors import ConstraintError
from reuse_app.store.rows import groups_of
from reuse_app.store.workshop_state import Saved
from reuse_app.web.context import g
from reuse_app.web.findings import findings, known
from reuse_app.web.forms.form import Form, WrongFormError, as_typed
from reuse_app.web.forms.saving import attempt, save_or_start
from reuse_app.web.forms.sent import form_of, seen, seen_later, sent_form
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Decision, Product, Role, Worksheet
from reuse_app.worksheet.steps import Step

bp = Page("choose", __name__, Step.CHOOSE, sees=Sees.TYPED)

PAIR = 2
WHY = ("summary", "choosing", "scores", "agreement", "family", "matrix", "gaps", "flywheels", "open")
"""The chapters of the report that say why; the page folds what they know."""
MUST = "must_"
"""What the name of a box begins with; the key of the product follows."""
LIMIT = "at_most"


@dataclass(frozen=True)
class Candidate:
    """One product on which to decide, with what the analysis says about it."""

    product: Product
    decision: Decision | None
    about: tuple[str, ...]
    shortlisted: bool


@bp.get("/choose")
def page() -> str:
    """The answer first, then what is decided, then why."""
    now, candidates = known(), _candidates()
    return render_template(
        "choose/page.html",
        step=Step.CHOOSE,
        answer=now.page("blocks/answer.html", ("answer",)),
        why=now.page("blocks/folded.html", WHY),
        broken=now.findings.decision_rules,
        candidates=candidates,
        shape=[(each.product.key, each.product.name, each.about, each.shortlisted) for each in candidates],
        groups=groups(g.saved, g.worksheet),
        constraints_form=_constraints_form(),
        roles=tuple(Role),
    )


def _candidates() -> list[Candidate]:
    """The products to decide on: the shortlist first, and in it the most attractive."""
    kept, found = {product.key for product in g.worksheet.considered}, findings()
    material = Material(g.worksheet, found)

    def place(product: Product) -> tuple[bool, float]:
        score = found.scores.get(product.key)
        return product.key not in kept, -(score.total or 0 if score else 0)

    return [
        Candidate(
            product,
            g.worksheet.decision_by_product.get(product.key),
            tuple(about(product, material)),
            product.key in kept,
        )
        for product in sorted(g.worksheet.candidates, key=place)
    ]


@bp.post("/decisions/<product>")
def decide(product: str) -> Response | tuple[str, int]:
    """Give a product its role, with the reason and the dissent."""
    _check_candidates([product])
    return save_or_start("decision", (product,), page=page, back=url_for(".page", _anchor=f"decision-{product}"))


@bp.post("/constraints")
def change_constraints() -> Response | tuple[str, int]:
    """Change how many products may be chosen and which must be: all fields at once, or a single one."""
    sent = {name: values[-1] for name, values in request.form.lists() if name.startswith(MUST) or name == LIMIT}
    wish = Wish.of(sent)
    _check_candidates(wish.required)

    def write() -> int:
        with _shown_at(next(iter(sent), LIMIT)):
            limit_seen = seen_later().get(LIMIT, seen())
            return constraints.change_constraints(g.writer, limit=wish.limit, required=wish.required, seen=limit_seen)

    back = url_for(".page", _anchor="rules")
    return attempt(write, form="constraints", sent=sent, page=page, back=back)


@bp.post("/exclusions")
def add_exclusion() -> Response | tuple[str, int]:
    """Say that two products may never be chosen together."""
    sent = {name: request.form.get(name, "") for name in ("first", "second")}
    pair = [key for key in sent.values() if key]
    _check_candidates(pair)

    def write() -> int:
        if len(set(pair)) < PAIR:
            raise WrongFormError({"second": "Choose two different products."})
        with _shown_at("second"):
            return constraints.exclude(g.writer, pair, once=sent_form())

    return attempt(write, form="exclusion-new", sent=sent, page=page, back=url_for(".page", _anchor="rules"))


@bp.post("/exclusions/<int(max=1000):number>/removal")
def remove_exclusion(number: int) -> Response:
    """Let the products of a group be chosen together again."""
    constraints.admit(g.writer, number)
    return redirect(url_for(".page", _anchor="rules"), 303)


@contextmanager
def _shown_at(field: str) -> Iterator[None]:
    """Show rules that could not all hold as a mistake in a field of the form that asked for them."""
    try:
        yield
    except ConstraintError as error:
        raise WrongFormError({field: str(error)}) from error


def _check_candidates(keys: Iterable[str]) -> None:
    """Only adjacent products can be chosen; anything else is a wrong address."""
    if not set(keys) <= {product.key for product in g.worksheet.candidates}:
        raise NotFound


def _constraints_form() -> Form:
    """The constraints as a form; it is of the workshop's version, because a limit is the one value to clash on."""
    form, rules = form_of("constraints", ()), g.worksheet.constraints
    saved = {"at_most": as_typed(rules.at_most), **dict.fromkeys((MUST + key for key in rules.must_have), "1")}
    return replace(form, values={**saved, **form.values}, version=form.version or g.saved.version("workshop"))


@dataclass(frozen=True)
class Group:
    """Products of which at most one may be chosen."""

    number: int
    names: str


@dataclass(frozen=True)
class Wish:
    """What somebody wants the constraints to be; what was not sent stays as it is."""

    required: Mapping[str, bool]
    """The products that were sent, and whether each must be chosen."""
    limit: Mapping[str, str | None]
    """The limit, if it was sent; None for no limit."""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields that were sent."""
        boxes = {name.removeprefix(MUST): text == "1" for name, text in sent.items() if name.startswith(MUST)}
        return cls(boxes, {LIMIT: sent[LIMIT].strip() or None} if LIMIT in sent else {})


def groups(saved: Saved, worksheet: Worksheet) -> list[Group]:
    """The groups of products of a worksheet that exclude each other, by their numbers."""
    found = groups_of(row.noun for row in saved.rows["exclusive"] if row.noun.product in worksheet.product_by_key)
    return [
        Group(number, listed([worksheet.product_by_key[key].name for key in keys]))
        for number, keys in sorted(found.items())
    ]
