"""Step 6, Score: one person rates one product at a time, alone first and once more after the talk."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.store.errors import Clash, ConflictError, RepeatedError
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.ballot import AFTER_THE_TALK, ALONE, FIELD, Ballot, Ballots, as_level, as_said
from reuse_app.web.context import g
from reuse_app.web.finding import findings
from reuse_app.web.forms import Draft, Form, form_of, once, seen
from reuse_app.web.mistakes import mistakes_of
from reuse_app.web.saving import attempt, refused
from reuse_app.worksheet import Participant, Product, Rating
from reuse_app.worksheet.keys import key_for
from reuse_app.worksheet.missing import under_consideration
from reuse_app.worksheet.scales import LEVELS
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.text import clean_line

bp = workshop_blueprint("score", __name__)

ROUNDS = {ALONE: "alone", AFTER_THE_TALK: "after the talk"}
RATER = "as"
"""The argument that names who rates, where it is not the person whose link this is."""


@bp.url_defaults
def _keep_rater(_endpoint: str, values: dict[str, Any]) -> None:
    """Whoever rates on this page still rates on the next."""
    if request.blueprint == bp.name and RATER in request.args:
        values.setdefault(RATER, request.args[RATER])


@bp.get("/score")
def page() -> str:
    """One product with its factors: the one named in the address, else the first that this person has not finished."""
    chosen, round_ = request.args.get("product"), request.args.get("round", str(ALONE))
    if round_ not in map(str, ROUNDS):
        raise NotFound
    return _page(_candidate(chosen) if chosen else None, int(round_))


@bp.post("/ratings/<product>/<any('1', '2'):round_>")
def rate(product: str, round_: str) -> Response | tuple[str, int]:
    """Save the ratings that were sent of one product: all of them at once, or a single one."""
    rated, rater = _candidate(product), _rater()
    if rater is None:
        raise Forbidden("Ratings belong to a person. Choose your name on the Score page first.")
    sent = _sent()
    ratings, mistakes = _ratings(sent, rater.key, product, int(round_))

    def show() -> str:
        return _page(rated, int(round_))

    def write() -> None:
        if ratings:
            _put(ratings)

    form = "-".join(["rating", *_form_key(rater, product, int(round_))])
    if mistakes:
        return refused(Draft(form, sent, mistakes, version=seen()), show, 422)
    return attempt(write, form=form, sent=sent, page=show, back=_way_on(product, round_))


@bp.post("/participants")
def add_participant() -> Response | tuple[str, int]:
    """Add somebody by name and let them rate; a name that is in the room already leads to its ratings."""
    name = clean_line(request.form.get("name", ""))
    if _named(name) is None:
        try:
            participant = Participant(key=key_for(name, (), otherwise="participant"), name=name)
        except ValidationError as error:
            return refused(Draft("new-participant", {"name": name}, mistakes_of(error)), page, 422)
        with suppress(RepeatedError):
            entries.add(g.writer, [participant], once=once())
        g.reload()
    added = _named(name)
    way_on: dict[str, Any] = {"round": request.args.get("round"), **({RATER: added.key} if added else {})}
    return redirect(url_for(".page", **way_on), 303)


def _page(product: Product | None, round_: int) -> str:
    rater, products = _rater(), _products(product)
    if rater is None or not products or not g.worksheet.factors:
        return render_template("score/empty.html", step=Step.SCORE, rater=rater, products=products, round=round_)
    own = Ballots(g.worksheet, rater)
    ballots = [own.of(each, round_) for each in products]
    ballot = next((each for each in ballots if each.product == product), None) or _first_open(ballots)
    place = ballots.index(ballot)
    return render_template(
        "score/page.html",
        step=Step.SCORE,
        rater=rater,
        round=round_,
        rounds=ROUNDS,
        ballots=ballots,
        ballot=ballot,
        place=place + 1,
        following=ballots[place + 1].product if place + 1 < len(ballots) else None,
        form=_form(rater, ballot),
        to_discuss=_to_discuss(rater) if round_ == AFTER_THE_TALK else frozenset(),
        levels=LEVELS,
    )


def _rater() -> Participant | None:
    """The participant that the address names, else the one whose link this is, if it belongs to one."""
    key = request.args.get(RATER)
    rater = next((each for each in g.worksheet.participants if each.key == (key or g.entered.participant)), None)
    if key and rater is None:
        raise NotFound
    return rater


def _named(name: str) -> Participant | None:
    """The participant whom the room knows by this name."""
    return next((each for each in g.worksheet.participants if each.name.casefold() == name.casefold()), None)


def _candidate(key: str) -> Product:
    product = g.worksheet.product_by_key.get(key)
    if product is None or product.home:
        raise NotFound
    return product


def _products(chosen: Product | None) -> tuple[Product, ...]:
    """The shortlist, or all candidates without one; a product that was asked for by name joins at the end."""
    kept = under_consideration(g.worksheet)
    return kept if chosen is None or chosen in kept else (*kept, chosen)


def _first_open(ballots: list[Ballot]) -> Ballot:
    return next((each for each in ballots if each.answered < len(each.questions)), ballots[0])


def _form_key(rater: Participant, product: str, round_: int) -> tuple[str, str, str]:
    """What tells a ballot from others, so that what one person has not saved goes out as nobody else's."""
    return rater.key, product, str(round_)


def _form(rater: Participant, ballot: Ballot) -> Form:
    """The ballot as a form; it has seen the whole workshop, because it is made of many entries."""
    form = form_of("rating", _form_key(rater, ballot.product.key, ballot.round))
    saved = {question.field: question.said for question in ballot.questions}
    return replace(form, values={**saved, **form.values}, version=form.version or g.saved.revision)


def _to_discuss(rater: Participant) -> frozenset[tuple[str, str]]:
    """The cells on which the room differs, among those that this person has rated: nobody is told a score before."""
    rated = {(each.product, each.factor) for each in g.worksheet.ratings if each.participant == rater.key}
    return frozenset((cell.product, cell.factor) for cell in findings().agreement.discuss_first) & rated


def _sent() -> dict[str, str]:
    """The levels that were sent, by the field in which they stand; a factor that is not there is a wrong address."""
    known = {FIELD + factor.key for factor in g.worksheet.factors}
    sent = {name: text for name, text in request.form.items() if name.startswith(FIELD)}
    if not sent.keys() <= known:
        raise NotFound
    return sent


def _ratings(sent: Mapping[str, str], rater: str, product: str, round_: int) -> tuple[list[Rating], dict[str, str]]:
    """What was sent as ratings, and the mistakes in it by field."""
    ratings, mistakes = [], {}
    common = {"participant": rater, "product": product, "round": round_}
    for name, text in sent.items():
        fields = {**common, "factor": name.removeprefix(FIELD), "level": as_level(text)}
        try:
            ratings.append(Rating.model_validate(fields))
        except ValidationError as error:
            mistakes[name] = mistakes_of(error)["level"]
    return ratings, mistakes


def _put(ratings: list[Rating]) -> None:
    """Write the ratings in one change; a clash, from this person's other device, names the factors that differ."""
    try:
        entries.put(g.writer, ratings, seen=seen())
    except ConflictError as error:
        g.reload()
        now = {(each.participant, each.product, each.factor, each.round): each.level for each in g.worksheet.ratings}
        clashes = {
            FIELD + each.factor: Clash(yours=as_said(each.level), theirs=as_said(now[who]))
            for each in ratings
            if (who := (each.participant, each.product, each.factor, each.round)) in now and now[who] != each.level
        }
        raise ConflictError(clashes or error.clashes, version=g.saved.revision) from error


def _way_on(product: str, round_: str) -> str:
    """The next product when the person asked for it, else what comes after the last one."""
    following = request.form.get("next", "")
    if following in g.worksheet.product_by_key:
        return url_for(".page", product=following, round=round_)
    return url_for(".page", product=product, round=round_, _anchor="next")
