"""Links that people pass on, and tables, are copied by a button; without a script links stand in a field."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reuse_app import examples
from tests.browser.actions import go
from tests.browser.conftest import start_workshop

WITHOUT_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })"
"""As on a page that came by plain http from another computer."""


def pasted(page: Page) -> str:
    """What a field holds after pasting into it."""
    page.get_by_label("Add somebody without a device").click()
    page.keyboard.press("ControlOrMeta+V")
    return page.get_by_label("Add somebody without a device").input_value()


def test_a_button_copies_a_link(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit(permissions=["clipboard-read", "clipboard-write"]))
    go(ann, "people")
    ann.get_by_role("button", name="Copy").click()
    expect(ann.get_by_role("button", name="Copied")).to_be_visible()
    assert pasted(ann) == ann.get_by_label("Link to join").input_value()


def test_a_link_is_copied_without_https_too(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit())
    ann.add_init_script(WITHOUT_CLIPBOARD)
    go(ann, "people")
    ann.get_by_role("button", name="Copy").click()
    expect(ann.get_by_role("button", name="Copied")).to_be_visible()
    assert pasted(ann) == ann.get_by_label("Link to join").input_value()


PASTED = """
() => {
  const sheet = Object.assign(document.createElement("textarea"), { id: "sheet" })
  document.body.append(sheet)
  sheet.addEventListener("paste", ({ clipboardData }) => {
    sheet.dataset.text = clipboardData.getData("text/plain")
    sheet.dataset.table = clipboardData.getData("text/html")
  })
  sheet.focus()
}
"""
"""Makes a place that keeps what a program gets into which somebody pastes: cells between tabs, and a table."""


@pytest.mark.parametrize("is_secure", [True, False])
def test_a_table_is_copied_as_cells_of_which_none_becomes_a_formula(
    visit: Callable[..., Page], tmp_path: Path, *, is_secure: bool
) -> None:
    worksheet = json.loads(examples.read("tesla-bot"))
    next(one for one in worksheet["products"] if one["key"] == "robot")["name"] = "=1+1"
    (tmp_path / "worksheet.json").write_text(json.dumps(worksheet))
    ann = visit(permissions=["clipboard-read", "clipboard-write"])
    if not is_secure:
        ann.add_init_script(WITHOUT_CLIPBOARD)
    ann.locator("#file").set_input_files(tmp_path / "worksheet.json")
    ann.get_by_role("button", name="Import", exact=True).click()
    ann.wait_for_url("**/w/**")
    go(ann, "report#report-family")
    ann.get_by_role("button", name="Copy the table: Cost of each product, person-months").click()
    expect(ann.get_by_text("Copied").first).to_be_visible()
    ann.evaluate(PASTED)
    ann.keyboard.press("ControlOrMeta+V")
    sheet = ann.locator("#sheet[data-text]")
    head, *rows = [line.split("\t") for line in (sheet.get_attribute("data-text") or "").splitlines()]
    assert head[:3] == ["Product", "For a stranger", "Alone"]
    assert rows[0][:2] == ["'=1+1", "1700"]
    table = sheet.get_attribute("data-table") or ""
    assert table.count("<tr>") == len(rows) + 1
    assert "<td>'=1+1</td><td>1700</td>" in table


def test_without_a_script_a_link_stands_in_a_field_alone(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit(java_script_enabled=False))
    go(ann, "people")
    expect(ann.get_by_label("Link to join")).to_be_visible()
    expect(ann.get_by_role("button", name="Copy")).to_be_hidden()
