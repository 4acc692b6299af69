import random
import re
from collections.abc import Callable

import pytest
from flask import Flask

from reuse_app.store.stages import set_stage
from reuse_app.web.lists import Pieces
from reuse_app.worksheet.steps import Step
from tests.web.conftest import OWN, Browser, observer, writer

EDITS: tuple[Callable[[Browser, str, str], object], ...] = (
    lambda by, row, column: by.save(f"links/{row}", **{f"cell_{column}": "9:as-is"}, seen="99"),
    lambda by, row, column: by.save(f"links/{row}", **{f"cell_{column}": ""}, seen="99"),
    lambda by, row, column: by.save(f"links/{row}/{column}", need="3", fit="adjust", return_flow="<b>", seen="99"),
    lambda by, row, column: by.save(f"links/{row}", **{f"cell_{column}": "nothing that is offered"}, seen="99"),
    lambda by, row, column: by.save(f"capabilities/{row}", name=f"Named after {column} & more", trl="5", seen="99"),
    lambda by, row, column: by.save(f"capabilities/{row}", nature=f"see {column}", kind="data", seen="99"),
    lambda by, row, column: by.save(f"capabilities/{row}", status="missing", seen="99"),
    lambda by, row, column: by.save(f"products/{column}", name=f"Product of {row}", seen="99"),
    lambda by, row, column: by.send(f"products/{column}/shortlisting"),
    lambda by, row, column: by.send("marks", part="capability", key=row, marking="hidden"),
    lambda by, row, column: by.send("marks/removal", part="capability", key=row, marking="hidden"),
    lambda by, row, column: by.send("capabilities", name=f"More than {row}"),
)
"""What anybody may try in a workshop; what they may not is refused, which changes nothing."""


@pytest.fixture
def mapped(ann: Browser) -> Browser:
    """Two capabilities and two products, in a workshop where every step is open."""
    for step in (Step.INVENTORY, Step.PRODUCTS, Step.MAP):
        set_stage(writer(ann), step, access="open")
    ann.post("pasted-capabilities", names="Vision\nChips")
    ann.post("products", name="Robot")
    ann.post("products", name="Arm")
    return ann


@pytest.mark.parametrize("seed", range(2))
def test_a_map_of_kept_rows_says_what_a_fresh_one_says_whoever_asks(
    app: Flask, mapped: Browser, carl: Browser, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """After each of many random edits by random people, everybody's map is as if nothing had ever been drawn."""
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    people, kept = [mapped, carl, observer(app, mapped.workshop)], app.extensions["pieces"]
    paths = ("", "?cell=vision:arm", "?current=arm", "?q=named", "?show=shared", "?columns=all")
    for _ in range(30):
        chance.choice(EDITS)(
            chance.choice(people[:2]), chance.choice(("vision", "chips")), chance.choice(("robot", "arm"))
        )
        path = chance.choice(paths)
        for person in people:
            usual = page_of(person, path)
            monkeypatch.setitem(app.extensions, "pieces", Pieces())
            fresh = page_of(person, path)
            monkeypatch.setitem(app.extensions, "pieces", kept)
            assert usual == fresh


def page_of(browser: Browser, path: str) -> str:
    answer = browser.client.get(f"/w/{browser.workshop}/map{path}")
    if "cell=" in path and answer.status_code == 404:
        return "a cell of what is hidden"
    assert answer.status_code == 200
    assert all(browser.token() == each for each in re.findall(r'name="csrf" value="([^"]+)"', answer.text))
    return OWN.sub(r"\1", answer.text)


def test_what_one_person_typed_is_shown_to_nobody_else(mapped: Browser, carl: Browser) -> None:
    chosen = 'value="3:adjust" selected'
    carl.open("map")
    assert chosen in carl.post("links/vision", expect=422, cell_robot="3:adjust", cell_arm="nothing", seen="99")
    assert all(chosen not in person.open("map") for person in (mapped, carl))


def test_a_row_has_seen_what_its_page_shows(mapped: Browser, carl: Browser) -> None:
    """A kept row is saved against the revision of the page it stands on, not of the page it was drawn for."""
    before = carl.open("map")
    mapped.save("links/chips", cell_arm="9:as-is", seen="99")
    after = carl.open("map")
    seen = [
        re.findall(r'id="cells-vision".*?name="seen" value="(\w+)"', page, re.DOTALL)[0] for page in (before, after)
    ]
    assert seen[0] != seen[1]
    assert seen[1] in re.findall(r'data-revision="(\w+)"', after)
