"""Where the work begins: on every step it stands right under the question, for whoever leads and whoever takes part."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.actions import PHONE, add_capability, bring, go, invite, join_by_link, write
from tests.browser.conftest import start_workshop

SCREEN: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
FIRST = {
    "frame": "input:not([type=hidden]), .purpose",
    "inventory": "input:not([type=hidden])",
    "nature": "textarea",
    "products": ".hand",
    "map": "td.cell select",
    "score": ".level input",
    "iterate": "textarea",
}
"""What people come for on each step."""
TOP = """
selector => [...document.querySelectorAll(`#main .work :is(${selector})`)]
  .filter(each => each.checkVisibility()).map(each => Math.round(each.getBoundingClientRect().top))[0]
"""
DRAWN = """
() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() =>
  drawn(document.documentElement.className))))
"""
"""The classes of the page, once it was drawn."""
MOVED = """
() => new Promise(told => {
  let moved = 0;
  const seen = new PerformanceObserver(list => list.getEntries().forEach(each => moved += each.value));
  seen.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
    seen.takeRecords().forEach(each => moved += each.value);
    told(moved);
  })));
})
"""
"""How much of the window moved by itself since it was drawn first, as a share of it."""
SOLID = """
() => {
  const ink = getComputedStyle(document.body).color;
  return [...document.querySelectorAll("button, .button")]
    .filter(each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter(each => !each.hasAttribute("aria-pressed"))
    .filter(each => getComputedStyle(each).backgroundColor === ink).map(each => each.textContent.trim());
}
"""
"""What the buttons say that are filled in: those of what a page is mainly for."""
IS_THERE = "selector => document.activeElement.closest(`#main .work :is(${selector})`) !== null"
SCREENS = "document.documentElement.scrollHeight / innerHeight"
SHORT = {"frame": 2, "choose": 3, "iterate": 3, "report": 5}
SHORT_ON_PHONE = {"frame": 4, "choose": 8, "iterate": 7, "report": 9}
"""Screens that a page has at most."""
in_each_size = pytest.mark.parametrize(
    ("look", "highest", "screens"), [(SCREEN, 220, SHORT), (PHONE, 260, SHORT_ON_PHONE)], ids=["screen", "phone"]
)


def example(page: Page) -> Page:
    page.get_by_role("button", name="Open Tesla Bot").click()
    page.wait_for_url("**/map")
    return page


@in_each_size
def test_the_work_begins_right_under_the_question_for_both_roles(
    visit: Callable[..., Page], look: dict[str, Any], highest: int, screens: dict[str, float]
) -> None:
    ann, bob = example(visit(**look)), visit(**look)
    _, link = invite(ann)
    join_by_link(bob, link, "Bob")
    for page in (ann, bob):
        go(page, "frame")
    for step, selector in FIRST.items():
        if step != "frame":
            bring(ann, step, bob)
        if step == "products":
            ann.get_by_role("button", name="Begin: collect, for everybody").click()
        if step == "score":
            ann.get_by_role("button", name="Hide it and rate on").click()
        for page in (ann, bob):
            expect(page.locator(f"#main .work :is({selector})").first).to_be_attached()
            top = page.evaluate(TOP, selector)
            assert top <= highest, (step, page is ann, top)
            assert len(page.evaluate(SOLID)) <= 1, (step, page is ann, page.evaluate(SOLID))
    for step, most in screens.items():
        go(ann, step)
        assert ann.evaluate(SCREENS) <= most, step


@in_each_size
def test_the_first_control_is_a_few_tabs_after_the_skip_link(
    visit: Callable[..., Page], look: dict[str, Any], highest: int, screens: dict[str, float]
) -> None:
    ann = example(visit(**look))
    for step, selector in FIRST.items():
        go(ann, step)
        ann.locator(".skip").focus()
        ann.keyboard.press("Enter")
        for _ in range(6):
            ann.keyboard.press("Tab")
            assert not ann.evaluate("document.activeElement === document.body"), step
            if ann.evaluate(IS_THERE, selector):
                break
        assert ann.evaluate(IS_THERE, selector), step


def test_whoever_goes_on_at_once_from_the_skip_link_is_not_taken_back(visit: Callable[..., Page]) -> None:
    ann = example(visit(**SCREEN))
    ann.locator(".skip").focus()
    ann.keyboard.press("Enter")
    ann.wait_for_url("**/map#matrix")
    ann.locator(FIRST["map"]).first.focus()
    ann.evaluate("dispatchEvent(new Event('hashchange'))")
    assert ann.evaluate(IS_THERE, FIRST["map"])


@in_each_size
@pytest.mark.parametrize("place", ["choose", "report"])
def test_the_index_leads_into_closed_chapters_and_marks_the_one_that_is_read(
    visit: Callable[..., Page], look: dict[str, Any], highest: int, screens: dict[str, float], place: str
) -> None:
    ann = example(visit(**look))
    go(ann, place)
    index = ann.get_by_role("navigation", name="Chapters")
    opener = index.get_by_role("button")
    index.scroll_into_view_if_needed()
    if opener.is_visible():
        opener.click()
    index.get_by_role("link", name="What the family costs").click()
    expect(ann.get_by_role("figure").filter(has_text="Average cost per product").first).to_be_visible()
    expect(index.locator("[aria-current]")).to_have_text("What the family costs")
    expect(index.get_by_role("listitem").first).to_be_visible(visible=opener.is_hidden())
    assert ann.evaluate("document.activeElement.id") == "report-family"
    title = ann.get_by_role("heading", name="What the family costs").bounding_box()
    below = (opener if opener.is_visible() else ann.get_by_role("banner")).bounding_box()
    assert title
    assert below
    assert below["y"] + below["height"] <= title["y"] <= highest


def test_nothing_moves_when_the_scripts_arrive(visit: Callable[..., Page]) -> None:
    """A fiftieth of the window at most; a tenth is felt, says https://web.dev/articles/cls."""
    page = example(visit(**SCREEN))
    late: list[Route] = []
    page.route("**/js/save.js*", lambda route: late.append(route))  # noqa: PLW0108  # playwright takes no builtin
    for step in ("map", "score", "choose"):
        page.goto(f"{page.url.rsplit('/', 1)[0]}/{step}", wait_until="commit")
        expect(page.locator(".next, .save-bar").first).to_be_visible()
        assert "saves" not in page.evaluate(DRAWN)
        late.pop().continue_()
        expect(page.locator("html.saves")).to_be_attached()
        assert page.evaluate(MOVED) <= 0.02, step


def test_guidance_stays_as_it_was_left(visit: Callable[..., Page]) -> None:
    ann = example(visit(**SCREEN))
    guidance = ann.get_by_role("region", name="Guidance")
    expect(guidance.get_by_role("heading", name="Draw the map")).to_be_visible()
    guidance.get_by_text("Guidance", exact=True).click()
    go(ann, "nature")
    expect(guidance.get_by_role("heading", name="Say what it is really")).to_be_hidden()
    guidance.get_by_text("Guidance", exact=True).click()
    go(ann, "choose")
    expect(guidance.get_by_role("heading").first).to_be_visible()


def test_what_the_facilitator_asks_aloud_is_told_to_nobody_else(visit: Callable[..., Page]) -> None:
    ann, bob = example(visit(**SCREEN)), visit(**SCREEN)
    _, link = invite(ann)
    join_by_link(bob, link, "Bob")
    bring(ann, "inventory", bob)
    expect(ann.get_by_role("heading", name="Ask aloud")).to_be_visible()
    expect(bob.get_by_role("heading", name="Ask aloud")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_verb_that_is_read_says_so_in_the_colour_of_its_chip(visit: Callable[..., Page], scheme: str) -> None:
    ann = start_workshop(visit(**SCREEN, color_scheme=scheme))
    go(ann, "inventory")
    add_capability(ann, "Arc sensor")
    go(ann, "nature")
    write(ann, "What is it really?", "sense whether a process runs as it should")
    says = ann.locator(".chip small").first
    expect(says).to_have_text("as we read it")
    assert says.evaluate("each => getComputedStyle(each).color === getComputedStyle(each.parentElement).color")


def test_the_run_sheet_marks_the_line_where_the_room_is(visit: Callable[..., Page]) -> None:
    ann, bob = start_workshop(visit(**SCREEN)), visit(**SCREEN)
    _, link = invite(ann)
    join_by_link(bob, link, "Bob")
    bring(ann, "frame", bob)
    go(ann, "room")
    row = ann.locator("#line-frame")
    line, mark = row.bounding_box(), row.get_by_text("now", exact=True).bounding_box()
    assert line
    assert mark
    assert line["y"] <= mark["y"] < line["y"] + line["height"]
