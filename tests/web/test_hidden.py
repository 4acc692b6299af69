"""Hidden means hidden: what somebody does unseen changes no answer to anybody else, until it is shown.

Everybody opens every address before and after. What differs would tell something, if only that there is something.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask

from reuse_app.room import Access, Names
from reuse_app.store import Database
from reuse_app.store.changes import Writer
from reuse_app.store.people import new_link
from reuse_app.store.access import Role, grants_of
from reuse_app.store.stages import set_stage
from reuse_app.web.reports import FILES
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code, observer
from tests.web.test_routes import Route, inside
from tests.web.test_tokens import token_of

__all__ = ["inside"]

PASSING = re.compile(
    r'data-(?:revision|now|ends-at)="[^"]*"|name="(?:once|seen)" value="[^"]*"|Change \d+|versions/\d+|option value="\d+"'
)
"""What is new on a page whenever anything was written, and says nothing but that."""
ASKED = (
    *("score?product=robot&round=1", "score?product=robot&round=2", "products?order=dots", "nature?capability=vision"),
    *("inventory?open=vision", "products?open=robot", "map?cell=vision:robot", "map?show=gaps", "versions/2?with=1"),
    *("report.json?people=names", "report.json?people=pseudonyms", "report.md?people=pseudonyms"),
)
"""Addresses within a workshop beside those that the URL map knows."""


@dataclass
class World:
    """The Tesla Bot workshop with all who may look at it."""

    database: Database
    workshop: str
    dora: Browser
    others: dict[str, Browser]
    token: str
    paths: list[str] = field(default_factory=list)

    def set(self, *steps: Step, **how: object) -> None:
        for step in steps:
            set_stage(Writer(self.database, self.workshop), step, **how)

    def seen(self) -> dict[tuple[str, str], str]:
        """Every answer that somebody else than Dora gets, by who asks and what for."""
        return dict(self._answers())

    def _answers(self) -> Iterator[tuple[tuple[str, str], str]]:
        for who, browser in self.others.items():
            for path in self.paths:
                yield (who, path), told(browser, path)
        api = f"/api/workshops/{self.workshop}"
        headers = {"Authorization": f"Bearer {self.token}"}
        for path in (f"{api}/worksheet", f"{api}/findings", *(f"{api}/report.{kind}" for kind in FILES)):
            yield ("program", path), told(self.others["stranger"], path, headers)


def told(browser: Browser, path: str, headers: dict[str, str] | None = None) -> str:
    """What an answer says, without what passes."""
    answer = browser.client.get(path, headers=headers, buffered=True)
    assert answer.status_code < 500, path
    return f"{answer.status_code} " + PASSING.sub("", answer.get_data().decode("latin-1"))


@pytest.fixture
def world(app: Flask, sqlite: Database, tesla: Browser, bob: Browser, inside: list[Route]) -> World:
    token = token_of(tesla.post("tokens", expect=201, label="Dashboard"))
    carl, dora = Browser(app.test_client()), Browser(app.test_client())
    carl.join(code(tesla), "Carl")
    dora.join(code(tesla), "Dora")
    others = {
        "facilitator": tesla,
        "participant": carl,
        "observer": observer(app, tesla.workshop),
        "stranger": Browser(app.test_client()),
        "facilitator of another workshop": bob,
        "holder of a replaced link": replaced(app, sqlite, tesla.workshop),
    }
    kinds = {"report.json": [f"report.{kind}" for kind in FILES], "inventory.json": ["inventory.csv", "inventory.xlsx"]}
    paths = [route.path(tesla.workshop) for route in inside if route.method == "GET"]
    paths += [f"/w/{tesla.workshop}/{path}" for path in (*ASKED, *kinds["report.json"], *kinds["inventory.json"])]
    paths += ["/", "/join", f"/join/{code(tesla)}", "/inventories"]
    world = World(sqlite, tesla.workshop, dora, others, token, paths)
    world.set(*Step, access=Access.OPEN)
    return world


def replaced(app: Flask, database: Database, workshop: str) -> Browser:
    browser = Browser(app.test_client())
    writer = Writer(database, workshop)
    secret = new_link(writer, Role.OBSERVER)
    browser.client.get(f"/open/{secret}")
    new_link(writer, Role.OBSERVER, instead_of=[max(each.id for each in grants_of(database, workshop))])
    return browser


def differing(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    return {asked for asked in before if before[asked] != after[asked]}


def test_probe(world: World) -> None:
    import time
    t = time.time(); a = world.seen(); print("walk", time.time() - t, len(a))
    b = world.seen()
    print("idle", differing(a, b))
    world.dora.save("ratings/robot/1", rating_volume="1", rating_risks="4", seen="9999")
    world.dora.post("dots/robot", count="3")
    c = world.seen()
    for w in sorted(differing(b, c)): print("vote", w)
    import difflib
    for w in sorted(differing(b, c))[:6]:
        for l in list(difflib.unified_diff(b[w].splitlines(), c[w].splitlines(), lineterm="", n=0))[:8]: print("   ", l[:200])
    world.set(Step.SCORE, Step.PRODUCTS, blind=False)
    d = world.seen()
    for w in sorted(differing(c, d)): print("reveal", w)
    assert 0
