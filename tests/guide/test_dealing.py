"""What is promised about a hand of cards, each promise on its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from reuse_app.guide import PROMPTS, atlas
from reuse_app.guide.dealing import HAND, Dealt, Deck, Facet, HandCard, deal
from reuse_app.worksheet.isic import Distance, distance
from reuse_app.worksheet.scales import Aim

HOME = "29"
PEOPLE = [f"person-{number}" for number in range(30)]
FACETS = [
    Facet(f"c{number}", of, verb)
    for number, verb in enumerate(("sense", "store", "predict", "stabilise", "", "convert"))
    for of in ("nature", "by-product", "adjustment")
]


def deck_of(
    facets: Sequence[Facet] = tuple(FACETS),
    **stated: Any,
) -> Deck:
    """A deck of the whole atlas for a maker of cars; what else matters to a test is stated."""
    return Deck(
        **{"workshop": "spring", "home": HOME} | stated, facets=facets, prompts=PROMPTS, problems=atlas.problems()
    )


def around(deck: Deck, people: Sequence[str] = tuple(PEOPLE), *, rounds: int = 1) -> Iterator[tuple[HandCard, ...]]:
    """Deal to one person after the other, each time to the end of their hand, and yield each hand."""
    looks = list(deck.looks)
    for _ in range(rounds):
        for person in people:
            hand = deal(replace(deck, looks=tuple(looks)), person)
            looks += [Dealt(person, card) for card in hand]
            yield hand


def away(card: HandCard) -> str:
    problem = atlas.problem_by_key().get(card.prompt)
    return distance(HOME, problem.division) if problem else "prompt"


def test_a_hand_holds_three_cards_of_three_capabilities_with_three_prompts() -> None:
    hand = deal(deck_of(), "ann")
    assert len(hand) == len({card.capability for card in hand}) == len({card.prompt for card in hand}) == HAND


def test_a_card_crosses_a_facet_with_a_prompt_or_a_problem_of_its_verb() -> None:
    verbs = {(facet.capability, facet.of): facet.verb for facet in FACETS}
    for card in (card for hand in around(deck_of()) for card in hand):
        verb = verbs[card.capability, card.of]
        if card.prompt not in PROMPTS and verb:
            assert atlas.problem_by_key()[card.prompt].verb == verb


def test_a_problem_that_acts_on_the_same_is_dealt_before_one_that_does_not() -> None:
    deck = deck_of([Facet("c", "nature", "guide", "energy")])
    far = next(card for card in deal(deck, "ann") if away(card) == Distance.FAR)
    assert atlas.problem_by_key()[far.prompt].flow == "energy"


def test_the_same_deck_deals_the_same_hand_again() -> None:
    looks = [Dealt("ann", HandCard("c1", "nature", "twice")), Dealt("bea", HandCard("c2", "nature", "twice"))]
    assert deal(deck_of(looks=looks), "ann") == deal(deck_of(looks=looks), "ann")


def test_what_was_looked_at_the_person_and_the_workshop_all_change_the_hand() -> None:
    hand = deal(deck_of(), "ann")
    assert deal(deck_of(looks=[Dealt("ann", card) for card in hand]), "ann") != hand
    assert deal(deck_of(), "bea") != hand
    assert deal(deck_of(workshop="autumn"), "ann") != hand


def test_thirty_people_who_open_the_page_at_once_are_dealt_thirty_hands() -> None:
    hands = {frozenset(deal(deck_of(), person)) for person in PEOPLE}
    assert len(hands) == len(PEOPLE)


def test_thirty_people_who_come_one_after_the_other_share_no_card() -> None:
    dealt = Counter(card for hand in around(deck_of()) for card in hand)
    assert dealt.total() == 90
    assert set(dealt.values()) == {1}


def test_a_card_that_nobody_has_looked_at_comes_before_one_that_somebody_has() -> None:
    one = [Facet("c", "nature", "store")]
    dealt: list[HandCard] = []
    for hand in around(deck_of(one), rounds=1):
        fresh = [card for card in hand if card not in dealt]
        possible = len(PROMPTS) + len(atlas.look_up(verb="store"))
        assert len(fresh) == min(HAND, possible - len(set(dealt)))
        dealt += hand


def test_capabilities_without_an_idea_come_first() -> None:
    ideas = {"c0": 2, "c1": 1, "c2": 9, "c3": 1}
    for hand in around(deck_of(ideas=ideas), PEOPLE[:10]):
        assert {card.capability for card in hand} > {"c4", "c5"}
        assert [card.capability for card in hand[:2]] in (["c4", "c5"], ["c5", "c4"])


@pytest.mark.parametrize(("aim", "far"), [(Aim.NEAR, 0), (Aim.MIXED, 1), (Aim.FAR, 2)], ids=str)
def test_the_facilitator_chooses_how_many_cards_are_far(aim: Aim, far: int) -> None:
    for hand in around(deck_of(aim=aim), PEOPLE[:10]):
        assert [away(card) for card in hand].count(Distance.FAR) == far
        assert [away(card) for card in hand].count("prompt") == 1


def test_in_a_mixed_hand_one_is_far_one_nearer_and_one_a_prompt_card() -> None:
    for hand in around(deck_of()):
        far, nearer, prompt = map(away, hand)
        assert far == Distance.FAR
        assert nearer in {Distance.NEAR, Distance.MIDDLE}
        assert prompt == "prompt"


def test_without_a_home_field_problems_come_from_anywhere() -> None:
    hands = list(around(deck_of(home="")))
    assert {away(card) for hand in hands for card in hand} == {*Distance, "prompt"}
    assert {[away(card) for card in hand].count("prompt") for hand in hands} == {1}


def test_nobody_is_dealt_the_same_card_twice_in_a_row() -> None:
    for facets in (FACETS, [Facet("c", "nature", "store")], FACETS[:2]):
        hands = list(around(deck_of(facets), ["ann"], rounds=60))
        assert all(not set(one) & set(other) for one, other in pairwise(hands))
        assert all(len(hand) == HAND for hand in hands)


def test_a_card_that_was_just_seen_is_not_dealt_even_if_it_is_the_only_one() -> None:
    deck = Deck("spring", [Facet("c", "nature")], ["twice"], ())
    (card,) = deal(deck, "ann")
    assert card == HandCard("c", "nature", "twice")
    assert deal(replace(deck, looks=[Dealt("ann", card)]), "ann") == ()
    assert deal(replace(deck, looks=[Dealt("bea", card)]), "ann") == (card,)


def test_in_ten_minutes_a_person_alone_sees_many_different_cards() -> None:
    seen = [card for hand in around(deck_of(), ["ann"], rounds=10) for card in hand]
    assert len(set(seen)) == 30
    assert {card.of for card in seen} == {"nature", "by-product", "adjustment"}


def test_it_is_fair_over_thirty_people() -> None:
    hands = list(around(deck_of()))
    capabilities = Counter(card.capability for hand in hands for card in hand)
    sides = Counter(card.of for hand in hands for card in hand)
    prompts = Counter(card.prompt for hand in hands for card in hand if card.prompt in PROMPTS)
    assert max(capabilities.values()) - min(capabilities.values()) <= 2
    assert max(sides.values()) - min(sides.values()) <= 6
    assert set(prompts) == set(PROMPTS)
    assert max(prompts.values()) - min(prompts.values()) <= 1
    assert [away(card) for hand in hands for card in hand].count(Distance.FAR) == len(hands)


def test_cards_that_are_held_stay_in_their_place() -> None:
    first = deal(deck_of(), "ann")
    looks = [Dealt("ann", card) for card in first]
    second = deal(deck_of(looks=looks), "ann", held=(first[0], None, first[2]))
    assert (second[0], second[2]) == (first[0], first[2])
    assert second[1] not in first
    assert away(second[1]) in {Distance.NEAR, Distance.MIDDLE}
    assert len({card.prompt for card in second}) == HAND


def test_what_the_room_refused_is_not_dealt_again() -> None:
    refused = {*PROMPTS[1:], *(problem.key for problem in atlas.look_up(verb="store")[1:])}
    deck = replace(deck_of([Facet("c", "nature", "store")]), refused=refused)
    assert {card.prompt for card in deal(deck, "ann")} == {PROMPTS[0], atlas.look_up(verb="store")[0].key}


def test_where_there_is_nothing_to_look_at_nobody_has_a_hand() -> None:
    assert deal(deck_of([]), "ann") == ()
    assert deal(Deck("spring", FACETS, (), ()), "ann") == ()
    assert len(deal(Deck("spring", FACETS, PROMPTS, ()), "ann")) == HAND


def test_a_capability_may_be_called_as_a_prompt_is() -> None:
    facets = [Facet(key, "nature") for key in PROMPTS]
    hands = list(around(deck_of(facets), PEOPLE[:13]))
    assert set(Counter(card.capability for hand in hands for card in hand).values()) == {3}


def test_a_verb_of_which_one_problem_acts_on_the_same_deals_that_one_no_more_often_than_others() -> None:
    """Of what somebody must sense the atlas knows one problem that acts on material, and fifteen others."""
    facets = [Facet(f"c{number}", "nature", "sense", "material") for number in range(10)]
    [only] = atlas.look_up(verb="sense", flow="material")
    dealt = Counter(card.prompt for hand in around(deck_of(facets, home="86"), PEOPLE[:10]) for card in hand)
    assert dealt[only.key] >= 1
    assert dealt[only.key] <= 3, dealt
