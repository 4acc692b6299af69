from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import start_workshop

FILE = {"name": "parts.csv", "mimeType": "text/csv", "buffer": b"name,trl\nCamera vision,7\nCamera visions,7\n"}


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    page = start_workshop(visit())
    page.goto(page.url.rsplit("/", 1)[0] + "/inventory")
    page.get_by_text("Import a file or a list").click()
    return page


def choose(page: Page) -> None:
    page.locator("#file").set_input_files(FILE)  # type: ignore[arg-type]  # one file as bytes
    page.get_by_role("button", name="Show what it would do").click()


def test_a_bar_shows_until_the_dry_run_takes_the_place_of_the_page(ann: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    ann.route("**/inventory/preview", hold)
    with ann.expect_request("**/inventory/preview"):
        choose(ann)
    expect(ann.locator(".sending progress")).to_be_visible()
    expect(ann.locator(".sending")).to_have_text("Sending…")
    waiting[0].continue_()
    expect(ann.get_by_role("heading", level=1)).to_have_text("What this import would do")
    expect(ann.get_by_text("2 capabilities are new")).to_be_visible()


def test_what_was_chosen_in_the_dry_run_is_imported(ann: Page) -> None:
    choose(ann)
    ann.get_by_label("What to do with row 3").select_option("skip")
    ann.get_by_role("button", name="Show again").last.click()
    expect(ann.get_by_text("1 capability is new")).to_be_visible()
    ann.get_by_role("button", name="Import all of it").click()
    expect(ann.locator("#capabilities > li")).to_have_count(1)


def test_a_file_that_does_not_arrive_can_be_sent_again(ann: Page) -> None:
    ann.route("**/inventory/preview", lambda route: route.abort())
    choose(ann)
    expect(ann.locator(".sending")).to_contain_text("did not arrive")
    ann.unroute("**/inventory/preview")
    ann.get_by_role("button", name="Show what it would do").click()
    expect(ann.get_by_text("2 capabilities are new")).to_be_visible()
