import re
from typing import Any

from tests.web.conftest import Browser, refused_fields
from tests.web.inventories.test_library import CHIP, EYES, held_by, names_on


def address_of(browser: Browser) -> str:
    """The address of the only inventory on a browser's shelf."""
    (found,) = re.findall(r'<a href="/i/(\w+)"', browser.open("/inventories"))
    return str(found)


def test_the_capabilities_of_a_workshop_are_kept_under_a_name(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    assert 'value="Ann"' in ann.open("shelf")
    page = ann.post("shelf/inventories", name="Parts", author="Ann", note="From spring")
    assert names_on(page) == ["Vision"]
    assert "by Ann: From spring" in page


def test_costs_keep_their_unit_from_one_workshop_to_the_next(ann: Browser) -> None:
    ann.post("frame", title="Spring", unit="k€", seen="1")
    ann.post("capabilities", name="Vision")
    assert "1 capability, costs in k€. Version 1" in ann.post("shelf/inventories", name="Parts", author="Ann")
    address = address_of(ann)
    assert ann.client.get(f"/i/{address}/versions/1/inventory.json").get_json(force=True)["unit"] == "k€"
    ann.enter(f"/i/{address}/versions/1/workshops", title="Autumn", name="Ann")
    assert ann.worksheet()["workshop"]["unit"] == "k€"
    ann.post("frame", title="Autumn", unit="hours", seen="1")
    assert "Its costs are in k€, those here in hours" in ann.post("inventory/preview", inventory=address)
    ann.post("capabilities", name="Radar")
    page = ann.open(f"/i/{address}/comparison?from=1&to={ann.workshop}")
    assert "Costs are in k€ before and in hours after." in page
    fields: dict[str, Any] = {"from": "1", "to": ann.workshop, "seen": "1", "author": "Ann"}
    assert "2 capabilities, costs in hours. Version 2" in ann.post(f"/i/{address}/merges", **fields)


def test_one_form_keeps_one_inventory(ann: Browser) -> None:
    for _ in range(2):
        ann.post("shelf/inventories", name="Parts", author="Ann", once="x")
    assert address_of(ann)


def test_an_inventory_needs_a_name_and_an_author(ann: Browser) -> None:
    page = ann.post("shelf/inventories", expect=422, name=" ", author="", note="Kept")
    assert refused_fields(page) == ["name", "author"]
    assert "Kept</textarea>" in page


def test_the_next_version_is_saved_to_one_that_is_held(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    kept = held_by(ann, [EYES])
    assert f'<option value="{kept.address}.1">Parts of the car, after version 1' in ann.open("shelf")
    page = ann.post("shelf/versions", inventory=f"{kept.address}.1", author="Ann", note="More")
    assert "Version 2, the newest" in page
    assert names_on(page) == ["Vision"]


def test_a_version_saved_meanwhile_is_not_passed_over(ann: Browser) -> None:
    kept = held_by(ann, [EYES], [EYES, CHIP])
    page = ann.post("shelf/versions", expect=422, inventory=f"{kept.address}.1", author="Ann")
    assert refused_fields(page) == ["inventory"]
    assert "version 2 meanwhile" in page


def test_a_version_goes_only_to_what_this_browser_holds(ann: Browser, stranger: Browser) -> None:
    kept = held_by(stranger, [EYES])
    held_by(ann, [CHIP], name="Mine")
    for named in (f"{kept.address}.1", "", "nosuch.1", f"{kept.address}.x", f"{kept.address}.{'9' * 5000}"):
        assert refused_fields(ann.post("shelf/versions", expect=422, inventory=named, author="Ann")) == ["inventory"]


def test_only_a_facilitator_keeps(ann: Browser, carl: Browser) -> None:
    ann.post("capabilities", name="Vision")
    assert "Keep as an inventory" in ann.open("inventory")
    carl.open("shelf", expect=403)
    carl.post("shelf/inventories", expect=403, name="Mine", author="Carl")
