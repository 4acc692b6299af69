from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


def start_workshop(page: Page) -> Page:
    page.get_by_label("What is it called?").fill("Spring workshop")
    page.get_by_label("Your name").fill("Ann")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_load_state()
    return page


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    return start_workshop(visit())


def test_a_field_saves_itself_and_says_so(ann: Page) -> None:
    ann.get_by_label("Purpose").fill("Find a second life for our cameras")
    ann.get_by_label("Who decides").fill("Cleo")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Find a second life for our cameras")
    expect(ann.get_by_label("Who decides")).to_have_value("Cleo")


def test_text_typed_without_a_network_survives_a_reload_and_goes_out_afterwards(ann: Page) -> None:
    ann.route("**/frame", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    ann.get_by_label("Purpose").fill("Written in a tunnel")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Written in a tunnel")
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    ann.unroute_all()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    ann.reload()
    expect(ann.get_by_label("Purpose")).to_have_value("Written in a tunnel")


def test_a_refused_value_stays_in_its_field_with_the_mistake_beside_it(ann: Page) -> None:
    ann.get_by_label("Budget").fill("a lot")
    expect(ann.locator("#save-state")).to_have_text("not saved")
    expect(ann.get_by_label("Budget")).to_have_value("a lot")
    expect(ann.locator(".mistake")).to_contain_text("number")
    ann.get_by_label("Budget").fill("240")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    expect(ann.locator(".mistake")).to_have_count(0)


def test_two_people_who_change_one_field_see_both_versions_and_choose(ann: Page, visit: Callable[..., Page]) -> None:
    address = ann.url
    ann.get_by_role("link", name="Share & keep").click()
    link = ann.get_by_role("textbox", name="Link").input_value()
    ann.goto(address)
    bob = visit()
    bob.goto(link)
    bob.get_by_label("Purpose").fill("What Bob wrote")
    expect(bob.locator("#save-state")).to_have_text("✓ saved")
    ann.get_by_label("Purpose").fill("What Ann wrote")
    expect(ann.locator(".clash")).to_contain_text("What Bob wrote")
    expect(ann.get_by_label("Purpose")).to_have_value("What Ann wrote")
    ann.get_by_role("button", name="Keep mine").click()
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    bob.reload()
    expect(bob.get_by_label("Purpose")).to_have_value("What Ann wrote")


def test_removing_offers_to_undo(ann: Page) -> None:
    ann.get_by_role("link", name="Next: Inventory").click()
    ann.get_by_label("Add a capability").fill("Camera vision")
    ann.get_by_role("button", name="Add", exact=True).click()
    ann.get_by_role("button", name="Remove Camera vision").click()
    expect(ann.get_by_role("link", name="Camera vision")).to_have_count(0)
    ann.get_by_role("button", name="Undo").click()
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()
