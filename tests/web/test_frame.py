import json
from typing import Any

import pytest

from reuse_app.exchange import worksheet_json
from tests.web.conftest import Browser, cursor, refused_fields


def test_products_that_exist_already_are_there_while_ideas_are_private(ann: Browser, carl: Browser) -> None:
    """They stand in Frame, which keeps nothing back: neither them nor that they were changed or removed."""

    def revision() -> str:
        return carl.open("frame").partition('data-revision="')[2].partition('"')[0]

    ann.post("home-products", name="Lorry")
    ann.post("stages/products", access="open", private="1")
    assert "Lorry" in ann.open("activity")
    ann.post("stages/frame", access="open")
    carl.post("home-products", name="Bus")
    assert "Bus" in ann.open("activity")
    ann.post("products", name="Robot")
    before = revision()
    for browser in (ann, carl):
        assert "Lorry" in browser.open("frame")
    assert "Robot" not in carl.open("products")
    ann.post("products", name="Arm")
    assert revision() == before
    ann.post("home-products", name="Tram")
    assert revision() != before
    assert "Tram" in carl.open("frame")
    before = revision()
    ann.post("home-products/lorry/removal")
    assert revision() != before
    assert "Lorry" not in carl.open("frame")


def test_what_the_workshop_is_about_is_kept(ann: Browser) -> None:
    fields: dict[str, Any] = {
        "purpose": "Find uses",
        "organisation": "Acme",
        "decider": "Bo",
        "unit": "k$",
        "budget": "12,5",
        "home_field": "86",
    }
    page = ann.post("frame", title="Autumn", **fields)
    assert "\nFind uses</textarea>" in page
    assert 'value="12.5"' in page
    assert ann.worksheet()["workshop"] == {"title": "Autumn", **fields, "budget": 12.5}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("budget", "much"),
        ("budget", "-1"),
        ("budget", "NaN"),
        ("budget", "Infinity"),
        ("budget", "1e400"),
        ("budget", "9" * 400),
        ("purpose", "x" * 32_768),
        ("unit", "\u00a0".join("x" * 150)),
    ],
)
def test_what_cannot_be_kept_comes_back_as_typed(ann: Browser, field: str, text: str) -> None:
    before = ann.worksheet()
    page = ann.post("frame", expect=422, **{field: text, "decider": "Somebody new"})
    assert refused_fields(page) == [field]
    assert text in page
    assert 'value="Somebody new"' in page
    assert ann.worksheet() == before


@pytest.mark.parametrize(
    ("amounts", "wrong"), [({"low": "80", "likely": "40"}, "low"), ({"likely": "40", "high": "9"}, "high")]
)
def test_a_cost_out_of_order_is_refused_at_its_field(ann: Browser, amounts: dict[str, str], wrong: str) -> None:
    fields = {f"organisation_cost_{end}": amount for end, amount in amounts.items()}
    page = ann.post("frame", expect=422, **fields)
    assert refused_fields(page) == [f"organisation_cost_{wrong}"]
    assert ann.save("frame", **fields)[1]["mistakes"].keys() == {f"organisation_cost_{wrong}"}


def test_mistakes_stand_in_the_order_of_the_page(ann: Browser) -> None:
    page = ann.post("frame", expect=422, title="x", purpose="x" * 5000, unit="x" * 300, budget="much")
    assert refused_fields(page) == ["purpose", "unit", "budget"]


def test_a_script_saves_one_field_and_is_told_the_version(ann: Browser) -> None:
    status, answer = ann.save("frame", decider="Bo", seen="1")
    assert (status, answer) == (200, {"version": cursor(2)})
    assert ann.save("frame", decider="Bo", seen="2") == (200, {"version": cursor(2)})


def test_a_script_is_told_the_mistakes(ann: Browser) -> None:
    status, answer = ann.save("frame", budget="much", seen="1")
    assert status == 422
    assert answer["mistakes"] == {"budget": "Found “much”; write a number."}


def test_a_stale_text_comes_back_beside_the_other_one(ann: Browser) -> None:
    ann.post("frame", purpose="Theirs", seen="1")
    page = ann.post("frame", expect=409, purpose="Mine", decider="Bo", seen="1")
    assert refused_fields(page) == ["purpose"]
    assert "\nMine</textarea>" in page
    assert "<q>Theirs</q>" in page
    assert ann.worksheet()["workshop"]["purpose"] == "Theirs"
    assert "Mine" in ann.post("frame", purpose="Mine", decider="Bo", seen="2")


def test_a_script_gets_both_texts(ann: Browser) -> None:
    ann.save("frame", purpose="Theirs", seen="1")
    status, answer = ann.save("frame", purpose="Mine", seen="1")
    assert status == 409
    assert answer["clashes"] == {"purpose": {"yours": "Mine", "theirs": "Theirs"}}
    assert ann.save("frame", purpose="Mine", seen=str(answer["version"]))[0] == 200


def test_two_people_who_change_different_fields_do_not_clash(ann: Browser) -> None:
    ann.save("frame", purpose="Theirs", seen="1")
    assert ann.save("frame", decider="Mine", seen="1")[0] == 200


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "1e3", "²", "\x00", "９"])
def test_a_version_that_nobody_saw_is_no_way_round_a_clash(ann: Browser, seen: str) -> None:
    ann.save("frame", purpose="Theirs", seen="1")
    ann.post("frame", expect=409, purpose="Mine", seen=seen)


def test_the_page_changes_only_what_it_offers(ann: Browser) -> None:
    before = ann.worksheet()
    ann.post("frame", at_most="1", settings_dots_each="1", seen="1")
    assert ann.worksheet() == before


def test_a_workshop_has_as_many_factors_as_a_file_may(ann: Browser) -> None:
    for number in range(20 - len(ann.worksheet()["factors"])):
        ann.post("factors", name=f"Factor {number}", axis="potential")
    assert "at most 20" in ann.post("factors", expect=409, name="One more", axis="potential")
    assert len(worksheet_json.read(json.dumps(ann.worksheet()).encode()).factors) == 20


def test_factors_are_added_weighed_described_and_removed(ann: Browser) -> None:
    assert "Regulation" in ann.post("factors", name="Regulation", axis="challenge", once="a")
    ann.post("factors/regulation", weight="2,5", anchors_4="Nobody may sell it", seen="2")
    [factor] = [each for each in ann.worksheet()["factors"] if each["key"] == "regulation"]
    assert factor["weight"] == 2.5
    assert factor["anchors"][3] == "Nobody may sell it"
    assert "Regulation" not in ann.post("factors/regulation/removal")


def test_a_factor_without_a_name_keeps_its_axis(ann: Browser) -> None:
    page = ann.post("factors", expect=422, name="", axis="challenge")
    assert refused_fields(page) == ["name"]
    assert '<option value="challenge" selected>' in page


def test_a_factor_needs_one_of_the_axes(ann: Browser) -> None:
    assert refused_fields(ann.post("factors", expect=422, name="X", axis="beauty")) == ["axis"]
    assert ann.save("factors", name="X")[1]["mistakes"].keys() == {"axis"}


def test_a_refused_factor_opens_where_the_mistake_is(ann: Browser) -> None:
    page = ann.post("factors/risks", expect=422, weight="heavy", anchors_2="x" * 201)
    assert refused_fields(page) == ["weight", "anchors_2"]
    assert '<details class="wide" open>' in page


@pytest.mark.parametrize("path", ["factors", "home-products"])
def test_the_same_form_sent_twice_adds_once(ann: Browser, path: str) -> None:
    for _ in range(3):
        assert ann.post(path, name="Twice", axis="potential", once="k").count('value="Twice"') <= 1
    assert str(ann.worksheet()).count("'Twice'") == 1
    assert ann.save(path, name="Twice", axis="potential", once="k")[0] == 200
    ann.post(path, name="Twice", axis="potential", once="another")
    assert str(ann.worksheet()).count("'Twice'") == 2


def test_home_products_come_and_go(ann: Browser) -> None:
    assert "Car" in ann.post("home-products", name="Car")
    assert ann.worksheet()["products"] == [{"key": "car", "name": "Car", "home": True}]
    assert refused_fields(ann.post("home-products", expect=422, name=" ")) == ["name"]
    ann.post("home-products/car/removal")
    assert "products" not in ann.worksheet()


def test_who_only_reads_is_told_what_is_said_and_asked_nothing(ann: Browser, carl: Browser, olga: Browser) -> None:
    ann.post("frame", title="Autumn", purpose="Find uses", decider="Bo", unit="k$", budget="12", seen="1")
    ann.post("home-products", name="Car")
    ann.post("factors/volume", anchors_4="Everybody buys it", seen="2")
    for reader in (carl, olga):
        work = reader.open("frame").partition("<main")[2].partition('class="guide"')[0]
        assert all(said in work for said in ("Find uses", "12 k$", "Car", "Everybody buys it"))
        assert not any(asked in work for asked in ("<input", "Rename", "Over how long", "renames it"))
    ann.post("stages/frame", access="open")
    assert 'name="purpose"' in carl.open("frame")
