"""Every route asked by everybody who holds a link, made from the URL map so that a new route cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import html5lib
import pytest
from flask import Flask

from reuse_app.room import Access
from reuse_app.store import Database
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import close, new_link
from reuse_app.store.stages import set_stage
from reuse_app.web.page import Page, Who, page_of
from reuse_app.worksheet.steps import Step
from tests.web.conftest import NAMESPACE, Browser, code, observer
from tests.web.stage.test_page import on_stage
from tests.web.test_routes import EXAMPLES, FILLED, REFUSED, Route, ask, content, inside, routes

__all__ = ["inside"]

FOR_PARTICIPANTS = {"me.complete", "me.go_on"}
"""Who leads and has no seat is never done."""
ASKS_MORE = {"notes.remove", "notes.turn", "products.reply"}
"""Whose note it is, what it is to become, and the phase of Products decide beside the page, and have tests there."""
OUTSIDE_OF_STEPS = {"welcome", "reports", "me", "presence", "undo", "replacements", "notes"}
"""The pages that belong to no step and are for everybody in a workshop; a new one has to say so here too."""


@dataclass(frozen=True)
class Right:
    """Which kinds of pages somebody may look at, and in which they may write."""

    looks: frozenset[str]
    writes: frozenset[str]
    leads: bool = False
    outside: bool = False
    is_screen: bool = False

    def allows(self, route: Route, page: Page) -> bool:
        """Whether a route of a page may be used."""
        who = page.who_may(route.endpoint)
        if self.outside or who is Who.HOLDERS:
            return not self.outside
        if self.is_screen:
            return who is Who.STAGE
        if self.leads:
            return route.endpoint not in FOR_PARTICIPANTS
        kinds = self.looks if route.method == "GET" else self.writes
        return who is Who.EVERYBODY and ("step" if page.step else "everybody") in kinds


ALL = frozenset({"step", "everybody"})
NOTHING = Right(frozenset(), frozenset())
READS = Right(ALL, frozenset())
LEADS = Right(ALL, ALL, leads=True)


def set_steps(database: Database, workshop: str, access: Access) -> None:
    for step in Step:
        set_stage(Writer(database, workshop), step, access=access, own_only=False)


def declared(browser: Browser, route: Route) -> Page:
    """The page to which a route belongs."""
    return page_of(browser.client.application, route.endpoint)


def in_order(browser: Browser, found: list[Route]) -> Iterator[Route]:
    """Routes, the one that forgets the browser last."""
    return iter(sorted(found, key=lambda each: declared(browser, each).who_may(each.endpoint) is Who.HOLDERS))


@pytest.fixture
def eve(app: Flask, tesla: Browser) -> Browser:
    """Eve, who takes part in the Tesla workshop."""
    browser = Browser(app.test_client())
    browser.join(code(tesla), "Eve")
    return browser


def check_rights(database: Database, browser: Browser, right: Right, found: list[Route]) -> None:
    """Fail for a route that lets somebody in who has no right to it, or keeps out who has."""
    refused = [route for route in found if not right.allows(route, declared(browser, route))]
    allowed = [route for route in found if right.allows(route, declared(browser, route))]
    before = content(database)
    assert {route.endpoint for route in refused if status(browser, route) != REFUSED} == set()
    assert content(database) == before
    kept_out = {route.endpoint for route in in_order(browser, allowed) if status(browser, route) == REFUSED}
    assert kept_out - (set() if right.leads else ASKS_MORE) == set()


def status(browser: Browser, route: Route) -> int:
    return ask(browser, route, data={"csrf": browser.token(), **FILLED}).status_code


def test_a_participant_works_in_open_steps(sqlite: Database, eve: Browser, inside: list[Route]) -> None:
    set_steps(sqlite, eve.workshop, Access.OPEN)
    check_rights(sqlite, eve, Right(ALL, ALL), inside)


def test_a_participant_works_ahead_where_that_is_allowed(sqlite: Database, eve: Browser, inside: list[Route]) -> None:
    set_steps(sqlite, eve.workshop, Access.AHEAD)
    check_rights(sqlite, eve, Right(ALL, ALL), inside)


def test_a_participant_reads_what_is_read_only(sqlite: Database, eve: Browser, inside: list[Route]) -> None:
    set_steps(sqlite, eve.workshop, Access.READ_ONLY)
    check_rights(sqlite, eve, Right(ALL, ALL - {"step"}), inside)


def test_a_participant_sees_nothing_of_closed_steps(sqlite: Database, eve: Browser, inside: list[Route]) -> None:
    set_steps(sqlite, eve.workshop, Access.CLOSED)
    check_rights(sqlite, eve, Right(ALL - {"step"}, ALL - {"step"}), inside)


def test_who_is_muted_only_reads(sqlite: Database, tesla: Browser, eve: Browser, inside: list[Route]) -> None:
    set_steps(sqlite, eve.workshop, Access.OPEN)
    tesla.post("people/eve/muting")
    check_rights(sqlite, eve, READS, inside)


def test_an_observer_only_reads(sqlite: Database, app: Flask, tesla: Browser, inside: list[Route]) -> None:
    set_steps(sqlite, tesla.workshop, Access.OPEN)
    check_rights(sqlite, observer(app, tesla.workshop), READS, inside)


def test_who_only_reads_is_offered_nothing_to_send(
    sqlite: Database, app: Flask, tesla: Browser, eve: Browser, inside: list[Route]
) -> None:
    set_steps(sqlite, eve.workshop, Access.OPEN)
    tesla.post("people/eve/muting")
    pages = [route for route in inside if route.method == "GET" and route.endpoint.endswith(".page")]
    for browser in (eve, observer(app, tesla.workshop)):
        for route in (each for each in pages if READS.allows(each, declared(browser, each))):
            assert offered(browser.open(route.path(tesla.workshop))) <= {"departure", "links"}, route


def offered(page: str) -> set[str]:
    """How the addresses end of the forms on a page that can be sent."""
    document = html5lib.parse(page)
    frozen = [each for each in document.iter(f"{NAMESPACE}fieldset") if each.get("disabled") is not None]
    within = {id(each) for one in frozen for each in one.iter(f"{NAMESPACE}form")}
    posts = (each for each in document.iter(f"{NAMESPACE}form") if each.get("method") == "post")
    return {(each.get("action") or "").rpartition("/")[2] for each in posts if id(each) not in within}


def test_a_closed_workshop_is_closed_to_all_but_facilitators(
    sqlite: Database, app: Flask, tesla: Browser, eve: Browser, inside: list[Route]
) -> None:
    set_steps(sqlite, tesla.workshop, Access.OPEN)
    close(Writer(sqlite, tesla.workshop), report_open=False)
    for browser in (eve, observer(app, tesla.workshop)):
        check_rights(sqlite, browser, NOTHING, inside)


def test_an_outsider_reads_no_page_of_the_workshop(
    sqlite: Database, app: Flask, tesla: Browser, inside: list[Route]
) -> None:
    """Their link asks two questions; it opens nothing, whether as a link, as a code or as a token."""
    set_steps(sqlite, tesla.workshop, Access.OPEN)
    tesla.post("inquiries", capability="vision", of="nature", wording="Nobody sees dust.")
    secret = new_link(Writer(sqlite, tesla.workshop), GrantRole.OUTSIDER)
    otto = Browser(app.test_client())
    otto.workshop = tesla.workshop
    answer: dict[str, Any] = {"idea-1": "Bakers", "name-1": "Mia"}
    otto.post(f"/ask/{secret}", **answer)
    otto.open(f"/open/{secret}", expect=403)
    otto.open(f"/join/{secret}", expect=422)
    check_rights(sqlite, otto, Right(frozenset(), frozenset(), outside=True), inside)
    headers = {"Authorization": f"Bearer {secret}"}
    for route in routes(app):
        if route.is_for_programs and "workshop" in route.arguments:
            path = route.path(tesla.workshop).replace(EXAMPLES["workshop"], tesla.workshop)
            refused = otto.client.open(path, method=route.method, headers=headers)
            assert refused.status_code in {401, 403}, route
            assert "Tesla" not in refused.text, route


def test_the_big_screen_opens_its_own_page_alone(
    sqlite: Database, app: Flask, tesla: Browser, inside: list[Route]
) -> None:
    set_steps(sqlite, tesla.workshop, Access.OPEN)
    check_rights(sqlite, on_stage(app, tesla.workshop), Right(frozenset(), frozenset(), is_screen=True), inside)


def test_a_facilitator_is_kept_from_nothing(sqlite: Database, tesla: Browser, inside: list[Route]) -> None:
    check_rights(sqlite, tesla, LEADS, inside)


def test_what_is_for_everybody_is_known_here(app: Flask, inside: list[Route]) -> None:
    """Whoever declares another page for everybody says so in two places."""
    pages = {route.endpoint: page_of(app, route.endpoint) for route in inside}
    everybodys = {page.name for page in pages.values() if page.who is Who.EVERYBODY and page.step is None}
    holders = {endpoint for endpoint, page in pages.items() if page.who_may(endpoint) is Who.HOLDERS}
    screens = {endpoint for endpoint, page in pages.items() if page.who_may(endpoint) is Who.STAGE}
    assert (everybodys, holders, screens) == (OUTSIDE_OF_STEPS, {"me.leave"}, {"stage.page"})


def test_every_route_outside_a_workshop_is_for_whoever_its_address_says(app: Flask, stranger: Browser) -> None:
    for route in routes(app):
        who = page_of(app, route.endpoint).who_may(route.endpoint)
        assert route.is_inside == (who in {Who.EVERYBODY, Who.FACILITATORS, Who.STAGE, Who.HOLDERS}), route
        assert route.is_for_programs == (who is Who.PROGRAMS), route
        assert route.rule.startswith("/i/<inventory>") == (who is Who.KEEPERS), route
    stranger.open("/join")
