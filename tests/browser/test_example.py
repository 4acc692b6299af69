from collections.abc import Callable

import pytest
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
