"""Every page for whoever may see it: axe finds nothing, nothing is wider than the window, a finger meets its target."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Page, expect

from reuse_app.examples import read
from tests.browser.actions import (
    PHONE,
    add_capability,
    bring,
    go,
    import_worksheet,
    join_by_code,
    names_worksheet,
    start,
)

STEPS = ("frame", "inventory", "nature", "products", "map", "score", "choose", "iterate")
OPENED = (
    "inventory?open=vision",
    "nature?capability=vision",
    "products?open=robot&prompt=by-product",
    "products?card=vision:nature:other-users",
    "map?cell=vision:robot",
)
"""Pages with something opened on them."""
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light", "reduced_motion": "reduce"},
    "dark phone": {**PHONE, "color_scheme": "dark", "reduced_motion": "reduce"},
}
"""Both sizes and both schemes. Colours know no sizes and sizes no colours, so two looks show what four would.

What fades in is read when it has come: half faded in, no text has its contrast.
"""
AXE: str = Axe().axe_script
FINGER, POINTER = 44, 24
"""The least height and width of what is pressed, in CSS pixels."""
SMALL_TARGETS = """
least => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(each => {
    if (each.matches(":disabled") || each.closest(".hidden, .skip")) return false;
    if (!each.checkVisibility({ visibilityProperty: true })) return false;
    const isInText = getComputedStyle(each).display === "inline" && each.matches("a");
    const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
    return !isInText && (width < least - 0.5 || height < least - 0.5);
}).map(each => each.outerHTML.slice(0, 120))
"""
UNFOLD = "document.querySelectorAll('main details').forEach(each => { each.open = true; })"
STRETCHED = ("capabilities", "products", "links", "participants", "factors", "decisions", "iterations", "gap_plans")
KEPT = {
    *(
        "key",
        "kind",
        "verb",
        "flow",
        "by_product_verb",
        "by_product_flow",
        "status",
        "home_product",
        "capability",
        "product",
    ),
    *("fit", "role", "plan", "date", "axis"),
}
"""Fields that refer to something or choose it."""
in_each_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())


@in_each_look
def test_every_page_of_a_led_example(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann, bob = visit(**look), visit(**look)
    assert_good(ann)
    ann.get_by_role("button", name="Open Tesla Bot").click()
    code = code_of(ann)
    for place in ("join", f"join/{code.replace('-', '')}", "join/AAAA2222"):
        bob.goto(f"/{place}")
        assert_good(bob)
    bob.goto("/")
    join_by_code(bob, code, "Bob")
    for step in STEPS:
        if step == STEPS[0]:
            go(ann, step)
        else:
            bring(ann, step, bob)
        assert_good(ann)
        assert_good(bob)
    for place in (
        "people",
        "activity",
        "notes",
        "outsiders",
        "room",
        "screen",
        "settings",
        "report",
        "versions",
        *OPENED,
    ):
        go(ann, place)
        assert_good(ann)
    for place in ("me", "report", "settings"):
        go(bob, place)
        assert_good(bob)


@in_each_look
def test_every_page_of_an_empty_workshop(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann = visit(**look)
    start(ann, title="Spring", name="Ann")
    for place in (*STEPS, "people", "activity", "notes", "outsiders", "room", "screen", "settings", "report"):
        go(ann, place)
        assert_good(ann)


@in_each_look
def test_what_participants_meet_before_a_step_opens_and_after(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann, bob = visit(**look), visit(**look)
    start(ann, title="Spring", name="Ann")
    code = code_of(ann)
    join_by_code(bob, code, "Bob")
    go(bob, "map")
    expect(bob.get_by_text("This step is not open yet.")).to_be_visible()
    assert_good(bob)
    go(bob, "frame")
    expect(bob.get_by_text("Next: Inventory, when the facilitator opens it")).to_be_visible()
    assert_good(bob)
    go(ann, "room")
    ann.get_by_label("Frame: what participants may do").select_option("read-only")
    expect(ann.locator("#save-state")).to_have_text("✓ saved")
    expect(bob.locator(".read-only")).to_be_visible()
    bob.wait_for_load_state()
    assert_good(bob)


@in_each_look
def test_mistakes_and_what_comes_in_by_itself(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann, bob = visit(**look), visit(**look)
    start(ann, title="Spring", name="Ann")
    code = code_of(ann)
    bob.get_by_role("link", name="Join with a code").click()
    bob.get_by_label("Code").fill("AAAA-2222")
    bob.get_by_label("Your name").fill("Bob")
    bob.get_by_role("button", name="Join").click()
    expect(bob.get_by_role("alert")).to_be_visible()
    assert_good(bob)
    bob.goto("/")
    join_by_code(bob, code, "Bob")
    bring(ann, "inventory", bob)
    add_capability(bob, "Camera vision")
    expect(ann.get_by_role("link", name="Camera vision")).to_be_visible()
    assert_good(ann)
    go(ann, "frame")
    ann.get_by_label("Budget").fill("a lot")
    ann.get_by_label("Budget").blur()
    expect(ann.locator("[aria-invalid=true]")).to_be_visible()
    assert_good(ann)


@in_each_look
def test_inventories_of_two_teams_side_by_side(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann = visit(**look)
    for team in ("Car", "Robot"):
        ann.goto("/")
        start(ann, title=team, name="Ann")
        go(ann, "inventory")
        for name in ("Camera vision", "x" * 140):
            add_capability(ann, name)
        go(ann, "shelf")
        ann.get_by_label("What is it called?").fill(team)
        ann.get_by_role("button", name="Keep it").click()
        expect(ann.get_by_role("heading", level=1)).to_have_text(team)
    ann.goto("/inventories")
    assert_good(ann)
    ann.get_by_label("Compare Robot").check()
    ann.get_by_role("button", name="Compare what is ticked").click()
    expect(ann.get_by_role("alert")).to_contain_text("tick another one")
    assert_good(ann)
    ann.get_by_label("Compare Car").check()
    ann.get_by_role("button", name="Compare what is ticked").click()
    expect(ann.get_by_text("2 capabilities are kept more than once in these 2 inventories")).to_be_visible()
    ann.get_by_text("Compare others").click()
    assert_good(ann)


@in_each_look
def test_no_word_is_too_long_for_a_page(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann = visit(**look)
    import_worksheet(ann, stretched())
    for place in (
        *STEPS,
        *OPENED,
        "spread",
        "room",
        "people",
        "outsiders",
        "screen",
        "settings",
        "copies",
        "outcomes",
        "report",
    ):
        go(ann, place)
        assert ann.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"], place
        ann.evaluate(UNFOLD)
        assert ann.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"], f"{place}, unfolded"


@in_each_look
def test_a_map_of_two_hundred_capabilities_and_fifty_products(visit: Callable[..., Page], look: dict[str, Any]) -> None:
    ann = visit(**look)
    import_worksheet(ann, names_worksheet([f"Block {n}" for n in range(200)], [f"Product {n}" for n in range(50)]))
    go(ann, "map")
    assert_good(ann)


def stretched() -> str:
    """The Tesla Bot with one word of 140 letters, such as the address of a page, in each of its texts."""
    worksheet = json.loads(read("tesla-bot"))
    for number, entry in enumerate(entry for part in STRETCHED for entry in worksheet[part]):
        for field, text in entry.items():
            if isinstance(text, str) and field not in KEPT:
                entry[field] = f"{number}{'x' * 140}"[:140]
    return json.dumps(worksheet)


def code_of(page: Page) -> str:
    """The code to join; on a phone the way there is in a menu."""
    go(page, "people")
    return page.locator(".big-code").inner_text()


def assert_good(page: Page) -> None:
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    least = FINGER if page.evaluate("matchMedia('(pointer: coarse)').matches") else POINTER
    assert not page.evaluate(SMALL_TARGETS, least), page.url


def violations(page: Page) -> list[tuple[str, str, list[Any]]]:
    """What axe finds: the address, the rule and where it is broken."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then(found => found.violations)")
    return [(page.url, each["id"], [node["target"] for node in each["nodes"]]) for each in found]
