"""What people do in a workshop with their hands and eyes, in the words of the room."""

import json
import re
from http import HTTPStatus
from typing import Any

from playwright.sync_api import Locator, Page, expect

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
COUNT_ACTIONS = """
const count = () => sessionStorage.actions = Number(sessionStorage.actions ?? 0) + 1;
addEventListener("click", event => event.isTrusted && event.detail && count(), true);
addEventListener("keydown", event => event.key === "Enter" && count(), true);
"""
"""Counts what a hand does: each tap or click, and each Enter that sends a line."""


def start(page: Page, *, title: str, name: str) -> None:
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What are we here to find?")


def invite(page: Page) -> tuple[str, str]:
    """Open the page with the ways in; return the code and the link."""
    page.goto(at(page, "frame"))
    menu(page)
    page.get_by_role("link", name="People", exact=True).click()
    return page.locator(".big-code").inner_text(), page.get_by_label("Link to join").input_value()


def join_by_code(page: Page, code: str, name: str) -> None:
    page.get_by_role("link", name="Join with a code").click()
    page.get_by_label("Code").fill(code)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/w/**")


def join_by_link(page: Page, link: str, name: str) -> None:
    """Open the link; the name is all that is asked, so it is typed at once."""
    page.goto(link)
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/w/**")


def actions(page: Page) -> int:
    """How often this person has tapped, clicked or pressed Enter; the page counts with COUNT_ACTIONS."""
    return int(page.evaluate("Number(sessionStorage.actions)"))


def at(page: Page, place: str) -> str:
    """The address of a page of the workshop in which this page is."""
    found = re.match(r".*/w/[^/]+/", page.url)
    assert found, page.url
    return found[0] + place


def go(page: Page, place: str) -> None:
    page.goto(at(page, place))


def post(page: Page, path: str, **fields: str) -> str:
    """Send a form in this person's name, from elsewhere than the page; return where it leads."""
    token = page.locator("input[name=csrf]").first.input_value()
    address = path if path.startswith("/") else at(page, path)
    answer = page.request.post(address, form={"csrf": token, **fields}, max_redirects=0)
    assert answer.status < HTTPStatus.BAD_REQUEST, answer.text()
    return answer.headers.get("location", page.url)


def menu(page: Page) -> None:
    """Open the way to the pages that are not a step."""
    page.get_by_role("button", name="Menu", exact=True).click()


def lead(page: Page) -> None:
    """Open what leads the room, if it is not open."""
    opener = page.get_by_role("button", name="Lead", exact=True)
    expect(opener).to_be_visible()
    if page.locator("#lead").is_hidden():
        opener.click()


def bring(page: Page, step: str, *followers: Page) -> None:
    """Bring everybody to a step, and wait until all are there by themselves."""
    go(page, step)
    lead(page)
    page.get_by_role("button", name="Bring everybody here").click()
    for follower in followers:
        expect(follower).to_have_url(re.compile(rf"/{step}([?#]|$)"))
        follower.wait_for_load_state()


def stay(*pages: Page) -> None:
    """Remember that these pages are open, to tell later whether they were loaded anew."""
    for page in pages:
        page.evaluate("window.stayed = true")


def assert_stayed(*pages: Page) -> None:
    for page in pages:
        assert page.evaluate("window.stayed"), page.url


def add_capability(page: Page, name: str) -> None:
    field = page.get_by_label("Add a capability")
    field.click()
    field.fill(name)
    field.press("Enter")
    expect(capability(page, name)).to_be_visible()


def add_product(page: Page, name: str, *, customer: str) -> None:
    page.get_by_label("Add a product").fill(name)
    page.get_by_label("For whom?").fill(customer)
    page.get_by_label("For whom?").press("Enter")
    expect(product(page, name)).to_be_visible()


def capability(page: Page, name: str) -> Locator:
    return entry(page, "capabilities", name).locator(".name")


def product(page: Page, name: str) -> Locator:
    return entry(page, "products", name).locator(".name")


def entry(page: Page, entries: str, name: str) -> Locator:
    """One line of a list, with all that can be done there."""
    return page.locator(f"#{entries} > li").filter(has=page.locator(".name", has_text=re.compile(f"^{name}$")))


def write(page: Page, label: str, text: str) -> None:
    """Write into a field that saves itself, leave it, and wait until the page says that it is saved."""
    page.get_by_label(label, exact=True).first.fill(text)
    page.get_by_label(label, exact=True).first.blur()
    expect_saved(page)


def expect_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("✓ saved")


def set_timer(ann: Page, minutes: int, *others: Page) -> None:
    lead(ann)
    ann.get_by_label("Timer").fill(str(minutes))
    ann.get_by_role("button", name="Start", exact=True).click()
    for page in (ann, *others):
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\d:\d\d$"))


def give_dots(page: Page, name: str, count: int) -> None:
    for given in range(1, count + 1):
        page.get_by_role("button", name=f"Give {name} a dot").click()
        expect(entry(page, "products", name).locator(".given")).to_contain_text("●" * given)


def rate(page: Page, name: str, level: int) -> None:
    """Give one product the same level on every factor, 1 to 4."""
    page.get_by_role("navigation", name="Products").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    page.wait_for_load_state()
    questions = page.locator("form.ballot fieldset.rating")
    for number in range(questions.count()):
        questions.nth(number).get_by_role("radio").nth(level - 1).check()
    expect(page.locator("#tally")).to_have_text(f"{questions.count()} of {questions.count()} answered")


def rated(page: Page) -> set[str]:
    """The levels that stand on the ballot which this person sees."""
    return {each.input_value() for each in page.locator("form.ballot input:checked").all()}


def worksheet(page: Page) -> dict[str, Any]:
    """The worksheet file as this person can take it away."""
    found: dict[str, Any] = page.request.get(at(page, "report.json")).json()
    return found


def import_worksheet(page: Page, worksheet: str) -> None:
    """Open a worksheet file from the first page."""
    file = {"name": "worksheet.json", "mimeType": "application/json", "buffer": worksheet.encode()}
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]  # one file as bytes
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/w/**")


def names_worksheet(capabilities: list[str], products: list[str]) -> str:
    """A worksheet file with capabilities and products of such names, each product in need of every third."""
    named = {"capabilities": capabilities, "products": products}
    parts = {part: [{"key": f"a{n}", "name": name} for n, name in enumerate(names)] for part, names in named.items()}
    cells = ((row, column) for row in range(0, len(capabilities), 3) for column in range(len(products)))
    links = [{"capability": f"a{row}", "product": f"a{column}", "need": 9, "fit": "adjust"} for row, column in cells]
    return json.dumps(
        {"format": "reuse-worksheet", "version": 1, "workshop": {"title": "Names"}, **parts, "links": links}
    )
