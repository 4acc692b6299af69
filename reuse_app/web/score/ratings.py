"""Ratings as the form of one product sends them, and how they are saved."""

from collections.abc import Mapping

from flask import request
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from reuse_app.store import entries
from reuse_app.store.errors import Clash, ConflictError
from reuse_app.web.context import g
from reuse_app.web.forms.forms import seen, typed_whole
from reuse_app.web.forms.mistakes import mistakes_of
from reuse_app.web.score.ballot import FIELD, UNKNOWN, as_said
from reuse_app.web.voters import seen_for, writer_for
from reuse_app.worksheet import Participant, Rating
from reuse_app.worksheet.values import UnclearNumberError


def sent_levels() -> dict[str, str]:
    """The levels that were sent, by the field in which they stand; a factor that is not there is a wrong address."""
    known = {FIELD + factor.key for factor in g.worksheet.factors}
    sent = {name: text for name, text in request.form.items() if name.startswith(FIELD)}
    if not sent.keys() <= known:
        raise NotFound
    return sent


def read_ratings(sent: Mapping[str, str], rater: str, product: str, round_: int) -> tuple[list[Rating], dict[str, str]]:
    """What was sent as ratings, and the mistakes in it by field."""
    ratings, mistakes = [], {}
    common = {"participant": rater, "product": product, "round": round_}
    for name, text in sent.items():
        factor = name.removeprefix(FIELD)
        try:
            level = None if text == UNKNOWN else typed_whole(text)
            ratings.append(Rating.model_validate({**common, "factor": factor, "level": level}))
        except UnclearNumberError as error:
            mistakes[name] = str(error)
        except ValidationError as error:
            mistakes[name] = mistakes_of(error)["level"]
    return ratings, mistakes


def put_ratings(ratings: list[Rating], rater: Participant) -> int:
    """Write the ratings in one change; a clash, from this person's other device, names the factors that differ."""
    try:
        return entries.put(writer_for(rater), ratings, seen=seen())
    except ConflictError as error:
        g.reload()
        now = {
            (each.participant, each.product, each.factor, each.round): each.level for each in seen_for(rater).ratings
        }
        clashes = {
            FIELD + each.factor: Clash(yours=as_said(each.level), theirs=as_said(now[who]))
            for each in ratings
            if (who := (each.participant, each.product, each.factor, each.round)) in now and now[who] != each.level
        }
        raise ConflictError(clashes or error.clashes, version=g.revision) from error
