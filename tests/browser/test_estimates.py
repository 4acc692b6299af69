"""Numbers that are right or wrong together are typed in any order, at any pace, by keyboard and by touch."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import PHONE, expect_saved, go, post, worksheet
from tests.browser.conftest import start_workshop

ENDS = ("low", "likely", "high")
AUTOSAVE = 700
"""Milliseconds after which a field saves itself."""
PACES = (0, 100, AUTOSAVE + 200)
"""Milliseconds between two keys: before and after the pause in which a field saves itself."""


@pytest.fixture
def ann(visit: Callable[..., Page]) -> Page:
    """Ann, with one capability and one product."""
    return with_entries(start_workshop(visit()))


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """The same on a phone."""
    return with_entries(start_workshop(visit(**PHONE)))


def with_entries(page: Page) -> Page:
    post(page, "capabilities", name="Camera vision", kind="software", status="in-house")
    post(page, "products", name="Robot")
    return page


PLACES = {
    "inventory?open=camera-vision": ("Cost to build it anew", "capabilities", "build_cost"),
    "products?open=robot": ("Cost beside the capabilities", "products", "own_cost"),
}
"""Where estimates are typed: their legend, the list in the worksheet file, and the field there."""


class Trio:
    """The three fields of one estimate on an open page."""

    def __init__(self, page: Page, place: str) -> None:
        go(page, place)
        self.page, self.place = page, place
        legend, self.list, self.field = PLACES[place]
        self.group = page.locator("fieldset.estimate").filter(has_text=legend)

    def __getitem__(self, end: str) -> Locator:
        return self.group.get_by_label(end, exact=True)

    @property
    def shown(self) -> list[str]:
        return [self[end].input_value() for end in ENDS]

    def saved(self) -> Any:
        """The estimate in the worksheet file."""
        return worksheet(self.page)[self.list][0].get(self.field)

    @property
    def mistake(self) -> Locator:
        return self.group.locator(".mistake")

    def type(self, end: str, text: str, *, pace: int = 0) -> None:
        """Type into a field anew, as a hand does that finds it."""
        self[end].click()
        self[end].press("ControlOrMeta+a")
        self[end].press_sequentially(text, delay=pace)

    def expect_kept(self, *amounts: str) -> None:
        """The page says that it is saved, and a reload shows the same amounts."""
        self[ENDS[0]].blur()
        self[ENDS[-1]].blur()
        expect_saved(self.page)
        expect(self.mistake).to_have_count(0)
        assert self.shown == [*amounts]
        self.page.reload()
        assert self.shown == [*amounts]


INVENTORY, PRODUCTS = PLACES
at_each_pace = pytest.mark.parametrize(
    ("place", "pace"), [*((INVENTORY, pace) for pace in PACES), (PRODUCTS, PACES[0])], indirect=["place"]
)
"""The fields are the same at both places, so what depends on the pace shows at one of them."""


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    """The address of a page with estimates."""
    return str(request.param)


@at_each_pace
def test_low_likely_and_high_typed_by_tab_are_stored_as_typed(ann: Page, place: str, pace: int) -> None:
    trio = Trio(ann, place)
    trio["low"].focus()
    for text in ("14", "16", "29"):
        ann.keyboard.type(text, delay=pace)
        if pace:
            post(ann, "capabilities", name=f"Seen with {text}")
            ann.wait_for_timeout(pace)
        ann.keyboard.press("Tab")
    trio.expect_kept("14", "16", "29")
    assert trio.saved() == {"low": 14, "likely": 16, "high": 29}


@at_each_pace
def test_any_order_ends_as_typed_whatever_was_there_before(ann: Page, place: str, pace: int) -> None:
    trio = Trio(ann, place)
    for number, order in enumerate(permutations(ENDS)):
        wanted = dict(zip(ENDS, [("1", "2", "3"), ("40", "50", "60")][number % 2], strict=True))
        for end in order:
            trio.type(end, wanted[end], pace=pace)
        trio.expect_kept(*wanted.values())
        assert trio.saved() == {end: int(text) for end, text in wanted.items()}


@at_each_pace
def test_a_finger_types_into_empty_fields(phone: Page, place: str, pace: int) -> None:
    trio = Trio(phone, place)
    for end, text in (("likely", "6"), ("high", "9"), ("low", "4")):
        trio[end].tap()
        phone.keyboard.type(text, delay=pace)
        phone.wait_for_timeout(pace)
    trio.expect_kept("4", "6", "9")


def test_a_likely_amount_alone_fills_nothing_else(ann: Page, place: str) -> None:
    trio = Trio(ann, place)
    trio.type("likely", "6")
    trio.expect_kept("", "6", "")
    assert trio.saved() == 6
    trio.type("likely", "8")
    trio.expect_kept("", "8", "")
    assert trio.saved() == 8
    trio.type("low", "5")
    trio.expect_kept("5", "8", "")
    assert trio.saved() == {"low": 5, "likely": 8, "high": 8}


def test_what_is_out_of_order_stays_beside_its_reason_until_it_is_mended(ann: Page, place: str) -> None:
    trio = Trio(ann, place)
    for end, text in zip(ENDS, ("4", "6", "9"), strict=True):
        trio.type(end, text)
    trio.expect_kept("4", "6", "9")
    trio.type("high", "5")
    expect(trio.mistake).to_have_text("High (5) is below likely (6).")
    expect(trio["high"]).to_have_attribute("aria-invalid", "true")
    with ann.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        ann.get_by_label("Name", exact=True).fill("Another name")
    assert trio.shown == ["4", "6", "5"]
    ann.reload()
    expect(trio.mistake).to_have_text("High (5) is below likely (6).")
    expect(ann.get_by_label("Name", exact=True)).to_have_value("Another name")
    assert trio.shown == ["4", "6", "5"]
    assert trio.saved() == {"low": 4, "likely": 6, "high": 9}
    trio.type("likely", "5")
    trio.expect_kept("4", "5", "5")


def test_ends_wait_for_the_likely_amount_through_a_reload(ann: Page, place: str) -> None:
    trio = Trio(ann, place)
    trio.type("low", "4")
    trio.type("high", "9")
    trio["high"].blur()
    expect(trio.mistake).to_have_text("Fill this in too; the others are saved with it.")
    expect(trio["likely"]).to_have_attribute("aria-invalid", "true")
    ann.reload()
    expect(trio.mistake).to_have_count(1)
    entry = "capabilities/camera-vision" if trio.list == "capabilities" else "products/robot"
    with ann.expect_response(lambda answer: answer.request.method == "GET"):
        seen = ann.locator(f"form[action$='{entry}'] input[name=seen]").first.input_value()
        post(ann, entry, name="Renamed meanwhile", seen=seen)
    expect(ann.get_by_label("Name", exact=True)).to_have_value("Renamed meanwhile")
    trio.type("likely", "6")
    trio.expect_kept("4", "6", "9")
    assert trio.saved() == {"low": 4, "likely": 6, "high": 9}


def test_emptying_an_estimate_in_any_order_empties_it(ann: Page, place: str) -> None:
    trio = Trio(ann, place)
    for order in permutations(ENDS):
        for end, text in zip(ENDS, ("4", "6", "9"), strict=True):
            trio.type(end, text)
        trio.expect_kept("4", "6", "9")
        for end in order:
            trio[end].clear()
            trio[end].blur()
        trio.expect_kept("", "", "")
        assert trio.saved() is None


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_three_shares_of_a_cell_are_saved_when_the_last_is_there(ann: Page, order: tuple[int, ...]) -> None:
    labels = ("Design", "Realisation", "Integration")
    go(ann, "map?cell=camera-vision:robot")
    ann.get_by_label("Need", exact=True).select_option("3")
    expect_saved(ann)
    ann.get_by_text("How much changes, in percent").click()
    for place in order:
        ann.get_by_label(labels[place], exact=True).fill(str(10 * (place + 1)))
        ann.get_by_label("Anything else").fill(f"Said before {place}")
        ann.get_by_label("Anything else").blur()
    expect_saved(ann)
    expect(ann.locator(".mistake")).to_have_count(0)
    link = worksheet(ann)["links"][0]
    assert link["change"] == {"design": 10, "realisation": 20, "integration": 30}
    assert link["note"] == f"Said before {order[-1]}"


def test_a_reason_that_was_typed_before_the_role_is_saved_with_it(ann: Page) -> None:
    go(ann, "choose")
    robot = ann.get_by_role("article", name="Robot")
    robot.get_by_text("Reason and dissent").click()
    robot.get_by_label("Reason").fill("It flies.")
    robot.get_by_label("Reason").blur()
    expect(robot.locator(".mistake")).to_have_text("Choose this first; the rest is saved with it.")
    robot.get_by_label("Role").select_option("growth")
    expect_saved(ann)
    decision = worksheet(ann)["decisions"][0]
    assert (decision["role"], decision["reason"]) == ("growth", "It flies.")


def test_rules_that_could_not_hold_are_saved_when_they_can(ann: Page) -> None:
    post(ann, "products", name="Arm")
    go(ann, "choose")
    rules = ann.locator("#rules")
    ann.locator("#limits summary").first.click()
    rules.get_by_role("checkbox", name="Robot").check()
    rules.get_by_role("checkbox", name="Arm").check()
    expect_saved(ann)
    limit = ann.get_by_label("At most so many products")
    limit.fill("1")
    limit.blur()
    expect(ann.locator("#rules .mistake")).to_have_text("Found 1, but 2 products must be chosen.")
    expect(limit).to_have_value("1")
    rules.get_by_role("checkbox", name="Arm").uncheck()
    expect_saved(ann)
    assert worksheet(ann)["constraints"] == {"must_have": ["robot"], "at_most": 1}
