"""Hidden means hidden: what somebody does unseen changes no answer to anybody else, until it is shown.

Everybody opens every address before and after. Whatever differs would tell something, if only that there is something.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from reuse_app.room import Access, Names
from reuse_app.store import Database, entries, load
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole, grants_of
from reuse_app.store.people import new_link
from reuse_app.store.stages import bring_everybody, set_stage
from reuse_app.web.workshops.reports import FILES
from reuse_app.worksheet.steps import Step
from tests.web.api.test_tokens import token_of
from tests.web.conftest import Browser, code, cursor, observer
from tests.web.stage.test_page import on_stage
from tests.web.test_routes import Route, ask, inside

__all__ = ["inside"]

MARKER = "zqxmark"
"""Stands in everything that Dora keeps to herself, and so in the keys that are made from it."""
PASSING = re.compile(
    r'data-now="[^"]*"|name="once" value="[^"]*"|, here now|<p class="shown-before">[^<]*</p>'
    r'|<(p|dl) class="room-where".*?</\1>|\n\s*<form method="post" action="/w/\w+/place".*?</form>',
    re.DOTALL,
)
"""What is new each time that a page is opened, such as who is where, and what a test that shows twice makes of it."""
CURSOR = re.compile(r"\b[0-9a-f]{16}\b")
"""A revision as a page has it."""
ASKED = (
    *("score?product=robot&round=1", "score?product=robot&round=2", "score?as=dora", "products?order=dots"),
    *("products?open=robot", "products?as=dora", "inventory?open=vision", "nature?capability=vision"),
    *("map?cell=vision:robot", "map?show=gaps", "inventory.csv", "inventory.xlsx"),
    *(f"iterate?product={MARKER}-thing", "iterate?gaps=1"),
    f"versions/{cursor(2)}?with={cursor(1)}",
    *("report.json?people=names", "report.json?people=pseudonyms", "report.md?people=pseudonyms"),
    *(f"report.{kind}" for kind in FILES if kind not in ("pdf", "docx", "pptx")),
)
"""Addresses within a workshop beside those of the URL map; the slow reports are left to the program."""

FILES_AND_FINDINGS = ("report", "worksheet", "versions", "outcomes", "copies", "inventory.")
"""Addresses at which nobody is named whose name is kept back, not even for who leads."""

Answers = dict[tuple[str, str], str]
"""What each person is told at each address."""


@dataclass(frozen=True)
class World:
    """The Tesla Bot workshop, Dora in it, and all others who may look at it."""

    database: Database
    workshop: str
    dora: Browser
    others: dict[str, Browser]
    token: str
    paths: tuple[str, ...]

    @property
    def facilitator(self) -> Browser:
        """Who leads."""
        return self.others["facilitator"]

    def set(self, *steps: Step, **how: object) -> None:
        """Set some steps."""
        for step in steps:
            set_stage(Writer(self.database, self.workshop), step, **how)

    def told(self, *, but: Collection[str] = ()) -> Answers:
        """Every answer that somebody else than Dora gets, and some others."""
        return dict(self._told(but))

    def _told(self, but: Collection[str]) -> Iterator[tuple[tuple[str, str], str]]:
        for who in self.others.keys() - but:
            for path in self.paths:
                inside_ = path if path.startswith("/") else f"/w/{self.workshop}/{path}"
                yield (who, path), answer(self.others[who], inside_)
        for path in ("worksheet", "findings", *(f"report.{kind}" for kind in FILES)):
            yield ("program", path), self.program(path)

    def program(self, path: str) -> str:
        """What a program is told at an address of the API."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return answer(self.others["stranger"], f"/api/v1/workshops/{self.workshop}/{path}", headers)


def answer(browser: Browser, path: str, headers: dict[str, str] | None = None) -> str:
    """What an answer says, without what passes."""
    got = browser.client.get(path, headers=headers, buffered=True)
    said = got.get_data().decode("latin-1")
    return f"{got.status_code} {PASSING.sub('', said) if got.mimetype == 'text/html' else said}"


def differing(before: Answers, after: Answers) -> set[tuple[str, str]]:
    return {asked for asked in before if before[asked] != after[asked]}


def marked(told: Answers) -> set[tuple[str, str]]:
    return {asked for asked, text in told.items() if MARKER in text.lower()}


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
        "stage": on_stage(app, tesla.workshop),
        "replaced": observer(app, tesla.workshop),
        "facilitator of another workshop": bob,
        "stranger": Browser(app.test_client()),
    }
    last = max(held.id for held in grants_of(sqlite, tesla.workshop))
    new_link(Writer(sqlite, tesla.workshop), GrantRole.OBSERVER, instead_of=[last])
    known = [route.path(tesla.workshop).split("/", 3)[3] for route in inside if route.method == "GET"]
    paths = (*known, *ASKED, "/", "/join", f"/join/{code(tesla)}", "/inventories")
    world = World(sqlite, tesla.workshop, dora, others, token, paths)
    world.set(*Step, access=Access.OPEN)
    world.set(Step.PRODUCTS, blind=True)
    return world


@pytest.mark.parametrize("round_", [1, 2])
def test_a_ballot_is_seen_by_nobody_else_until_it_is_shown(world: World, round_: int) -> None:
    world.set(Step.SCORE, blind=True, round=round_)
    world.set(Step.PRODUCTS, round=2)
    before = world.told()
    assert world.dora.save(f"ratings/robot/{round_}", rating_volume="1", rating_risks="4", seen="9999")[0] == 200
    world.dora.post("dots/robot", count="3")
    assert differing(before, world.told()) == set()
    world.set(Step.SCORE, Step.PRODUCTS, blind=False)
    shown = differing(before, world.told())
    assert shown >= {("program", f"report.{kind}") for kind in FILES} | {("program", "findings")}
    for who in ("facilitator", "participant", "observer"):
        assert shown >= {(who, path) for path in ("spread", "choose", "products?order=dots", "report")}
    assert {who for who, _ in shown} == {"facilitator", "participant", "observer", "stage", "program"}


def fill_in_private(world: World) -> dict[str, str]:
    """Let Dora add what nobody else is to see, with everything that hangs on it; return the keys of her entries."""
    text, dora = f"{MARKER} text", world.dora
    dora.post("capabilities", name=f"{MARKER} eye", nature=text, owner=text, evidence=text)
    dora.post("pasted-capabilities", names=f"{MARKER} one\n{MARKER} two")
    dora.post("products", name=f"{MARKER} thing", customer=text, problem=text)
    sheet = load(world.database, world.workshop).worksheet
    found = {each.name: each.key for each in sheet.capabilities} | {each.name: each.key for each in sheet.products}
    keys = {name: found[f"{MARKER} {name}"] for name in ("eye", "one", "two", "thing")}
    for cell in (f"{keys['eye']}/{keys['thing']}", f"vision/{keys['thing']}", f"{keys['eye']}/robot"):
        dora.post(f"links/{cell}", need="9", fit="as-is", note=text, evidence=text)
    dora.post(f"capabilities/{keys['two']}/removal")
    return keys


def test_private_entries_are_seen_by_nobody_else_until_they_are_shown(world: World) -> None:
    world.set(Step.INVENTORY, Step.PRODUCTS, private=True)
    before = world.told()
    keys = fill_in_private(world)
    world.dora.post(f"dots/{keys['thing']}", expect=403, count="1")
    assert MARKER in world.dora.open("inventory")
    after = world.told()
    assert marked(after) == set()
    assert differing(before, after) == set()
    world.set(Step.INVENTORY, Step.PRODUCTS, private=False)
    shown = marked(world.told())
    for who in ("facilitator", "participant", "observer"):
        pages = ("inventory", "inventory.csv", "nature", "products", "map", "report.json", "report.md", "report.html")
        assert shown >= {(who, path) for path in pages}
    assert shown >= {("program", "worksheet"), ("program", "findings"), ("program", "report.md")}


def test_what_comes_from_outside_is_seen_by_nobody_else_until_it_is_let_in(world: World) -> None:
    leads, text = world.facilitator, f"{MARKER} text"
    leads.post("inquiries", capability="vision", of="nature", wording="Nobody sees dust.")
    secret = new_link(Writer(world.database, world.workshop), GrantRole.OUTSIDER)
    before, otto = world.told(), world.others["stranger"]
    answer: dict[str, Any] = {"idea-1": text, "name-1": f"{MARKER} Mia"}
    otto.post(f"/ask/{secret}", **answer)
    after = world.told()
    assert differing(before, after) == marked(after) == {("facilitator", "outsiders")}
    for step in Step:
        bring_everybody(Writer(world.database, world.workshop), step, now=1)
        assert MARKER not in leads.open("screen").lower(), step
    name, idea = sorted(re.findall(r"answers/(\d+)/settlement", leads.open("outsiders")), reverse=True)
    leads.post(f"answers/{name}/referral")
    leads.post(f"answers/{idea}/product", name=f"{MARKER} thing")
    told = world.told()
    shown = marked(told)
    for who in ("facilitator", "participant", "observer"):
        pages = ("products", "report.json", "report.md", "report.html")
        assert shown >= {(who, path) for path in pages}
    assert shown >= {("program", "worksheet"), ("program", "findings"), ("program", "report.md")}
    files = {path for path, said in told.items() if f"{MARKER} mia" in said.lower()}
    assert {path.partition("?")[0] for _, path in files} == {"products", "outsiders"}, "who is to be rung is in no file"


def test_the_big_screen_counts_private_entries_and_says_no_more(world: World) -> None:
    world.set(Step.INVENTORY, Step.PRODUCTS, private=True)
    fill_in_private(world)
    for step in Step:
        bring_everybody(Writer(world.database, world.workshop), step, now=1)
        assert MARKER not in world.facilitator.open("screen").lower(), step
    world.set(Step.INVENTORY, private=False)
    bring_everybody(Writer(world.database, world.workshop), Step.INVENTORY, now=1)
    assert MARKER in world.facilitator.open("screen").lower()


def test_what_is_hidden_is_gone_for_everybody_and_named_only_where_it_can_be_shown_again(world: World) -> None:
    fill_in_private(world)
    leads, text = world.facilitator, f"{MARKER} text"
    leads.post(f"products/{MARKER}-thing/iterations", tried=text, outcome=text, lesson=text, date="2026-01-01")
    leads.post(f"decisions/{MARKER}-thing", role="primary", reason=text, dissent=text, assumption=text)
    leads.post("exclusions", first=f"{MARKER}-thing", second="robot")
    must: dict[str, Any] = {f"must_{MARKER}-thing": "1"}
    leads.post("constraints", **must)
    leads.post(f"gap-plans/{MARKER}-eye", plan="buy", reason=text)
    leads.post("capabilities", name="Another eye")
    merged: dict[str, Any] = {"part": "capability", "into": f"{MARKER}-eye", "from": "another-eye"}
    leads.post("merges", **merged)
    assert MARKER in world.others["participant"].open("iterate").lower()
    for part, key in (("product", f"{MARKER}-thing"), ("capability", f"{MARKER}-eye"), ("capability", f"{MARKER}-one")):
        leads.post("marks", part=part, key=key, marking="hidden")
    told = world.told()
    again = ("inventory", "inventory?open=vision", "products", "products?open=robot")
    named = {*again, "products?order=dots", "activity"}
    assert {path for who, path in marked(told) if who == "facilitator"} <= named
    assert {who for who, _ in marked(told)} == {"facilitator"}
    assert "Another eye" not in told["participant", "inventory"]


@pytest.mark.parametrize("names", [Names.FACILITATOR, Names.NOBODY])
def test_without_names_nothing_says_who_rated(world: World, names: Names) -> None:
    carl, dora = world.others["participant"], world.dora
    world.set(Step.SCORE, names=names, round=2)
    world.set(Step.PRODUCTS, names=names, round=2)

    def vote(one: Browser, other: Browser) -> Answers:
        world.set(Step.SCORE, Step.PRODUCTS, blind=True)
        for browser, level, dots in ((one, "1", "3"), (other, "4", "1")):
            browser.post("dots/robot", count=dots)
            assert browser.save("ratings/robot/2", rating_volume=level, seen="99999")[0] == 200
        world.set(Step.SCORE, Step.PRODUCTS, blind=False)
        told = world.told(but=["participant", *(["facilitator"] if names is Names.FACILITATOR else [])])
        return {asked: CURSOR.sub("", text) for asked, text in told.items()}

    first = vote(carl, dora)
    assert differing(first, vote(dora, carl)) == set()
    dora.post("me", name=f"{MARKER} Dora", seen="99999")
    after = vote(dora, carl)
    assert {who for who, _ in marked(after)} <= {"facilitator"}, "who leads sees who takes part and who is not done"
    assert differing(first, after) <= marked(after)
    assert not [path for _, path in marked(after) if path.startswith(FILES_AND_FINDINGS)]
    for step in (Step.SCORE, Step.PRODUCTS):
        stage = (step.value,)
        entries.change(Writer(world.database, world.workshop), "stage", stage, {"names": Names.ALL}, seen=99999)
    assert MARKER in world.program("worksheet").lower()


def test_a_hidden_entry_answers_as_one_that_never_was(world: World, inside: list[Route]) -> None:
    """Keys are made from names: whoever could tell the two apart could guess what others keep to themselves."""
    world.set(Step.INVENTORY, Step.PRODUCTS, private=True)
    keys_of = fill_in_private(world)
    carl, token = world.others["participant"], world.others["participant"].token()
    own = {"capability": keys_of["eye"], "product": keys_of["thing"]}
    never = {"capability": "wvu-eye", "product": "wvu-thing"}

    def said(route: Route, keys: dict[str, str]) -> str:
        path = route.path(world.workshop, **keys)
        data = {"csrf": token, "direction": "up", "name": "X", "count": "1", "need": "9", "seen": "0"}
        got = ask(carl, route, path, data=data, headers={"Accept": "application/json"})
        return f"{got.status_code} {got.text}"

    asked = [route for route in inside if {"capability", "product"} & route.arguments]
    assert len(asked) > 15
    for route in asked:
        assert said(route, own) == said(route, never), route
    assert carl.save("capabilities/vision", home_product=own["product"]) == carl.save(
        "capabilities/vision", home_product=never["product"]
    )


def test_an_iteration_of_a_hidden_product_is_nobodys(world: World) -> None:
    fill_in_private(world)
    world.facilitator.post(f"products/{MARKER}-thing/iterations", tried=f"{MARKER} text", date="2026-01-01")
    number = max(
        int(each)
        for each in re.findall(r'id="iteration-(\d+)"', world.facilitator.open(f"iterate?product={MARKER}-thing"))
    )
    carl, path = world.others["participant"], f"iterations/{number}"
    status, clash = carl.save(path, tried="other", seen="1")
    assert (status, MARKER in str(clash)) == (409, True)
    world.facilitator.post("marks", part="product", key=f"{MARKER}-thing", marking="hidden")
    assert carl.save(path, tried="other", seen="1") == carl.save("iterations/999", tried="other", seen="1")
    carl.post(f"{path}/removal", expect=404)


def test_a_field_of_a_private_entry_is_told_to_nobody_whatever_page_it_is_on(app: Flask, world: World) -> None:
    world.set(Step.INVENTORY, private=True)
    keys = fill_in_private(world)
    place = f"capability-{keys['eye']}/nature"
    for step in Step:
        assert world.dora.send("presence", step=step.value, place=place).status_code == 204
        assert app.extensions["presence"].here(world.workshop).places == ()
    world.set(Step.INVENTORY, private=False)
    world.dora.send("presence", step="nature", place=place)
    assert app.extensions["presence"].here(world.workshop).places


def test_who_is_in_a_field_depends_on_that_step_alone(app: Flask, world: World) -> None:
    world.set(Step.INVENTORY, private=True)
    for step, place in ((Step.FRAME, "workshop/title"), (Step.NATURE, "capability-vision/nature")):
        world.dora.send("presence", step=step.value, place=place)
        assert [where for _, where, _ in app.extensions["presence"].here(world.workshop).places] == [place]
    world.dora.send("presence", step="inventory", place="capability-vision/owner")
    assert app.extensions["presence"].here(world.workshop).places == ()


def test_no_number_tells_how_much_was_said_unseen(world: World) -> None:
    """Two workshops in which the same is visible look the same, however much has been said in secret between."""
    world.set(Step.SCORE, blind=True)
    world.set(Step.PRODUCTS, round=2)
    carl = world.others["participant"]

    def gap(hidden: int) -> list[str]:
        """What Carl is told of two changes of his own, so many hidden votes apart."""
        told = [carl.save("capabilities/vision", owner=f"before {hidden}", seen="99999")[1]["version"]]
        for number in range(hidden):
            world.dora.post("dots/robot", count=str(number % 2))
        return [*told, carl.save("capabilities/vision", owner=f"after {hidden}", seen="99999")[1]["version"]]

    cursors = [each for hidden in (0, 1, 7) for each in gap(hidden)]
    assert len(set(cursors)) == 6
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in cursors)
    assert sorted(cursors) != cursors


def test_a_key_tells_nothing_of_what_somebody_else_has_written(world: World) -> None:
    world.set(Step.INVENTORY, private=True)
    carl = world.others["participant"]
    for browser in (world.dora, carl):
        browser.post("capabilities", name="Odd radar")
        browser.post("pasted-capabilities", names="Odd sonar")
    sheet = load(world.database, world.workshop).worksheet
    keys = [each.key for each in sheet.capabilities if each.name.startswith("Odd")]
    assert len(keys) == 4
    assert all(re.fullmatch("odd-(radar|sonar)-[a-z0-9]{4}", key) for key in keys)


def test_whether_somebody_has_rated_unseen_does_not_show_in_what_can_be_changed(world: World) -> None:
    world.set(Step.SCORE, blind=True, round=2)
    before = [world.others["participant"].save("factors/risks", name="Risks")[0] for _ in range(2)]
    world.dora.save("ratings/robot/2", rating_volume="1", seen="9999")
    assert [world.others["participant"].save("factors/risks", name="Risks")[0] for _ in range(2)] == before


def test_who_was_promised_not_to_be_named_is_not_named_later(world: World) -> None:
    leads = world.facilitator
    world.set(Step.SCORE, blind=True, round=2)
    leads.post("stages/score", names="nobody")
    leads.post("stages/score", names="all")
    leads.post("stages/score", names="facilitator")
    assert world.dora.save("ratings/robot/2", rating_volume="1", seen="9999")[0] == 200
    status, said = leads.save("stages/score", names="all")
    assert (status, list(said["mistakes"])) == (422, ["names"])
    assert leads.save("stages/score", names="nobody")[0] == 200
    assert leads.save("stages/score", names="facilitator")[0] == 422


def test_what_belongs_to_another_step_is_not_removed_in_frame(world: World) -> None:
    world.set(Step.FRAME, own_only=False)
    world.set(Step.PRODUCTS, access=Access.CLOSED)
    carl = world.others["participant"]
    carl.post("home-products/robot/removal", expect=404)
    world.facilitator.post("marks", part="product", key="car", marking="locked")
    carl.post("home-products/car/removal", expect=403)
    world.facilitator.post("marks/removal", part="product", key="car", marking="locked")
    carl.post("home-products/car/removal")


def test_forms_hold_what_was_typed_even_where_names_are_kept_back(world: World) -> None:
    world.facilitator.post("frame", decider="Dora", seen="99999")
    world.set(Step.SCORE, names=Names.NOBODY)
    for browser in (world.facilitator, world.dora):
        assert 'value="Dora"' in browser.open("frame")
    assert "Dora" not in answer(world.facilitator, f"/w/{world.workshop}/report.md")
