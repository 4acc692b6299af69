"""Step 7, Choose: what the analysis recommends and why, what any choice must respect, and the decisions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.analysis import Findings
from reuse_app.narrative import figures
from reuse_app.store import constraints
from reuse_app.store.errors import ConstraintError
from reuse_app.web.choose.betting import Bets
from reuse_app.web.choose.constraints import LIMIT, MUST, Wish, groups
from reuse_app.web.choose.costing import Costing
from reuse_app.web.choose.reading import Reading
from reuse_app.web.choose.verdict import is_limited, reach_verdict
from reuse_app.web.context import g
from reuse_app.web.findings import figure, findings
from reuse_app.web.forms.form import Form, WrongFormError, as_typed
from reuse_app.web.forms.saving import attempt, save_or_start
from reuse_app.web.forms.sent import form_of, seen, seen_later, sent_form
from reuse_app.web.page import Page, Sees
from reuse_app.worksheet import Role
from reuse_app.worksheet.steps import Step

bp = Page("choose", __name__, Step.CHOOSE, sees=Sees.TYPED)

PAIR = 2

FIGURES = (
    figures.potential_challenge,
    figures.rank_acceptability,
    figures.value_over_budget,
    figures.average_cost,
    figures.tornado,
    figures.flow,
    figures.flywheels,
)
"""What the page shows in figures; each is drawn only when the worksheet says enough."""


def sections(found: Findings) -> list[tuple[str, str]]:
    """The sections that the page has something to say in, by their anchors."""
    stated = {
        "set": ("The best set", is_limited(found) and found.portfolio.chosen),
        "scores": ("Ratings", found.scores),
        "steadiness": ("How steady", found.scores),
        "cost": ("Cost", found.economics.qualitative),
        "coverage": ("In stock", any(cover.by_need is not None for cover in found.coverage.values())),
        "commonality": ("In common", found.commonality.ci is not None),
        "flywheels": ("Flywheels", found.flywheels),
        "claims": ("Unproven claims", found.claims),
        "rules": ("Rules", True),
        "decisions": ("Decide", True),
    }
    return [(anchor, title) for anchor, (title, has_content) in stated.items() if has_content]


@bp.get("/choose")
def page() -> str:
    """The answer first, then why, then what is decided."""
    worksheet, found = g.worksheet, findings()
    return render_template(
        "choose/page.html",
        step=Step.CHOOSE,
        findings=found,
        verdict=reach_verdict(worksheet, found),
        reading=Reading(worksheet, found),
        costing=Costing(worksheet, found),
        bets=Bets(worksheet, found),
        figures={draw.__name__: figure(draw) for draw in FIGURES},
        sections=sections(found),
        is_limited=is_limited(found),
        groups=groups(g.saved, worksheet),
        constraints_form=_constraints_form(),
        roles=tuple(Role),
    )


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
