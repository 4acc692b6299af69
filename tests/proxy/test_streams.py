"""A small workshop in a real browser behind a proxy, and what the page says when the proxy holds its stream back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.actions import add_capability, at, bring, capability, invite, join_by_link, start, write
from tests.browser.conftest import EXPECTED, PATIENCE
from tests.programs import Program
from tests.proxy.conftest import proxied

NOT_LIVE = "Not live: asks for news every few seconds"
HELD_BACK = "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;"

Visit = Callable[[str], Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A function that opens an address in a context of its own, in which nothing may go wrong."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_page(url: str) -> Page:
        context = browser.new_context(ignore_https_errors=True)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("response", lambda answer: trouble.append(answer.url) if answer.status >= 400 else None)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [text for text in trouble if not any(expected in text for expected in EXPECTED)]


def together(ann: Page, bob: Page) -> None:
    """Ann starts a workshop, Bob joins it by the link, and both are at the inventory."""
    start(ann, title="Spring workshop", name="Ann")
    write(ann, "Purpose", "Find a second life for our cameras")
    _, link = invite(ann)
    join_by_link(bob, link, "Bob")
    bring(ann, "inventory", bob)


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_a_workshop_is_started_joined_saved_and_live_under_a_path(
    visit: Visit, program: Program, tmp_path: Path, tls: bool
) -> None:
    with proxied(program, tmp_path, path="/tools/reuse", strips=True, tls=tls) as house:
        ann, bob = visit(f"{house.url}/"), visit(f"{house.url}/")
        together(ann, bob)
        add_capability(ann, "Camera vision")
        expect(capability(bob, "Camera vision")).to_be_visible()
        expect(bob.locator("#presence")).to_have_text("2 here")
        expect(bob.locator("#line-state")).to_be_empty()
        bob.goto(at(bob, "me"))
        bob.get_by_label("Your name").fill("Robert")
        bob.get_by_role("button", name="Rename").click()
        expect(bob.get_by_role("heading", level=1)).to_have_text("Robert")
        ann.goto(f"{house.url}/")
        ann.get_by_role("link", name="Spring workshop").click()
        write(ann, "Purpose", "Something else")
        assert ann.url.startswith(f"{house.url}/w/")


def test_a_stream_that_is_held_back_is_noticed_and_the_page_asks_by_itself(
    visit: Visit, program: Program, tmp_path: Path
) -> None:
    with proxied(program, tmp_path, path="/reuse", passing=HELD_BACK) as house:
        ann, bob = visit(f"{house.url}/"), visit(f"{house.url}/")
        together(ann, bob)
        expect(bob.locator("#line-state")).to_have_text(NOT_LIVE)
        add_capability(ann, "Camera vision")
        expect(capability(bob, "Camera vision")).to_be_visible()
        add_capability(bob, "Radar")
        expect(capability(ann, "Radar")).to_be_visible()
        expect(bob.locator("#line-state")).to_have_text(NOT_LIVE)


def test_a_page_whose_worker_hears_nothing_says_so_and_is_live_once_it_does(
    visit: Visit, program: Program, tmp_path: Path
) -> None:
    with proxied(program, tmp_path) as house:
        ann = visit(f"{house.url}/")
        silent = re.compile(r"/stream\.js")
        ann.context.route(silent, lambda route: route.fulfill(body="", content_type="text/javascript"))
        start(ann, title="Spring workshop", name="Ann")
        expect(ann.locator("#line-state")).to_have_text(NOT_LIVE)
        ann.context.unroute(silent)
        ann.goto(f"{house.url}/")
        ann.get_by_role("link", name="Spring workshop").click()
        expect(ann.locator("#line-state")).to_be_empty()
        expect(ann.locator("#presence")).to_be_empty()
