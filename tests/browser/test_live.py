import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import running_server
from tests.browser.test_saving import start_workshop


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    return start_workshop(visit())


@pytest.fixture
def bob(ann: Page, visit: Callable[..., Page]) -> Page:
    return join(ann, visit())


def join(ann: Page, bob: Page) -> Page:
    """Bob opens the workshop's link, and both are at the inventory."""
    step = ann.url
    ann.get_by_role("link", name="Share & keep").click()
    bob.goto(ann.get_by_role("textbox", name="Link").input_value())
    for page in (ann, bob):
        page.goto(step.rsplit("/", 1)[0] + "/inventory")
    return bob


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


def test_a_field_that_nobody_here_touches_shows_what_the_other_wrote(ann: Page, bob: Page) -> None:
    for page in (ann, bob):
        page.goto(page.url.replace("/inventory", "/frame"))
    bob.get_by_label("Purpose").fill("What Bob wrote")
    bob.get_by_label("Purpose").blur()
    expect(ann.get_by_label("Purpose")).to_have_value("What Bob wrote")
    ann.get_by_label("Purpose").fill("What both agree on")
    expect(bob.get_by_label("Purpose")).to_have_value("What both agree on")


def test_the_stream_goes_on_after_a_restart_of_the_server(browser: Browser, tmp_path: Path) -> None:
    first = running_server(tmp_path / "reuse.db")
    with first as url:
        pages = [browser.new_context(base_url=url).new_page() for _ in range(2)]
        for page in pages:
            page.goto("/")
        ann = start_workshop(pages[0])
        bob = join(ann, pages[1])
        first.process.send_signal(signal.SIGTERM)
        first.process.communicate(timeout=5)
    with running_server(tmp_path / "reuse.db", port=int(url.rsplit(":", 1)[1])):
        add(bob, "Camera vision")
        expect(ann.get_by_role("link", name="Camera vision")).to_be_visible(timeout=10_000)
    for page in pages:
        page.context.close()
