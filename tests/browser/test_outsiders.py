"""Somebody outside, on a phone: a link, two questions, and what becomes of the answers in the room."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import PHONE, bring, go, join_by_code, product, write
from tests.browser.test_axe import assert_good, code_of

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
HAND: dict[str, Any] = {**PHONE, "viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
WORSE, KNOWS = "Who has this problem worse than we think?", "Who would know more?"
DUST = "Nobody sees the dust before it burns."


def ask(ann: Page) -> str:
    """Pick the first sentence, word it, and make the link."""
    go(ann, "outsiders")
    ann.locator(".pick a").first.click()
    ann.get_by_label("Word it as a problem").fill(DUST)
    ann.get_by_role("button", name="Ask this").click()
    ann.get_by_role("button", name="Make the link").click()
    return ann.get_by_label("Link for outsiders").input_value()


def answer(otto: Page, link: str, look: Callable[[Page], None]) -> None:
    """Open the link as somebody who was never here, write too much, and then an idea and a name."""
    otto.context.clear_cookies()
    otto.goto(link)
    expect(otto.get_by_text(DUST)).to_be_visible()
    look(otto)
    otto.get_by_label(WORSE).fill("x" * 4000)
    otto.get_by_role("button", name="Send").click()
    expect(otto.get_by_role("alert")).to_contain_text("at most 1,000")
    expect(otto.get_by_label(WORSE)).to_be_focused()
    look(otto)
    otto.get_by_label(WORSE).fill("Bakers. Flour dust burns.")
    otto.get_by_label(KNOWS).fill("Mia of the mill")
    otto.get_by_role("button", name="Send").click()
    expect(otto.get_by_role("heading", level=1)).to_have_text("Thank you")
    look(otto)


def let_in(ann: Page, look: Callable[[Page], None]) -> None:
    """Let both answers in."""
    go(ann, "outsiders")
    expect(ann.get_by_role("heading", name="From outside: 2 answers wait")).to_be_visible()
    look(ann)
    ann.get_by_role("button", name="Let in, to be rung").click()
    ann.get_by_role("link", name="Let in as an idea").click()
    look(ann)
    ann.get_by_label("What do we call it?").fill("Dust eyes")
    ann.get_by_label("In which field are they?").select_option("10")
    ann.get_by_role("button", name="Let it in").click()
    expect(ann.get_by_role("heading", name="From outside: no answer waits")).to_be_visible()
    look(ann)


def test_an_outsider_on_a_phone_brings_in_an_idea_and_a_name(visit: Callable[..., Page]) -> None:
    ann, bob, otto = visit(**DESK), visit(**DESK), visit(**HAND)
    ann.get_by_role("button", name="Open Tesla Bot").click()
    join_by_code(bob, code_of(ann), "Bob")
    bring(ann, "products", bob)
    link = ask(ann)
    assert_good(ann)
    answer(otto, link, assert_good)
    expect(bob.get_by_text("Bakers")).to_have_count(0)
    let_in(ann, assert_good)
    expect(product(bob, "Dust eyes")).to_be_visible()
    expect(bob.locator("#referrals")).to_contain_text("Mia of the mill")
    write(ann, "Who rings", "Bob")
    expect(bob.locator("#referrals")).to_contain_text("rung by Bob")
    ann.get_by_role("button", name="Close it now").click()
    expect(ann.get_by_role("button", name="Make the link")).to_be_visible()
    otto.goto(link)
    expect(otto.get_by_role("heading", level=1)).to_have_text("These questions are closed")
    assert_good(otto)


def test_all_of_it_works_without_a_script(visit: Callable[..., Page]) -> None:
    ann, otto = visit(**DESK, java_script_enabled=False), visit(**HAND, java_script_enabled=False)
    ann.get_by_role("button", name="Open Tesla Bot").click()

    def look(_page: Page) -> None:
        """Axe is a script."""

    answer(otto, ask(ann), look)
    let_in(ann, look)
    ann.get_by_label("Who rings").fill("Bob")
    ann.locator(".referrals").get_by_role("button", name="Save").click()
    go(ann, "products")
    expect(product(ann, "Dust eyes")).to_be_visible()
    expect(ann.locator("#referrals")).to_contain_text("Mia of the mill, rung by Bob")


@pytest.mark.parametrize("look", [DESK, {**HAND, "color_scheme": "dark"}], ids=["light desk", "dark phone"])
def test_the_page_of_whoever_asks_is_good_empty_and_filled(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann = visit(**look)
    ann.get_by_role("button", name="Open Tesla Bot").click()
    go(ann, "outsiders")
    assert_good(ann)
    ask(ann)
    ann.get_by_label("Add somebody").fill("Tom")
    ann.get_by_role("button", name="Add", exact=True).click()
    ann.get_by_text("Pick a sentence").click()
    assert_good(ann)
