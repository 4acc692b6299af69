"""A hand of cards: three for each person, the same after a reload, and what is said to them is kept without a name."""

import re
from html import unescape

import pytest

from reuse_app import guide
from reuse_app.guide import atlas
from tests.web.conftest import Browser


@pytest.fixture
def ann(ann: Browser) -> Browser:
    """Ann with two capabilities that have a sentence, in a step that is open."""
    ann.post("pasted-capabilities", names="Vision\nBattery\nHands")
    ann.post("natures/vision", nature="Recognises pictures", by_product="Old pictures", seen="2")
    ann.post("natures/battery", nature="Stores energy", seen="2")
    for step in ("inventory", "nature", "products"):
        ann.post(f"stages/{step}", access="open")
    return ann


def cards(page: str) -> list[str]:
    """The cards on a page, as its forms name them."""
    hand = page.partition('id="hand"')[2].partition("</ol>")[0]
    return list(dict.fromkeys(re.findall(r'/hand\?card=([^&"]+)', hand)))


def kept(page: str) -> list[str]:
    return re.findall(r'/hand\?card=([^&"]+)', page.partition('id="kept"')[2].partition("</details>")[0])


def test_three_cards_each_with_a_sentence_and_a_question(ann: Browser) -> None:
    page = ann.open("products")
    assert "Three cards for you alone." in page
    assert len(cards(page)) == 3
    for card in cards(page):
        capability, of, key = card.split(":")
        asked = guide.prompt_card(key).title if key in guide.PROMPTS else atlas.problem_by_key()[key].sentence
        assert asked in unescape(page)
        assert (capability, of) in {
            *(("vision", "nature"), ("vision", "by-product"), ("battery", "nature"), ("hands", "nature"))
        }


def test_everybody_has_other_cards_and_the_same_again_after_a_reload(ann: Browser, carl: Browser) -> None:
    ours, theirs = cards(ann.open("products")), cards(carl.open("products"))
    assert set(ours) != set(theirs)
    for card in theirs:
        carl.post("hand", card=card, reply="passed")
    assert cards(ann.open("products")) == ours
    ann.post("hand", card=ours[0], reply="passed")
    after = cards(ann.open("products"))
    assert after[1:] == ours[1:]
    carl.post("hand", card=cards(carl.open("products"))[0], reply="passed")
    assert cards(ann.open("products")) == after


def test_somebody_alone_sees_ten_cards_and_more(carl: Browser) -> None:
    seen: set[str] = set()
    page = carl.open("products")
    for _ in range(5):
        for card in cards(page):
            seen.add(card)
            page = carl.post("hand", card=card, reply="passed")
    assert len(seen) == 15


def test_what_is_kept_is_there_for_later_and_nobody_is_told_who_looked(ann: Browser, carl: Browser) -> None:
    first, second, _ = cards(carl.open("products"))
    page = carl.post("hand", card=first, reply="kept")
    assert kept(page) == [first]
    assert first not in cards(page)
    assert kept(ann.open("products")) == []
    carl.post("hand", card=second, reply="passed")
    capability, of, prompt = first.split(":")
    looks = ann.worksheet()["looks"]
    assert {"capability": capability, "of": of, "prompt": prompt, "reply": "kept"}.items() <= looks[0].items()
    assert "arl" not in str(looks)
    assert kept(carl.post("hand", card=first, reply="passed")) == []


def test_writing_begins_with_what_the_card_says_and_the_idea_remembers_it(ann: Browser, carl: Browser) -> None:
    page = carl.open("products")
    card = next(each for each in cards(page) if each.split(":")[2] not in guide.PROMPTS)
    capability, of, key = card.split(":")
    problem = atlas.problem_by_key()[key]
    written = unescape(carl.open(f"products?card={card}"))
    assert f'value="{problem.sentence}"' in written
    after = carl.post(f"products?card={card}", name="Eyes", problem=problem.sentence)
    assert card not in cards(after)
    assert len(cards(after)) == 3
    (product,) = ann.worksheet()["products"]
    assert product["origin"] == {
        "capability": capability,
        "of": of,
        "prompt": problem.sentence,
        "field": problem.division,
    }
    link = {"capability": capability, "product": product["key"], "need": 9}
    assert ann.worksheet()["links"] == [link], "the map begins with what the card was about"
    ann.post(f"products/{product['key']}", customer="Farmers", seen="99")
    assert ann.worksheet()["products"][0]["origin"] == product["origin"]


def test_a_refused_idea_keeps_its_card(carl: Browser) -> None:
    card = cards(carl.open("products"))[0]
    page = carl.post(f"products?card={card}", expect=422, name="")
    assert cards(page)[0] == card
    assert f'?card={card}"' in page


@pytest.mark.parametrize("card", ["", "vision", "no:nature:other-users", "vision:soul:other-users", "vision:nature:no"])
def test_a_card_that_there_cannot_be_is_refused(ann: Browser, card: str) -> None:
    ann.post("hand", expect=400, card=card, reply="passed")
    ann.post("hand", expect=400, card="vision:nature:other-users", reply="loved")
    assert "Add a product" in ann.open(f"products?card={card}")


def test_only_a_facilitator_puts_a_prompt_away_for_everybody(ann: Browser, carl: Browser) -> None:
    carl.post("hand", expect=403, card="vision:nature:other-users", reply="refused")
    carl.post("hand", card=cards(carl.open("products"))[0], reply="passed")
    for key in guide.PROMPTS:
        ann.post("hand", card=f"vision:nature:{key}", reply="refused")
    for browser in (ann, carl):
        page = browser.open("products")
        assert not {card.split(":")[2] for card in cards(page)} & set(guide.PROMPTS)


def test_the_facilitator_says_how_far_to_look(ann: Browser, carl: Browser) -> None:
    ann.post("frame", home_field="86", seen="2")
    distances = {}
    for aim in ("near", "far"):
        ann.post("stages/products", aim=aim, back="products")
        page = carl.open("products")
        distances[aim] = re.findall(r'<span class="distance">(\w+)</span>', page)
    assert "far" not in distances["near"]
    assert distances["far"] == ["far", "far"]


def test_observers_and_those_who_came_too_late_have_no_cards(ann: Browser, olga: Browser, carl: Browser) -> None:
    assert not cards(olga.open("products"))
    ann.post("stages/products", access="read-only")
    assert not cards(carl.open("products"))
    carl.post("hand", expect=403, card="vision:nature:other-users", reply="passed")


def test_what_others_keep_to_themselves_is_on_no_card(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", private="1")
    carl.post("capabilities", name="Secret sauce", kind="process")
    assert "secret-sauce" in str(_many(carl))
    assert "secret-sauce" not in str(_many(ann))
    assert "secret-sauce" not in str(ann.worksheet())


def _many(browser: Browser) -> set[str]:
    """The cards that somebody sees in twelve turns."""
    seen: set[str] = set()
    for _ in range(12):
        hand = cards(browser.open("products"))
        seen |= set(hand)
        browser.post("hand", card=hand[0], reply="passed")
    return seen


def test_the_board_says_where_the_room_has_looked(ann: Browser, carl: Browser) -> None:
    assert "Where we looked" not in ann.open("products")
    first, second, _ = cards(carl.open("products"))
    carl.post("hand", card=first, reply="passed")
    assert "0 ideas from the cards. 1 card led to none so far." in ann.open("products")
    carl.post(f"products?card={second}", name="Eyes")
    page = ann.open("products")
    assert "<h2><small>Where we looked</small> 1 idea from the cards" in page
    assert "1 idea from the cards" in ann.open("report")
    ann.post("place", step="products")
    ann.post("phase", phase="merge")
    ann.post("screen/turn", way="next")
    assert "1 idea from the cards" in ann.open("screen")


def test_the_board_counts_no_idea_that_is_still_private(ann: Browser, carl: Browser) -> None:
    ann.post("stages/products", private="1")
    carl.post(f"products?card={cards(carl.open('products'))[0]}", name="Eyes")
    for browser in (ann, carl):
        assert "Where we looked" not in browser.open("products")


def test_a_product_says_what_somebody_looked_at_when_it_came_to_their_mind(tesla: Browser) -> None:
    page = unescape(tesla.open("products?open=haulage"))
    assert "Planning & control · really: Chooses a safe path among moving things within a fraction of a second." in page
    assert "× Our drivers sit in dust for twelve hours on the same three kilometres." in page


def test_a_card_of_what_has_only_a_name_does_not_say_what_it_really_is(ann: Browser) -> None:
    page = ann.open("products")
    assert "hands:nature" in str(cards(page))
    assert "Hands · no sentence yet" in page
    assert "Hands · really" not in page
