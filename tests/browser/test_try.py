"""A decider tries sets on Choose: each tick shows at once what it does, and the decision takes the set over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import go, worksheet


@pytest.fixture
def example(visit: Callable[..., Page]) -> Page:
    page = visit()
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/w/**")
    return page


def tick(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name).get_by_role("checkbox")


def test_a_tick_changes_the_figures_and_the_decision_takes_the_set_over(example: Page) -> None:
    go(example, "choose")
    tried = example.locator("#tried")
    expect(tried.get_by_role("heading")).to_have_text("Humanoid robot, Warehouse arm and Simulation service")
    expect(example.get_by_role("button", name="Try this set")).to_be_hidden()
    tick(example, "Humanoid robot").focus()
    example.keyboard.press("Space")
    expect(tried.get_by_role("heading")).to_have_text("Warehouse arm and Simulation service")
    expect(tick(example, "Humanoid robot")).to_be_focused()
    expect(tried).to_contain_text("It gives up about 700 against the best set")
    expect(example.get_by_role("status").filter(has_text="worth after cost")).to_have_count(1)
    expect(example.locator("header.bar")).not_to_contain_text("worth after cost")
    example.reload()
    expect(tick(example, "Humanoid robot")).not_to_be_checked()
    tried.get_by_role("button", name="Decide for this set").click()
    expect(tried).to_contain_text("This set is decided.")
    expect(example.get_by_role("article", name="Humanoid robot").get_by_label("Role")).to_have_value("keep-open")
    roles = {one["product"]: one["role"] for one in worksheet(example)["decisions"]}
    assert {key: roles[key] for key in ("robot", "arm", "simulator")} == {
        "robot": "keep-open",
        "arm": "primary",
        "simulator": "backup",
    }


def test_a_role_opens_reason_and_dissent(example: Page) -> None:
    go(example, "choose")
    haulage = example.get_by_role("article", name="Mine haulage")
    expect(haulage.get_by_label("Reason")).to_be_hidden()
    haulage.get_by_label("Role").select_option("backup")
    expect(haulage.get_by_label("Reason")).to_be_visible()


@pytest.mark.parametrize(("size", "screens"), [((1280, 800), 3), ((360, 640), 8)], ids=["desk", "phone"])
def test_choose_is_short_while_its_reasons_are_closed(example: Page, size: tuple[int, int], screens: int) -> None:
    example.set_viewport_size({"width": size[0], "height": size[1]})
    go(example, "choose")
    assert example.evaluate("document.documentElement.scrollHeight / innerHeight") <= screens


def test_the_first_screen_has_the_answer_the_board_the_map_and_what_the_set_is_worth(example: Page) -> None:
    example.set_viewport_size({"width": 1280, "height": 800})
    go(example, "choose")
    for part in ("#answer", "#decisions", "#map-of-products svg", "#tried dl"):
        box = example.locator(part).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 800, part
