"""The search in a real browser: from a sentence to a card, an idea, its cell on the map, the board and the report."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import PHONE, add_capability, go, product, start, worksheet

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


@pytest.mark.parametrize(
    "look",
    [DESK, PHONE, {**PHONE, "java_script_enabled": False}],
    ids=["desk", "phone", "without a script"],
)
def test_from_a_sentence_to_a_card_an_idea_its_cell_the_board_and_the_report(
    visit: Callable[..., Page], look: dict[str, Any]
) -> None:
    ann = visit(**look)
    start(ann, title="Spring", name="Ann")
    go(ann, "inventory")
    add_capability(ann, "Vision")
    go(ann, "nature")
    ann.get_by_label("What is it really?").fill("Recognises pictures")
    ann.get_by_role("button", name="Save").last.click()
    expect(ann.get_by_role("button", name="sense as we read it")).to_be_visible()
    ann.get_by_role("button", name="indicate").click()
    expect(ann.get_by_role("button", name="indicate")).to_have_attribute("aria-pressed", "true")
    go(ann, "products")
    cards = ann.locator(".hand .cards > li")
    expect(cards).to_have_count(3)
    passed = cards.first.inner_text()
    cards.first.get_by_role("button", name="Pass").click()
    expect(cards.first).not_to_have_text(passed, use_inner_text=True)
    kept = cards.nth(1).locator(".ask").inner_text()
    cards.nth(1).get_by_role("button", name="Keep").click()
    expect(ann.locator("#kept")).to_contain_text(kept.strip("“”"))
    cards.first.get_by_role("link", name="Write it down").click()
    ann.get_by_label("Add a product").fill("Eyes")
    ann.get_by_role("button", name="Add", exact=True).click()
    expect(product(ann, "Eyes")).to_be_visible()
    expect(ann.locator(".written")).to_have_count(0)
    expect(ann.get_by_text("1 idea from the cards")).to_be_visible()
    go(ann, "map")
    assert worksheet(ann)["capabilities"][0]["verb"] == "indicate"
    (made,) = worksheet(ann)["products"]
    assert made["origin"]["capability"] == "vision"
    assert worksheet(ann)["links"] == [{"capability": "vision", "product": made["key"], "need": 9}]
    go(ann, "report")
    expect(ann.get_by_role("heading", name=re.compile("^Where we looked"))).to_be_visible()
