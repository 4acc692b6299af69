import re

import pytest
from flask import Flask

from reuse_app.store import Database, load
from tests.web.conftest import Browser, code

CAPABILITIES = ("Vision", "Chips", "Motors", "Maps")


@pytest.fixture
def room(app: Flask, ann: Browser) -> dict[str, Browser]:
    """Ann leads three people, one of them a table, through Nature and Map."""
    ann.post("pasted-capabilities", names="\n".join(CAPABILITIES))
    for name in ("Robot", "Arm"):
        ann.post("products", name=name)
    for step in ("nature", "map"):
        ann.post("place", step=step)
    people = {}
    for name in ("Carl", "Dora", "🦊🦊"):
        people[name] = Browser(app.test_client())
        people[name].join(code(ann), name)
    return people | {"Ann": ann}


def title(page: str) -> str:
    """Which capability a page is about."""
    [name] = re.findall(r"<h2>(\w+) <small", page)
    return str(name)


def at_it(page: str) -> str:
    found = re.search(r'id="at-it" data-live>(?:\s*<p>(.*?)</p>)?', page)
    return (found and found[1]) or ""


def columns(page: str) -> list[str]:
    """The products whose columns the map shows."""
    return re.findall(r'<th scope="col" class="(?:current|aside)" title="(.*?)"', page)


def takers(sqlite: Database, ann: Browser) -> dict[str, tuple[str, ...]]:
    return {key: people for (_, key), people in load(sqlite, ann.workshop).room.takers.items()}


def test_nobody_lands_on_the_same_first_capability(room: dict[str, Browser]) -> None:
    first = [title(room[name].open("nature")) for name in ("Carl", "Dora", "🦊🦊")]
    assert len(set(first)) == 3
    assert first == [title(room[name].open("nature")) for name in ("Carl", "Dora", "🦊🦊")], "asking takes nothing"


def test_each_takes_the_next_free_one_and_is_seen_at_it(room: dict[str, Browser]) -> None:
    taken = [title(room[name].post("nature/shares")) for name in ("Carl", "Dora", "🦊🦊")]
    assert len(set(taken)) == 3
    assert title(room["Carl"].open("nature")) == taken[0]
    assert at_it(room["Carl"].open("nature")) == "You are at this."
    seen = room["Carl"].open(f"nature?capability={taken[2].lower()}")
    assert at_it(seen) == "🦊🦊 is at this."
    assert "I take this one" in seen
    room["Carl"].post(f"natures/{taken[2].lower()}/share")
    assert at_it(room["🦊🦊"].open("nature")) == "You and Carl are at this."
    assert at_it(room["Ann"].open(f"nature?capability={taken[2].lower()}")) == "🦊🦊 and Carl are at this."


def test_who_has_finished_one_goes_on_to_a_free_one(sqlite: Database, room: dict[str, Browser]) -> None:
    carl = room["Carl"]
    first = title(carl.post("nature/shares"))
    room["Dora"].post("nature/shares")
    assert 'value="free">Save &amp; take' in carl.open("nature")
    page = carl.post(f"natures/{first.lower()}", nature="tell things apart", seen="99", next="free")
    assert title(page) not in {first, *(key.capitalize() for key in takers(sqlite, room["Ann"]) if "dora" in key)}
    assert sorted(people for people in takers(sqlite, room["Ann"]).values()) == [("carl",), ("dora",)]


@pytest.mark.parametrize("way", ["natures/{}/share/removal", "completions/nature", "me/departure"])
def test_a_share_is_let_go(sqlite: Database, room: dict[str, Browser], way: str) -> None:
    mine = title(room["Carl"].post("nature/shares")).lower()
    room["Carl"].post(way.format(mine))
    assert takers(sqlite, room["Ann"]) == {}


def test_where_names_are_told_to_nobody_it_is_somebody(room: dict[str, Browser]) -> None:
    room["Ann"].post("stages/nature", names="nobody")
    taken = title(room["Carl"].post("nature/shares")).lower()
    for name in ("Dora", "Ann"):
        assert at_it(room[name].open(f"nature?capability={taken}")) == "Somebody is at this."
    room["Dora"].post(f"natures/{taken}/share")
    assert at_it(room["Dora"].open("nature")) == "You and somebody else are at this."
    assert at_it(room["Ann"].open(f"nature?capability={taken}")) == "2 people are at this."


def test_what_is_gone_is_no_share(sqlite: Database, room: dict[str, Browser]) -> None:
    room["Ann"].post("capabilities/chips/removal")
    assert "not in the workshop any more" in room["Carl"].post("natures/chips/share", expect=404)
    for key in ("vision", "motors", "maps"):
        room["Ann"].post(f"natures/{key}", nature="done", seen="99")
    assert "Take the next free one" not in room["Carl"].open("nature")
    room["Carl"].post("nature/shares")
    assert takers(sqlite, room["Ann"]) == {}


def test_the_products_are_shared_out_and_each_begins_at_their_own(sqlite: Database, room: dict[str, Browser]) -> None:
    assert columns(room["Carl"].open("map")) == ["Robot", "Arm"]
    page = room["Ann"].post("map/deal")
    assert takers(sqlite, room["Ann"]) == {"robot": ("carl", "participant"), "arm": ("dora",)}
    assert columns(page) == ["Robot", "Arm"], "who leads is dealt nothing"
    assert re.findall(r'id="taker-\w+" data-live>(.*?)<', page) == ["Carl and 🦊🦊", "Dora"]
    mine = room["Dora"].open("map")
    assert columns(mine) == ["Arm"]
    assert "Filter: yours" in mine
    assert columns(room["Dora"].open("map?columns=all")) == ["Robot", "Arm"]
    assert columns(room["Dora"].post("map/shares/removal")) == ["Robot", "Arm"]
    assert columns(room["Dora"].post("map/shares")) == ["Arm"]
    room["Ann"].post("map/deal/removal")
    assert takers(sqlite, room["Ann"]) == {}


def test_a_cell_outside_the_own_column_can_be_filled_in(room: dict[str, Browser]) -> None:
    room["Ann"].post("map/deal")
    room["Dora"].post("links/vision", cell_robot="9:as-is", seen="99")
    assert room["Ann"].worksheet()["links"][0]["product"] == "robot"


def test_nothing_is_shared_out_to_nobody(ann: Browser) -> None:
    assert "nobody to share out to yet" in ann.post("map/deal", expect=409)


def test_who_has_no_seat_takes_nothing(ann: Browser, carl: Browser, olga: Browser) -> None:
    ann.post("pasted-capabilities", names="Vision")
    for step in ("nature", "map"):
        ann.post("place", step=step)
    for path in (
        "nature/shares",
        "natures/vision/share",
        "natures/vision/share/removal",
        "map/shares",
        "map/shares/removal",
    ):
        for browser in (ann, olga):
            browser.post(path, expect=409 if browser is ann else 403)
    carl.post("map/deal", expect=403)
