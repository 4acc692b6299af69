import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.actions import PHONE, add_product, capability, expect_saved, lead, set_timer
from tests.browser.conftest import enter, start_workshop
from tests.browser.test_axe import assert_good

AN_HOUR_AHEAD = """
const now = Date.now;
Date.now = () => now() + 3600_000;
Object.defineProperty(performance, "timeOrigin", { value: performance.timeOrigin + 3600_000 });
"""


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    return start_workshop(visit())


@pytest.fixture
def carl(ann: Page, visit: Callable[..., Page]) -> Page:
    return join(ann, visit())


def join(ann: Page, page: Page) -> Page:
    """Carl joins and is told what to begin with, as anybody is."""
    enter(page, ann, name="Carl")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Carl")
    return page


def at(page: Page, place: str) -> str:
    return f"{page.url.rpartition('/')[0]}/{place}"


def bring(ann: Page, step: str) -> None:
    ann.goto(at(ann, step))
    lead(ann)
    ann.get_by_role("button", name="Bring everybody here").click()


def test_everybody_follows_the_facilitator(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    bring(ann, "frame")
    expect(carl).to_have_url(re.compile("/frame$"))
    expect(ann).to_have_url(re.compile("/frame$"))


def test_everybody_reads_that_it_is_a_break_and_stays_where_they_are(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    field = carl.get_by_label("Add a capability")
    field.press_sequentially("Half a na")
    ann.get_by_role("link", name="Run sheet").click()
    ann.get_by_label("What is it?").fill("Break")
    ann.get_by_label("Minutes", exact=True).fill("15")
    ann.get_by_role("button", name="Add", exact=True).click()
    ann.get_by_role("button", name="Bring here: everybody to Break").click()
    said = carl.get_by_role("complementary", name="What the room does now")
    expect(said).to_have_text(re.compile(r"Break until \d\d:\d\d$"), use_inner_text=True)
    expect(carl.locator("#clock")).to_have_text(re.compile("^1[45]:"))
    field.press_sequentially("me")
    expect(field).to_have_value("Half a name")
    ann.get_by_role("button", name="Remove Break").click()
    expect(said).to_be_hidden()


def test_who_is_at_what_is_seen_at_once(ann: Page, carl: Page) -> None:
    ann.goto(at(ann, "inventory"))
    for name in ("Vision", "Chips"):
        ann.get_by_label("Add a capability").fill(name)
        ann.get_by_label("Add a capability").press("Enter")
        expect(ann.get_by_role("link", name=name)).to_be_visible()
    bring(ann, "nature")
    expect(carl).to_have_url(re.compile("/nature$"))
    ann.goto(f"{at(ann, 'nature')}?capability=vision")
    carl.get_by_role("button", name="Take the next free one").click()
    expect(ann.locator("#at-it")).to_have_text("Carl is at this.")
    carl.get_by_label("What is it really?").fill("tell things apart")
    carl.get_by_role("button", name="Save & take the next free one").click()
    expect(carl.get_by_role("heading", level=2).first).to_contain_text("Chips")
    expect(ann.locator("#at-it")).to_be_empty()


def test_who_is_typing_stays_and_is_shown_the_way(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    field = carl.get_by_label("Add a capability")
    field.press_sequentially("Half a na")
    bring(ann, "products")
    link = carl.get_by_role("link", name="Go there when you are ready")
    expect(link).to_be_visible()
    expect(field).to_be_focused()
    field.press_sequentially("me")
    expect(field).to_have_value("Half a name")
    link.click()
    expect(carl).to_have_url(re.compile("/products$"))


def test_who_is_in_a_field_that_saves_itself_goes_along_once_it_is_saved(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    carl.get_by_label("Add a capability").fill("Radar")
    carl.get_by_role("button", name="Add", exact=True).click()
    capability(carl, "Radar").click()
    owner = carl.get_by_label("Owner")
    owner.fill("Team A")
    expect_saved(carl)
    owner.press_sequentially(", Carl")
    expect(owner).to_be_focused()
    bring(ann, "products")
    expect(carl).to_have_url(re.compile("/products$"))
    ann.goto(at(ann, "inventory"))
    capability(ann, "Radar").click()
    expect(ann.get_by_label("Owner")).to_have_value("Team A, Carl")


def test_what_is_refused_holds_the_page_until_it_is_mended(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    carl.get_by_label("Add a capability").fill("Radar")
    carl.get_by_role("button", name="Add", exact=True).click()
    capability(carl, "Radar").click()
    name = carl.get_by_label("Name", exact=True)
    name.fill("")
    expect(carl.locator("#save-state")).to_have_text("not saved")
    bring(ann, "products")
    banner = carl.locator("#room-notice")
    expect(banner).to_contain_text("The room has moved on to Products.")
    expect(banner.get_by_role("link")).to_have_count(1)
    carl.mouse.wheel(0, 2_000)
    expect(banner).to_be_in_viewport()
    name.fill("Radar at night")
    expect(carl).to_have_url(re.compile("/products$"))


def test_what_waits_is_sent_and_then_the_page_goes_along(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    carl.get_by_label("Add a capability").fill("Half a name")
    bring(ann, "products")
    expect(carl.get_by_role("link", name="Go there when you are ready")).to_be_visible()
    carl.get_by_label("Add a capability").press("Enter")
    expect(carl).to_have_url(re.compile("/products$"))
    ann.goto(at(ann, "inventory"))
    expect(capability(ann, "Half a name")).to_be_visible()


@pytest.mark.parametrize("place", ["report", "me", "welcome"])
def test_pages_beside_the_steps_go_along(ann: Page, carl: Page, place: str) -> None:
    carl.goto(at(carl, place))
    bring(ann, "map")
    expect(carl).to_have_url(re.compile("/map$"))


def test_who_was_offline_comes_along_when_back(ann: Page, carl: Page) -> None:
    carl.goto(at(carl, "frame"))
    carl.context.set_offline(True)
    bring(ann, "map")
    expect(ann.get_by_role("heading", level=1)).to_have_text("Which building blocks does each one need?")
    expect(carl).to_have_url(re.compile("/frame$"))
    carl.context.set_offline(False)
    expect(carl).to_have_url(re.compile("/map$"))


def test_who_has_gone_elsewhere_is_seen_and_brought_again(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    lead(ann)
    where = ann.locator("#room-where")
    expect(where).to_have_text("1 at Inventory")
    carl.get_by_role("link", name="Frame").click()
    expect(where).to_have_text("1 at Frame")
    expect(carl.get_by_text("The room is at Inventory.")).to_be_visible()
    ann.get_by_role("button", name="Bring everybody here").click()
    expect(carl).to_have_url(re.compile("/inventory$"))


def test_unsent_text_keeps_a_page_where_it_is(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    field = carl.get_by_label("Add a capability")
    field.fill("Half a name")
    field.blur()
    bring(ann, "products")
    expect(carl.get_by_text("The room has moved on to Products.")).to_be_visible()
    expect(field).to_have_value("Half a name")


def test_a_refused_entry_stays_on_a_page_that_stays_live(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    field = carl.get_by_label("Add a capability")
    field.fill("x" * 300)
    field.press("Enter")
    expect(carl.get_by_role("alert")).to_be_visible()
    ann.get_by_label("Add a capability").fill("Camera vision")
    ann.get_by_label("Add a capability").press("Enter")
    for page in (ann, carl):
        expect(page.get_by_role("link", name="Camera vision")).to_be_visible()
    bring(ann, "products")
    expect(carl.get_by_role("link", name="Go there when you are ready")).to_be_visible()
    expect(field).to_have_value("x" * 300)


def test_a_step_opens_by_itself_for_who_waits_there(ann: Page, carl: Page) -> None:
    carl.goto(at(carl, "map"))
    expect(carl.get_by_text("This step is not open yet.")).to_be_visible()
    bring(ann, "map")
    expect(carl.get_by_text("The map needs two sides.")).to_be_visible()


def test_a_page_that_is_just_loaded_anew_follows_too(ann: Page, carl: Page) -> None:
    ann.goto(at(ann, "products"))
    add_product(ann, "Robot", customer="Warehouses")
    bring(ann, "score")
    expect(carl).to_have_url(re.compile("/score"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        """The new page takes its time, and from then on the old one hears nothing more."""
        if route.request.is_navigation_request():
            held.append(route)
        elif held:
            route.abort()
        else:
            route.continue_()

    carl.route(re.compile("/score"), hold)
    lead(ann)
    with carl.expect_request(lambda request: request.is_navigation_request()), ann.expect_navigation():
        ann.get_by_role("button", name="Close and show the spread").click()
    bring(ann, "inventory")
    expect(ann.get_by_role("heading", level=1)).to_have_text("What do we have?")
    carl.unroute(re.compile("/score"))  # what was held goes on
    expect(carl).to_have_url(re.compile("/inventory$"))


def test_the_timer_runs_by_the_servers_clock(ann: Page, carl: Page) -> None:
    carl.add_init_script(AN_HOUR_AHEAD)
    carl.reload()
    ann.reload()
    lead(ann)
    ann.get_by_label("Timer").fill("5")
    ann.get_by_role("button", name="Start", exact=True).click()
    for page in (ann, carl):
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(5:00|4:5\d)$"))
    ann.get_by_role("button", name="A minute more on the timer").click()
    expect(carl.get_by_role("timer")).to_have_text(re.compile(r"^5:5\d$|^6:00$"))
    ann.get_by_role("button", name="Stop the timer").click()
    expect(carl.get_by_role("timer")).to_be_hidden()


def test_the_end_of_the_timer_is_said(ann: Page, carl: Page) -> None:
    carl.clock.install()
    carl.reload()
    ann.reload()
    lead(ann)
    ann.get_by_label("Timer").fill("2")
    ann.get_by_role("button", name="Start", exact=True).click()
    expect(carl.get_by_role("timer")).to_have_text(re.compile(r"^2:00|1:5\d$"))
    carl.clock.run_for(70_000)
    expect(carl.locator("#clock-says")).to_have_text("One minute left")
    carl.clock.run_for(70_000)
    expect(carl.locator("#clock-says")).to_have_text("Time is up")
    expect(carl.get_by_role("timer")).to_have_text("Time is up")


def test_the_bar_of_a_phone_keeps_its_height_while_a_timer_runs(ann: Page, visit: Callable[..., Page]) -> None:
    phone = join(ann, visit(**PHONE))
    phone.clock.install()
    bring(ann, "inventory")
    expect(phone).to_have_url(re.compile("/inventory$"))
    set_timer(ann, 2, phone)
    expect_one_line(phone, "I’m done")
    phone.get_by_role("button", name="I’m done").tap()
    expect_one_line(phone, "Go on after all")
    phone.clock.run_for(150_000)
    expect(phone.get_by_role("timer")).to_have_text("Time is up")
    expect_one_line(phone, "Go on after all")


def expect_one_line(phone: Page, text: str) -> None:
    """Everything in the bar stands on one line beside the other, within the page."""
    button = phone.locator(".bar .leading").get_by_text(text)
    expect(button).to_be_visible()
    steps, clock, pressed, more = (
        each.bounding_box()
        for each in (phone.locator(".bar .opener"), phone.locator("#clock"), button, phone.locator(".bar .more"))
    )
    assert steps
    assert clock
    assert pressed
    assert more
    assert pressed["height"] < 45
    assert clock["height"] < 24
    assert steps["x"] + steps["width"] <= clock["x"]
    assert clock["x"] + clock["width"] <= pressed["x"] + 1
    assert pressed["x"] + pressed["width"] <= more["x"]
    assert more["x"] + more["width"] <= 360


def test_the_screen_shows_what_comes_in(ann: Page, carl: Page, visit: Callable[..., Page]) -> None:
    bring(ann, "inventory")
    expect(carl).to_have_url(re.compile("/inventory$"))
    ann.goto(at(ann, "screen"))
    expect(ann.get_by_text("Nothing yet.")).to_be_visible()
    carl.get_by_label("Add a capability").fill("Radar")
    carl.get_by_role("button", name="Add", exact=True).click()
    expect(ann.get_by_text("Radar")).to_be_visible()
    carl.get_by_role("button", name="I’m done").click()
    expect(ann.locator("#foot")).to_contain_text("1 capability · 1 joined · 1 done")


def test_axe_finds_nothing_while_a_room_is_led(ann: Page, carl: Page) -> None:
    bring(ann, "inventory")
    carl.get_by_role("button", name="I’m done").click()
    for page, place in ((ann, "map"), (ann, "score"), (ann, "room"), (ann, "screen"), (carl, "frame"), (carl, "map")):
        page.goto(at(page, place))
        assert_good(page)


def test_on_a_phone_the_step_is_named_and_opens_the_list(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit(viewport={"width": 360, "height": 640}, has_touch=True))
    opener = ann.get_by_role("button", name=re.compile("^Frame.*all steps$"))
    expect(ann.get_by_role("link", name="Score")).to_be_hidden()
    opener.tap()
    link = ann.get_by_role("link", name="Score")
    expect(link).to_be_visible()
    for control in (opener, link, ann.get_by_role("link", name="Invite people")):
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44
    link.tap()
    expect(ann).to_have_url(re.compile("/score$"))


def test_without_scripts_the_steps_and_the_timer_are_there(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit(java_script_enabled=False))
    expect(ann.get_by_role("link", name="Score")).to_be_visible()
    ann.goto(at(ann, "room"))
    ann.get_by_role("button", name="Start", exact=True).click()
    expect(ann.get_by_text(re.compile("Until .* by the server’s clock, 15 minutes left"))).to_be_visible()


@pytest.mark.parametrize("width", [360, 768])
def test_without_scripts_the_time_has_a_line_of_its_own_in_the_bar(visit: Callable[..., Page], width: int) -> None:
    ann = start_workshop(visit(java_script_enabled=False, viewport={"width": width, "height": 640}))
    ann.goto(at(ann, "room"))
    ann.get_by_role("button", name="Start", exact=True).click()
    bar, timer = ann.locator(".bar").bounding_box(), ann.locator(".bar .timer").bounding_box()
    assert bar
    assert timer
    assert timer["height"] < 48
    assert timer["y"] + timer["height"] <= bar["y"] + bar["height"]


def test_what_is_answered_is_told_in_whole_words_on_a_phone(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit(java_script_enabled=False, viewport={"width": 360, "height": 640}))
    for name in ("Robot", "Arm"):
        ann.goto(at(ann, "products"))
        ann.get_by_label("Add a product").fill(name)
        ann.get_by_label("Add a product").press("Enter")
    ann.goto(at(ann, "score"))
    box = ann.locator("#tally").bounding_box()
    assert box
    assert box["height"] < 44
