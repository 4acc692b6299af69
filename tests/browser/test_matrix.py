"""The map by keyboard and by hand: one stop of Tab a row, the sheet of a cell, heads that stay, words of any length."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.actions import PHONE, go, import_worksheet, names_worksheet

SCREEN: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
LONG = "Drehmomentschlüsselkalibrierungsprotokoll"
FOCUSED = "document.activeElement.ariaLabel"
CELL = "Camera vision in Humanoid robot"
TOO_WIDE = """
() => [...document.querySelectorAll(".matrix th")]
  .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth)
  .map(each => each.textContent.trim())
"""
in_each_size = pytest.mark.parametrize("look", [SCREEN, PHONE], ids=["screen", "phone"])


@pytest.fixture
def example(visit: Callable[..., Page]) -> Page:
    return opened(visit())


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/map")
    return page


def box(found: Locator) -> dict[str, float]:
    """Where something stands in the window."""
    place = found.bounding_box()
    assert place
    sides = {"right": place["x"] + place["width"], "foot": place["y"] + place["height"]}
    return {"x": place["x"], "y": place["y"], **sides}


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


@in_each_size
def test_a_cell_is_marked_while_its_sheet_is_open_and_gets_focus_back(
    visit: Callable[..., Page], look: dict[str, Any]
) -> None:
    page, phone = opened(visit(**look)), look is PHONE
    sheet = page.get_by_role("dialog", name="Camera vision in Humanoid robot")
    cell = page.locator("td.cell").filter(has=page.get_by_role("combobox", name=CELL))
    closings: tuple[Callable[[Locator], None], ...] = (
        lambda sheet: sheet.get_by_label("Need").press("Escape"),
        lambda sheet: sheet.get_by_role("link", name="Close").click(),
    )
    for close in closings:
        cell.get_by_role("link").click() if phone else page.get_by_role("combobox", name=CELL).press("Control+Enter")
        expect(sheet.get_by_label("Need")).to_be_focused()
        expect(cell.get_by_role("link")).to_have_attribute("aria-current", "true")
        assert box(cell)["foot"] <= box(sheet)["y"] if phone else box(cell)["right"] <= box(sheet)["x"]
        assert not phone or box(sheet)["foot"] == look["viewport"]["height"]
        close(sheet)
        expect(page.get_by_role("combobox", name=CELL)).to_be_focused()
        expect(page.locator(".matrix [aria-current]")).to_have_count(0)


def test_a_saved_sheet_leads_back_to_its_cell(example: Page) -> None:
    example.get_by_role("combobox", name=CELL).press("Control+Enter")
    flow = example.get_by_label("Return flow")
    flow.fill("Every stumble")
    flow.press("Enter")
    expect(example.get_by_role("combobox", name=CELL)).to_be_focused()
    expect(example.get_by_text("Every stumble")).to_be_visible()


@in_each_size
def test_a_long_word_breaks_in_its_head_and_pushes_no_cell_away(
    visit: Callable[..., Page], look: dict[str, Any]
) -> None:
    page = visit(**look)
    bring_in(page, capabilities=[LONG, "x" * 140], products=[LONG, "y" * 140, *"ABCD"])
    assert page.evaluate(TOO_WIDE) == []
    assert box(page.locator("td.cell select").first)["right"] <= look["viewport"]["width"]
    said = page.locator(".matrix .name").first
    expect(said).to_contain_text("\u00adprotokoll".replace("proto", "pro\u00adto\u00ad"))
    assert said.evaluate("each => each.getClientRects().length") > 1


def test_heads_stay_where_a_long_map_is_scrolled(visit: Callable[..., Page]) -> None:
    page = visit(**SCREEN)
    bring_in(page, capabilities=[f"Block {n}" for n in range(200)], products=[f"Product {n}" for n in range(50)])
    down, across = (
        page.get_by_role("navigation", name=f"Parts of the {part}") for part in ("capabilities", "products")
    )
    region = page.locator("#matrix")
    assert box(down)["foot"] <= box(region)["y"]
    expect(down).to_contain_text("Capabilities 1 to 60 of 200")
    page.get_by_label("Block 59 in Product 11", exact=True).focus()
    head, name = page.get_by_role("columnheader", name="Product 11"), page.get_by_role("rowheader", name="Block 59")
    assert 0 <= box(head)["y"] - box(region)["y"] < 1
    assert box(head)["foot"] <= box(name)["y"]
    assert box(name)["right"] <= box(page.get_by_label("Block 59 in Product 11", exact=True))["x"]
    down.get_by_role("link", name="More").click()
    across.get_by_role("link", name="More").click()
    expect(page.get_by_label("Block 60 in Product 12", exact=True)).to_be_visible()


def test_ten_rows_and_the_key_are_in_sight_at_once(visit: Callable[..., Page]) -> None:
    page = opened(visit(**SCREEN))
    key = box(page.get_by_role("list", name="Key"))
    assert box(page.locator("tbody tr").nth(9))["foot"] <= key["y"]
    assert key["foot"] <= SCREEN["viewport"]["height"]


@pytest.mark.parametrize(("rows", "columns", "pages"), [(16, 6, 1), (25, 12, 1), (200, 50, 2)])
def test_the_map_is_printed_across_one_page_and_a_longer_one_repeats_its_heads(
    visit: Callable[..., Page], rows: int, columns: int, pages: int
) -> None:
    page = visit(**SCREEN)
    if (rows, columns) == (16, 6):
        opened(page)
        go(page, "map?cell=vision:robot")
    else:
        bring_in(page, capabilities=[f"Block {n}" for n in range(rows)], products=[f"Arm {n}" for n in range(columns)])
    last = page.locator(".matrix thead th").nth(-2).inner_text().split()[-1]
    for paper in ("A4", "Letter"):
        printed = PdfReader(BytesIO(page.pdf(format=paper))).pages
        assert len(printed) == pages
        for sheet in printed:
            assert sheet.mediabox.width > sheet.mediabox.height
            assert last in sheet.extract_text()


def bring_in(page: Page, *, capabilities: list[str], products: list[str]) -> None:
    """Open the map of a worksheet file with such names."""
    import_worksheet(page, names_worksheet(capabilities, products))
    go(page, "map")
