"""Every route asked by everybody who holds a link, made from the URL map so that a new route cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from reuse_app.room import Access
from reuse_app.store import Database
from reuse_app.store.edit import Writer
from reuse_app.store.people import close
from reuse_app.store.stages import set_stage
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code, observer
from tests.web.test_routes import FILLED, REFUSED, Route, ask, content, inside, routes

__all__ = ["inside"]

STEPS = {step.value for step in Step} | {"imports", "checks", "dots", "outcomes"}
"""Blueprints that belong to a step."""
EVERYBODY = {"reports", "me", "completions", "presence"}
WRITERS = {"removals", "replacements"}
FACILITATORS = {
    *("people", "grants", "settings", "merges", "marks", "stages", "room", "screen"),
    *("shelves", "copies", "versions", "tokens"),
}
KINDS = {
    **dict.fromkeys(STEPS, "step"),
    **dict.fromkeys(EVERYBODY, "everybody"),
    **dict.fromkeys(WRITERS, "writers"),
    **dict.fromkeys(FACILITATORS, "facilitators"),
}
"""For whom each blueprint is; a new one has to say so here."""
FOR_FACILITATORS_IN_A_STEP = {"dots.change_rules", "dots.keep_first", "score.add_participant"}
"""Routes of a step by which only facilitators change something."""
FOR_PARTICIPANTS = {"completions.add", "completions.remove"}
"""Who leads and has no seat is never done."""
ALWAYS = {"me.leave"}
INVENTORIES = {"library", "kept", "keeping", "comparisons", "api", "programs"}
"""Blueprints whose pages open by the link of an inventory, or for a program by its token."""


@dataclass(frozen=True)
class Right:
    """Which kinds of pages somebody may look at, and in which they may write."""

    looks: frozenset[str]
    writes: frozenset[str]

    def allows(self, route: Route) -> bool:
        """Whether a route may be used."""
        if route.endpoint in ALWAYS:
            return True
        if "facilitators" in self.looks:
            return route.endpoint not in FOR_PARTICIPANTS
        if route.endpoint in FOR_FACILITATORS_IN_A_STEP:
            return False
        return kind_of(route) in (self.looks if route.method == "GET" else self.writes)


ALL = frozenset({"step", "everybody", "writers"})
NOTHING = Right(frozenset(), frozenset())
READS = Right(ALL, frozenset())
LEADS = Right(ALL | {"facilitators"}, ALL | {"facilitators"})


def kind_of(route: Route) -> str:
    blueprint = route.endpoint.partition(".")[0]
    assert blueprint in KINDS, f"say in KINDS for whom {blueprint} is"
    return KINDS[blueprint]


def set_steps(database: Database, workshop: str, access: Access) -> None:
    for step in Step:
        set_stage(Writer(database, workshop), step, access=access)


def in_order(found: list[Route]) -> Iterator[Route]:
    """Routes, the one that forgets the browser last."""
    return iter(sorted(found, key=lambda route: route.endpoint in ALWAYS))


@pytest.fixture
def eve(app: Flask, tesla: Browser) -> Browser:
    """Eve, who takes part in the Tesla workshop."""
    browser = Browser(app.test_client())
    browser.join(code(tesla), "Eve")
    return browser


def check_rights(database: Database, browser: Browser, right: Right, found: list[Route]) -> None:
    """Fail for a route that lets somebody in who has no right to it, or keeps out who has."""
    refused = [route for route in found if not right.allows(route)]
    allowed = [route for route in found if right.allows(route)]
    before = content(database)
    assert {route.endpoint for route in refused if status(browser, route) != REFUSED} == set()
    assert content(database) == before
    assert {route.endpoint for route in in_order(allowed) if status(browser, route) == REFUSED} == set()


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


def test_a_closed_workshop_is_closed_to_all_but_facilitators(
    sqlite: Database, app: Flask, tesla: Browser, eve: Browser, inside: list[Route]
) -> None:
    set_steps(sqlite, tesla.workshop, Access.OPEN)
    close(Writer(sqlite, tesla.workshop), report_open=False)
    for browser in (eve, observer(app, tesla.workshop)):
        check_rights(sqlite, browser, NOTHING, inside)


def test_a_facilitator_is_kept_from_nothing(sqlite: Database, tesla: Browser, inside: list[Route]) -> None:
    check_rights(sqlite, tesla, LEADS, inside)


def test_every_route_outside_a_workshop_is_for_everybody(app: Flask, stranger: Browser) -> None:
    known = {"open_link", "static", "styles", "home", "joining", *INVENTORIES}
    assert {route.endpoint.partition(".")[0] for route in routes(app) if not route.is_inside} <= known
    stranger.open("/join")
