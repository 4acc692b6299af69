import re
from urllib.parse import parse_qs

import pytest

from tests.web.conftest import Browser, cursor


def undo(browser: Browser, page: str, *, expect: int = 200) -> str:
    """Press Undo where a page offers it."""
    found = re.search(rf'action="/w/{browser.workshop}/(changes/\w+/reversal)"', page)
    assert found
    return browser.post(found[1], expect=expect, back="nature")


@pytest.mark.parametrize("path", ["capabilities/vision", "products/robot", "home-products/car"])
def test_a_removal_with_all_that_hangs_on_it_can_be_undone(tesla: Browser, path: str) -> None:
    before = tesla.worksheet()
    page = tesla.post(f"{path}/removal")
    assert "Removed." in page
    assert tesla.worksheet() != before
    undo(tesla, page)
    assert tesla.worksheet() == before


def test_a_factor_comes_back_too(ann: Browser) -> None:
    before = ann.worksheet()
    undo(ann, ann.post("factors/risks/removal"))
    assert ann.worksheet() == before


def test_only_removals_can_be_undone(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    ann.post(f"changes/{cursor(2)}/reversal", expect=409)
    ann.post("capabilities/vision", name="Sight", seen="2")
    ann.post(f"changes/{cursor(3)}/reversal", expect=409)
    assert [each["name"] for each in ann.worksheet()["capabilities"]] == ["Sight"]


def test_what_contradicts_the_rules_by_now_is_not_brought_back(ann: Browser) -> None:
    for name in ("Robot", "Arm"):
        ann.post("products", name=name)
    ann.post("constraints", must_robot="1", seen="99")
    page = ann.post("products/robot/removal")
    ann.post("constraints", at_most="1", must_arm="1", seen="99")
    undo(ann, page, expect=409)
    assert [each["name"] for each in ann.worksheet()["products"]] == ["Arm"]


def test_undoing_twice_undoes_once(tesla: Browser) -> None:
    before, page = tesla.worksheet(), tesla.post("capabilities/vision/removal")
    undo(tesla, page)
    undo(tesla, page, expect=409)
    assert tesla.worksheet() == before


def test_removing_twice_removes_once(ann: Browser) -> None:
    ann.post("pasted-capabilities", names="Vision\nChips")
    ann.post("capabilities/vision/removal")
    ann.post("capabilities/vision/removal", expect=404)
    assert [each["name"] for each in ann.worksheet()["capabilities"]] == ["Chips"]


def test_what_hangs_on_something_else_that_went_is_not_brought_back(tesla: Browser) -> None:
    page = tesla.post("capabilities/vision/removal")
    tesla.post("products/robot/removal")
    before = tesla.worksheet()
    answer = tesla.client.post(
        re.findall(r'action="([^"]+/reversal)"', page)[0], data={"csrf": tesla.token(), "back": "inventory"}
    )
    assert answer.status_code in {404, 409}
    assert tesla.worksheet() == before


def test_undo_leads_back_to_a_step_and_nowhere_else(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    for revision, back in enumerate(("products", "https://evil.test", "//evil.test", "../..", ""), start=3):
        answer = ann.send("capabilities/vision/removal", follow=False)
        removal = cursor(revision * 2 - 3)
        assert answer.location == f"/w/{ann.workshop}/inventory?removed={removal}"
        answer = ann.send(f"changes/{removal}/reversal", follow=False, back=back)
        assert answer.location == f"/w/{ann.workshop}/{'products' if back == 'products' else 'inventory'}"


@pytest.mark.parametrize("change", ["0", cursor(1), cursor(999), "9" * 16, "9" * 5000, "-1", "x", "%00", "٣" * 16])
def test_there_is_nothing_to_undo_there(ann: Browser, change: str) -> None:
    assert ann.send(f"changes/{change}/reversal").status_code in {404, 409}


REMOVALS = {
    "factors/risks": "frame",
    "home-products/car": "frame",
    "capabilities/vision": "inventory",
    "products/robot": "products",
    "iterations/1": "iterate",
}
"""Everything that is removed with an offer to undo it, and the step in which that is."""


@pytest.fixture
def full(ann: Browser, carl: Browser) -> Browser:
    """Ann's workshop with one entry of each kind, and with every step open to Carl."""
    for step in (*REMOVALS.values(), "nature"):
        ann.post(f"stages/{step}", access="open", own_only="")
    ann.save("factors/risks", anchors_1="None at all", anchors_4="Lives hang on it", weight="2", seen="99")
    ann.post("home-products", name="Car")
    ann.post("capabilities", name="Vision")
    ann.save("capabilities/vision", home_product="car", seen="99")
    ann.post("products", name="Robot")
    ann.post("products/robot/iterations", date="2026-03-01", tried="A crate")
    return carl


@pytest.mark.parametrize("path", REMOVALS)
def test_whoever_removed_something_brings_it_back_whole(ann: Browser, full: Browser, path: str) -> None:
    before = ann.worksheet()
    page = full.post(f"{path}/removal")
    assert ann.worksheet() != before
    undo(full, page)
    assert ann.worksheet() == before


def test_a_home_product_comes_back_while_other_products_stay_as_they_are(ann: Browser, full: Browser) -> None:
    ann.post("stages/products", access="read-only")
    before = ann.worksheet()
    undo(full, full.post("home-products/car/removal"))
    assert ann.worksheet() == before


@pytest.mark.parametrize(("path", "step"), REMOVALS.items())
def test_undo_is_offered_only_to_whom_it_works_for(ann: Browser, full: Browser, path: str, step: str) -> None:
    answer = full.send(f"{path}/removal", follow=False)
    place = f"{step}?{answer.location.partition('?')[2]}"
    revision = parse_qs(answer.location.partition("?")[2])["removed"][0]
    assert "Removed." in full.open(place)
    ann.post(f"stages/{step}", access="read-only")
    assert "Removed." not in full.open(place)
    full.post(f"changes/{revision}/reversal", expect=403, back=step)
    undo(ann, ann.open(place))
    assert "Removed." not in ann.open(place)


def test_nobody_is_offered_to_undo_what_somebody_else_removed(ann: Browser, full: Browser) -> None:
    place = "inventory?removed=" + ann.send("capabilities/vision/removal", follow=False).location.partition("=")[2]
    assert "Removed." in ann.open(place)
    assert "Removed." not in full.open(place)


@pytest.mark.parametrize("removed", ["x", "-1", "9" * 5000, "²", "1.5", "<script>", "%00", ""])
def test_a_made_up_removal_offers_no_undo(ann: Browser, removed: str) -> None:
    assert "Removed." not in ann.open(f"inventory?removed={removed}")
