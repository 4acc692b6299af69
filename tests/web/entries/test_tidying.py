"""Lists stay tidy: duplicates are suggested and merged, with a trail and undo; entries are locked and hidden."""

import re
from typing import Any

import pytest
from flask import Flask

from reuse_app.store import load
from reuse_app.store.stages import bring_everybody, set_stage
from reuse_app.web.entries.tidying import pairs
from reuse_app.worksheet import Capability
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code, writer


@pytest.fixture
def carl(ann: Browser, carl: Browser) -> Browser:
    """Carl in Ann's workshop, where everybody adds to inventory and products."""
    for step in (Step.INVENTORY, Step.PRODUCTS):
        bring_everybody(writer(ann), step, now=1)
    return carl


def names(browser: Browser, part: str = "capabilities") -> list[str]:
    return [each["name"] for each in browser.worksheet().get(part, ())]


def merge(browser: Browser, into: str, gone: str, *, part: str = "capability", expect: int = 200) -> str:
    return browser.post("merges", expect=expect, **{"part": part, "into": into, "from": gone})


def test_what_looks_alike_is_suggested_to_the_facilitator(ann: Browser, carl: Browser) -> None:
    carl.post("pasted-capabilities", names="Camera vision\ncamera-vision\nBatteries")
    page = ann.open("inventory")
    assert "1 pair looks alike" in page
    assert "100 % alike" in page
    assert "alike" not in carl.open("inventory")
    page = ann.post("marks", part="capability", key="camera-vision-2", marking="apart")
    assert "alike" not in page


def test_products_are_suggested_too_and_at_once_where_the_room_merges(app: Flask, ann: Browser) -> None:
    for name in ("Warehouse robot", "Warehouse robots"):
        ann.post("products", name=name)
    assert "<details>\n  <summary>1 pair looks alike" in ann.open("products")
    Browser(app.test_client()).join(code(ann), "Dora")
    ann.post("place", step="products")
    ann.post("phase", phase="merge")
    assert "<details open>\n  <summary>1 pair looks alike" in ann.open("products")


def test_a_merge_leaves_a_trail_and_can_be_undone_there(ann: Browser, carl: Browser) -> None:
    carl.post("pasted-capabilities", names="Vision\nSight")
    before = ann.worksheet()
    page = merge(ann, "vision", "sight")
    assert names(ann) == ["Vision"]
    assert re.search(r"Ann merged <q>Sight</q> into <q>Vision</q> on <time datetime", page)
    assert "Ann merged <q>Sight</q>" in carl.open("inventory")
    found = re.search(r"changes/\w+/reversal", page)
    assert found
    carl.post(found[0], expect=403, back="inventory")
    page = ann.post(found[0], back="inventory")
    assert ann.worksheet() == before
    assert "undone since" in page


def test_only_a_facilitator_merges_and_marks(ann: Browser, carl: Browser, olga: Browser) -> None:
    carl.post("pasted-capabilities", names="Vision\nSight")
    for browser in (carl, olga):
        merge(browser, "vision", "sight", expect=403)
        for path in ("marks", "marks/removal"):
            browser.post(path, expect=403, part="capability", key="vision", marking="hidden")
    assert names(ann) == ["Vision", "Sight"]


def test_what_cannot_be_merged_is_said(ann: Browser) -> None:
    ann.post("pasted-capabilities", names="Vision\nSight")
    ann.post("home-products", name="Car")
    ann.post("products", name="Robot")
    for fields in ({"into": "no-such"}, {"gone": "no-such"}, {"part": "factor"}, {"part": ""}, {"into": "\0"}):
        known: dict[str, Any] = {"into": "vision", "gone": "sight", **fields}
        merge(ann, **known, expect=404)
    merge(ann, "vision", "vision", expect=409)
    merge(ann, "robot", "car", part="product", expect=409)


def test_a_locked_entry_stays_as_it_is(ann: Browser, carl: Browser) -> None:
    carl.post("capabilities", name="Vision")
    ann.post("marks", part="capability", key="vision", marking="locked")
    page = carl.open("inventory?open=vision")
    assert "<span>locked</span>" in page
    assert "capabilities/vision" not in page
    carl.post("capabilities/vision", expect=403, name="Sight", seen="99")
    carl.post("capabilities/vision/removal", expect=403)
    assert "Unlock" in ann.open("inventory?open=vision")
    ann.post("marks/removal", part="capability", key="vision", marking="locked")
    carl.post("capabilities/vision", name="Sight", seen="99")


def test_a_hidden_entry_is_gone_for_all_but_a_button(ann: Browser, carl: Browser) -> None:
    carl.post("pasted-capabilities", names="Vision\nSecret sauce")
    page = ann.post("marks", part="capability", key="secret-sauce", marking="hidden")
    assert "1 entry is hidden from everybody" in page
    assert "Secret sauce" not in carl.open("inventory")
    assert names(ann) == ["Vision"]
    ann.post("marks", expect=404, part="capability", key="secret-sauce", marking="locked")
    carl.open("inventory?open=secret-sauce")
    ann.post("marks/removal", part="capability", key="secret-sauce", marking="hidden")
    assert "Secret sauce" in carl.open("inventory")


@pytest.mark.parametrize(
    "fields",
    [{"part": "factor"}, {"key": "no-such"}, {"marking": "loved"}, {"key": "\0"}, {"key": "x" * 99}, {"part": ""}],
)
def test_odd_marks_are_nowhere(ann: Browser, fields: dict[str, str]) -> None:
    ann.post("capabilities", name="Vision")
    sent: dict[str, Any] = {"part": "capability", "key": "vision", "marking": "locked", **fields}
    ann.post("marks", expect=404, **sent)
    ann.post("marks/removal", expect=404, **sent)


def test_it_says_whose_entries_are_whose(ann: Browser, carl: Browser) -> None:
    carl.post("capabilities", name="Vision")
    ann.post("capabilities", name="Chips")
    assert "by Carl" in ann.open("inventory")
    assert "by Ann" in carl.open("inventory")
    assert "by Carl" not in carl.open("inventory")
    for names_, ann_knows in (("facilitator", True), ("nobody", False)):
        set_stage(writer(ann), Step.INVENTORY, names=names_)
        assert ("by Carl" in ann.open("inventory")) == ann_knows
        assert "by Ann" not in carl.open("inventory")


def test_a_facilitator_adds_for_somebody_without_a_device(ann: Browser, carl: Browser) -> None:
    assert "Whose entry" not in ann.open("products")
    ann.post("products", name="Robot")
    ann.post("participants", name="Bo")
    assert "Whose entry" in ann.open("products")
    assert "Whose entry" not in carl.open("products")
    assert "recorded for Bo" in ann.post("products", name="Arm", author="bo")
    assert "recorded for Bo" in carl.open("products")
    ann.post("pasted-capabilities", names="Vision", author="bo")
    assert "recorded for Bo" in ann.open("inventory")
    ann.post("products", expect=403, name="Boat", author="carl")
    ann.post("products", expect=404, name="Boat", author="no-such")
    carl.post("products", expect=403, name="Boat", author="bo")
    saved = load(writer(ann).database, ann.workshop)
    assert saved.room.authors["product", "arm"] == "bo"


def test_people_undo_what_they_did_themselves(ann: Browser, carl: Browser) -> None:
    carl.post("pasted-capabilities", names="Vision\nChips")
    removals = [browser.post(f"capabilities/{key}/removal") for browser, key in ((ann, "vision"), (carl, "chips"))]
    theirs, own = (re.findall(r"changes/\w+/reversal", page)[0] for page in removals)
    carl.post(theirs, expect=403, back="inventory")
    set_stage(writer(ann), Step.INVENTORY, access="read-only")
    carl.post(own, expect=403, back="inventory")
    set_stage(writer(ann), Step.INVENTORY, access="open")
    carl.post(own, back="inventory")
    ann.post(theirs, back="inventory")
    assert sorted(names(ann)) == ["Chips", "Vision"]


def test_a_facilitator_undoes_anything(ann: Browser, carl: Browser) -> None:
    carl.post("capabilities", name="Vision")
    found = re.findall(r"changes/\w+/reversal", carl.post("capabilities/vision/removal"))
    ann.post(found[0], back="inventory")
    assert names(ann) == ["Vision"]


def capabilities(*said: tuple[str, str]) -> list[Capability]:
    return [Capability(key=f"c{n}", name=name, nature=nature) for n, (name, nature) in enumerate(said, start=1)]


def test_the_earlier_one_comes_first_and_the_most_alike_pair_too() -> None:
    found = pairs(capabilities(("Camera visions", ""), ("Batteries", ""), ("Camera vision", ""), ("batteries", "")))
    assert [(each.first, each.second) for each in found] == [("c2", "c4"), ("c1", "c3")]
    assert found[0].percent == 100


def test_natures_tell_too() -> None:
    found = pairs(capabilities(("Eyes", "recognise things in pictures"), ("Vision", "recognise things in pictures")))
    assert [(each.first, each.second) for each in found] == [("c1", "c2")]


def test_three_of_a_name_are_two_pairs_with_the_first() -> None:
    found = pairs(capabilities(("Vision", ""), ("Vision", ""), ("Vision", "")))
    assert [(each.first, each.second) for each in found] == [("c1", "c2"), ("c1", "c3")]


def test_nothing_is_alike_in_nothing() -> None:
    assert pairs([]) == ()
    assert pairs(capabilities(("Vision", ""), ("Chips", ""))) == ()
