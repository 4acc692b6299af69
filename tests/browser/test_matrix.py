"""The map by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

FOCUSED = "document.activeElement.ariaLabel"


@pytest.fixture
def example(visit: Callable[..., Page]) -> Page:
    page = visit()
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/map")
    return page


def test_each_row_of_cells_is_one_stop_of_tab(example: Page) -> None:
    example.get_by_label("Camera vision in Car", exact=True).focus()
    example.keyboard.press("Control+ArrowRight")
    assert example.evaluate(FOCUSED) == "Camera vision in Humanoid robot"
    example.keyboard.press("Tab")
    assert example.evaluate(FOCUSED) == "Planning & control in Car"
    example.keyboard.press("Shift+Tab")
    assert example.evaluate(FOCUSED) == "Camera vision in Humanoid robot"
    example.keyboard.press("Control+ArrowDown")
    assert example.evaluate(FOCUSED) == "Planning & control in Humanoid robot"


def test_a_cell_opens_its_details_by_keyboard(example: Page) -> None:
    example.get_by_label("Camera vision in Car", exact=True).focus()
    example.keyboard.press("Control+Enter")
    details = example.locator("#cell-details")
    expect(details.get_by_role("heading")).to_contain_text("Camera vision")
    assert example.evaluate("document.activeElement.closest('#cell-details') !== null")
