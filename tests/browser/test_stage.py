"""The big screen beside a room: it follows by itself, shows all that there is, and moves only what is new."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import add_capability, at, bring, capability, go, invite, join_by_link, start
from tests.browser.test_axe import assert_good

STEPS = ("frame", "inventory", "nature", "products", "map", "score", "choose", "iterate")
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "light", "reduced_motion": "reduce"},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark", "reduced_motion": "reduce"},
}
CUT_OFF = """() => {
    const scene = document.getElementById("scene");
    const [inside, across] = [scene.scrollHeight - scene.clientHeight, scene.scrollWidth - scene.clientWidth];
    return [inside, across, document.documentElement.scrollHeight - innerHeight].filter((pixels) => pixels > 1);
}"""


def stage_link(page: Page) -> str:
    """Make a link for the computer at the projector."""
    go(page, "room")
    page.get_by_role("button", name="A link for another computer").click()
    return page.get_by_label("Link", exact=True).input_value()


def test_the_screen_follows_what_is_said_and_what_is_pointed_at(visit: Callable[..., Page]) -> None:
    ann, bob, projector = visit(), visit(), visit(**SCREENS["light"])
    start(ann, title="Spring workshop", name="Ann")
    way_in = invite(ann)[1]
    projector.goto(stage_link(ann))
    expect(projector.get_by_text("Nobody has joined yet.")).to_be_visible()
    join_by_link(bob, way_in, "Bob")
    expect(projector.locator(".lobby-names")).to_contain_text("Bob")
    bring(ann, "inventory", bob)
    expect(projector.get_by_role("heading", name="What do we have?")).to_be_visible()
    for name in ("Radar", "Sonar"):
        add_capability(bob, name)
        expect(projector.locator(".lines li.arrived")).to_have_text([name])
    go(ann, "inventory")
    capability(ann, "Radar").click()
    ann.get_by_role("button", name="Show on the big screen: Radar").click()
    expect(projector.get_by_role("heading", level=1)).to_have_text("Radar")
    ann.get_by_role("button", name="Take off the big screen: Radar").click()
    expect(projector.get_by_role("heading", level=1)).to_have_text("What do we have?")
    expect(ann.get_by_role("button", name="Show on the big screen: Radar")).to_be_focused()
    bring(ann, "map", bob)
    expect(projector.get_by_role("heading", level=1)).to_have_text("Which building blocks does each one need?")
    assert projector.evaluate("document.querySelectorAll('a[href], form, button').length") == 1, "the skip link alone"


@pytest.mark.parametrize("look", SCREENS.values(), ids=SCREENS.keys())
def test_every_scene_is_whole_and_good(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann = visit(**look)
    ann.get_by_role("button", name="Open Tesla Bot").click()
    ann.wait_for_url("**/w/**")
    token = ann.locator("input[name=csrf]").first.input_value()

    def press(place: str, **fields: str) -> None:
        assert ann.request.post(at(ann, place), form={"csrf": token, **fields}).ok

    def look_at_screen() -> None:
        go(ann, "screen")
        assert ann.evaluate(CUT_OFF) == []
        assert_good(ann)

    look_at_screen()
    for step in STEPS:
        press("place", step=step)
        look_at_screen()
    for spot in ("capability/vision", "product/robot", "link/vision/robot", "rating/robot/reason", "board"):
        press("spotlight", spot=spot)
        look_at_screen()
