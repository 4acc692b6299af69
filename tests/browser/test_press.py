"""A button pressed by keyboard keeps the focus, what it did is said, and each press counts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.actions import at, entry, go, lead
from tests.browser.conftest import join, start_workshop


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    """Ann, who leads a room in which Bob is too, with three products."""
    ann = start_workshop(visit())
    join(ann, visit())
    token = ann.locator("input[name=csrf]").first.input_value()
    for name in ("Robot", "Arm", "Drone"):
        assert ann.request.post(at(ann, "products"), form={"csrf": token, "name": name}).ok
    return ann


def test_dots_by_keyboard_keep_the_focus_are_said_and_all_count(ann: Page) -> None:
    go(ann, "products")
    give = ann.get_by_role("button", name="Give Arm a dot")
    given = entry(ann, "products", "Arm").locator(".given")
    give.focus()
    ann.keyboard.press("Enter")
    expect(given).to_contain_text("●")
    expect(give).to_be_focused()
    expect(ann.locator("#save-state")).to_contain_text("Arm has 1 dot from Ann")
    ann.keyboard.press("Enter")
    ann.keyboard.press("Enter")
    expect(given).to_contain_text("●●●")
    expect(ann.locator("#save-state")).to_contain_text("Arm has 3 dots from Ann")
    expect(ann.get_by_role("button", name="Take a dot from Arm")).to_be_focused()
    ann.reload()
    expect(given).to_contain_text("●●●")


def test_whoever_goes_on_to_another_field_meanwhile_stays_there(ann: Page) -> None:
    go(ann, "products")
    late: list[Route] = []
    ann.route("**/dots/*", lambda route: late.append(route))  # noqa: PLW0108  # playwright takes no builtin
    ann.get_by_role("button", name="Give Arm a dot").focus()
    with ann.expect_request("**/dots/*"):
        ann.keyboard.press("Enter")
    ann.get_by_label("Add a product").press_sequentially("Dro")
    late.pop().continue_()
    expect(ann.locator("#save-state")).to_contain_text("Arm has 1 dot from Ann")
    expect(ann.get_by_label("Add a product")).to_be_focused()
    expect(ann.get_by_label("Add a product")).to_have_value("Dro")


def test_an_entry_moves_under_the_same_button(ann: Page) -> None:
    go(ann, "products?prompt=nowhere")
    ann.get_by_role("button", name="Move Drone up").focus()
    ann.keyboard.press("Enter")
    ann.keyboard.press("Enter")
    expect(ann.locator("#products .name").first).to_have_text("Drone")
    expect(ann.get_by_role("button", name="Move Drone up")).to_be_focused()
    expect(ann.locator("#save-state")).to_have_text("Drone was moved.")


def test_the_timer_keeps_the_focus_among_its_buttons(ann: Page) -> None:
    go(ann, "products")
    lead(ann)
    ann.get_by_role("button", name="Start", exact=True).focus()
    ann.keyboard.press("Enter")
    more = ann.get_by_role("button", name="A minute more on the timer")
    expect(more).to_be_visible()
    assert ann.evaluate("document.activeElement.closest('#room') !== null")
    more.focus()
    ann.keyboard.press("Enter")
    expect(more).to_be_focused()


def test_a_button_that_loads_its_page_anew_has_the_focus_there(ann: Page) -> None:
    go(ann, "products?open=robot")
    lock = ann.get_by_role("button", name="Lock", exact=True)
    lock.focus()
    with ann.expect_navigation():
        ann.keyboard.press("Enter")
    expect(entry(ann, "products", "Robot")).to_contain_text("locked")
    assert ann.evaluate("document.activeElement !== document.body")


def test_a_press_that_does_not_arrive_says_so_and_works_again(ann: Page) -> None:
    go(ann, "products")
    ann.route("**/dots/*", lambda route: route.abort())
    give = ann.get_by_role("button", name="Give Arm a dot")
    give.focus()
    ann.keyboard.press("Enter")
    expect(ann.locator("#save-state")).to_have_text("no answer came: look whether it is done, then press again")
    ann.unroute_all()
    ann.keyboard.press("Enter")
    expect(entry(ann, "products", "Arm").locator(".given")).to_contain_text("●")
    expect(give).to_be_focused()
