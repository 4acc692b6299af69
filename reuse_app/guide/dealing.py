"""Dealing hands of three: what a capability does or leaves over, crossed with a prompt or a problem of somebody else.

Everybody is dealt other cards than their neighbours. What nobody has looked at comes first, capabilities without an
idea before the others. The same deck deals the same hand to the same person again.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from reuse_app.guide.atlas import Problem
from reuse_app.worksheet import Aim, Aspect, Status, Worksheet
from reuse_app.worksheet.guessing import what_is_left, what_it_does
from reuse_app.worksheet.isic import Distance, distance

HAND = 3
"""Cards in a hand."""

_PROMPT = "prompt"
_FAR_FIRST = ((Distance.FAR,), (Distance.MIDDLE, Distance.NEAR), (_PROMPT,))
_NEAR_FIRST = ((Distance.NEAR, Distance.MIDDLE), (Distance.FAR,), (_PROMPT,))
_PROMPT_FIRST = ((_PROMPT,), tuple(Distance))


_PLACES = {
    Aim.NEAR: (_NEAR_FIRST, _NEAR_FIRST, _PROMPT_FIRST),
    Aim.MIXED: (_FAR_FIRST, _NEAR_FIRST, _PROMPT_FIRST),
    Aim.FAR: (_FAR_FIRST, _FAR_FIRST, _PROMPT_FIRST),
}
"""For each card of a hand: from where it comes, and from where when there is nothing new."""


class HandCard(NamedTuple):
    """A capability, which side of it (nature, by-product or adjustment), and the key of a prompt or a problem."""

    capability: str
    of: str
    prompt: str


class Dealt(NamedTuple):
    """Somebody was dealt a card, whatever came of it; one that is still in their hand counts too."""

    person: str
    card: HandCard


class Facet(NamedTuple):
    """One side of a capability that has a sentence, and what that does; verb and flow may be unknown.

    An adjustment does what the nature does, so its verb is the same.
    """

    capability: str
    of: str
    verb: str = ""
    flow: str = ""


def facets_of(worksheet: Worksheet) -> tuple[Facet, ...]:
    """Return every side that capabilities in house show: what each does, what it leaves over, what it could become."""
    found: list[Facet] = []
    for each in worksheet.capabilities:
        if each.status is Status.IN_HOUSE:
            verb, flow = what_it_does(each)
            found.append(Facet(each.key, Aspect.NATURE, verb or "", flow or ""))
            if each.by_product:
                could, left = what_is_left(each)
                found.append(Facet(each.key, Aspect.BY_PRODUCT, could or "", left or ""))
            if each.adjustment:
                found.append(Facet(each.key, Aspect.ADJUSTMENT, verb or "", flow or ""))
    return tuple(found)


@dataclass(frozen=True)
class Deck:
    """What the hands of a workshop are dealt from; made once for each of its revisions.

    Args:
        workshop: its address or key, which seeds the order.
        facets: what there is to look at.
        prompts: keys of the prompt cards.
        problems: the atlas, or a part of it.
        home: the division of the home products; without it every problem counts as far.
        aim: where to look.
        ideas: how many each capability has.
        looks: what was dealt so far, in this order.
        refused: keys of prompts and problems that the room never wants to see again.
    """

    workshop: str
    facets: Sequence[Facet]
    prompts: Sequence[str]
    problems: Sequence[Problem]
    home: str = ""
    aim: Aim = Aim.MIXED
    ideas: Mapping[str, int] = field(default_factory=dict)
    looks: Sequence[Dealt] = ()
    refused: Collection[str] = ()

    def pile(self, facet: Facet, kind: str) -> Sequence[str]:
        """Return the keys of what a facet can be crossed with: prompts, or problems of its verb at a distance."""
        return self._piles.get((facet.verb if facet.verb and kind != _PROMPT else "", kind), ())

    @cached_property
    def _piles(self) -> dict[tuple[str, str], list[str]]:
        """The keys of prompts and problems by verb and kind; those of every verb stand under none."""
        piles: dict[tuple[str, str], list[str]] = {
            ("", _PROMPT): [key for key in self.prompts if key not in self.refused]
        }
        for problem in self.problems:
            if problem.key not in self.refused:
                away = distance(self.home, problem.division) if self.home else Distance.FAR
                for verb in ("", problem.verb):
                    piles.setdefault((verb, away), []).append(problem.key)
        return piles

    @cached_property
    def flow_of(self) -> dict[str, str]:
        """What each problem acts on, by its key."""
        return {problem.key: problem.flow for problem in self.problems}

    @cached_property
    def times(self) -> Counter[HandCard]:
        """How often each card was dealt."""
        return Counter(look.card for look in self.looks)

    @cached_property
    def facet_times(self) -> Counter[tuple[str, str]]:
        """How often each facet was dealt."""
        return Counter((look.card.capability, look.card.of) for look in self.looks)

    @cached_property
    def capability_times(self) -> Counter[str]:
        """How often each capability was dealt."""
        return Counter(look.card.capability for look in self.looks)

    @cached_property
    def prompt_times(self) -> Counter[str]:
        """How often each prompt or problem was dealt."""
        return Counter(look.card.prompt for look in self.looks)

    @cached_property
    def looks_of(self) -> dict[str, list[HandCard]]:
        """The cards that each person was dealt, in this order."""
        dealt: dict[str, list[HandCard]] = {}
        for look in self.looks:
            dealt.setdefault(look.person, []).append(look.card)
        return dealt


def deal(deck: Deck, person: str, *, held: Sequence[HandCard | None] = ()) -> tuple[HandCard, ...]:
    """Return the hand of a person: three cards, fewer only where nothing is left that they have not just seen.

    Args:
        deck: what there is, and what was dealt so far.
        person: whose hand it is; with the workshop and how many cards they have had, this seeds what is dealt.
        held: the cards that they keep, each in its place, None where one is missing.
    """
    seen = deck.looks_of.get(person, [])
    chance = random.Random(f"{deck.workshop}\0{person}\0{len(seen)}")  # noqa: S311  # a deal of cards, no secret
    facets = list(deck.facets)
    chance.shuffle(facets)
    cards = [*held, *(None for _ in range(HAND))][:HAND]
    hand = _Dealing(deck, chance, facets, cards, just_seen={*seen[-HAND:], *filter(None, held)})
    for place, choices in enumerate(_PLACES[deck.aim]):
        cards[place] = cards[place] or hand.draw(choices) or hand.draw(choices, again=True)
    return tuple(filter(None, cards))


@dataclass(frozen=True)
class _Dealing:
    """A hand while it is dealt: its cards so far, and the facets in the order that chance gave them."""

    deck: Deck
    chance: random.Random
    facets: Sequence[Facet]
    cards: Sequence[HandCard | None]
    just_seen: Collection[HandCard]

    def draw(self, choices: Sequence[Sequence[str]], *, again: bool = False) -> HandCard | None:
        """Return a card of the first kinds that have one: one that nobody was dealt, or again one dealt seldom."""
        facets = sorted(self.facets, key=self._turn())
        for kinds in choices:
            for facet in facets:
                for kind in kinds:
                    cards = [card for card in self._cards(facet, kind) if again or not self.deck.times[card]]
                    if cards:
                        return min(cards, key=lambda card: self._fit(facet, card))
        return None

    def _turn(self) -> Callable[[Facet], tuple[bool, bool, int, bool, int]]:
        """What makes a facet come earlier: not in the hand yet, no idea yet, dealt seldom, another side than those."""
        in_hand = {card.capability for card in self.cards if card}
        sides = {card.of for card in self.cards if card}
        deck = self.deck
        return lambda facet: (
            facet.capability in in_hand,
            deck.ideas.get(facet.capability, 0) > 0,
            deck.capability_times[facet.capability],
            facet.of in sides,
            deck.facet_times[facet.capability, facet.of],
        )

    def _cards(self, facet: Facet, kind: str) -> Iterator[HandCard]:
        """Yield the cards of a facet that this person has not just seen, with nothing that is in the hand already."""
        in_hand = {card.prompt for card in self.cards if card}
        for key in self.deck.pile(facet, kind):
            card = HandCard(facet.capability, facet.of, key)
            if key not in in_hand and card not in self.just_seen:
                yield card

    def _fit(self, facet: Facet, card: HandCard) -> tuple[int, int, float]:
        """What makes a card the better one: dealt seldom, its problem acts on the same and was seldom shown, chance.

        To act on the same is worth as much as to be shown for the first time: the one problem of a verb that acts on
        material is not everybody's.
        """
        other_flow = self.deck.flow_of.get(card.prompt, facet.flow) != facet.flow
        return self.deck.times[card], other_flow + self.deck.prompt_times[card.prompt], self.chance.random()
