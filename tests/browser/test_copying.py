"""Links that people pass on are copied by a button, or selected where there is no script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

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


def test_without_a_script_a_link_stands_in_a_field_alone(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit(java_script_enabled=False))
    go(ann, "people")
    expect(ann.get_by_label("Link to join")).to_be_visible()
    expect(ann.get_by_role("button", name="Copy")).to_be_hidden()
