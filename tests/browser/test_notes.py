from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.actions import go, menu
from tests.browser.conftest import join, start_workshop


def write(page: Page, text: str) -> None:
    page.get_by_label("Your note").fill(text)
    page.get_by_role("button", name="Keep the note").click()


def test_a_note_arrives_while_somebody_else_writes_one(visit: Callable[..., Page]) -> None:
    ann = start_workshop(visit())
    bob = join(ann, visit())
    ann.get_by_label("Add a capability").fill("Lidar")
    ann.get_by_role("button", name="Add", exact=True).click()
    expect(ann.get_by_role("link", name="Lidar")).to_be_visible()
    for page in (ann, bob):
        go(page, "inventory?open=lidar")
        page.get_by_text("Add a note").click()
    mine = bob.get_by_label("Your note")
    mine.press_sequentially("At ni")
    write(ann, "By *day* it does.")
    expect(ann.get_by_text("1 note")).to_be_visible()
    ann.get_by_role("heading", level=1).click()
    expect(bob.get_by_text("By day it does.")).to_be_visible()
    expect(mine).to_be_focused()
    mine.press_sequentially("ght?")
    bob.get_by_role("button", name="Keep the note").click()
    expect(ann.get_by_text("2 notes", exact=False).first).to_be_visible()
    menu(bob)
    bob.get_by_role("link", name="Parking lot").click()
    expect(bob.get_by_text("At night?")).to_be_visible()
    bob.get_by_label("Park something").fill("Radar")
    bob.get_by_role("button", name="Park it").click()
    bob.get_by_role("button", name="Make it a capability").click()
    expect(bob.get_by_role("status").filter(has_text="is a capability now")).to_be_visible()
    expect(ann.get_by_role("link", name="Radar")).to_be_visible()
    bob.get_by_role("button", name="Undo").click()
    expect(bob.get_by_text("Nothing is parked.")).to_be_hidden()
    expect(ann.get_by_role("link", name="Radar")).to_be_hidden()
