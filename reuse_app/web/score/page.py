"""Step 6, Score: one person rates one product at a time, alone first and once more after the talk."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.room.room import shuffled
from reuse_app.store.errors import NameTakenError, RepeatedError
from reuse_app.store.people import add_person
from reuse_app.web.context import g
from reuse_app.web.findings import known
from reuse_app.web.forms.form import Form, WrongFormError, form_id
from reuse_app.web.forms.saving import answer, attempt
from reuse_app.web.forms.sent import form_of, sent_form
from reuse_app.web.lists import is_shuffled
from reuse_app.web.page import Page, Sees, Who
from reuse_app.web.permissions import ForbiddenError
from reuse_app.web.score.ballot import AFTER_THE_TALK, ALONE, Ballot, OwnBallots, put_ratings, read_ratings, sent_levels
from reuse_app.web.spread import PLACE, SpreadRow, anchor, spread
from reuse_app.web.voters import (
    VOTER,
    is_counted,
    is_recorded,
    keep_voter,
    note_ballot,
    recorded_people,
    seen_for,
    voter,
)
from reuse_app.worksheet import Capability, Link, Participant, Product, Rating
from reuse_app.worksheet.scales import LEVELS
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import as_read, clean_line, key_for

bp = Page(
    "score", __name__, Step.SCORE, shows=("factor", "product", "rating", "capability", "link", "note"), sees=Sees.OWN
)

keep_voter(bp)

ROUNDS = {ALONE: "alone", AFTER_THE_TALK: "after the talk"}
TALKS = 8
"""Cells to discuss that are listed at once: more than a team gets through."""


@bp.get("/score")
def page() -> str:
    """One product with its factors: the one named in the address, else the first that this person has not finished.

    Once the ratings of a room are shown, the spread.
    """
    if is_counted(Step.SCORE):
        return _spread()
    chosen, round_ = request.args.get("product"), request.args.get("round", str(ALONE))
    if round_ not in map(str, ROUNDS):
        raise NotFound
    return _page(_candidate(chosen) if chosen else None, _open_round() or int(round_))


@bp.get("/spread")
def show_spread() -> str | Response:
    """How the room rated, as far as it is shown to everybody."""
    return _spread() if spread().rows else redirect(url_for(".page"), 303)


@bp.post("/ratings/<product>/<any('1', '2'):round_>", votes=True)
def rate(product: str, round_: str) -> Response | tuple[str, int]:
    """Save the ratings that were sent of one product: all of them at once, or a single one."""
    rated, rater = _candidate(product), voter()
    if rater is None:
        raise ForbiddenError("Ratings belong to a person. Say whose they are on the Score page first.")
    _check_round(int(round_))
    sent = sent_levels()

    def show_product() -> str:
        return _page(rated, int(round_))

    def put_sent_ratings() -> int:
        ratings = read_ratings(sent, rater.key, product, int(round_))
        return _put(ratings, rater, int(round_)) if ratings else g.revision

    form = form_id("rating", _form_key(rater, product, int(round_)))
    return attempt(put_sent_ratings, form=form, sent=sent, page=show_product, back=_way_on(product, round_))


@bp.post("/participants", who=Who.FACILITATORS)
def add_participant() -> Response | tuple[str, int]:
    """Add somebody without a device and record for them; a name that is in the room already leads to its ratings."""
    name = clean_line(request.form.get("name", ""))

    def add_or_find() -> Response:
        if _named(name) is None:
            person = Participant(key=key_for(name, (), otherwise="participant"), name=name, without_device=True)
            with suppress(RepeatedError, NameTakenError):
                add_person(g.writer, person, once=sent_form())
            g.reload()
        added = _named(name)
        if added and added not in recorded_people() and is_recorded(added):
            raise WrongFormError({"name": f"{added.name} takes part on a device of their own."})
        return redirect(url_for(".page", **_as(added), round=request.args.get("round")), 303)

    return answer(add_or_find, form="new-participant", sent={"name": name}, page=page)


def _spread() -> str:
    found = spread()
    return render_template(
        "score/spread.html",
        step=Step.SCORE,
        spread=found,
        talks=TALKS,
        stage=g.saved.room.stage(Step.SCORE),
        is_counted=is_counted(Step.SCORE),
        may_rate=not is_counted(Step.SCORE) and voter() is not None,
    )


def _put(ratings: list[Rating], rater: Participant, round_: int) -> int:
    """Write the ratings, after which a ballot that is full is done; return the revision of the write."""
    open_before = _open_levels(rater, round_)
    revision = put_ratings(ratings, rater)
    if open_before <= len(ratings):
        g.reload()
        note_ballot(rater, Step.SCORE, was_full=not open_before, is_full=not _open_levels(rater, round_))
    return revision


def _open_levels(rater: Participant, round_: int) -> int:
    """How many levels somebody has not given yet in a round."""
    own, to_discuss = _own(rater, round_)
    ballots = [own.of(each, round_, _talked(each, to_discuss)) for each in _products(None)]
    return sum(len(ballot.asked) - ballot.answered for ballot in ballots)


def _page(product: Product | None, round_: int) -> str:
    rater, products = voter(), _products(product)
    common = {
        "step": Step.SCORE,
        "rater": rater,
        "round": round_,
        "recorded": recorded_people(),
        "room": g.saved.room,
        "is_own": not is_recorded(rater),
        "has_spread": bool(spread().rows) and spread().people > 1,
    }
    if rater is None or not products or not g.worksheet.factors:
        return render_template("score/empty.html", products=products, **common)
    own, to_discuss = _own(rater, round_)
    ballots = [own.of(each, round_, _talked(each, to_discuss)) for each in _ordered(products, rater, to_discuss)]
    ballot = next((each for each in ballots if each.product == product), None) or _first_open(ballots)
    return render_template(
        "score/page.html",
        rounds={} if _open_round() else ROUNDS,
        ballots=ballots,
        ballot=ballot,
        address=url_for(".page", product=ballot.product.key, round=ballot.round),
        place=ballots.index(ballot) + 1,
        needs=_needs(ballot.product),
        following=_following(ballot, ballots),
        form=_form(rater, ballot),
        to_discuss=to_discuss,
        discussed=_discussed(to_discuss, ballots),
        talks=TALKS,
        spread_at=anchor,
        leads_back=_leads_back(round_),
        levels=LEVELS,
        **common,
    )


def _open_round() -> int:
    """The round in which the room rates; 0 where one person works alone and rates in either."""
    return g.saved.room.stage(Step.SCORE).round if g.saved.room.seats else 0


def _check_round(round_: int) -> None:
    """Refuse ratings of a round that is not open, or whose spread has been shown."""
    if is_counted(Step.SCORE):
        raise ForbiddenError("The spread of this round is shown, so its ratings stay as they are. Nothing was saved.")
    if _open_round() not in (0, round_):
        raise ForbiddenError(f"The room rates in round {_open_round()} now. Reload the page. Nothing was saved.")


def _as(person: Participant | None) -> dict[str, Any]:
    return {VOTER: person.key} if person else {}


def _named(name: str) -> Participant | None:
    """The participant whom the room knows by this name."""
    return next((each for each in g.saved.worksheet.participants if as_read(each.name) == as_read(name)), None)


def _candidate(key: str) -> Product:
    product = g.worksheet.product_by_key.get(key)
    if product is None or product.home:
        raise NotFound
    return product


def _needs(product: Product) -> list[tuple[Capability, Link]]:
    """The blocks that a product needs, the strongest need first, so that what they do is at hand."""
    needed = [link for link in g.worksheet.needed_links if link.product == product.key]
    return [
        (g.worksheet.capability_by_key[link.capability], link) for link in sorted(needed, key=lambda each: -each.need)
    ]


def _products(chosen: Product | None) -> tuple[Product, ...]:
    """The shortlist, or all candidates without one; a product that was asked for by name joins at the end."""
    kept = g.worksheet.considered
    return kept if chosen is None or chosen in kept else (*kept, chosen)


def _ordered(products: tuple[Product, ...], rater: Participant, to_discuss: Sequence[PLACE]) -> Sequence[Product]:
    """The products in the order in which a person rates them; after the talk those lead on which people differ most."""
    found = shuffled(products, seed=f"{rater.key} {Step.SCORE}") if is_shuffled(Step.SCORE) else products
    talked = [product for product, _ in to_discuss]
    return sorted(found, key=lambda each: talked.index(each.key) if each.key in talked else len(talked))


def _first_open(ballots: list[Ballot]) -> Ballot:
    return next((each for each in ballots if not each.is_done), ballots[0])


def _following(ballot: Ballot, ballots: list[Ballot]) -> Product | None:
    """The next product that is not finished, going round; who reads finished ones goes through them in order."""
    place = ballots.index(ballot) + 1
    after, before = ballots[place:], ballots[: place - 1]
    unfinished = [each for each in (*after, *before) if not each.is_done]
    following = unfinished or [each for each in after if ballot.is_done and each.asked]
    return following[0].product if following else None


def _form_key(rater: Participant, product: str, round_: int) -> tuple[str, str, str]:
    """What tells a ballot from others, so that what one person has not saved goes out as nobody else's."""
    return rater.key, product, str(round_)


def _form(rater: Participant, ballot: Ballot) -> Form:
    """The ballot as a form; it has seen the whole workshop, because it is made of many entries."""
    form = form_of("rating", _form_key(rater, ballot.product.key, ballot.round))
    saved = {question.field: question.said for question in ballot.questions}
    return replace(form, values={**saved, **form.values}, version=form.version or g.revision)


def _own(rater: Participant, round_: int) -> tuple[OwnBallots, Sequence[PLACE]]:
    """What a person said, and after the talk the cells on which the room differs, the furthest apart first, among
    those that this person rated alone."""
    own = OwnBallots(seen_for(rater), rater)
    if round_ != AFTER_THE_TALK:
        return own, ()
    places = ((cell.product, cell.factor) for cell in known().agreement.discuss_first)
    return own, [place for place in places if place in own.rated]


@dataclass(frozen=True)
class Discussed:
    """A cell on which the room differs, as the list of them shows it."""

    row: SpreadRow
    is_done: bool
    """Whether this person has rated it once more."""

    @property
    def said(self) -> str:
        """How many said what, in words."""
        return " · ".join(f"{dots.count} {dots.word}" for dots in self.row.strip if dots.count)


def _discussed(to_discuss: Sequence[PLACE], ballots: Sequence[Ballot]) -> list[Discussed]:
    """The list of the cells to discuss, as far as everybody may see how they were rated."""
    rows = spread().rows
    said = {(each.product.key, asked.factor.key) for each in ballots for asked in each.asked if asked.said}
    return [Discussed(rows[place], place in said) for place in to_discuss if place in rows]


def _leads_back(round_: int) -> bool:
    """Whether the spread comes after the last product: once more rated, and shown as soon as it is saved."""
    return round_ == AFTER_THE_TALK and _open_round() == 0


def _talked(product: Product, to_discuss: Sequence[PLACE]) -> frozenset[str] | None:
    """The factors of a product on which the room differs; None where it differs nowhere, so that all are asked."""
    return frozenset(factor for key, factor in to_discuss if key == product.key) if to_discuss else None


def _way_on(product: str, round_: str) -> str:
    """The next product when the person asked for it, else what comes after the last one: back to what was talked of."""
    following = request.form.get("next", "")
    if following in g.worksheet.product_by_key:
        return url_for(".page", product=following, round=round_)
    if _leads_back(int(round_)):
        return url_for(".show_spread")
    return url_for(".page", product=product, round=round_, _anchor="next")
