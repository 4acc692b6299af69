"""Step 7, Choose: what the analysis recommends and why, what any choice must respect, and the decisions."""

from collections.abc import Iterable
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.analysis import Findings
from reuse_app.report import figures
from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.betting import Bets
from reuse_app.web.constraints import MUST, Wish, admit, contradiction, exclude, groups, require
from reuse_app.web.context import g
from reuse_app.web.costing import Costing
from reuse_app.web.finding import figure, findings
from reuse_app.web.forms import Draft, Form, as_typed, attempt, form_of, once, refused, save_or_start, seen
from reuse_app.web.reading import Reading
from reuse_app.web.verdict import is_limited, reach_verdict
from reuse_app.worksheet import Role
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("choose", __name__)

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
        groups=groups(g.saved),
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
    sent = {name: values[-1] for name, values in request.form.lists() if name.startswith(MUST) or name == "at_most"}
    wish = Wish.of(sent)
    _check_candidates(wish.required)

    def write() -> None:
        if "at_most" in sent:
            entries.change(g.writer, "workshop", (), {"at_most": wish.at_most}, seen=seen())
        require(g.writer, g.saved, wish.required)

    mistake = contradiction(g.worksheet, **wish.changes(g.worksheet))
    if mistake:
        return refused(Draft("constraints", sent, {next(iter(sent)): mistake}, version=seen()), page, 422)
    back = url_for(".page", _anchor="rules")
    return attempt(write, form="constraints", sent=sent, page=page, back=back, of=("workshop", ()))


@bp.post("/exclusions")
def add_exclusion() -> Response | tuple[str, int]:
    """Say that two products may never be chosen together."""
    sent = {name: request.form.get(name, "") for name in ("first", "second")}
    pair = [key for key in sent.values() if key]
    _check_candidates(pair)
    together = [*map(list, g.worksheet.constraints.exclusive), pair]
    differ = len(set(pair)) > 1
    mistake = contradiction(g.worksheet, exclusive=together) if differ else "Choose two different products."
    if mistake:
        return refused(Draft("exclusion-new", sent, {"second": mistake}), page, 422)

    def write() -> None:
        exclude(g.writer, g.saved, pair, once=once())

    return attempt(write, form="exclusion-new", sent=sent, page=page, back=url_for(".page", _anchor="rules"))


@bp.post("/exclusions/<int(max=1000):number>/removal")
def remove_exclusion(number: int) -> Response:
    """Let the products of a group be chosen together again."""
    group = next((each for each in groups(g.saved) if each.number == number), None)
    if group is None:
        raise NotFound
    admit(g.writer, group)
    return redirect(url_for(".page", _anchor="rules"), 303)


def _check_candidates(keys: Iterable[str]) -> None:
    """Only adjacent products can be chosen; anything else is a wrong address."""
    if not set(keys) <= {product.key for product in g.worksheet.candidates}:
        raise NotFound


def _constraints_form() -> Form:
    """The constraints as a form; it is of the workshop's version, because a limit is the one value to clash on."""
    form, rules = form_of("constraints", ()), g.worksheet.constraints
    saved = {"at_most": as_typed(rules.at_most), **dict.fromkeys((MUST + key for key in rules.must_have), "1")}
    return replace(form, values={**saved, **form.values}, version=form.version or g.saved.version("workshop"))
