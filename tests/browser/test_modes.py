"""The main pages as people set them: magnified, with wider text, in forced colours, without motion, and on paper."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import PHONE, at, go, invite, join_by_link

PAGES = ("frame", "inventory", "nature", "products", "map?cell=vision:robot", "score", "choose", "iterate", "report")
FOR_PARTICIPANTS = ("inventory", "map", "score", "choose", "report")
SCREEN: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
MAGNIFIED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}
"""A window of 1280 by 1024 at 400 % (WCAG 1.4.10)."""
FORM_TO_UNFOLD = "details:not(.notes):has(> form)"
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What WCAG 1.4.12 lets readers set."""
CUT = """
() => [...document.querySelectorAll("h1, h2, h3, p, label, legend, button, th, td, dt, dd, a")].filter(each => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(each);
    if (!each.checkVisibility({ visibilityProperty: true }) || clipPath !== "none" || each.title) return false;
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    const isLow = hides(overflowY) && each.scrollHeight > each.clientHeight + 2;
    return isLow || (hides(overflowX) && each.scrollWidth > each.clientWidth + 2);
}).map(each => each.outerHTML.slice(0, 120))
"""
"""Words that their box cuts, unless it says them all when it is pointed at."""
CUT_CHOICE = """
() => [...document.querySelectorAll("select")].filter(each => each.checkVisibility()).filter(each => {
    const alone = each.cloneNode();
    alone.append(each.selectedOptions[0].cloneNode(true));
    alone.style.cssText = "position: absolute; width: max-content; min-width: 0; max-width: none";
    each.after(alone);
    const needed = alone.offsetWidth;
    alone.remove();
    return needed > each.offsetWidth + 1;
}).map(each => [each.name, each.selectedOptions[0].text])
"""
"""What is chosen where there is no room to say it."""
OUTLINE = """
(({ outlineStyle, outlineWidth }) => outlineStyle === "none" ? 0 : parseFloat(outlineWidth))(
    getComputedStyle(document.activeElement))
"""
UNSEEN = """
() => {
  const isOn = '[aria-pressed=true], [aria-current], .level:has(:checked)';
  const look = each => {
    const parts = [each, each.closest("li, td") ?? each, each.querySelector(".number, .place, .word") ?? each];
    return parts.flatMap(part => ["", "::before", "::after"].map(where => {
      const { backgroundColor, borderStyle, borderWidth, outlineStyle, textDecorationLine, fontWeight, content } =
        getComputedStyle(part, where);
      return [backgroundColor, borderStyle, borderWidth, outlineStyle, textDecorationLine, fontWeight, content];
    })).join();
  };
  const around = "ul, ol, nav, form, [role=group], table, main";
  const others = each => [...each.closest(around).querySelectorAll(each.tagName)]
    .filter(other => other.className === each.className && !other.matches(isOn) && other.checkVisibility());
  const pairs = [...document.querySelectorAll(isOn)].filter(each => each.checkVisibility())
    .flatMap(each => others(each).map(other => [each, other]));
  const alike = pairs.filter(([each, other]) => look(each) === look(other));
  return [pairs.length, [...new Set(alike.map(([each]) => each.outerHTML.slice(0, 120)))]];
}
"""
"""How many things that are pressed, chosen or current stand beside others, and those that look no other way."""
BODY_WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def room(visit: Callable[..., Page]) -> Callable[..., tuple[Page, Page]]:
    """Ann, who leads the Tesla Bot, and Bob, who takes part, both with browsers set in some way."""

    def open_room(**look: Any) -> tuple[Page, Page]:
        ann, bob = visit(**look), visit(**look)
        ann.get_by_role("button", name="Open Tesla Bot").click()
        ann.wait_for_url("**/map")
        _, link = invite(ann)
        join_by_link(bob, link, "Bob")
        return ann, bob

    return open_room


def each_page(ann: Page, bob: Page) -> list[tuple[Page, str]]:
    return [*((ann, place) for place in PAGES), *((bob, place) for place in FOR_PARTICIPANTS)]


def test_at_400_percent_nothing_scrolls_sideways_but_the_matrix(room: Callable[..., tuple[Page, Page]]) -> None:
    for page, place in each_page(*room(**MAGNIFIED)):
        go(page, place)
        assert page.evaluate(BODY_WIDTH) <= MAGNIFIED["viewport"]["width"], place


def test_wider_text_is_never_cut(room: Callable[..., tuple[Page, Page]]) -> None:
    for page, place in each_page(*room(**SCREEN, bypass_csp=True)):
        go(page, place)
        page.add_style_tag(content=SPACED)
        assert page.evaluate(BODY_WIDTH) <= SCREEN["viewport"]["width"], place
        assert not page.evaluate(CUT), place


def test_forced_colours_show_focus_and_state(room: Callable[..., tuple[Page, Page]]) -> None:
    ann, _ = room(forced_colors="active")
    for place in PAGES:
        go(ann, place)
        ann.locator(".skip").focus()
        for _ in range(8):
            ann.keyboard.press("Tab")
            assert ann.evaluate(OUTLINE) >= 2, (place, ann.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
        ann.evaluate("document.activeElement.blur()")
        compared, unseen = ann.evaluate(UNSEEN)
        assert compared or place == "report"
        assert not unseen, place


def test_nothing_moves_for_those_who_want_no_motion(room: Callable[..., tuple[Page, Page]]) -> None:
    ann, _ = room(reduced_motion="reduce")
    for place in PAGES:
        go(ann, place)
        moving = ann.evaluate("document.getAnimations().map(each => each.animationName ?? each.transitionProperty)")
        smooth = ann.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        assert (moving, smooth) == ([], "auto"), place


def test_paper_shows_the_work_without_its_tools(room: Callable[..., tuple[Page, Page]]) -> None:
    for page, place in each_page(*room()):
        go(page, place)
        page.emulate_media(media="print")
        for tools in ("header.bar", ".guide", ".next", ".skip", ".contents", "button", ".filters", FORM_TO_UNFOLD):
            for each in page.locator(tools).all():
                expect(each).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.emulate_media(media="screen")


def test_paper_names_what_it_unfolds_and_draws_every_bar(room: Callable[..., tuple[Page, Page]]) -> None:
    ann, bob = room()
    ann.emulate_media(media="print")
    bob.emulate_media(media="print")
    for page, place, told in (
        (ann, "score", "#agreed ~ .tool > summary"),
        (ann, "people", ".people summary .name"),
        (ann, "products", ".finding .tool > summary"),
        (bob, "frame", ".factor-list summary"),
        (ann, "iterate", ".chart:visible path.bar"),
    ):
        go(page, place)
        assert page.locator(told).count(), place
        for each in page.locator(told).all():
            expect(each).to_be_visible()
    go(ann, "people")
    for each in ann.locator(".people .form").all():
        expect(each).to_be_hidden()


@pytest.mark.parametrize(
    "look", [SCREEN, PHONE, PHONE | {"forced_colors": "active"}], ids=["screen", "phone", "forced"]
)
def test_what_is_chosen_is_read_whole(room: Callable[..., tuple[Page, Page]], look: dict[str, Any]) -> None:
    ann, _ = room(**look)
    base = at(ann, "")
    go(ann, "shelf")
    ann.get_by_label("What is it called?").fill("Car parts")
    ann.get_by_role("button", name="Keep it").click()
    ann.wait_for_url("**/i/**")
    for place in ("inventory", "nature", "products", "choose", "iterate", "room", "shelf"):
        ann.goto(base + place)
        assert ann.evaluate(CUT_CHOICE) == [], place
    ann.get_by_role("link", name="compare with Car parts").click()
    expect(ann.get_by_role("heading", level=1)).to_have_text("What differs")
    assert ann.evaluate(CUT_CHOICE) == []


def test_those_who_only_read_are_offered_nothing_to_fill_in(room: Callable[..., tuple[Page, Page]]) -> None:
    ann, bob = room()
    token = ann.locator("input[name=csrf]").first.input_value()
    for step in ("inventory", "nature", "products", "iterate"):
        assert ann.request.post(at(ann, f"stages/{step}"), form={"csrf": token, "access": "read-only"}).ok
        go(bob, step)
        expect(bob.locator(".read-only")).to_be_visible()
        for each in bob.locator(".frozen details:has(.field) > summary").all():
            expect(each).to_be_hidden()
    go(bob, "nature?capability=vision")
    expect(bob.locator("#does")).to_have_text(re.compile(r"It does this\s+convert"), use_inner_text=True)
