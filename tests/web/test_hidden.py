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
    kinds = {
        "report.json": [f"report.{kind}" for kind in FILES if kind not in ("pdf", "docx")],
        "inventory.json": ["inventory.csv", "inventory.xlsx"],
    }
    paths = [route.path(tesla.workshop) for route in inside if route.method == "GET"]
    paths = [path for path in paths if not path.endswith((".pdf", ".docx"))]
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


def show(b, c, n=30):
    import difflib

    for w in sorted(differing(b, c))[:n]:
        print(w)
        if b[w][:200].isprintable() or "<" in b[w][:400]:
            for l in list(difflib.unified_diff(b[w].splitlines(), c[w].splitlines(), lineterm="", n=0))[2:8]:
                print("      ", l[:230])


def test_probe(world: World) -> None:
    world.set(Step.SCORE, Step.PRODUCTS, blind=True)
    world.seen()
    b = world.seen()
    assert world.dora.save("ratings/robot/2", rating_volume="1", rating_risks="4", seen="9999")[0] == 200
    world.dora.post("dots/robot", count="3")
    c = world.seen()
    print("VOTE")
    show(b, c)
    world.dora.post("completions/score")
    world.set(Step.SCORE, Step.PRODUCTS, blind=False)
    d = world.seen()
    for w in sorted(differing(c, d)):
        print("reveal", w)
    world.set(Step.INVENTORY, Step.PRODUCTS, private=True)
    a = world.seen()
    world.dora.post("capabilities", name="Zqcap", nature="zq")
    world.dora.post("products", name="Zqprod", customer="zq")
    world.dora.post("links/zqcap/zqprod", need="9", fit="as-is", note="zq", evidence="zq")
    world.dora.post("links/vision/zqprod", need="9", fit="as-is", note="zq", evidence="zq")
    world.dora.post("links/zqcap/robot", need="9", fit="as-is", note="zq", evidence="zq")
    world.dora.post("dots/zqprod", count="1", expect=403)
    c = world.seen()
    print("PRIVATE")
    show(a, c)
    world.set(Step.INVENTORY, Step.PRODUCTS, private=False)
    d = world.seen()
    for w in sorted(differing(c, d)):
        print("reveal", w)
    print("zq in", {w for w in d if "zq" in d[w].lower()})
    f = world.others["facilitator"]
    f.post("decisions/zqprod", role="primary", reason="zqreason", assumption="zqass")
    f.post("products/zqprod/iterations", tried="zqtried", date="2026-01-01", outcome="zqout")
    f.post("exclusions", first="zqprod", second="robot")
    f.post("constraints", must_zqprod="1")
    f.post("gap-plans/zqcap", plan="buy", reason="zq")
    f.post("outcomes/zqprod", cost="3", note="zq")
    f.post("marks", part="product", key="zqprod", marking="hidden")
    f.post("marks", part="capability", key="zqcap", marking="hidden")
    e = world.seen()
    print("HIDDEN zq in", {w for w in e if "zq" in e[w].lower()})
    assert 0
