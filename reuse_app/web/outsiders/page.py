"""Ask outsiders, for facilitators: what they read, the link, the tray of what came in, and people to ring."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reuse_app.room import Inquiry, Referral, Settled
from reuse_app.room.outsiders import MOST_ASKED
from reuse_app.store import entries
from reuse_app.store import outsiders as store
from reuse_app.store.errors import StoreError, UnknownEntryError
from reuse_app.store.grants import GrantRole, Pass, grants_of
from reuse_app.store.holdings import held_secret
from reuse_app.store.outsiders import Received
from reuse_app.store.people import new_link, take_back
from reuse_app.web.access import remember, secret_of_form
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.cards import SAID_OF
from reuse_app.web.context import database, g
from reuse_app.web.forms.form import Form, WrongFormError
from reuse_app.web.forms.saving import attempt, save_change
from reuse_app.web.forms.sent import as_fields, form_of, sent_form, sent_texts, typed
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser
from reuse_app.web.template_filters import begun
from reuse_app.worksheet import Aspect, Capability, Product
from reuse_app.worksheet.isic import divisions
from reuse_app.worksheet.nature import named
from reuse_app.worksheet.values import NAME_LENGTH, clean_line, key_for, whole_number

bp = Page("outsiders", __name__, Who.FACILITATORS, shows=("inquiry", "referral"))

ROUND_NUMBER = 1_000_000
"""Above any number of an entry."""
LONGEST_TITLE = 60
"""Characters of an answer that begin the name of a product."""
BEGINNINGS = {
    Aspect.NATURE: "We cannot do this well enough: {}",
    Aspect.BY_PRODUCT: "We could use this, if we had it: {}",
    Aspect.ADJUSTMENT: "This would help us: {}",
}
"""How the wording of a sentence as somebody's problem may begin."""


@dataclass(frozen=True)
class NatureSentence:
    """What a capability does, leaves over or could become: what a sentence for outsiders is made of."""

    capability: Capability
    of: Aspect
    sentence: str

    @property
    def name(self) -> str:
        """The side in an address."""
        return f"{self.capability.key}:{self.of.value}"

    @property
    def what(self) -> str:
        """Which side it is, in words."""
        return SAID_OF[self.of]

    @property
    def begun(self) -> str:
        """What its wording begins with."""
        return BEGINNINGS[self.of].format(self.sentence)[:NAME_LENGTH]


@dataclass(frozen=True)
class Asked:
    """A sentence that outsiders read, of which side it is, and the names in it that they would read too."""

    inquiry: Inquiry
    side: NatureSentence | None
    named: list[str]


@bp.get("/outsiders")
def page() -> str:
    """What outsiders read, the link, what came in, and people to ring."""
    tray = store.received(database(), g.saved.id)
    sides, picked = list(_sides()), request.values.get("pick", "")
    asked = list(_asked(sides))
    link = _link()
    return render_template(
        "outsiders/page.html",
        asked=asked,
        sides=[side for side in sides if side not in [each.side for each in asked]],
        picked=next((side for side in sides if side.name == picked), None),
        is_full=len(asked) >= MOST_ASKED,
        link=link,
        url=_url(link),
        qr=qr_svg(_url(link)) if _url(link) else "",
        waiting=[each for each in tray if not each.settled],
        settled=[each for each in tray if each.settled],
        opened=_opened(),
        let_in_form=_let_in_form,
        divisions={each.code: each.name for each in divisions().values()},
        referrals=g.saved.rows["referral"].nouns,
    )


@bp.post("/inquiries")
def add_inquiry() -> Response | tuple[str, int]:
    """Let outsiders read one more sentence."""
    sent = typed("inquiry")

    def ask() -> int:
        if len(g.saved.rows["inquiry"]) >= MOST_ASKED:
            raise WrongFormError({"wording": f"Outsiders read {MOST_ASKED} sentences at most. Take one away first."})
        inquiry = Inquiry.model_validate({**as_fields("inquiry", sent), "number": 1})
        return entries.add(g.writer, [inquiry], once=sent_form())

    return attempt(ask, form="inquiry-new", sent=sent, page=page, back=_back("asked"))


@bp.post(f"/inquiries/<int(max={ROUND_NUMBER}):number>")
def change_inquiry(number: int) -> Response | tuple[str, int]:
    """Word a sentence anew."""
    return save_change("inquiry", (number,), page=page, back=_back("asked"), fields={"wording"})


@bp.post(f"/inquiries/<int(max={ROUND_NUMBER}):number>/removal")
def remove_inquiry(number: int) -> Response:
    """Let outsiders read a sentence no more."""
    entries.remove(g.writer, "inquiry", (number,))
    return redirect(_back("asked"), 303)


@bp.post("/outsiders")
def share() -> Response:
    """Make the link, which this browser keeps to show it again; the one before is closed."""
    if not g.saved.rows["inquiry"]:
        raise StoreError("There is nothing to ask yet. Pick a sentence first.")
    secret = secret_of_form("outsiders", g.saved.address)
    new_link(g.writer, GrantRole.OUTSIDER, secret=secret, instead_of=[each.id for each in _open_links()])
    return remember(redirect(_back("link"), 303), secret)


@bp.post("/outsiders/removal")
def close() -> Response:
    """Close the link at once; what came in stays."""
    take_back(g.writer, [each.id for each in _open_links()])
    return redirect(_back("link"), 303)


@bp.post(f"/answers/<int(max={ROUND_NUMBER}):number>/product")
def let_in_idea(number: int) -> Response | tuple[str, int]:
    """Make a product of an answer, for all to see."""
    _check_known(number)
    sent = {**typed("product", ("name", "customer")), **sent_texts("field")}

    def let_in() -> int:
        fields = {name: sent.get(name, "") for name in ("name", "customer")}
        key = key_for(clean_line(fields["name"]), (), otherwise="product")
        product = Product.model_validate({**fields, "key": key})
        return store.let_in_idea(g.writer, number, product, field=sent["field"] or None, once=sent_form())

    return attempt(let_in, form=f"answer-{number}", sent=sent, page=page, back=_back("tray"))


@bp.post(f"/answers/<int(max={ROUND_NUMBER}):number>/referral")
def let_in_name(number: int) -> Response:
    """Put somebody whom an outsider has named on the list of people to ring."""
    store.let_in_name(g.writer, number)
    return redirect(_back("referrals"), 303)


@bp.post(f"/answers/<int(max={ROUND_NUMBER}):number>/settlement")
def settle(number: int) -> Response:
    """Put an answer aside, or back into the tray."""
    back = request.form.get("back") == "1"
    store.settle(g.writer, number, None if back else Settled.ASIDE)
    return redirect(_back("tray"), 303)


@bp.post(f"/answers/<int(max={ROUND_NUMBER}):number>/removal")
def discard(number: int) -> Response:
    """Delete an answer."""
    store.discard(g.writer, number)
    return redirect(_back("settled"), 303)


@bp.post("/referrals")
def add_referral() -> Response | tuple[str, int]:
    """Add somebody to ring, whom somebody on the list has named, for example."""
    sent = typed("referral", ("name",))

    def add() -> int:
        referral = Referral.model_validate({**as_fields("referral", sent), "number": 1})
        return entries.add(g.writer, [referral], once=sent_form())

    return attempt(add, form="referral-new", sent=sent, page=page, back=_back("referrals"))


@bp.post(f"/referrals/<int(max={ROUND_NUMBER}):number>")
def change_referral(number: int) -> Response | tuple[str, int]:
    """Say who rings, and what came of it."""
    fields = {"name", "caller", "outcome"}
    return save_change("referral", (number,), page=page, back=_back("referrals"), fields=fields)


@bp.post(f"/referrals/<int(max={ROUND_NUMBER}):number>/removal")
def remove_referral(number: int) -> Response:
    """Take somebody off the list."""
    entries.remove(g.writer, "referral", (number,))
    return redirect(_back("referrals"), 303)


def _sides() -> Iterator[NatureSentence]:
    """Every sentence that there is about a capability which all may see."""
    for each in g.saved.seen_by(None).capabilities:
        said = {Aspect.NATURE: each.nature, Aspect.BY_PRODUCT: each.by_product, Aspect.ADJUSTMENT: each.adjustment}
        yield from (NatureSentence(each, of, sentence) for of, sentence in said.items() if sentence)


def _asked(sides: list[NatureSentence]) -> Iterator[Asked]:
    sheet = g.saved.worksheet
    names = [*(each.name for each in sheet.products), sheet.workshop.title, sheet.workshop.organisation]
    of = {(side.capability.key, side.of): side for side in sides}
    for inquiry in g.saved.rows["inquiry"].nouns:
        if inquiry.capability in g.saved.seen_by(None).capability_by_key:
            yield Asked(inquiry, of.get((inquiry.capability, inquiry.of)), named(inquiry.wording, filter(None, names)))


def _open_links() -> list[Pass]:
    return [each for each in grants_of(database(), g.saved.address) if each.role is GrantRole.OUTSIDER]


def _link() -> Pass | None:
    """The open link, if there is one."""
    return next(iter(_open_links()), None)


def _url(link: Pass | None) -> str:
    """Where the link leads, where this browser holds it."""
    secret = held_secret(database(), browser(), link.id) if link else ""
    return public_url("asked.page", secret=secret) if secret else ""


def _opened() -> int | None:
    """The idea whose form is open."""
    if g.draft and g.draft.form.startswith("answer-"):
        return int(g.draft.form.removeprefix("answer-"))
    return whole_number(request.args.get("open", ""))


def _let_in_form(answer: Received) -> Form:
    """The form by which an idea becomes a product, begun with its own words."""
    text = str(clean_line(answer.said.text))
    return begun(form_of(f"answer-{answer.id}", ()), {"name": shorten(text, LONGEST_TITLE, placeholder="…")})


def _check_known(number: int) -> None:
    if number not in {each.id for each in store.received(database(), g.saved.id)}:
        raise UnknownEntryError("This answer is not in the tray any more.")


def _back(anchor: str) -> str:
    return url_for(".page", _anchor=anchor)
