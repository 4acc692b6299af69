"""A button pressed by keyboard keeps the focus, what it did is said, and each press counts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.actions import add_capability, entry, go, lead, post
from tests.browser.conftest import join, start_workshop

EACH_ACTION = (
    ("map", [("[popovertarget=more]", "Enter", ""), ("#more a", "Escape", ""), (".guide summary", "Enter", "")]),
    ("map?q=robot", [("#q", "Enter", "leads")]),
    ("inventory", [("[aria-label^='Remove ']", "Enter", "leads"), ("text=Undo", "Enter", "leads")]),
    ("inventory", [("#capabilities a.name", "Enter", "leads")]),
    ("nature", [("#nature-index li:nth-child(3) a", "Enter", "leads")]),
    ("products", [(".hand button:text-is('Pass')", "Enter", "asks"), ("[aria-label^='Remove ']", "Enter", "leads")]),
    ("score?round=1", [(".level input:checked", "ArrowLeft", "asks"), ("button[name=next]", "Enter", "leads")]),
    ("score?round=1", [("#ballots li:last-child a", "Enter", "leads")]),
    ("choose", [(".decision [type=checkbox]", "Space", "asks"), (".finding summary", "Enter", "")]),
    ("choose", [("#index a", "Enter", "")]),
    ("iterate", [(".tabs li:nth-child(2) a", "Enter", "leads"), (".tabs li:last-child a", "Enter", "leads")]),
    ("report", [(".finding summary", "Enter", ""), ("#index li:last-child a", "Enter", "")]),
)
"""Pages, and on each what is pressed by which key, and whether that asks the server or leads to another page."""


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    """Ann, who leads a room in which Bob is too, with three products."""
    ann = start_workshop(visit())
    join(ann, visit())
    for name in ("Robot", "Arm", "Drone"):
        post(ann, "products", name=name)
    return ann


def begin_dots(ann: Page) -> None:
    go(ann, "products")
    ann.get_by_role("button", name="Begin: dots, for everybody").click()
    expect(ann.get_by_role("button", name="Give Arm a dot")).to_be_visible()


def test_dots_by_keyboard_keep_the_focus_are_said_and_all_count(ann: Page) -> None:
    begin_dots(ann)
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
    begin_dots(ann)
    go(ann, "products?open=drone")
    late: list[Route] = []
    ann.route("**/dots/*", lambda route: late.append(route))  # noqa: PLW0108  # playwright takes no builtin
    ann.get_by_role("button", name="Give Arm a dot").focus()
    with ann.expect_request("**/dots/*"):
        ann.keyboard.press("Enter")
    ann.get_by_label("What does it do?").press_sequentially("Dro")
    late.pop().continue_()
    expect(ann.locator("#save-state")).to_contain_text("Arm has 1 dot from Ann")
    expect(ann.get_by_label("What does it do?")).to_be_focused()
    expect(ann.get_by_label("What does it do?")).to_have_value("Dro")


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
    ann.wait_for_function("document.activeElement !== document.body")


def test_the_focus_never_falls_to_the_body(visit: Callable[..., Page]) -> None:
    """Whatever a key does on the main pages: open and close, add, remove and undo, filter, and go on within a page."""
    ann = visit()
    ann.get_by_role("button", name="Open Tesla Bot").click()
    ann.wait_for_url("**/map")
    for place, does in EACH_ACTION:
        go(ann, place)
        for control, key, follows in does:
            press(ann, control, key, follows)
            ann.wait_for_function("document.activeElement !== document.body")


def press(page: Page, control: str, key: str, follows: str) -> None:
    """Press a key on the first such control that is shown, and wait for what follows."""
    page.locator(control).locator("visible=true").first.focus()
    if follows == "leads":
        with page.expect_navigation():
            page.keyboard.press(key)
    elif follows == "asks":
        with page.expect_response("**/w/**"):
            page.keyboard.press(key)
    else:
        page.keyboard.press(key)


def test_a_press_that_does_not_arrive_says_so_and_works_again(ann: Page) -> None:
    begin_dots(ann)
    ann.route("**/dots/*", lambda route: route.abort())
    give = ann.get_by_role("button", name="Give Arm a dot")
    give.focus()
    ann.keyboard.press("Enter")
    expect(ann.locator("#save-state")).to_have_text("no answer came: look whether it is done, then press again")
    ann.unroute_all()
    ann.keyboard.press("Enter")
    expect(entry(ann, "products", "Arm").locator(".given")).to_contain_text("●")
    expect(give).to_be_focused()


def test_a_phone_says_below_the_bar_what_was_kept(ann: Page) -> None:
    ann.set_viewport_size({"width": 360, "height": 640})
    go(ann, "inventory")
    add_capability(ann, "Camera vision")
    state, bar = ann.locator("#save-state"), ann.locator(".bar")
    expect(state).to_have_text("✓ saved: Camera vision")
    below, above = state.bounding_box(), bar.bounding_box()
    assert below
    assert above
    assert below["y"] > above["y"] + above["height"]


def test_of_several_buttons_that_do_the_same_the_pressed_one_keeps_the_focus(visit: Callable[..., Page]) -> None:
    ann = visit()
    ann.get_by_role("button", name="Open Tesla Bot").click()
    ann.wait_for_url("**/w/**")
    go(ann, "spread")
    for name in ("External risks", "Compelling reason to buy"):
        ann.get_by_role("button", name=f"Show on the big screen: Humanoid robot, {name}").press("Enter")
        expect(ann.get_by_role("button", name=f"Take off the big screen: Humanoid robot, {name}")).to_be_focused()
