from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Page, expect

QUESTIONS = (
    "What are we here to find?",
    "What do we have?",
    "What is it really?",
    "Who else could use it?",
    "Which building blocks does each one need?",
    "Which are worth it?",
    "Where do we bet?",
    "How do we learn fast?",
)
LOOKS: tuple[dict[str, Any], ...] = (
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    {"viewport": {"width": 360, "height": 640}, "color_scheme": "light", "has_touch": True},
)


def open_example(page: Page, title: str = "Tesla Bot") -> None:
    page.get_by_role("button", name=f"Open {title}").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_the_tesla_bot_leads_through_all_eight_steps_to_the_report(visit: Callable[..., Page], scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    open_example(page)
    page.get_by_role("link", name="Frame").click()
    for question in QUESTIONS:
        expect(page.get_by_role("heading", level=1)).to_have_text(question)
        page.locator("footer.next a.button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report")
    expect(page.locator("article.report")).to_contain_text("Humanoid robot")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_every_page_is_accessible_and_scrolls_only_downwards(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    page = visit(**look)
    assert_accessible(page)
    open_example(page)
    base = page.url.rsplit("/", 1)[0]
    for path in (
        "frame",
        "inventory?open=vision",
        "nature",
        "products?open=robot&prompt=by-product",
        "map?cell=vision:robot",
        "score",
        "choose",
        "iterate",
        "report",
        "settings",
    ):
        page.goto(f"{base}/{path}")
        assert_accessible(page)


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
