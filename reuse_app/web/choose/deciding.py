"""What is decided on Choose: for a set or one product, which rules any choice must respect, and which sets are kept."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.analysis.decisions import take_over
from reuse_app.analysis.portfolio.valuation import value_products
from reuse_app.analysis.scoring import scores_of
from reuse_app.narrative.standing import in_order
from reuse_app.store import choosing, constraints, entries
from reuse_app.store.errors import ConflictError, ConstraintError, RoomError, UnknownEntryError
from reuse_app.web.choose.constraints import LIMIT, MUST, OF, Wish, boxes, sent_fields
from reuse_app.web.choose.page import TRIED, bp, is_dissent, page, with_author
from reuse_app.web.context import g
from reuse_app.web.forms.form import NEEDED, WrongFormError
from reuse_app.web.forms.saving import attempt, save_or_start
from reuse_app.web.forms.sent import seen, seen_later, sent_form
from reuse_app.worksheet import Set
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import clean_line, key_for, whole_number

__all__ = ["bp"]

PAIR = 2
MEANWHILE = "Somebody has given one of these products another role meanwhile. Look at the roles, then decide again."


@bp.post("/decisions")
def decide_on_set() -> Response | tuple[str, int]:
    """Pursue exactly the products that were tried, each with its role; what was typed about them stays."""
    sent = [key for key in request.form.getlist(TRIED) if key]
    _check_candidates(sent)

    def write() -> int:
        values = value_products(g.worksheet, scores_of(g.worksheet)).values
        roles = take_over(in_order(sent, values), g.worksheet.decisions)
        try:
            return choosing.give_roles(g.writer, roles, seen=seen())
        except ConflictError as error:
            raise WrongFormError({TRIED: MEANWHILE}) from error

    return attempt(write, form="try", sent={TRIED: ""}, page=page, back=url_for(".page", _anchor="decisions"))


@bp.post("/decisions/<product>")
def decide(product: str) -> Response | tuple[str, int]:
    """Give a product its role, with the reason and the dissent."""
    _check_candidates([product])
    return save_or_start("decision", (product,), page=page, back=url_for(".page", _anchor=f"decision-{product}"))


@bp.post("/decisions/<product>/dissent")
def take_over_note(product: str) -> Response | tuple[str, int]:
    """Add what a note about a product says to its dissent, once; the note stays."""
    _check_candidates([product])
    note = next((each for each in g.own.notes if (each.key, each.product) == (request.form.get("note"), product)), None)
    if note is None:
        raise UnknownEntryError("This note is not in the workshop any more.")
    decision = g.worksheet.decision_by_product.get(product)
    dissent = decision.dissent if decision else ""
    sent = {"dissent": "\n\n".join(filter(None, [dissent, with_author(note)]))}

    def write() -> int:
        if decision is None:
            raise WrongFormError({"role": NEEDED})
        if is_dissent(note, decision):
            return g.revision
        return entries.change(g.writer, "decision", (product,), sent, seen=g.revision)

    return attempt(
        write, form=f"decision-{product}", sent=sent, page=page, back=url_for(".page", _anchor=f"decision-{product}")
    )


@bp.post("/constraints")
def change_constraints() -> Response | tuple[str, int]:
    """Change how many products may be chosen and which must be: all fields at once, or a single one."""
    sent = sent_fields(MUST, LIMIT)
    wish = Wish.of(sent)
    _check_candidates(wish.required)

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
    _check_candidates(group)

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


@bp.post("/sets")
def keep_set() -> Response | tuple[str, int]:
    """Keep the products that were ticked under a name."""
    name = request.form.get("name", "")
    products = list(dict.fromkeys(key for key in request.form.getlist(TRIED) if key))
    _check_candidates(products)

    def write() -> int:
        if not products:
            raise WrongFormError({"name": "Nothing is ticked. Tick what belongs to the set, then keep it."})
        kept = Set.model_validate({"key": key_for(clean_line(name), (), otherwise="set"), "name": name})
        try:
            return choosing.keep_set(g.writer, kept, products, once=sent_form())
        except RoomError as error:
            raise WrongFormError({"name": f"{error} Remove one first."}) from error

    return attempt(write, form="set-new", sent={"name": name}, page=page, back=_kept(products))


@bp.post("/sets/<key:kept>/beside")
def put_set_beside(kept: str) -> Response:
    """Let a kept set stand side by side with others."""
    choosing.put_beside(g.writer, kept)
    return redirect(_kept(), 303)


@bp.post("/sets/<key:kept>/aside")
def put_set_aside(kept: str) -> Response:
    """Let a kept set stand side by side with others no longer."""
    choosing.put_aside(g.writer, kept)
    return redirect(_kept(), 303)


@bp.post("/sets/<key:kept>/removal")
def remove_set(kept: str) -> Response:
    """Keep a set no longer; undo brings it back."""
    choosing.remove_set(g.writer, kept)
    return redirect(_kept(), 303)


def _add_pair(what: str, names: tuple[str, str], add: Callable[[str, str], int]) -> Response | tuple[str, int]:
    """Add a rule about two products, which were sent under these names."""
    sent = {name: request.form.get(name, "") for name in names}
    first, second = sent.values()
    _check_candidates(key for key in sent.values() if key)

    def write() -> int:
        if not first or not second or first == second:
            raise WrongFormError({names[1]: "Choose two different products."})
        with _shown_at(names[1]):
            return add(first, second)

    return attempt(write, form=f"{what}-new", sent=sent, page=page, back=_rules())


def _rules() -> str:
    return url_for(".page", _anchor="rules")


def _kept(tried: list[str] | None = None) -> str:
    """Where kept sets stand on the page, with these products ticked."""
    return url_for(".page", set=tried, _anchor="kept")


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
