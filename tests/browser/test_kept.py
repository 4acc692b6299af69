"""Sets are kept on Choose and stand side by side: for everybody, without a script, on a phone and on the big screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import PHONE, at, bring, go, join_by_code, worksheet
from tests.browser.test_axe import LOOKS, assert_good, code_of, in_each_look
from tests.browser.test_try import tick

WAYS: dict[str, dict[str, Any]] = {"script": {}, "no script": {"java_script_enabled": False}, "phone": PHONE}


def keep(page: Page, name: str) -> None:
    page.get_by_label("Keep this set as").fill(name)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("columnheader", name=name)).to_be_visible()


def three_kept(page: Page) -> None:
    """Tesla Bot with its decided set, and with less and less of it."""
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/w/**")
    go(page, "choose")
    keep(page, "All three")
    for less, name in (("Simulation service", "أصغر"), ("Warehouse arm", "The robot alone, whatever comes")):
        tick(page, less).uncheck()
        if page.get_by_role("button", name="Try this set").is_visible():
            page.get_by_role("button", name="Try this set").click()
        expect(page.locator("#tried").get_by_role("heading")).not_to_contain_text(less)
        keep(page, name)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_three_sets_are_kept_side_by_side_and_one_is_decided(visit: Callable[..., Page], way: dict[str, Any]) -> None:
    page = visit(**way)
    three_kept(page)
    table = page.get_by_role("table", name="Kept sets side by side")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table).to_contain_text("the best, proven")
    widths = [each.bounding_box() for each in table.get_by_role("columnheader").all()[1:]]
    assert all(box and box["y"] == widths[0]["y"] for box in widths if widths[0])
    page.get_by_role("button", name="Decide for The robot alone, whatever comes").click()
    expect(page.get_by_text("This set is decided.")).to_be_visible()
    roles = {each["product"]: each["role"] for each in worksheet(page)["decisions"]}
    assert (roles["robot"], roles["arm"]) == ("primary", "keep-open")
    go(page, "choose")
    page.get_by_role("button", name="Put aside أصغر").click()
    expect(table.get_by_role("columnheader")).to_have_count(3)
    page.get_by_role("button", name="Compare أصغر").click()
    expect(table.get_by_role("columnheader")).to_have_count(4)


@in_each_look
def test_kept_sets_are_good_to_read_and_press(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    page = visit(**look)
    three_kept(page)
    page.get_by_role("button", name="Put aside All three").click()
    expect(page.get_by_role("button", name="Compare All three")).to_be_visible()
    assert_good(page)


def test_the_big_screen_shows_what_is_kept_at_once(visit: Callable[..., Page]) -> None:
    page, bob = visit(**LOOKS["light"]), visit()
    page.get_by_role("button", name="Open Tesla Bot").click()
    code = code_of(page)
    bob.goto("/")
    join_by_code(bob, code, "Bob")
    bring(page, "choose", bob)
    screen = page.context.new_page()
    screen.goto(at(page, "screen"))
    keep(page, "Bold")
    expect(screen.get_by_role("table", name="Kept sets side by side")).to_contain_text("Bold")
    assert_good(screen)
