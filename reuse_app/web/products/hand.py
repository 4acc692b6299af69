"""The hand of cards that one person holds, three of them, and what they have put aside for later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reuse_app import guide
from reuse_app.guide import atlas
from reuse_app.guide.dealing import Dealt, Deck, HandCard, deal
from reuse_app.store.shares import hands, hold
from reuse_app.web.cards import SAID_OF, ShownCard, deck_of, question, sentence_of, show_card
from reuse_app.web.context import database, g
from reuse_app.worksheet import Aspect, Product, Reply


@dataclass(frozen=True)
class Hand:
    """What one person holds, and what they have put aside for later."""

    person: str
    cards: Sequence[ShownCard]
    kept: Sequence[ShownCard]
    deck: Deck

    def card(self, name: str) -> ShownCard | None:
        """Return the card of an address or a form, in the hand or not; None for one that there cannot be."""
        return shown(HandCard(*name.split(":"))) if name.count(":") == len(HandCard._fields) - 1 else None

    def go_on(self, without: HandCard) -> None:
        """Hold another card in the place of one."""
        dealt = Dealt(self.person, without)
        deck = replace(self.deck, looks=(*self.deck.looks, dealt))
        held = [each.card if each.card != without else None for each in self.cards]
        hold(database(), g.saved.id, self.person, deal(deck, self.person, held=held))


def read_hand() -> Hand:
    """The hand of the person who asks: what they held before, with new cards where something was said to one.

    Who has not held any is dealt a hand that follows from who they are alone, so that it waits for them.
    """
    person = g.entered.participant or f"/{g.entered.id}"
    held = hands(database(), g.saved.id)
    deck, own = _deck(person, held), _replies(person)
    taken = set(map(_card_of, g.own.candidates))
    if person in held:
        said = own.keys() | taken
        there = [card if card not in said and _is_open(card, deck) else None for card in _held(held, person)]
        cards = deal(deck, person, held=there)
    else:
        cards = deal(replace(deck, looks=_ideas()), person)
    kept = [card for card, reply in own.items() if reply is Reply.KEPT and card not in taken]
    return Hand(person, tuple(filter(None, map(shown, cards))), tuple(filter(None, map(shown, kept))), deck)


def shown(card: HandCard) -> ShownCard | None:
    """A card as the person who asks may see it; None where its capability, that side of it or its prompt is gone."""
    return show_card(card, g.own)


def came_from(product: Product) -> str:
    """What somebody looked at when a product came to their mind, as a line; empty where nobody noted it."""
    origin = product.origin
    capability = g.own.capability_by_key.get(origin.capability or "") if origin else None
    if origin is None or capability is None:
        return ""
    of = f" · {SAID_OF[origin.of]}" if origin.of else ""
    sentence = sentence_of(capability, origin.of or Aspect.NATURE)
    return f"{capability.name}{of}: {sentence}{f' × {origin.prompt}' if origin.prompt else ''}"


def _deck(person: str, held: Mapping[str, Sequence[tuple[str, str, str]]]) -> Deck:
    replies = g.saved.rows["look"]
    others = (Dealt(each, card) for each in held if each != person for card in _held(held, each))
    said = (Dealt(row.author or "", HandCard(*map(str, row.entry))) for row in replies)
    return deck_of(g.own, (*_ideas(), *others, *said))


def _held(held: Mapping[str, Sequence[tuple[str, str, str]]], person: str) -> Iterator[HandCard]:
    return (HandCard(*card) for card in held[person])


def _replies(person: str) -> Mapping[HandCard, Reply]:
    """What somebody has said to cards."""
    rows = g.saved.rows["look"]
    return {HandCard(*map(str, row.entry)): row.noun.reply for row in rows if row.author == person}


def _is_open(card: HandCard, deck: Deck) -> bool:
    """Whether a card can still be looked at: what it shows is there, and its prompt is not put away for good."""
    return card.prompt not in deck.refused and shown(card) is not None


def _ideas() -> tuple[Dealt, ...]:
    """The cards from which the ideas came that the person who asks may see."""
    return tuple(Dealt("", card) for card in map(_card_of, g.own.candidates) if card)


def _card_of(product: Product) -> HandCard | None:
    origin = product.origin
    if origin is None or not (origin.capability and origin.of):
        return None
    return HandCard(origin.capability, origin.of, _key_of_words().get(origin.prompt, ""))


@cache
def _key_of_words() -> Mapping[str, str]:
    """The key of each prompt and problem, by the words that an idea remembers of it."""
    keys = (*guide.PROMPTS, *atlas.problem_by_key())
    return {found.words: key for key in keys if (found := question(key))}
