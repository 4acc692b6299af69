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


def test_by_keyboard_whoever_passes_a_card_is_at_the_card_that_took_its_place(visit: Callable[..., Page]) -> None:
    ann = visit(**DESK)
    start(ann, title="Spring", name="Ann")
    go(ann, "inventory")
    for name in ("Vision", "Battery", "Hands"):
        add_capability(ann, name)
    go(ann, "products")
    card = ann.locator(".hand .cards > li").nth(1)
    passed = card.inner_text()
    card.get_by_role("button", name="Pass").focus()
    ann.keyboard.press("Enter")
    expect(card).not_to_have_text(passed, use_inner_text=True)
    expect(card.get_by_role("link", name="Write it down")).to_be_focused()
    ann.keyboard.press("Enter")
    expect(ann.get_by_label("Add a product")).to_be_focused()


ROOMS = [(1280, 800), (1920, 1080), (1024, 768)]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: f"{room[0]} x {room[1]}")
def test_the_big_screen_has_room_for_the_board_and_says_what_it_leaves_out(
    visit: Callable[..., Page], room: tuple[int, int]
) -> None:
    ann = visit(viewport={"width": room[0], "height": room[1]})
    ann.locator("form[action*='tesla-bot'] button").first.click()
    go(ann, "inventory")
    for name in ("Painting robots that never need a break", "Cafeteria"):
        add_capability(ann, name)
    go(ann, "products")
    ann.get_by_role("button", name="Show on the big screen: where we looked").click()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    go(ann, "screen")
    board = ann.get_by_role("table", name="Ideas by capability and field")
    expect(board.locator("tbody tr")).to_have_count(12)
    expect(ann.get_by_text("Not shown here: 2 blocks.")).to_be_visible()
    expect(ann.get_by_text("12 by-products have led to no idea yet.")).to_be_visible()
    ends = ann.evaluate(
        """() => ["table.board", ".scene .small", ".stage-foot"].map((each) => {
            const box = document.querySelector(each).getBoundingClientRect();
            return [box.top, box.bottom];
        })"""
    )
    (_, board_ends), (note_begins, note_ends), (below, _) = ends
    assert board_ends <= note_begins
    assert note_ends <= below
    size = float(board.evaluate("each => parseFloat(getComputedStyle(each).fontSize)"))
    assert size >= 0.0174 * min(room[0], 1.6 * room[1]), "letters of 3.5 cm on a screen two metres wide"
