"""Dates and times are the reader's, wherever the server stands and wherever the reader is."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.visiting import Visitor
from tests.browser.actions import go
from tests.browser.conftest import hide, running_server

WEST, EAST = "America/Los_Angeles", "Pacific/Kiritimati"
"""Where the server stands: far behind UTC, and furthest ahead of it."""
anywhere = pytest.mark.parametrize(
    ("server", "zone"),
    [(WEST, "Asia/Tokyo"), (WEST, EAST), (EAST, WEST), (EAST, "Pacific/Pago_Pago")],
    indirect=["server"],
)
"""Each zone of the server with readers of two others. Pago Pago and Kiritimati are almost furthest behind UTC and ahead
of it: at any moment one of them has another day. What the server says knows nothing of the reader's zone, so pairs show
what all of them would."""
for_scripts = pytest.mark.parametrize("server", [EAST], indirect=True)
"""Marks what scripts do by themselves, wherever the server stands."""
FORMATS = {None: "%-d %B %Y, %H:%M", "": "%H:%M:%S", "minute": "%H:%M"}
"""By what an element says of itself."""
PAGES = ("inventory", "versions", "people", "tokens", "room")


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Servers in two countries far from UTC."""
    with ExitStack() as stack:
        running = {}
        for zone in (WEST, EAST):
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("TZ", zone)
                server = running_server(tmp_path_factory.mktemp("data") / "reuse.db")
            running[zone] = stack.enter_context(server)
        yield running


@pytest.fixture(params=[WEST, EAST])
def server(request: pytest.FixtureRequest, servers: dict[str, str]) -> str:
    """Each of them in turn."""
    return servers[request.param]


class Workshop:
    """The Tesla Bot workshop in which everything that has a time has happened, for readers anywhere."""

    def __init__(self, server: str, visit: Callable[..., Page]) -> None:
        self.server, self.visit = server, visit
        self.ann = Visitor(server)
        self.ann.read("/")
        self.ann.post("/examples/tesla-bot")
        self.path = self.ann.led_to.rpartition("/")[0]
        self.ann.read(f"{self.path}/frame")
        self.post("pasted-capabilities", names="Sight\nSights")
        self.merge("sights", into="sight")
        self.post("versions", name="Before")
        self.post("tokens", label="Dashboard")
        self.post("grants", role="observer", label="Olga")
        self.post("place", step="iterate")
        self.post("timer", minutes="5")

    def post(self, path: str, **fields: object) -> None:
        """Let Ann send a form of the workshop."""
        self.ann.post(f"{self.path}/{path}", json=False, **fields)

    def merge(self, gone: str, *, into: str) -> None:
        self.post("merges", **{"part": "capability", "into": into, "from": gone})

    def page(self, path: str, zone: str, *, scripts: bool = True) -> Page:
        """A page of the workshop as its facilitator opens it in a time zone."""
        reader = self.visit(timezone_id=zone, java_script_enabled=scripts)
        cookies = self.ann.cookies.items()
        reader.context.add_cookies([{"name": name, "value": value, "url": self.server} for name, value in cookies])
        reader.goto(f"{self.server}{self.path}/{path}")
        return reader


@pytest.fixture
def workshop(server: str, visit: Callable[..., Page]) -> Iterator[Workshop]:
    workshop = Workshop(server, visit)
    yield workshop
    workshop.ann.connection.close()


def read(page: Page) -> list[tuple[dt.datetime, str, str]]:
    """The moments on a page: each as the element carries it, what it says, and how: a day, or a time of day."""
    elements = page.locator("time[datetime$=Z]").all()
    return [
        (
            dt.datetime.fromisoformat(each.get_attribute("datetime") or ""),
            each.text_content() or "",
            FORMATS[each.get_attribute("data-clock")],
        )
        for each in elements
    ]


def said(moment: dt.datetime, zone: str, style: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime(style)


def today(zone: str) -> str:
    return dt.datetime.now(ZoneInfo(zone)).date().isoformat()


def in_words(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return f"{date.day} {date:%B %Y}"


@anywhere
def test_a_time_is_the_readers_on_every_page(workshop: Workshop, zone: str) -> None:
    page = workshop.page("inventory", zone)
    for path in PAGES:
        go(page, path)
        moments = read(page)
        assert len(moments) > 1, path
        for moment, text, style in moments:
            assert text == said(moment, zone, style), path
            assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(hours=1), path
    expect(page.locator("#room time")).to_have_attribute("title", re.compile(r"^\d+ \w+ \d{4}, \d\d:\d\d UTC$"))


def test_without_scripts_it_is_the_same_moment_in_utc_and_says_so(workshop: Workshop) -> None:
    page = workshop.page("inventory", "America/Los_Angeles", scripts=False)
    for path in PAGES:
        go(page, path)
        moments = read(page)
        assert len(moments) > 1, path
        for moment, text, style in moments:
            assert text == said(moment, "UTC", style) + " UTC", path


@anywhere
def test_an_iteration_ends_on_the_readers_day(workshop: Workshop, zone: str) -> None:
    """What is offered is no text of the reader's own, so nobody is kept from following the room by it."""
    days = {today(zone)}
    page = workshop.page("iterate", zone)
    form = page.locator("#iteration-new-robot")
    field = form.get_by_label("Day it ended")
    offered = field.input_value()
    assert offered in days | {today(zone)}
    assert field.evaluate("field => field.defaultValue") == offered
    page.locator("#log-robot").get_by_text("Log an iteration").click()
    form.get_by_label("What was tried").fill("A day of its own")
    form.get_by_role("button", name="Add to the log").click()
    turn = page.locator(".turn", has_text="A day of its own")
    expect(turn.locator("time")).to_have_attribute("datetime", offered)


def test_without_scripts_no_day_is_offered(workshop: Workshop) -> None:
    page = workshop.page("iterate", "America/Los_Angeles", scripts=False)
    assert page.locator("#iteration-new-robot").get_by_label("Day it ended").input_value() == ""


@anywhere
def test_a_capability_was_looked_at_on_the_readers_day(workshop: Workshop, zone: str) -> None:
    page = workshop.page("inventory", zone)
    page.get_by_role("link", name="Sight", exact=True).click()
    days = {today(zone)}
    page.get_by_role("button", name="Looked at today").click()
    page.wait_for_url(re.compile("#capability-sight$"))
    go(page, "inventory?open=sight")
    noted = page.locator("#capability-sight .looked-at time").get_attribute("datetime") or ""
    assert noted in days | {today(zone)}
    expect(page.get_by_text(f"Last looked at on {in_words(noted)}.")).to_be_visible()


def test_without_scripts_it_was_looked_at_on_the_day_in_utc_and_the_page_says_so(workshop: Workshop) -> None:
    page = workshop.page("inventory?open=sight", "Pacific/Kiritimati", scripts=False)
    expect(page.locator("#capability-sight noscript")).to_be_visible()
    days = {today("UTC")}
    page.get_by_role("button", name="Looked at today").click()
    go(page, "inventory?open=sight")
    assert page.locator("#capability-sight .looked-at time").get_attribute("datetime") in days | {today("UTC")}


@for_scripts
def test_a_time_that_the_reader_sees_is_no_change_when_others_save(workshop: Workshop) -> None:
    zone = "Asia/Tokyo"
    page = workshop.page("inventory", zone)
    page.get_by_role("link", name="Sight", exact=True).click()
    expect(page.locator("#form-capability-sight")).to_be_visible()
    kept = ("#tidy", "#capability-sight")
    for element in kept:
        page.locator(element).evaluate("element => element.stayed = true")
    page.locator("#tidy summary").focus()
    workshop.post("capabilities/vision", owner="Somebody new")
    expect(page.locator("#capability-vision")).to_contain_text("Somebody new")
    assert all(page.locator(element).evaluate("element => element.stayed") for element in kept)
    expect(page.locator("#tidy summary")).to_be_focused()
    page.locator("#tidy summary").blur()
    workshop.merge("vision", into="sight")
    expect(page.locator("#tidy time")).to_have_count(2)
    assert {text for _, text, _ in read(page)} == {said(at, zone, style) for at, _, style in read(page)}


@for_scripts
def test_over_midnight_a_page_offers_the_new_day_but_never_over_what_was_typed(workshop: Workshop) -> None:
    page = workshop.page("frame", "Asia/Tokyo")
    for product, typed, then in (("arm", "", "2026-11-28"), ("robot", "2026-11-01", "2026-11-01")):
        page.clock.set_fixed_time("2026-11-27T14:59:00Z")
        go(page, f"iterate?product={product}")
        day = page.locator(f"#iteration-new-{product}").get_by_label("Day it ended")
        expect(day).to_have_value("2026-11-27")
        if typed:
            page.get_by_text("Log an iteration", exact=True).click()
            day.fill(typed)
        page.clock.set_fixed_time("2026-11-27T15:01:00Z")
        hide(page, hidden=True)
        hide(page, hidden=False)
        expect(day).to_have_value(then)


def test_an_inventory_says_when_its_versions_were_saved_by_the_readers_clock(workshop: Workshop) -> None:
    zone = "America/Los_Angeles"
    workshop.post("shelf/inventories", name="Parts", author="Ann")
    page = workshop.page("shelf", zone)
    page.goto(f"{workshop.server}/inventories")
    page.get_by_role("link", name="Parts").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    moments = read(page)
    assert len(moments) > 1
    assert [text for _, text, _ in moments] == [said(at, zone, FORMATS[None]) for at, _, _ in moments]


@pytest.mark.parametrize(("server", "zone"), [(EAST, WEST), (WEST, "Asia/Tokyo")], indirect=["server"])
def test_the_start_is_planned_by_the_readers_clock(workshop: Workshop, zone: str) -> None:
    page = workshop.page("room", zone)
    tomorrow = dt.datetime.now(ZoneInfo(zone)).date() + dt.timedelta(days=1)
    page.get_by_label("Starts at").fill(f"{tomorrow}T09:00")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_label("Starts at")).to_have_value(f"{tomorrow}T09:00")
    expect(page.locator("#total time")).to_have_text("09:15")
