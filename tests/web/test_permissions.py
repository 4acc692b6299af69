"""People remove and rename what they have added themselves; what others have added only where the facilitator says."""

import re
from base64 import b64encode
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Browser, code

STEPS = ("frame", "inventory", "nature", "products", "choose", "iterate")
REMOVALS = {
    "factors/risks": "frame",
    "home-products/car": "frame",
    "capabilities/vision": "inventory",
    "products/robot": "products",
    "sets/bold": "choose",
    "iterations/1": "iterate",
}
"""The removal of something that Ann has added, and the step in which that is."""
NAMES = {"factors/risks": "frame", "capabilities/vision": "inventory", "products/robot": "products"}


def fill(browser: Browser) -> None:
    browser.post("home-products", name="Car")
    browser.post("capabilities", name="Vision")
    browser.post("products", name="Robot")
    browser.post("sets", name="Bold", set=["robot"])
    browser.post("products/robot/iterations", date="2026-03-01", tried="A crate")


@pytest.fixture
def others(ann: Browser, carl: Browser) -> Browser:
    """Carl, where every step is open to him and everything is Ann's."""
    for step in STEPS:
        ann.post(f"stages/{step}", access="open")
    fill(ann)
    return carl


@pytest.mark.parametrize("path", REMOVALS)
def test_what_somebody_else_has_added_stays(ann: Browser, others: Browser, path: str) -> None:
    before = ann.worksheet()
    assert "Whoever added this" in others.post(f"{path}/removal", expect=403)
    assert f"{path}/removal" not in others.open(f"{REMOVALS[path]}?product=robot")
    assert f"{path}/removal" in ann.open(f"{REMOVALS[path]}?product=robot")
    assert ann.worksheet() == before


@pytest.mark.parametrize("path", NAMES)
def test_what_somebody_else_has_added_keeps_its_name_and_takes_all_else(
    ann: Browser, others: Browser, path: str
) -> None:
    before = ann.worksheet()
    status, answer = others.save(path, name="Mine", seen="99")
    assert (status, list(answer["mistakes"])) == (422, ["name"])
    page = others.post(path, expect=422, name="Mine", seen="99")
    assert "Whoever added this" in page
    assert ann.worksheet() == before
    field = {"frame": "weight", "inventory": "trl", "products": "application"}[NAMES[path]]
    assert others.save(path, **{field: "3"}, seen="99")[0] == 200
    assert ann.worksheet() != before


def test_what_came_with_a_file_is_the_facilitators(app: Flask, tesla: Browser) -> None:
    tesla.post("stages/inventory", access="open")
    eve = Browser(app.test_client())
    eve.join(code(tesla), "Eve")
    page = eve.open("inventory?open=vision")
    assert re.search(r'<input id="field-capability-vision-name"[^>]* readonly', page)
    assert "capabilities/vision/removal" not in page
    eve.post("capabilities/vision/removal", expect=403)
    assert eve.save("capabilities/vision", name="Sight", seen="99")[0] == 422


@pytest.mark.parametrize("path", REMOVALS)
def test_the_facilitator_opens_it_to_all(ann: Browser, others: Browser, path: str) -> None:
    ann.post(f"stages/{REMOVALS[path]}", own_only="")
    before = ann.worksheet()
    assert f"{path}/removal" in others.open(f"{REMOVALS[path]}?product=robot")
    others.post(f"{path}/removal")
    assert ann.worksheet() != before


def test_people_remove_and_rename_their_own(ann: Browser, others: Browser) -> None:
    others.post("capabilities", name="Radar")
    assert "capabilities/radar/removal" in others.open("inventory")
    assert others.save("capabilities/radar", name="Lidar", seen="99")[0] == 200
    others.post("capabilities/radar/removal")
    assert [each["name"] for each in ann.worksheet()["capabilities"]] == ["Vision"]


def test_nobody_gets_around_it_by_a_list_or_by_merging(ann: Browser, others: Browser) -> None:
    before = ann.worksheet()
    content = b64encode(b"key,name\nvision,Mine").decode()
    others.post("inventory/import", name="x.csv", content=content, seen="99", expect=403)
    ann.post("capabilities", name="Sight")
    merged: dict[str, Any] = {"part": "capability", "into": "sight", "from": "vision"}
    others.post("merges", expect=403, **merged)
    ann.post("capabilities/sight/removal")
    assert ann.worksheet() == before
