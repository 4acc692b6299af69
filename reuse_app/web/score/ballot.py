"""What one person said about one product: the questions of the Score page, as its form sends and saves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import request
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from reuse_app.store import entries
from reuse_app.store.errors import Clash, ConflictError
from reuse_app.web.context import g
from reuse_app.web.forms.form import WrongFormError, mistakes_of
from reuse_app.web.forms.sent import seen, typed_whole
from reuse_app.web.spread import FIELD
from reuse_app.web.voters import seen_for, writer_for
from reuse_app.worksheet import Axis, Factor, Participant, Product, Rating, Worksheet
from reuse_app.worksheet.scales import LEVELS
from reuse_app.worksheet.values import UnclearNumberError

ALONE, AFTER_THE_TALK = 1, 2
"""The two rounds."""
UNKNOWN = "unknown"
"""How a form says “don't know”, which is an answer, unlike nothing."""


@dataclass(frozen=True)
class Level:
    """One of the four levels of a factor, with what it means there."""

    value: str
    word: str
    anchor: str


@dataclass(frozen=True)
class FactorQuestion:
    """One factor, and what this person said about it."""

    factor: Factor
    said: str
    """A level as typed, UNKNOWN, or nothing."""
    before: str
    """What the person said alone, shown in the second round."""

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return FIELD + self.factor.key

    @property
    def before_word(self) -> str:
        """The word for what the person said alone; nothing if they said nothing."""
        return self.word_for(self.before)

    def word_for(self, said: str) -> str:
        """An answer of the form in words."""
        if said in ("", UNKNOWN):
            return said and "don’t know"
        return LEVELS[int(said) - 1]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The four levels, the lowest first."""
        return tuple(
            Level(str(number), word, anchor)
            for number, (word, anchor) in enumerate(zip(LEVELS, self.factor.anchors, strict=True), 1)
        )


@dataclass(frozen=True)
class Ballot:
    """One person's answers about one product in one round."""

    product: Product
    round: int
    questions: tuple[FactorQuestion, ...]
    talked: frozenset[str] | None = None
    """The factors about which the room talked; None where all of them are asked."""

    @cached_property
    def asked(self) -> Sequence[FactorQuestion]:
        """The questions that want an answer."""
        return [each for each in self.questions if self.talked is None or each.factor.key in self.talked]

    @cached_property
    def settled(self) -> Sequence[FactorQuestion]:
        """The questions on which the room agrees, so that what was said alone stands."""
        return [each for each in self.questions if each not in self.asked]

    @property
    def answered(self) -> int:
        """How many of the questions that want an answer have one."""
        return sum(bool(question.said) for question in self.asked)

    @property
    def is_done(self) -> bool:
        """Whether nothing wants an answer any more."""
        return self.answered == len(self.asked)

    @cached_property
    def by_axis(self) -> Mapping[Axis, Sequence[FactorQuestion]]:
        """The questions of each axis that want an answer."""
        found = {axis: [each for each in self.asked if each.factor.axis is axis] for axis in Axis}
        return {axis: questions for axis, questions in found.items() if questions}


@dataclass(frozen=True)
class OwnBallots:
    """Everything that one person said."""

    worksheet: Worksheet
    participant: Participant

    def of(self, product: Product, round_: int, talked: frozenset[str] | None = None) -> Ballot:
        """This person's ballot about one product in one round, which asks about some factors or about all."""
        said, before = self._said.get((product.key, round_), {}), self._said.get((product.key, ALONE), {})
        is_first = round_ == ALONE
        return Ballot(
            product,
            round_,
            tuple(
                FactorQuestion(factor, said.get(factor.key, ""), "" if is_first else before.get(factor.key, ""))
                for factor in self.worksheet.factors
            ),
            talked,
        )

    @cached_property
    def rated(self) -> frozenset[tuple[str, str]]:
        """The products and factors that this person rated alone."""
        alone = ((product, said) for (product, round_), said in self._said.items() if round_ == ALONE)
        return frozenset((product, factor) for product, said in alone for factor in said)

    @cached_property
    def _said(self) -> Mapping[tuple[str, int], Mapping[str, str]]:
        """What this person said about each product in each round, by factor."""
        said: dict[tuple[str, int], dict[str, str]] = {}
        for rating in self.worksheet.ratings:
            if rating.participant == self.participant.key:
                said.setdefault((rating.product, rating.round), {})[rating.factor] = as_said(rating.level)
        return said


def as_said(level: int | None) -> str:
    """A saved level as the form says it."""
    return UNKNOWN if level is None else str(level)


def sent_levels() -> dict[str, str]:
    """The levels that were sent, by the field in which they stand; a factor that is not there is a wrong address."""
    known = {FIELD + factor.key for factor in g.worksheet.factors}
    sent = {name: text for name, text in request.form.items() if name.startswith(FIELD)}
    if not sent.keys() <= known:
        raise NotFound
    return sent


def read_ratings(sent: Mapping[str, str], rater: str, product: str, round_: int) -> list[Rating]:
    """What was sent as ratings; raises WrongFormError."""
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
    if mistakes:
        raise WrongFormError(mistakes)
    return ratings


def put_ratings(ratings: list[Rating], rater: Participant) -> int:
    """Write the ratings in one change; a clash, from this person's other device, names the factors that differ."""
    try:
        return entries.put(writer_for(rater), ratings, seen=seen())
    except ConflictError as error:
        g.reload()
        now = {_of(each): each.level for each in seen_for(rater).ratings}
        clashes = {
            FIELD + each.factor: Clash(yours=as_said(each.level), theirs=as_said(now[_of(each)]))
            for each in ratings
            if now.get(_of(each), each.level) != each.level
        }
        raise ConflictError(clashes or error.clashes, version=g.revision) from error


def _of(rating: Rating) -> tuple[str, str, str, int]:
    """What identifies a rating."""
    return rating.participant, rating.product, rating.factor, rating.round
