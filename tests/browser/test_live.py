import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.benchmarks.visiting import Visitor
from tests.browser.actions import add_product, at, go
from tests.browser.conftest import PATIENCE, hide, join, running_server, start_workshop


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    return start_workshop(visit())


@pytest.fixture
def bob(ann: Page, visit: Callable[..., Page]) -> Page:
    return join(ann, visit())


def add(page: Page, name: str) -> None:
    page.get_by_label("Add a capability").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()


def test_what_one_adds_the_other_sees_without_a_reload(ann: Page, bob: Page) -> None:
    add(bob, "Camera vision")
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()
    expect(ann.get_by_role("heading", name="1 capability")).to_be_visible()


def test_what_somebody_is_typing_is_never_overwritten_nor_loses_the_caret(ann: Page, bob: Page) -> None:
    add(ann, "Camera vision")
    ann.get_by_role("link", name="Camera vision").click()
    owner = ann.get_by_label("Owner")
    owner.press_sequentially("An")
    add(bob, "Planning")
    expect(ann.get_by_role("link", name="Planning")).to_be_visible()
    expect(owner).to_be_focused()
    owner.press_sequentially("n")
    expect(owner).to_have_value("Ann")


def test_a_page_that_was_asked_for_before_a_save_and_shows_it_already_is_shown(ann: Page) -> None:
    go(ann, "products")
    add_product(ann, "Robot", customer="Warehouses")
    go(ann, "score")
    early: list[Route] = []
    ann.route("**/score?*", lambda route: route.continue_() if early else early.append(route))
    with ann.expect_request("**/score?*"):
        ann.evaluate("document.dispatchEvent(new Event('reuse:changed'))")
    ann.locator("main input[type=radio]").first.check()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    early[0].continue_()
    expect(ann.locator("#tally")).to_contain_text("1 of 6 answered")


def test_a_field_that_nobody_here_touches_shows_what_the_other_wrote(ann: Page, bob: Page) -> None:
    for page in (ann, bob):
        page.goto(page.url.replace("/inventory", "/frame"))
    bob.get_by_label("Purpose").fill("What Bob wrote")
    bob.get_by_label("Purpose").blur()
    expect(ann.get_by_label("Purpose")).to_have_value("What Bob wrote")
    ann.get_by_label("Purpose").fill("What both agree on")
    expect(bob.get_by_label("Purpose")).to_have_value("What both agree on")


def test_fifty_saves_by_others_take_no_letter_and_no_caret_from_who_is_typing(ann: Page, server: str) -> None:
    bob, address = Visitor(server), urlsplit(ann.url).path.rsplit("/", 1)[0]
    bob.cookies = {cookie["name"]: cookie["value"] for cookie in ann.context.cookies()}
    bob.read(f"{address}/frame")
    purpose = ann.get_by_label("Purpose")
    purpose.fill("before  after")
    purpose.press("Home")
    for _ in range(len("before ")):
        purpose.press("ArrowRight")
    written = "The quick brown fox jumps over the lazy dog today."
    for number, letter in enumerate(written):
        ann.keyboard.type(letter)
        bob.save(f"{address}/frame", organisation=f"Save {number}")
    bob.connection.close()
    expect(ann.get_by_label("Organisation")).to_have_value("Save 49")
    expect(purpose).to_be_focused()
    expect(purpose).to_have_value(f"before {written} after")
    assert purpose.evaluate("field => field.selectionStart") == len(f"before {written}")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")


@pytest.fixture
def example(visit: Callable[..., Page]) -> Page:
    page = visit()
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/w/**")
    return page


@pytest.fixture
def other(example: Page, server: str) -> Iterator[Visitor]:
    """Somebody else in the workshop, who sends forms."""
    visitor = Visitor(server)
    visitor.cookies = {cookie["name"]: cookie["value"] for cookie in example.context.cookies()}
    visitor.read(at(example, "frame").removeprefix(server))
    yield visitor
    visitor.connection.close()


def test_a_new_row_of_the_map_waits_until_nobody_is_in_a_cell(example: Page, other: Visitor, server: str) -> None:
    go(example, "map")
    cell = example.get_by_label("Camera vision in Humanoid robot", exact=True)
    cell.focus()
    address = at(example, "").removeprefix(server)
    other.post(f"{address}capabilities", name="Night vision")
    other.save(f"{address}links/planning", cell_robot="1:rework")
    changed = example.get_by_label("Planning & control in Humanoid robot", exact=True)
    expect(changed).to_have_value("1:rework")
    expect(example.locator("td.needed.rework").filter(has=changed)).to_have_count(1)
    expect(example.get_by_role("rowheader", name="Night vision")).to_have_count(0)
    expect(cell).to_be_focused()
    cell.blur()
    expect(example.get_by_role("rowheader", name="Night vision")).to_be_visible()


def test_cells_that_others_fill_in_are_told_without_the_page(example: Page, other: Visitor, server: str) -> None:
    go(example, "map")
    address = f"{at(example, '').removeprefix(server)}links/planning"
    changed = example.get_by_label("Planning & control in Humanoid robot", exact=True)
    other.save(address, cell_robot="9:new")
    expect(changed).to_have_value("9:new")
    asked: list[str] = []
    example.on("request", lambda request: asked.append(urlsplit(request.url).path.rpartition("/")[2]))
    other.save(address, cell_robot="1:rework")
    expect(changed).to_have_value("1:rework")
    expect(example.locator("td.needed.rework").filter(has=changed)).to_have_count(1)
    assert "cells" in asked
    assert "map" not in asked
    changed.select_option("3:adjust")
    expect(example.locator("#save-state")).to_have_text("✓ saved")


def test_what_others_add_changes_every_page_that_is_open(example: Page, other: Visitor, server: str) -> None:
    address = at(example, "").removeprefix(server)
    go(example, "frame")
    other.post(f"{address}home-products", name="Tram")
    expect(example.get_by_role("button", name="Remove Tram")).to_be_visible()
    go(example, "choose")
    chapter, others = example.locator(".finding:has(#report-family)"), example.locator(".others")
    table = chapter.locator("details").first
    for each in (others, chapter, table):
        each.locator("> summary").click()
    other.post(f"{address}products", name="Drone")
    expect(example.get_by_role("article", name="Drone")).to_be_visible()
    for each in (chapter, table, others):
        expect(each).to_have_attribute("open", "")
    go(example, "iterate")
    other.save(f"{address}decisions/drone", role="growth", reason="It flies.")
    expect(example.get_by_role("navigation", name="Courses").get_by_role("link", name="Drone")).to_be_visible()


def test_whatever_was_opened_stays_open_when_news_comes(example: Page, other: Visitor, server: str) -> None:
    address = at(example, "").removeprefix(server)
    go(example, "inventory")
    forms = example.locator(".capability > form.fields")
    for number, name in enumerate(("Camera vision", "Simulation", "Service network"), 1):
        example.get_by_role("link", name=name, exact=True).click()
        expect(forms).to_have_count(number)
    example.get_by_role("link", name="Simulation", exact=True).click()
    expect(forms).to_have_count(2)
    example.locator("#capability-vision").get_by_text("Add a note").click()
    example.locator("#capability-vision .notes > summary").blur()
    note = example.locator("#capability-vision").get_by_label("Your note")
    expect(note).to_be_visible()
    other.post(f"{address}capabilities", name="Night vision")
    expect(example.get_by_role("link", name="Night vision")).to_be_visible()
    expect(forms).to_have_count(2)
    other.save(f"{address}capabilities/vision", name="Eyes")
    expect(example.locator("#capability-vision .name")).to_have_text("Eyes")
    expect(note).to_be_visible()


BREAK_ONE_PAGE = """() => {
    const whole = Response.prototype.text;
    Response.prototype.text = () => {
        Response.prototype.text = whole;
        return Promise.reject(new TypeError("Failed to fetch"));
    };
}"""
"""The next page that is fetched breaks off in the middle."""


def test_a_page_that_breaks_off_in_the_middle_is_fetched_again(ann: Page, bob: Page) -> None:
    ann.evaluate(BREAK_ONE_PAGE)
    add(bob, "Camera vision")
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()


def test_a_stream_whose_script_did_not_arrive_is_begun_again(ann: Page, bob: Page) -> None:
    broken: list[Route] = []

    def break_once(route: Route) -> None:
        if broken:
            route.continue_()
        else:
            broken.append(route)
            route.abort()

    ann.add_init_script("delete window.SharedWorker")
    ann.route("**/stream.js*", break_once)
    with ann.expect_request("**/stream.js*"):
        ann.reload()
    add(bob, "Camera vision")
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()
    assert broken


def test_seven_tabs_of_one_person_side_by_side_all_load_and_stay_live(ann: Page) -> None:
    tabs = [ann.context.new_page() for _ in range(6)]
    for tab in tabs:
        tab.goto(ann.url)
        expect(tab.get_by_role("heading", level=1)).to_be_visible()
    ann.get_by_label("Purpose").fill("Seen by all seven")
    for tab in tabs:
        expect(tab.get_by_label("Purpose")).to_have_value("Seen by all seven")


def test_a_hidden_tab_asks_for_nothing_and_catches_up_when_it_is_shown(ann: Page, bob: Page) -> None:
    asked: list[str] = []
    hide(ann, hidden=True)
    ann.on("request", lambda request: asked.append(request.url))
    add(bob, "Camera vision")
    expect(bob.get_by_role("link", name="Camera vision")).to_be_visible()
    ann.wait_for_timeout(1_000)
    assert not asked
    hide(ann, hidden=False)
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()
    assert asked


def test_people_see_how_many_are_here_and_who_is_in_which_field(ann: Page, bob: Page) -> None:
    for page in (ann, bob):
        page.goto(page.url.replace("/inventory", "/frame"))
    expect(ann.locator("#presence")).to_have_text("2 here")
    expect(bob.locator("#presence")).to_have_text("2 here")
    before = ann.get_by_label("Who decides").bounding_box()
    bob.get_by_label("Who decides").focus()
    expect(ann.locator(".field", has=ann.get_by_label("Who decides")).locator(".somebody")).to_have_text("Bob")
    assert ann.get_by_label("Who decides").bounding_box() == before
    bob.get_by_label("Who decides").blur()
    expect(ann.locator(".somebody")).to_have_count(0)


def test_the_stream_goes_on_after_a_restart_of_the_server(browser: Browser, tmp_path: Path) -> None:
    first = running_server(tmp_path / "reuse.db")
    with first as url:
        pages = [browser.new_context(base_url=url).new_page() for _ in range(2)]
        for page in pages:
            page.goto("/")
        ann = start_workshop(pages[0])
        bob = join(ann, pages[1])
        first.process.send_signal(signal.SIGTERM)
        first.process.communicate(timeout=PATIENCE / 1000)
    with running_server(tmp_path / "reuse.db", port=int(url.rsplit(":", 1)[1])):
        add(bob, "Camera vision")
        expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()
    for page in pages:
        page.context.close()
