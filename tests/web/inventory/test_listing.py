"""The list of the inventory: its pages, searching in it, and that no line which is kept tells more than a fresh one."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.web.inventory import listing
from reuse_app.web.lists import Pieces
from reuse_app.worksheet.steps import Step
from tests.web.conftest import OWN, Browser, code, observer, writer

Edit = Callable[[Browser, str], object]


@pytest.fixture
def long(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Seven capabilities, three on a page."""
    monkeypatch.setattr(listing, "LEAF", 3)
    ann.post("pasted-capabilities", names="A1\nA2\nA3\nA4\nA5\nA6\nB7")
    return ann


def shown(page: str) -> list[str]:
    """The keys of the capabilities in the list of a page."""
    return re.findall(r'<li class="capability[^"]*" id="capability-([^"]+)"', page)


def test_a_long_list_comes_in_pages(long: Browser) -> None:
    first = long.open("inventory")
    assert shown(first) == ["a1", "a2", "a3"]
    assert "7 capabilities" in first
    assert "1 to 3 of 7" in first
    [more] = {address.partition("#")[0] for address in re.findall(r'href="([^"]+)" rel="next"', first)}
    assert shown(long.open(more)) == ["a4", "a5", "a6"]
    assert shown(long.open("inventory?page=3")) == ["b7"]


def test_adding_shows_what_was_added_in_an_order_of_ones_own_too(long: Browser, carl: Browser) -> None:
    set_stage(writer(long), Step.INVENTORY, shuffled=True, access="open")
    assert len({place_of_new(by, number) for number in range(3) for by in (long, carl)}) > 1


def test_only_where_the_list_stands_in_its_own_order_are_lines_moved(long: Browser, carl: Browser) -> None:
    """What somebody moved would not move on a page in another order, and move for everybody else."""
    set_stage(writer(long), Step.INVENTORY, access="open")
    assert "/a1/position" in carl.open("inventory")
    assert "/position" not in carl.open("inventory?q=1")
    set_stage(writer(long), Step.INVENTORY, shuffled=True)
    assert "/position" not in carl.open("inventory")
    assert "/a1/position" in long.open("inventory")


def place_of_new(by: Browser, number: int) -> str:
    """The page on which somebody sees what they add, by where it begins."""
    page = by.post("capabilities", name=f"New {number} of {by.token()[:4]}")
    assert any(key.startswith(f"new-{number}-of-{by.token()[:4]}") for key in shown(page))
    [begins] = set(re.findall(r"<span>(\d+) to \d+ of \d+</span>", page))
    return str(begins)


@pytest.mark.parametrize(("number", "first"), [("0", "a1"), ("-1", "a1"), ("x", "a1"), ("99", "b7"), ("9" * 99, "a1")])
def test_a_page_that_there_is_not_leads_to_the_nearest(long: Browser, number: str, first: str) -> None:
    assert shown(long.open(f"inventory?page={number}"))[0] == first


def test_a_search_finds_what_is_on_any_page(long: Browser) -> None:
    long.save("capabilities/b7", owner="Bo Berg", seen="9")
    for text in ("b7", "bo%20berg", "7%20B"):
        found = long.open(f"inventory?q={text}")
        assert shown(found) == ["b7"]
        assert "1 of 7 capabilities" in found
    assert "No capability is like that" in long.open("inventory?q=zebra")
    assert "4 to 6 of 6" in long.open("inventory?q=a&page=2")


def test_a_search_keeps_its_words_while_something_found_is_edited(long: Browser) -> None:
    found = long.open("inventory?q=a&page=2")
    [opening] = re.findall(r'<a class="name" href="([^"]+)" data-swap="capability-a5"', found)
    opened = long.open(opening.replace("&amp;", "&").partition("#")[0])
    assert shown(opened) == shown(found)
    assert 'name="evidence"' in opened
    [closing] = re.findall(r'<a class="name" href="([^"]+)" data-swap="capability-a5"', opened)
    assert shown(long.open(closing.replace("&amp;", "&").partition("#")[0])) == shown(found)


@pytest.mark.parametrize(
    ("path", "fields", "key"),
    [
        ("capabilities", {"name": "New"}, "new"),
        ("pasted-capabilities", {"names": "New"}, "new"),
        ("inventory/import", {"text": "name\nNew"}, "new"),
        ("capabilities/a5", {"owner": "Bo", "seen": "2"}, "a5"),
        ("capabilities/a4/position", {"direction": "up"}, "a4"),
        ("checks/b7", {}, "b7"),
    ],
)
def test_what_was_added_or_changed_is_on_the_page_that_follows(
    long: Browser, path: str, fields: dict[str, Any], key: str
) -> None:
    assert key in shown(long.post(path, **fields))


def test_a_form_that_is_refused_comes_back_on_the_page_of_its_entry(long: Browser) -> None:
    page = long.post("capabilities/a5", expect=422, trl="10", seen="2")
    assert shown(page) == ["a4", "a5", "a6"]
    assert 'value="10"' in page or "Found 10" in page
    assert re.search(r'data-page="[^"]+inventory\?page=2&amp;open=a5"', page)


def test_a_short_list_has_no_pages_and_no_search(ann: Browser) -> None:
    page = ann.post("capabilities", name="Vision")
    assert re.search(r'<nav class="pages" id="pages"[^>]* hidden>', page)
    assert 'role="search"' not in page


EDITS: dict[str, Edit] = {
    "name": lambda by, key: by.save(f"capabilities/{key}", name=f"Named by {key[-1]} <i>", seen="99"),
    "owner": lambda by, key: by.save(f"capabilities/{key}", owner="Bo & Co", seen="99"),
    "kind": lambda by, key: by.save(f"capabilities/{key}", kind="data", seen="99"),
    "trl": lambda by, key: by.save(f"capabilities/{key}", trl="4", seen="99"),
    "gap": lambda by, key: by.save(f"capabilities/{key}", status="missing", seen="99"),
    "cost": lambda by, key: by.save(f"capabilities/{key}", build_cost_likely="1234.5", seen="99"),
    "checked": lambda by, key: by.save(f"capabilities/{key}", checked="2020-02-02", seen="99"),
    "look": lambda by, key: by.send(f"checks/{key}"),
    "move": lambda by, key: by.send(f"capabilities/{key}/position", direction="up"),
    "remove": lambda by, key: by.send(f"capabilities/{key}/removal"),
    "add": lambda by, key: by.send("capabilities", name=f"Kept by {by.token()[:4]} after {key}"),
    "lock": lambda by, key: by.send("marks", part="capability", key=key, marking="locked"),
    "unlock": lambda by, key: by.send("marks/removal", part="capability", key=key, marking="locked"),
    "hide": lambda by, key: by.send("marks", part="capability", key=key, marking="hidden"),
    "unhide": lambda by, key: by.send("marks/removal", part="capability", key=key, marking="hidden"),
    "unit": lambda by, key: by.save("frame", unit=f"k{key[-1]}", seen="99"),
}
"""What anybody may try in a workshop; what they may not is refused, which changes nothing."""


def stages(by: Writer, chance: random.Random) -> None:
    """The facilitator sets the step another way."""
    fields = {"private": chance.random() < 0.4, "shuffled": chance.random() < 0.3, "access": "open"}
    set_stage(by, Step.INVENTORY, **fields)


@pytest.mark.parametrize("seed", range(2))
def test_a_page_of_kept_lines_says_what_a_fresh_one_says_whoever_asks(
    app: Flask, long: Browser, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """After each of many random edits by random people, everybody's page is as if nothing had ever been drawn."""
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    carl, dora = Browser(app.test_client()), Browser(app.test_client())
    set_stage(writer(long), Step.INVENTORY, access="open")
    carl.join(code(long), "Carl")
    dora.join(code(long), "Dora")
    people = [long, carl, dora, observer(app, long.workshop)]
    kept = app.extensions["pieces"]
    for _ in range(30):
        stored = app.extensions["database"].kept
        if chance.random() < 0.1:
            stored.clear()
        if chance.random() < 0.15:
            stages(writer(long), chance)
        keys = [each["key"] for each in long.worksheet().get("capabilities", ())] or ["a1"]
        chance.choice(list(EDITS.values()))(chance.choice(people[:3]), chance.choice(keys))
        path = chance.choice(["", "?page=2", "?q=a", f"?open={chance.choice(keys)}", f"?at={chance.choice(keys)}"])
        for person in people:
            usual = page_of(person, path)
            monkeypatch.setitem(app.extensions, "pieces", Pieces())
            fresh = page_of(person, path)
            monkeypatch.setitem(app.extensions, "pieces", kept)
            assert usual == fresh


def page_of(browser: Browser, path: str) -> str:
    answer = browser.client.get(f"/w/{browser.workshop}/inventory{path}")
    assert answer.status_code == 200
    assert all(browser.token() == each for each in re.findall(r'name="csrf" value="([^"]+)"', answer.text))
    return OWN.sub(r"\1", answer.text)


def test_what_somebody_keeps_to_themselves_is_in_no_line_of_others_until_it_is_revealed(
    app: Flask, long: Browser, carl: Browser
) -> None:
    set_stage(writer(long), Step.INVENTORY, private=True, access="open")
    carl.post("capabilities", name="Secret sauce")
    olga = observer(app, long.workshop)
    for _ in range(2):
        assert "Secret sauce" in carl.open("inventory?page=3")
        for other in (long, olga):
            assert all("Secret sauce" not in other.open(f"inventory?{query}") for query in ("page=3", "q=sauce"))
    set_stage(writer(long), Step.INVENTORY, private=False)
    assert all("Secret sauce" in other.open("inventory?q=sauce") for other in (long, olga, carl))
