"""Step 7, Choose: what the analysis recommends and why, what any choice must respect, and the decisions."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.analysis.decisions import take_over
from reuse_app.analysis.portfolio.weighed_set import WeighedSet
from reuse_app.narrative.chapters.chosen import about
from reuse_app.narrative.figures import potential_challenge
from reuse_app.narrative.material import Material
from reuse_app.narrative.sets import set_numbers, tell_set, worth_figure
from reuse_app.narrative.standing import by_value
from reuse_app.narrative.words import level, listed, rough, signed
from reuse_app.store import constraints
from reuse_app.store.errors import ConflictError, ConstraintError
from reuse_app.store.roles import give_roles
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
TRIED = "set"
"""The ticks of the set that is tried, in its address and in the form that decides for it."""
MEANWHILE = "Somebody has given one of these products another role meanwhile. Look at the roles, then decide again."


@dataclass(frozen=True)
class Candidate:
    """One product on which to decide, with what the analysis says about it."""

    product: Product
    decision: Decision | None
    field: str
    """Where it stands on the map, with potential and challenge."""
    worth: str
    alone: str
    """What it costs alone, with what we have."""
    margin: tuple[str, str]
    """What the set that is tried costs more with it, and is worth more."""
    about: tuple[str, ...]
    is_considered: bool
    is_tried: bool


@bp.get("/choose")
def page() -> str:
    """The answer first, then the set that is tried and what is decided, then why."""
    now, material = known(), Material(g.worksheet, findings())
    weighed = material.weigh(_tried(material))
    candidates = [_candidate(product, material, weighed) for product in _ordered(g.worksheet.considered)]
    return render_template(
        "choose/page.html",
        step=Step.CHOOSE,
        answer=now.page("blocks/answer.html", ("answer",)),
        sure=now.page("blocks/sure.html", ("answer",)),
        why=now.page("blocks/folded.html", WHY),
        map_figure=now.figure(potential_challenge),
        broken=now.findings.decision_rules,
        candidates=candidates,
        adds=now.findings.portfolio.less_cost,
        chances=any(each.product.chance is not None for each in candidates),
        others=[_candidate(product, material, weighed) for product in _ordered(_not_considered())],
        tried=tell_set(weighed, material),
        tried_name=listed(material.products(by_value(weighed.chosen, material.findings))) or "Nothing",
        tried_keys=weighed.chosen,
        tried_said="; ".join(map(str, set_numbers(weighed, material))),
        is_decided=set(weighed.chosen) == set(material.decided_set),
        shape=[(each.product.key, each.product.name, each.about) for each in candidates]
        + [(each.key, each.name) for each in _not_considered()]
        + [_untried(material)],
        groups=groups(g.saved, g.worksheet),
        constraints_form=_constraints_form(),
        roles=tuple(Role),
    )


def _tried(material: Material) -> tuple[str, ...]:
    """The products of the set that this address tries."""
    if TRIED in request.args:
        return tuple(key for key in request.args.getlist(TRIED) if key)
    return _untried(material)


def _untried(material: Material) -> tuple[str, ...]:
    """The set that is ticked as long as nobody tries one: what is decided, or else the best."""
    return material.decided_set or material.best_set


def _not_considered() -> list[Product]:
    kept = {product.key for product in g.worksheet.considered}
    return [product for product in g.worksheet.candidates if product.key not in kept]


def _ordered(products: Iterable[Product]) -> list[Product]:
    """Products to decide on, the most attractive first."""
    scores = findings().scores

    def place(product: Product) -> float:
        score = scores.get(product.key)
        return -(score.total or 0 if score else 0)

    return sorted(products, key=place)


def _candidate(product: Product, material: Material, weighed: WeighedSet) -> Candidate:
    key, found = product.key, material.findings
    margin, score = weighed.margins.get(key), found.scores.get(key)
    has_field = score is not None and score.quadrant is not None
    return Candidate(
        product,
        g.worksheet.decision_by_product.get(key),
        f"{score.quadrant} · {level(score.potential)} / {level(score.challenge)}"
        if score and has_field
        else "not rated",
        worth_figure(found.valuation.values.get(key), material),
        rough(found.economics.solo.get(key)),
        (rough(margin.cost), signed(margin.worth, digits=0)) if margin else ("", ""),
        tuple(about(product, material)),
        key in weighed.margins,
        key in weighed.chosen,
    )


@bp.post("/decisions")
def decide_on_set() -> Response | tuple[str, int]:
    """Pursue exactly the products that were tried, each with its role; what was typed about them stays."""
    sent = [key for key in request.form.getlist(TRIED) if key]
    _check_candidates(sent)

    def write() -> int:
        roles = take_over(by_value(sent, findings()), g.worksheet.decisions)
        try:
            return give_roles(g.writer, roles, seen=seen())
        except ConflictError as error:
            raise WrongFormError({TRIED: MEANWHILE}) from error

    return attempt(write, form="try", sent={TRIED: ""}, page=page, back=url_for(".page", _anchor="decisions"))


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
