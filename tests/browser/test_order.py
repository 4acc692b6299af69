from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import (
    add_capability,
    bring,
    capability,
    entry,
    go,
    invite,
    join_by_code,
    start,
)


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    page = visit()
    start(page, title="Tesla Bot", name="Ann")
    return page


@pytest.fixture
def bob(ann: Page, visit: Callable[..., Page]) -> Page:
    return joined(ann, visit(), "Bob")


@pytest.fixture
def carl(ann: Page, visit: Callable[..., Page]) -> Page:
    return joined(ann, visit(), "Carl")


def joined(ann: Page, page: Page, name: str) -> Page:
    code, _ = invite(ann)
    join_by_code(page, code, name)
    return page


def test_a_facilitator_keeps_the_list_and_the_room_in_order(ann: Page, bob: Page, carl: Page) -> None:
    bring(ann, "inventory", bob, carl)
    add_capability(bob, "Camera vision")
    add_capability(carl, "Camera visions")
    merge_and_undo(ann, bob)
    lock(ann, carl)
    mute(ann, bob)
    remove(ann, carl)


def merge_and_undo(ann: Page, bob: Page) -> None:
    expect(ann.locator("#tidy summary", has_text="1 pair looks alike")).to_be_visible()
    ann.locator("#tidy summary", has_text="1 pair looks alike").click()
    ann.get_by_role("button", name="Merge Camera visions into Camera vision").click()
    expect(capability(bob, "Camera visions")).to_have_count(0)
    ann.locator("#tidy summary", has_text="1 merge").click()
    ann.get_by_role("button", name="Undo merging Camera visions").click()
    expect(capability(bob, "Camera visions")).to_be_visible()


def lock(ann: Page, carl: Page) -> None:
    capability(ann, "Camera vision").click()
    ann.get_by_role("button", name="Lock", exact=True).click()
    locked = entry(carl, "capabilities", "Camera vision")
    expect(locked).to_contain_text("locked")
    expect(locked.get_by_role("button")).to_have_count(0)


def mute(ann: Page, bob: Page) -> None:
    bob.get_by_label("Add a capability").blur()
    go(ann, "people")
    ann.locator("#person-bob summary").click()
    ann.get_by_role("button", name="Mute Bob").click()
    expect(bob.get_by_text("the facilitator has asked you to only read")).to_be_visible()
    expect(bob.get_by_label("Add a capability")).to_be_disabled()
    ann.locator("#person-bob summary").click()
    ann.get_by_role("button", name="Let Bob write again").click()
    expect(bob.get_by_label("Add a capability")).to_be_enabled()


def remove(ann: Page, carl: Page) -> None:
    go(ann, "people")
    ann.locator("#person-carl summary").click()
    ann.get_by_role("button", name="Remove Carl").click()
    expect(ann.get_by_text("1 person has joined: Bob.")).to_be_visible()
    expect(carl.get_by_role("heading", level=1)).to_contain_text("link")
    go(ann, "inventory")
    expect(capability(ann, "Camera visions")).to_be_visible()
