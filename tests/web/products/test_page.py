from typing import Any

import pytest

from reuse_app import guide
from tests.web.conftest import Browser, refused_fields


def names(browser: Browser) -> list[str]:
    return [each["name"] for each in browser.worksheet().get("products", ()) if not each.get("home")]


def test_without_products_says_what_to_do_first(ann: Browser) -> None:
    assert "No adjacent product yet" in ann.open("products")


def test_a_product_is_an_application_for_a_customer(ann: Browser) -> None:
    fields: dict[str, Any] = {
        "name": "Arm",
        "application": "picks parcels",
        "customer": "warehouses",
        "problem": "Nights are hard",
    }
    page = ann.post("products", **fields)
    assert "picks parcels" in page
    assert ann.worksheet()["products"] == [{"key": "arm", **fields}]


def test_each_prompt_card_can_be_played_and_names_the_source(ann: Browser) -> None:
    for card in guide.prompt_cards():
        page = ann.open(f"products?prompt={card.key}")
        assert f'name="source" value="{card.title}"' in page.replace("&#39;", "'")
    assert "Pick a card" in ann.open("products?prompt=no-such")


def test_a_refused_product_comes_back_as_typed(ann: Browser) -> None:
    page = ann.post("products", expect=422, name="", application="picks parcels", customer="x" * 201)
    assert refused_fields(page) == ["name", "customer"]
    assert 'value="picks parcels"' in page
    assert not names(ann)


def test_the_same_form_sent_twice_adds_once(ann: Browser) -> None:
    for _ in range(3):
        ann.post("products", name="Arm", once="k")
    assert names(ann) == ["Arm"]


@pytest.mark.parametrize("name", ["New", "List", "Add", "Prompts", "Arm source"])
def test_a_name_that_is_ours_too_confuses_no_form(ann: Browser, name: str) -> None:
    ann.post("products", name="Arm")
    ann.post("products", name=name)
    ann.open("products?open=arm")
    assert refused_fields(ann.post("products", expect=422, name="")) == ["name"]


def test_editing_in_place_keeps_every_field(ann: Browser) -> None:
    ann.post("products", name="Arm")
    ann.post("products/arm", own_cost_likely="3", value_low="1", value_likely="2", value_high="3", seen="2")
    ann.save("products/arm", shortlisted="1", seen="3")
    costs = {"own_cost": 3, "value": {"low": 1, "likely": 2, "high": 3}}
    assert ann.worksheet()["products"] == [{"key": "arm", "name": "Arm", **costs, "shortlisted": True}]


def test_a_candidate_never_becomes_a_home_product(ann: Browser) -> None:
    ann.post("products", name="Arm", home="1")
    ann.post("products/arm", home="1", seen="2")
    assert ann.worksheet()["products"] == [{"key": "arm", "name": "Arm"}]


def test_a_box_that_is_cleared_says_no(ann: Browser) -> None:
    ann.post("products", name="Arm")
    assert "checked" in ann.post("products/arm", shortlisted=["", "1"], seen="2")
    assert "checked" not in ann.post("products/arm", shortlisted=[""], seen="3")


def test_a_value_that_falls_is_a_mistake_by_its_field(ann: Browser) -> None:
    ann.post("products", name="Arm")
    page = ann.post("products/arm", expect=422, value_low="3", value_likely="2", value_high="1")
    assert refused_fields(page) == ["value_low"]


def test_a_stale_edit_shows_both_texts(ann: Browser) -> None:
    ann.post("products", name="Arm")
    ann.save("products/arm", problem="Theirs", seen="2")
    page = ann.post("products/arm", expect=409, problem="Mine", seen="2")
    assert refused_fields(page) == ["problem"]
    assert "<q>Theirs</q>" in page


def test_candidates_move_past_home_products(ann: Browser) -> None:
    ann.post("products", name="Arm")
    ann.post("home-products", name="Car")
    ann.post("products", name="Robot")
    ann.post("products/robot/position", direction="up")
    assert names(ann) == ["Robot", "Arm"]
    ann.post("products/robot/position", direction="down")
    assert names(ann) == ["Arm", "Robot"]
    ann.post("products/robot/position", direction="down")
    ann.post("products/arm/position", direction="up")
    assert names(ann) == ["Arm", "Robot"]
    ann.post("products/arm/position", expect=400)


def test_capabilities_that_no_idea_uses_are_named_until_one_does(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    unused = f'<a href="/w/{ann.workshop}/nature?capability=vision">Vision</a>'
    assert unused in ann.post("products", name="Arm")
    ann.post("links/vision", cell_arm="9:as-is")
    assert unused not in ann.open("products")
