"""Step 4, Products: adjacent products found with prompt cards, and the dots by which people shorten the list."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from reuse_app import guide
from reuse_app.narrative.chapters.looked import Board, read_board
from reuse_app.room.headway import Phase, phase_of
from reuse_app.store import entries
from reuse_app.store.choosing import CAP, EACH, change_dot_rules, put_dots, shortlist
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.errors import StoreError, VoteError
from reuse_app.store.stages import begin_phase
from reuse_app.web.context import database, g
from reuse_app.web.entries.tidying import tidy
from reuse_app.web.entries.undo import removed
from reuse_app.web.findings import Known, known
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import add_entry, attempt, save_change
from reuse_app.web.forms.sent import as_fields, direction, seen, typed, typed_whole
from reuse_app.web.page import Page, Sees, Who
from reuse_app.web.permissions import ForbiddenError, may_write
from reuse_app.web.products.hand import came_from, read_hand
from reuse_app.web.products.listing import listing, place_of, place_of_new, read_tally
from reuse_app.web.voters import bylines, is_counted, keep_voter, note_ballot, recorded_people, voter, writer_for
from reuse_app.worksheet import Aim, Capability, Dot, Look, Product, Reply
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import UnclearNumberError, whole_number

bp = Page(
    "products",
    __name__,
    Step.PRODUCTS,
    shows=("product", "capability", "look", "dot", "referral", "note"),
    sees=Sees.OWN,
)
keep_voter(bp)

OFFERED = {name for name, column in columns(Product).items() if column.path[0] not in ("home", "origin")}
"""What this page says of a product; whether it exists already and where it came from is settled when it is added."""
UNVOTED = (Phase.COLLECT, Phase.MERGE, Phase.SHORTLIST)
MOST_KEPT = 500
"""Products that a worksheet holds."""


@bp.get("/products")
def page() -> str:
    """The page of the step, with one card in play and those products open that the address names."""
    opened, prompts, tally, hand, phase = _opened(), guide.prompt_cards(), read_tally(), read_hand(), _phase()
    return render_template(
        "products/page.html",
        step=Step.PRODUCTS,
        phase=phase,
        phases=tuple(Phase),
        collects=phase in (None, Phase.COLLECT) or _refused("new-product"),
        hand=hand if may_write(Step.PRODUCTS) and phase in (None, Phase.COLLECT) else None,
        written=hand.card(request.args.get("card", "")),
        aims=tuple(Aim),
        came_from=came_from,
        open_keys=opened,
        prompts=prompts,
        prompt=next((card for card in prompts if card.key == request.args.get("prompt")), None),
        unused=_unused(),
        board=None if g.saved.room.is_private(Step.PRODUCTS) else known().derived(_board),
        listing=listing(tally, next(iter(opened), None)),
        tally=tally if phase in (None, Phase.DOTS, Phase.SHORTLIST) or _refused("workshop") else None,
        shortlists=phase in (None, Phase.SHORTLIST),
        recorded=recorded_people(),
        referrals=g.saved.rows["referral"].nouns,
        bylines=bylines(Step.PRODUCTS, "product"),
        tidy=tidy("product") if phase in (None, Phase.MERGE) else None,
    )


def _phase() -> Phase | None:
    """The phase in which the room is; None where nobody is led, so that one person does all of it as they like."""
    return phase_of(g.saved.room.stage(Step.PRODUCTS)) if g.saved.room.is_led else None


def _refused(form: str) -> bool:
    """Whether a form was just refused, which stands on the page with what was typed, whatever the phase."""
    return g.draft is not None and g.draft.form == form


def _board(known: Known) -> Board | None:
    """The board of where everybody has looked; None as long as nobody has."""
    return read_board(known.worksheet)


@bp.post("/products")
def add_product() -> Response | tuple[str, int]:
    """Add an adjacent product, which remembers the card from which it came; another card takes its place."""
    hand = read_hand()
    card = hand.card(request.args.get("card", ""))
    back = place_of_new("hand" if card else "add", prompt=request.args.get("prompt"))
    given = card.origin if card else {}
    answer = add_entry("product", form="new-product", page=page, back=back, fields=OFFERED, given=given, add=_add_idea)
    if card and g.draft is None:
        hand.go_on(card.card)
    return answer


def _add_idea(writer: Writer, nouns: Sequence[Product], *, once: SentForm | None) -> int:
    """Add an idea while ideas are collected; raises WrongFormError later, so that what was typed stays on the page."""
    if wrong := _out_of_phase("A new idea", Phase.COLLECT):
        raise WrongFormError({"name": wrong})
    return entries.add_idea(writer, nouns, once=once)


def _out_of_phase(what: str, *phases: Phase) -> str:
    """Why the page does not offer something in the phase in which the room is; empty for whoever leads."""
    phase = _phase()
    if phase is None or phase in phases or g.is_facilitator:
        return ""
    return (
        f"{what} belongs to the phase “{phases[0]}”, and the room is at “{phase}” now, so nothing was saved. "
        "Ask the facilitator, who begins each phase."
    )


def _check_phase(what: str, *phases: Phase) -> None:
    """Refuse what the page does not offer in the phase in which the room is; raises ForbiddenError."""
    if wrong := _out_of_phase(what, *phases):
        raise ForbiddenError(wrong)


@bp.post("/hand")
def reply() -> Response:
    """Say to a card that nothing comes to mind, that something might, or that nobody here needs its prompt again."""
    _check_phase("Passing or keeping a card", Phase.COLLECT)
    hand = read_hand()
    card, said = hand.card(request.values.get("card", "")), request.values.get("reply", "")
    if card is None or said not in set(Reply):
        raise BadRequest
    if said == Reply.REFUSED and not g.is_facilitator:
        raise ForbiddenError("Only a facilitator puts a card away for everybody. Pass it instead.")
    look = Look(**card.card._asdict(), field=card.question.field or None, reply=Reply(said))
    entries.put(Writer(database(), g.saved.address, author=hand.person), [look], seen=g.saved.revision)
    hand.go_on(card.card)
    return redirect(url_for(".page", _anchor="hand"), 303)


def _opened() -> tuple[str, ...]:
    """The products that are open: the one whose form was refused, or those that the address names."""
    sent = (request.view_args or {}).get("product")
    return (str(sent),) if g.draft and g.draft.form == f"product-{sent}" else tuple(request.args.getlist("open"))


@bp.post("/products/<key:product>")
def change_product(product: str) -> Response | tuple[str, int]:
    """Change a product; its place on the shortlist in the last phase."""
    if "shortlisted" in request.form:
        _check_phase("The shortlist", Phase.SHORTLIST)
    return save_change("product", (product,), page=page, back=place_of(product), fields=OFFERED)


@bp.post("/products/<key:product>/position")
def move_product(product: str) -> Response:
    """Move a product up or down the list of candidates, which stays as it is while people vote on it."""
    _check_phase("The order of the list", *UNVOTED)
    seen = [(each.key,) for each in g.worksheet.candidates]
    entries.move(g.writer, "product", (product,), by=direction(), among=seen)
    return redirect(place_of(product), 303)


@bp.post("/products/<key:product>/removal")
def remove_product(product: str) -> Response:
    """Remove a product with what hangs on it, but none on which people vote."""
    _check_phase("Removing an idea", *UNVOTED)
    return removed("product", (product,), back="products")


def _unused() -> list[Capability]:
    """Capabilities in house that no adjacent product needs yet; none while nobody sees what others found for them."""
    if g.saved.room.is_private(Step.PRODUCTS):
        return []
    candidates = {product.key for product in g.worksheet.candidates}
    used = {link.capability for link in g.worksheet.needed_links if link.product in candidates}
    return [found for found in g.worksheet.capabilities if found.key not in used and found.status == "in-house"]


@bp.post("/dots/<key:product>", votes=True)
def give_dots(product: str) -> Response:
    """Let a person's dots on a product be so many from now on."""
    if product not in {each.key for each in g.worksheet.candidates}:
        raise NotFound
    person = voter()
    if person is None:
        raise ForbiddenError("Dots belong to a person. Say whose they are on the Products page first.")
    _check_phase("Giving dots", Phase.DOTS, Phase.SHORTLIST)
    if is_counted(Step.PRODUCTS):
        raise ForbiddenError("The dots are counted, so they stay as they are. Nothing was saved.")
    was_full = _is_full()
    put_dots(writer_for(person), _dot(person.key, product))
    g.reload()
    note_ballot(person, Step.PRODUCTS, was_full=was_full, is_full=_is_full())
    return redirect(place_of(product), 303)


def _is_full() -> bool:
    """Whether the person who votes has given all their dots."""
    tally = read_tally()
    return tally is not None and not tally.left


@bp.post("/phase", who=Who.FACILITATORS)
def begin() -> Response:
    """Begin a phase of the step, for everybody."""
    phase = request.form.get("phase", "")
    if phase not in set(Phase):
        raise BadRequest
    begin_phase(g.writer, Phase(phase))
    return redirect(url_for(".page"), 303)


@bp.post("/dot-rules", who=Who.FACILITATORS)
def set_dot_rules() -> Response | tuple[str, int]:
    """Change how many dots each person has, and how many of them one product may get."""
    sent = typed("workshop", (EACH, CAP))

    def write() -> int:
        try:
            return change_dot_rules(g.writer, as_fields("workshop", sent), seen=seen())
        except VoteError as error:
            raise WrongFormError({next(iter(sent)): str(error)}) from error

    return attempt(write, form="workshop", sent=sent, page=page, back=url_for(".page", _anchor="dots"))


@bp.post("/shortlist", who=Who.FACILITATORS)
def keep_first() -> Response:
    """Put the products with the most dots on the shortlist, and no others."""
    tally, first = read_tally(), whole_number(request.form.get("first", ""), least=1, most=MOST_KEPT)
    if first is None:
        raise StoreError(f"Say how many products to keep, as a number of 1 to {MOST_KEPT}.")
    if tally is None or not tally.totals:
        raise StoreError("No dots are shown yet, so there is no order to go by. Nothing was changed.")
    shortlist(g.writer, tally.first(first))
    return redirect(url_for(".page", order="dots", _anchor="list"), 303)


def _dot(participant: str, product: str) -> Dot:
    try:
        count = typed_whole(request.form.get("count", ""))
        return Dot.model_validate({"participant": participant, "product": product, "count": count})
    except (UnclearNumberError, ValidationError) as error:
        raise BadRequest from error
