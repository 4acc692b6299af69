import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from reuse_app.store import entries
from reuse_app.store.edit import Writer
from reuse_app.worksheet import Capability
from tests.web.conftest import Browser, code, cursor


def lines(page: str) -> list[str]:
    """What each line of the list says, without its moment."""
    found = re.findall(r'<p class="what" dir="auto">(.*?)</p>', page)
    return [" ".join(re.sub("<[^>]+>", "", each).split()) for each in found]


def change_of(browser: Browser, said: str) -> str:
    """The newest change that can be undone of which a line says this."""
    pattern = rf'/activity/(\w+)/reversal"(?:(?!</form>).)*title="Undo: [^"]*{re.escape(said)}'
    found = re.search(pattern, browser.open("activity"), re.DOTALL)
    assert found, said
    return found[1]


def undo(browser: Browser, said: str) -> str:
    """Press Undo beside the line that says this; return the page that follows."""
    return browser.post(f"activity/{change_of(browser, said)}/reversal")


def seen_on(page: str) -> str:
    """The state that a page shows beside what it asks to choose."""
    found = re.search(r'name="anyway" value="1"><input type="hidden" name="seen" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.fixture
def room(ann: Browser, carl: Browser) -> Browser:
    """Carl, in Ann's workshop, where every step is open to him."""
    for step in ("frame", "inventory", "products", "map", "score", "choose", "iterate"):
        ann.post(f"stages/{step}", access="open")
    return carl


def test_the_list_says_who_did_what_newest_first(ann: Browser, room: Browser) -> None:
    room.post("capabilities", name="Lidar")
    room.save("capabilities/lidar", owner="Ops", seen="99")
    ann.save("capabilities/lidar", owner="Lab", seen="99")
    room.post("pasted-capabilities", names="Radar\nSonar\nChips\nEyes")
    ann.post("products", name="Robot")
    room.post("links/lidar/robot", need="9")
    merged: dict[str, Any] = {"part": "capability", "into": "lidar", "from": "radar"}
    ann.post("merges", **merged)
    ann.post("marks", part="capability", key="chips", marking="locked")
    room.post("capabilities/sonar/removal")
    page = ann.open("activity")
    assert lines(page) == [
        "Carl removed the capability “Sonar”",
        "Ann locked “Chips”",
        "Ann merged the capability “Radar” into “Lidar”",
        "Carl added the cell “Lidar” for “Robot”",
        "Ann added the product “Robot”",
        "Carl added 4 capabilities: “Radar”, “Sonar”, “Chips” and 1 more",
        "Ann changed owner of the capability “Lidar”",
        "Carl changed owner of the capability “Lidar”",
        "Carl added the capability “Lidar”",
    ]
    assert re.search(r"<dt>owner</dt><dd><del[^>]*>.*?Ops</del> <ins[^>]*>.*?Lab</ins>", page)
    assert all(line.startswith("Carl") for line in lines(ann.open("activity?person=carl")))
    assert lines(ann.open("activity?step=map")) == ["Carl added the cell “Lidar” for “Robot”"]
    assert lines(ann.open("activity?step=map&person=ann")) == []


def test_each_change_is_undone_by_its_button_and_once(ann: Browser, room: Browser) -> None:
    room.post("capabilities", name="Lidar")
    before = ann.worksheet()
    room.save("capabilities/lidar", owner="Ops", seen="99")
    change = change_of(ann, "changed owner")
    page = undo(ann, "changed owner")
    assert ann.worksheet() == before
    assert lines(page)[0] == "Ann undid: changed owner of the capability “Lidar”"
    assert page.count("<span>undone</span>") == 1
    ann.post(f"activity/{change}/reversal", expect=409)
    undo(ann, "undid: changed owner")
    assert ann.worksheet() != before


def test_a_merge_an_import_and_a_restoration_are_undone_as_one(ann: Browser, room: Browser) -> None:
    room.post("pasted-capabilities", names="\n".join(f"Part {n}" for n in range(40)))
    before = ann.worksheet()
    merged: dict[str, Any] = {"part": "capability", "into": "part-1", "from": "part-2"}
    ann.post("merges", **merged)
    undo(ann, "merged")
    assert ann.worksheet() == before
    ann.post(f"versions/{cursor(1)}/restoration")
    undo(ann, "brought an earlier state back")
    assert ann.worksheet() == before
    undo(ann, "added 40 capabilities")
    assert "capabilities" not in ann.worksheet()


def test_what_has_changed_since_is_shown_and_undone_when_that_is_chosen(ann: Browser, room: Browser) -> None:
    room.post("capabilities", name="Lidar")
    room.save("capabilities/lidar", owner="Ops", seen="99")
    room.save("capabilities/lidar", owner="Trolls", seen="99")
    change = change_of(ann, "changed owner")
    ann.save("capabilities/lidar", owner="Lab", nature="see", seen="99")
    before = ann.worksheet()
    page = ann.post(f"activity/{change}/reversal")
    assert "Nothing is undone yet" in page
    assert re.search(r'<td dir="auto">Ops</td><td dir="auto">Trolls</td><td dir="auto">Lab</td>', page)
    assert ann.worksheet() == before
    room.save("capabilities/lidar", trl="3", seen="99")
    page = ann.post(f"activity/{change}/reversal", anyway="1", seen=seen_on(page))
    assert "Nothing is undone yet" in page
    ann.post(f"activity/{change}/reversal", anyway="1", seen=seen_on(page))
    (lidar,) = ann.worksheet()["capabilities"]
    assert (lidar["owner"], lidar["nature"], lidar["trl"]) == ("Ops", "see", 3)


def test_an_entry_that_others_have_built_on_goes_only_when_that_is_chosen(ann: Browser, room: Browser) -> None:
    room.post("capabilities", name="Lidar")
    ann.post("products", name="Robot")
    ann.post("links/lidar/robot", need="9")
    before, change = ann.worksheet(), change_of(ann, "added the capability")
    page = undo(ann, "added the capability")
    assert "Something of this has been changed since, or others have built on it" in page
    assert ann.worksheet() == before
    ann.post(f"activity/{change}/reversal", anyway="1", seen="made up")
    assert ann.worksheet() == before
    ann.post(f"activity/{change}/reversal", anyway="1", seen=seen_on(page))
    assert ann.worksheet().keys() & {"capabilities", "links"} == set()


def test_all_that_somebody_did_is_undone_but_for_what_others_have_changed(ann: Browser, room: Browser) -> None:
    ann.post("capabilities", name="Chips", owner="Ann")
    before = ann.worksheet()
    room.post("pasted-capabilities", names="Spam\nMore spam")
    room.post("products", name="Bomb")
    room.save("capabilities/chips", owner="Carl", seen="99")
    room.save("capabilities/chips", owner="Nobody", seen="99")
    room.post("capabilities", name="Lidar")
    ann.save("capabilities/lidar", owner="Lab", seen="99")
    page = ann.open("activity/people/carl")
    assert "4 changes of Carl can be undone, all at once" in page
    assert lines(page.partition("What stays")[2].partition("What is undone then")[0]) == [
        "Carl added the capability “Lidar”"
    ]
    ann.post("activity/people/carl/reversal")
    after = ann.worksheet()
    assert [each["name"] for each in after["capabilities"]] == ["Chips", "Lidar"]
    assert (after["capabilities"][0], after.get("products")) == (before["capabilities"][0], None)
    assert "is left to undo" in ann.open("activity/people/carl")
    said = lines(ann.open("activity"))[0]
    assert said.startswith("Ann undid: ")
    undo(ann, said.removeprefix("Ann "))
    assert [each["name"] for each in ann.worksheet()["products"]] == ["Bomb"]
    assert "4 changes of Carl can be undone, all at once" in ann.open("activity/people/carl")


def test_a_limit_is_told_as_what_it_limits(ann: Browser) -> None:
    ann.post("constraints", at_most="2", seen="99")
    assert lines(ann.open("activity"))[0] == "Ann changed limit of products of the workshop"


def test_a_field_that_people_are_in_is_told_by_its_name(ann: Browser) -> None:
    ann.post("frame", home_field="49", seen="99")
    assert lines(ann.open("activity"))[0] == "Ann changed field you are in of the workshop"
    assert "Rail, road, pipelines" in ann.open("activity")


def test_the_list_comes_in_pages(ann: Browser) -> None:
    for number in range(1, 121):
        ann.save("frame", purpose=f"Purpose {number}", seen="999")

    def newest(page: str) -> list[int]:
        return [int(each) for each in re.findall(r"after: </span>Purpose (\d+)</ins>", page)]

    def follow(page: str, way: str) -> str:
        found = re.search(rf'href="/w/\w+/(activity\?[^"]+)" rel="{way}"', page)
        assert found
        return ann.open(found[1].replace("&amp;", "&"))

    first = ann.open("activity")
    second = follow(first, "next")
    third = follow(second, "next")
    assert [newest(page) for page in (first, second, third)] == [
        [*range(120, 70, -1)],
        [*range(70, 20, -1)],
        [*range(20, 0, -1)],
    ]
    assert newest(follow(third, "prev")) == newest(second)
    assert newest(follow(follow(third, "prev"), "prev")) == newest(first)
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in third


@pytest.mark.parametrize("page", ["0", "-1", "9" * 5000, "x", "%00", cursor(9999), "²"])
def test_a_page_that_makes_no_sense_is_the_first(ann: Browser, page: str) -> None:
    ann.save("frame", purpose="Arms", seen="99")
    for name in ("before", "after", "page", "step"):
        assert lines(ann.open(f"activity?{name}={page}")) == ["Ann changed purpose of the workshop"]


def test_what_is_not_there_is_said(ann: Browser, carl: Browser) -> None:
    for path in (
        "activity?person=nobody",
        "activity/people/nobody",
        f"activity/{cursor(999)}",
        f"activity/{cursor(1)}",
    ):
        ann.open(path, expect=404)
    ann.post(f"activity/{cursor(999)}/reversal", expect=404)
    ann.post("activity/people/nobody/reversal", expect=404)
    for path in ("activity", "activity/people/carl"):
        carl.open(path, expect=403)
    carl.post("activity/people/ann/reversal", expect=403)


def test_joining_links_and_the_course_of_the_room_are_not_undone_here(ann: Browser, room: Browser) -> None:
    room.post("completions/frame")
    ann.post("people", name="Bo")
    ann.post("place", step="inventory")
    ann.post("people/carl/muting")
    assert lines(ann.open("activity")) == []
    for revision in range(1, 14):
        ann.post(f"activity/{cursor(revision)}/reversal", expect=404)


def test_the_list_is_found_from_the_menu_and_from_people(ann: Browser, room: Browser) -> None:
    address = f'href="/w/{ann.workshop}/activity'
    assert f'{address}"' in ann.open("inventory")
    assert f'{address}?person=carl"' in ann.open("people")
    assert address not in room.open("inventory")


SECRET: dict[str, Callable[[Browser], object]] = {
    "capability": lambda carl: carl.post("capabilities", name="Zqx", owner="Zqx"),
    "capabilities": lambda carl: carl.post("pasted-capabilities", names="Zqx one\nZqx two"),
    "removed": lambda carl: (
        carl.post("capabilities", name="Zqx"),
        carl.post(f"capabilities/{keys(carl)[-1]}/removal"),
    ),
    "product": lambda carl: carl.post("products", name="Zqx", customer="Zqx"),
    "rating": lambda carl: carl.save("ratings/robot/1", rating_volume="1", seen="99"),
    "dots": lambda carl: carl.post("dots/robot", count="2"),
    "note": lambda carl: (
        carl.post("capabilities", name="Zqx"),
        carl.post("notes", text="Zqx note", capability=keys(carl)[-1]),
    ),
    "reference": lambda carl: (
        carl.post("products", name="Zqx"),
        carl.save("capabilities/chips", home_product=keys(carl, "products")[-1], seen="99"),
    ),
}
"""What Carl does unseen."""


def keys(browser: Browser, page: str = "inventory") -> list[str]:
    part = {"inventory": "capability", "products": "product"}[page]
    return re.findall(rf'<li class="{part}[^"]*" id="{part}-([^"]+)"', browser.open(page))


def hide(browser: Browser, what: str, **fields: Any) -> None:
    """Let what Carl does come back to him alone; what is voted on is there to be seen."""
    private = "" if what in ("rating", "dots") else "1"
    browser.post("phase", phase="dots" if what == "dots" else "collect")
    for step in ("inventory", "products", "score"):
        browser.post(f"stages/{step}", private=private, blind="1", **fields)


def test_who_moves_what_nobody_sees_past_what_all_see_is_in_no_line(app: Flask, ann: Browser, room: Browser) -> None:
    nobody = Writer(app.extensions["database"], ann.workshop)
    entries.add(nobody, [Capability(key=key, name=key) for key in ("lidar", "radar")])
    ann.post("stages/inventory", private="1")
    room.post("capabilities", name="Sonar")
    before, sonar = lines(ann.open("activity")), keys(room)[-1]
    room.post(f"capabilities/{sonar}/position", direction="up")
    assert keys(room) == ["lidar", sonar, "radar"]
    assert lines(ann.open("activity")) == before
    room.post("capabilities/radar/position", direction="up")
    room.post("capabilities/radar/position", direction="up")
    assert lines(ann.open("activity")) == ["Carl changed the order of capabilities", *before]


@pytest.mark.parametrize("what", SECRET)
def test_what_is_hidden_is_in_no_line_no_number_and_no_undo(ann: Browser, room: Browser, what: str) -> None:
    ann.post("capabilities", name="Chips")
    ann.post("products", name="Robot")
    hide(ann, what)
    asked = ("activity", "activity?person=carl", "activity/people/carl", "activity?step=products")
    before = [lines(ann.open(path)) for path in asked]
    SECRET[what](room)
    assert [lines(ann.open(path)) for path in asked] == before
    worksheet = room.open("inventory"), room.open("products")
    for revision in range(14, 24):
        ann.open(f"activity/{cursor(revision)}", expect=404)
        ann.post(f"activity/{cursor(revision)}/reversal", expect=404)
    ann.post("activity/people/carl/reversal")
    assert ["Zqx" in page for page in (room.open("inventory"), room.open("products"))] == [
        "Zqx" in page for page in worksheet
    ]
    for step in ("inventory", "products", "score"):
        ann.post(f"stages/{step}", private="", blind="")
    assert lines(ann.open("activity")) != before[0], "and is told once it is shown"


@pytest.mark.parametrize("what", ["capability", "product", "rating", "dots"])
def test_where_nobody_is_told_who_did_it_no_line_tells(ann: Browser, room: Browser, what: str) -> None:
    ann.post("capabilities", name="Chips")
    ann.post("products", name="Robot")
    hide(ann, what, names="nobody")
    before = lines(ann.open("activity"))
    SECRET[what](room)
    for step in ("inventory", "products", "score"):
        ann.post(f"stages/{step}", private="", blind="")
    assert lines(ann.open("activity")) == before, "a moment would tell whose it is"
    room.post("capabilities", name="Radar")
    assert lines(ann.open("activity"))[0] == "Somebody added the capability “Radar”"
    assert lines(ann.open("activity?person=carl")) == []
    assert "Nothing that Carl did is left to undo" in ann.open("activity/people/carl")


def test_an_undo_tells_nothing_of_a_vote_that_was_changed_unseen(app: Flask, ann: Browser, room: Browser) -> None:
    for name in ("Robot", "Machine"):
        ann.post("products", name=name)
    for step in ("products", "score"):
        ann.post(f"stages/{step}", blind="1")
    dan = Browser(app.test_client())
    dan.join(code(ann), "Dan")
    room.save("ratings/machine/1", rating_volume="2", seen="99")
    merged: dict[str, Any] = {"part": "product", "into": "robot", "from": "machine"}
    ann.post("merges", **merged)
    room.save("ratings/robot/1", rating_volume="4", seen="99")
    undo(ann, "merged")
    assert [each["name"] for each in ann.worksheet()["products"]] == ["Robot", "Machine"]
    ann.post("stages/score", blind="")
    levels = {each["product"]: each["level"] for each in ann.worksheet()["ratings"]}
    assert levels["robot"] == 4, "what was said since stands"
