"""Cards of a hand as they lie on the table: a capability's sentence beside a prompt or a problem of somebody else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reuse_app import guide
from reuse_app.guide import atlas
from reuse_app.guide.dealing import Dealt, Deck, HandCard, deal, facets_of
from reuse_app.web.context import g
from reuse_app.worksheet import Aspect, Capability, Reply, Worksheet
from reuse_app.worksheet.isic import distance, division
from reuse_app.worksheet.steps import Step

SAID_OF = {
    Aspect.NATURE: "really",
    Aspect.BY_PRODUCT: "what is left over",
    Aspect.ADJUSTMENT: "with one adjustment",
}
"""What a sentence says of a capability."""
ROOM = "/room"
"""Whose hand the whole room sees; nobody has such a key, and a hand of nobody is not kept."""


@dataclass(frozen=True)
class Question:
    """The lower half of a card: a prompt, or a problem of the atlas with who has it."""

    title: str
    text: str
    verb: str = ""
    field: str = ""

    @property
    def words(self) -> str:
        """What an idea remembers of it: the title of a prompt, the problem as it is told."""
        return self.text if self.field else self.title


@dataclass(frozen=True)
class ShownCard:
    """A card as it lies on the table."""

    card: HandCard
    capability: str
    of: str
    sentence: str
    question: Question
    distance: str
    """Near, middle or far; empty for a prompt, and where nobody has said which field is home."""

    @property
    def id(self) -> str:
        """The card in an address or a form."""
        return ":".join(self.card)

    @property
    def origin(self) -> Mapping[str, object]:
        """What an idea that comes from it remembers, as columns of a product."""
        card, question = self.card, self.question
        said = {"capability": card.capability, "of": card.of, "prompt": question.words, "field": question.field or None}
        return {f"origin_{name}": value for name, value in said.items()} | {"origin_outside": False}

    @property
    def started(self) -> Mapping[str, str]:
        """What a form about an idea that comes from it begins with."""
        if not self.question.field:
            return {"source": self.question.title}
        return {"customer": self.question.title, "problem": self.question.text, "source": "The atlas"}


def show_card(card: HandCard, worksheet: Worksheet) -> ShownCard | None:
    """A card as a worksheet tells it; None where its capability, that side of it or its prompt is gone."""
    capability, asked = worksheet.capability_by_key.get(card.capability), question(card.prompt)
    sentence = sentence_of(capability, card.of) if capability else ""
    if capability is None or asked is None or not sentence:
        return None
    home = worksheet.workshop.home_field
    away = distance(home, asked.field).value if home and asked.field else ""
    of = SAID_OF[Aspect(card.of)] if sentence != capability.name else "no sentence yet"
    return ShownCard(card, capability.name, of, sentence, asked, away)


def sentence_of(capability: Capability, of: str) -> str:
    """What a capability says of one of its sides; empty where nobody has said it."""
    sides = {
        Aspect.NATURE: capability.nature or capability.description or capability.name,
        Aspect.BY_PRODUCT: capability.by_product,
        Aspect.ADJUSTMENT: capability.adjustment,
    }
    return sides[Aspect(of)] if of in sides else ""


@cache
def question(key: str) -> Question | None:
    """The prompt or the problem with a key."""
    if key in guide.PROMPTS:
        card = guide.prompt_card(key)
        return Question(card.title, card.body_markdown.partition("\n\n")[0])
    if problem := atlas.problem_by_key().get(key):
        return Question(division(problem.division).name, problem.sentence, problem.verb, problem.division)
    return None


def deck_of(worksheet: Worksheet, looks: Sequence[Dealt]) -> Deck:
    """What is dealt from in this workshop, as a worksheet tells of it, after these looks."""
    replies, origins = g.saved.rows["look"], [each.origin for each in worksheet.candidates if each.origin]
    return Deck(
        workshop=g.saved.address,
        facets=facets_of(worksheet),
        prompts=guide.PROMPTS,
        problems=atlas.problems(),
        home=worksheet.workshop.home_field or "",
        aim=g.saved.room.stage(Step.PRODUCTS).aim,
        ideas=Counter(origin.capability for origin in origins if origin.capability),
        looks=looks,
        refused={row.noun.prompt for row in replies if row.noun.reply is Reply.REFUSED},
    )


def hands_for_all(most: int) -> list[list[ShownCard]]:
    """The first hands for everybody to look at together; they stay while people write, and nobody is dealt less."""
    deck, hands = replace(deck_of(g.shown, ()), ideas={}), list[list[ShownCard]]()
    for _ in range(most):
        cards = deal(deck, ROOM)
        deck = replace(deck, looks=(*deck.looks, *(Dealt(ROOM, card) for card in cards)))
        if shown := [each for card in cards if (each := show_card(card, g.shown))]:
            hands.append(shown)
    return hands
