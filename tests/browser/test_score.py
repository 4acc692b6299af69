"""Rating one product after the other, and the spread of what a room rated."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.actions import add_product, go, start
from tests.browser.test_axe import assert_good, in_each_look

WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 640}


def tesla(page: Page) -> Page:
    """Open the example that has two rounds of ratings."""
    page.locator("form[action*='tesla-bot'] button").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


@pytest.mark.parametrize(("size", "screens"), [(WIDE, 2), (PHONE, 5)])
def test_the_spread_is_short_and_begins_with_what_to_discuss(
    visit: Callable[..., Page], size: ViewportSize, screens: int
) -> None:
    page = tesla(visit(viewport=size))
    go(page, "spread")
    assert page.evaluate("document.documentElement.scrollHeight") <= screens * size["height"]
    expect(page.locator(".strips tbody tr").first).to_be_in_viewport()
    expect(page.locator(".strips .who").first).to_contain_text("lead")


@in_each_look
def test_the_spread_is_good_with_all_of_it_open(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    page = tesla(visit(**look))
    go(page, "spread")
    for summary in page.locator("#spread summary").all():
        summary.click()
    assert_good(page)


def test_who_rates_again_comes_to_the_cell_and_back_to_the_spread(visit: Callable[..., Page]) -> None:
    page = tesla(visit(viewport=PHONE))
    go(page, "spread")
    page.get_by_role("link", name=re.compile("Rate again.*Humanoid robot, External risks")).click()
    question = page.get_by_role("group", name="External risks")
    expect(question).to_be_in_viewport()
    question.get_by_role("radio").nth(2).check()
    expect(page.locator(".save-bar .save-state")).to_have_text("✓ saved")
    page.get_by_role("button", name="See the spread").click()
    expect(page.get_by_role("heading", name="Discuss first")).to_be_in_viewport()


def test_the_next_product_is_there_without_scrolling_and_saved_is_seen_once(visit: Callable[..., Page]) -> None:
    page = visit(viewport=PHONE, has_touch=True)
    start(page, title="Spring workshop", name="Ann")
    go(page, "products")
    for name in ("Robot", "Arm"):
        add_product(page, name, customer="Factories")
    go(page, "score")
    for question in page.locator("form.ballot fieldset").all():
        question.get_by_role("radio").nth(2).check()
    expect(page.locator("#tally")).to_have_text("6 of 6 answered")
    expect(page.locator(".save-bar .save-state")).to_have_text("✓ saved")
    shown = "places => places.filter((each) => each.textContent.includes('saved') && each.offsetWidth > 1).length"
    assert page.locator(".save-state, .line-state").evaluate_all(shown) == 1
    expect(page.locator("[data-state]")).to_have_count(0)
    page.get_by_role("button", name="Next product").click()
    expect(page.get_by_role("heading", level=2, name="Arm")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("radio").first).to_be_in_viewport(ratio=1)
    go(page, "score")
    expect(page.get_by_role("heading", level=2, name="Arm")).to_be_visible()


def test_no_words_of_the_ballot_lie_over_others(visit: Callable[..., Page]) -> None:
    page = visit(viewport=PHONE)
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/map")
    go(page, "score?round=1")
    question = page.locator(".rating").first
    anchor, title = question.locator(".anchor:visible").first.bounding_box(), question.locator("legend").bounding_box()
    assert anchor
    assert title
    assert anchor["y"] >= title["y"] + title["height"]


def test_nothing_shows_beside_the_bar_that_lies_over_the_ballot(visit: Callable[..., Page]) -> None:
    page = tesla(visit(viewport=WIDE))
    go(page, "score")
    bar, ballot = (page.locator(each).bounding_box() for each in (".save-bar", "form.ballot"))
    assert bar
    assert ballot
    assert bar["x"] <= ballot["x"] - 4
    assert bar["width"] >= ballot["width"] + 8
