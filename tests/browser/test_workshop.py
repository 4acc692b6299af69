"""A whole workshop as people live it.

Ann leads at a desk, Bob sits at a desk, Carl holds a phone, Dora only reads, and a projector shows the stage.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import (
    COUNT_ACTIONS,
    PHONE,
    actions,
    add_capability,
    add_product,
    assert_stayed,
    at,
    bring,
    capability,
    entry,
    expect_saved,
    give_dots,
    go,
    invite,
    join_by_code,
    join_by_link,
    lead,
    product,
    rate,
    rated,
    set_timer,
    start,
    stay,
    worksheet,
    write,
)
from tests.browser.conftest import House
from tests.browser.test_stage import SCREENS, stage_link

REASON = "Shares cameras and planning with the car, and data flows back."
MOST_ACTIONS = 3
"""Taps, clicks and Enters between opening the link to join and the first saved entry."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path / "reuse.db") as house:
        yield house


@pytest.fixture
def server(house: House) -> str:
    return house.url


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    page = visit()
    start(page, title="Tesla Bot", name="Ann")
    return page


@pytest.fixture
def bob(ann: Page, visit: Callable[..., Page]) -> Page:
    code, _ = invite(ann)
    page = visit()
    join_by_code(page, code, "Bob")
    bring(ann, "inventory", page)
    return page


@pytest.fixture
def carl(ann: Page, bob: Page, visit: Callable[..., Page]) -> Page:
    _, link = invite(ann)
    page = visit(**PHONE)
    page.add_init_script(COUNT_ACTIONS)
    join_by_link(page, link, "Carl")
    expect(ann.locator("#people")).to_contain_text("Carl")
    page.get_by_role("link", name="Go to Inventory").click()
    expect(page.get_by_label("Add a capability")).to_be_focused()
    go(ann, "inventory")
    return page


@pytest.fixture
def onlookers(ann: Page, visit: Callable[..., Page]) -> tuple[Page, Page]:
    """Dora, and the projector."""
    go(ann, "people")
    ann.get_by_role("button", name="Share an observer link").click()
    dora, projector = visit(), visit(**SCREENS["light"])
    dora.goto(ann.get_by_label("Link", exact=True).input_value())
    projector.goto(stage_link(ann))
    return dora, projector


def test_the_tesla_bot_workshop_from_the_first_name_to_the_report(
    ann: Page, bob: Page, carl: Page, onlookers: tuple[Page, Page], house: House
) -> None:
    dora, projector = onlookers
    frame_it(ann)
    list_what_there_is(ann, bob, carl)
    undo_what_was_not_meant(ann, bob, carl, projector)
    edit_the_same_capability(ann, bob)
    say_what_it_is(ann, bob, carl, house)
    find_products(ann, bob, carl)
    vote(ann, bob, carl)
    map_them(ann, bob, carl)
    score_alone(ann, bob, carl)
    talk_and_score_again(ann, bob, carl)
    go_back_without_loss(ann, bob, carl)
    park_something(bob)
    choose(ann, bob, carl)
    assert_shown(dora, projector)
    iterate_and_report(ann, bob, carl)
    assert ann.request.get(at(ann, "handouts/own.pdf")).body().startswith(b"%PDF")


def frame_it(ann: Page) -> None:
    go(ann, "frame")
    write(ann, "Purpose", "Find what else our cars could become.")
    write(ann, "Unit of cost", "person-months")
    write(ann, "Budget", "240")
    write(ann, "Who decides", "Ann")
    ann.get_by_label("Add a home product").fill("Car")
    ann.get_by_role("button", name="Add", exact=True).first.click()
    expect(ann.get_by_role("button", name="Remove Car")).to_be_visible()
    go(ann, "inventory")


def list_what_there_is(ann: Page, bob: Page, carl: Page) -> None:
    carl.keyboard.type("Planning")
    carl.keyboard.press("Enter")
    expect(capability(carl, "Planning")).to_be_visible()
    assert actions(carl) <= MOST_ACTIONS
    add_capability(bob, "Battery pack")
    add_capability(ann, "Camera vision")
    stay(ann, bob, carl)
    add_capability(carl, "Data engine")
    for page in (ann, bob):
        for name in ("Planning", "Battery pack", "Camera vision", "Data engine"):
            expect(capability(page, name)).to_be_visible()
    assert_stayed(ann, bob)


def undo_what_was_not_meant(ann: Page, bob: Page, carl: Page, projector: Page) -> None:
    """Ann points at one thing; then, in the list of what was done, she takes back another that Bob has added."""
    capability(ann, "Camera vision").click()
    ann.get_by_role("button", name="Show on the big screen: Camera vision").click()
    expect(projector.get_by_role("heading", level=1)).to_have_text("Camera vision")
    add_capability(bob, "Nonsense")
    expect(capability(carl, "Nonsense")).to_be_visible()
    go(ann, "activity")
    ann.get_by_role("button", name=re.compile("Undo: Bob .*Nonsense")).click()
    expect(capability(carl, "Nonsense")).to_be_hidden()
    go(ann, "inventory")


def edit_the_same_capability(ann: Page, bob: Page) -> None:
    """Bob writes without a line what Ann has written meanwhile; he is shown both, and chooses."""
    for page in (ann, bob):
        capability(page, "Camera vision").click()
    owner = bob.get_by_label("Owner")
    owner.press_sequentially("Vision ")
    bob.context.set_offline(True)
    owner.press_sequentially("team, Bob says")
    expect(bob.locator("#save-state")).to_have_text("not saved, will retry")
    write(ann, "Owner", "Vision team, Ann says")
    expect(owner).to_have_value("Vision team, Bob says")
    bob.context.set_offline(False)
    expect(bob.locator(".clash")).to_contain_text("Vision team, Ann says")
    bob.get_by_role("button", name="Keep mine").click()
    expect_saved(bob)
    expect(ann.get_by_label("Owner")).to_have_value("Vision team, Bob says")


def say_what_it_is(ann: Page, bob: Page, carl: Page, house: House) -> None:
    """The server is restarted while Carl types; his text goes out by itself and the others see it."""
    bring(ann, "nature", bob, carl)
    for page in (bob, carl):
        page.get_by_role("navigation", name="Capabilities").get_by_role("link", name="Planning").click()
    nature = carl.get_by_label("What is it really?")
    nature.press_sequentially("Find a way ")
    house.restart(meanwhile=lambda: nature.press_sequentially("through moving things"))
    expect(carl.locator("#save-state")).to_have_text("✓ saved")
    expect(nature).to_have_value("Find a way through moving things")
    expect(bob.get_by_label("What is it really?")).to_have_value("Find a way through moving things")


def find_products(ann: Page, bob: Page, carl: Page) -> None:
    bring(ann, "products", bob, carl)
    stay(ann)
    add_product(bob, "Humanoid robot", customer="warehouses")
    add_product(carl, "Robotaxi", customer="commuters")
    expect(product(ann, "Humanoid robot")).to_be_visible()
    expect(product(ann, "Robotaxi")).to_be_visible()
    assert_stayed(ann)
    add_product(ann, "Lawn mower", customer="gardeners")


def vote(ann: Page, bob: Page, carl: Page) -> None:
    expect(product(carl, "Lawn mower")).to_be_visible()
    ann.get_by_role("button", name="Begin: dots, for everybody").click()
    give_dots(bob, "Humanoid robot", 2)
    give_dots(carl, "Robotaxi", 1)
    for page in (ann, bob, carl):
        page.reload()
        expect(page.locator(".total")).to_have_count(0)
        assert "dots" not in worksheet(page)
    ann.get_by_role("button", name="Close and count the dots").click()
    for page in (ann, bob, carl):
        expect(entry(page, "products", "Humanoid robot").locator(".total")).to_have_text("2 dots")
    ann.get_by_label("Shortlist the first").fill("2")
    ann.get_by_role("button", name="Shortlist", exact=True).click()
    expect(bob.get_by_role("checkbox", name="shortlist Humanoid robot")).to_be_checked()


def map_them(ann: Page, bob: Page, carl: Page) -> None:
    bring(ann, "map", bob, carl)
    bob.get_by_label("Camera vision in Humanoid robot", exact=True).select_option("9:as-is")
    expect_saved(bob)
    carl.get_by_role("navigation", name="Products").get_by_role("link", name="Robotaxi").click()
    carl.get_by_label("Planning in Robotaxi", exact=True).select_option("3:adjust")
    expect_saved(carl)
    expect(ann.get_by_label("Camera vision in Humanoid robot", exact=True)).to_have_value("9:as-is")
    expect(ann.get_by_label("Planning in Robotaxi", exact=True)).to_have_value("3:adjust")


def score_alone(ann: Page, bob: Page, carl: Page) -> None:
    """Nobody sees or takes away what another has rated, the facilitator neither, until the spread is shown.

    Who has rated everything is done by that.
    """
    bring(ann, "score", bob, carl)
    set_timer(ann, 5, bob, carl)
    for page, level in ((bob, 4), (carl, 1)):
        for name in ("Humanoid robot", "Robotaxi"):
            rate(page, name, level)
    expect(ann.locator("#room-done")).to_have_text("2 of 2 done")
    lead(ann)
    ann.get_by_role("button", name="Stop the timer").click()
    expect(bob.get_by_role("timer")).to_be_hidden()
    assert_blind(ann, levels=set())
    assert_blind(bob, levels={"4"})
    assert_blind(carl, levels={"1"})


def assert_blind(page: Page, *, levels: set[str]) -> None:
    page.goto(at(page, "score"))
    page.get_by_role("navigation", name="Products").get_by_role("link", name="Humanoid robot").click()
    assert rated(page) == levels
    assert "ratings" not in worksheet(page)
    report = page.request.get(at(page, "report.md")).text()
    assert "super high" not in report
    if not levels:
        screen = page.request.get(at(page, "screen")).text()
        assert "Everybody rates alone" in screen
        assert "super high" not in screen


def talk_and_score_again(ann: Page, bob: Page, carl: Page) -> None:
    go(ann, "score")
    lead(ann)
    ann.get_by_role("button", name="Close and show the spread").click()
    for page in (ann, bob, carl):
        expect(page.get_by_role("heading", name="Discuss first")).to_be_visible()
    assert {each["level"] for each in worksheet(carl)["ratings"]} == {1, 4}
    assert "super high" in ann.request.get(at(ann, "screen")).text()
    ann.get_by_role("button", name="Begin round 2, alone again").click()
    expect(carl.locator(".lead")).to_contain_text("Round 2, alone")
    rate(carl, "Humanoid robot", 3)
    go(ann, "score")
    lead(ann)
    ann.get_by_role("button", name="Close and show the spread").click()
    expect(bob.get_by_role("columnheader", name="Mean, round 1 → 2").first).to_be_visible()


def go_back_without_loss(ann: Page, bob: Page, carl: Page) -> None:
    before = worksheet(ann)
    bring(ann, "inventory", bob, carl)
    expect(capability(carl, "Planning")).to_be_visible()
    assert worksheet(ann) == before


def park_something(bob: Page) -> None:
    go(bob, "notes")
    bob.get_by_label("Park something").fill("Who insures a robot beside people?")
    bob.get_by_role("button", name="Park it").click()
    expect(bob.get_by_text("Who insures a robot beside people?")).to_be_visible()


def assert_shown(dora: Page, projector: Page) -> None:
    """The room reads the decision on the stage; who only reads sees the map and writes nothing there."""
    expect(projector.get_by_role("heading", level=1)).to_have_text("Where do we bet?")
    expect(projector.locator("#scene")).to_contain_text("Humanoid robot")
    go(dora, "map")
    expect(dora.get_by_role("table")).to_contain_text("Camera vision")
    expect(dora.get_by_role("table").locator("select:enabled")).to_have_count(0)


def choose(ann: Page, bob: Page, carl: Page) -> None:
    bring(ann, "choose", bob, carl)
    decision = ann.get_by_role("article", name="Humanoid robot")
    decision.get_by_label("Role").select_option("primary")
    expect_saved(ann)
    decision.get_by_label("Reason").fill(REASON)
    decision.get_by_label("Reason").blur()
    expect_saved(ann)
    for page in (bob, carl):
        expect(page.locator("#answer")).to_contain_text("Humanoid robot")


def iterate_and_report(ann: Page, bob: Page, carl: Page) -> None:
    bring(ann, "iterate", bob, carl)
    write(bob, "Riskiest assumption", "A robot can walk where a car can drive.")
    expect(ann.get_by_label("Riskiest assumption")).to_have_value("A robot can walk where a car can drive.")
    carl.get_by_role("link", name="Read the report").click()
    with carl.expect_download() as downloading:
        carl.get_by_role("button", name="HTML").click()
    report = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert "Humanoid robot" in report
    assert "Shares cameras and planning with the car" in report
    assert "A robot can walk where a car can drive." in report
    assert "Who insures a robot beside people?" in report
