"""Step 6: one person, one product at a time."""

import re
from typing import Any

from tests.web.conftest import Browser


def products(ann: Browser, *names: str) -> None:
    for name in names:
        ann.post("products", name=name)


def checked(page: str, field: str) -> str:
    found = re.search(rf'name="{field}" value="([^"]+)"[^>]*checked', page)
    return found[1] if found else ""


def test_without_products_says_what_to_do_first(ann: Browser) -> None:
    assert "There is no product to score yet" in ann.open("score")


def test_without_factors_leads_to_frame(ann: Browser) -> None:
    products(ann, "Robot")
    for key in ("reason", "volume", "viability", "obstacles", "time", "risks"):
        ann.post(f"factors/{key}/removal")
    assert "There is no factor to score by yet" in ann.open("score")


def test_shows_every_factor_with_its_written_anchors(ann: Browser) -> None:
    products(ann, "Robot")
    page = ann.open("score")
    assert page.count("<fieldset") == 6
    assert "The job hurts today and what exists does it badly" in page
    assert "0 of 6 answered" in page


def test_a_form_saves_every_level_at_once_and_leads_to_the_next_product(ann: Browser) -> None:
    products(ann, "Robot", "Arm")
    levels: dict[str, Any] = {f"rating_{key}": "3" for key in ("reason", "volume", "viability", "obstacles", "time")}
    page = ann.post("ratings/robot/1", **levels, rating_risks="unknown", next="arm", seen="0")
    assert "Product 2 of 2" in page
    page = ann.open("score?product=robot")
    assert "6 of 6 answered" in page
    assert checked(page, "rating_reason") == "3"
    assert checked(page, "rating_risks") == "unknown"


def test_opens_the_first_product_that_is_not_finished(ann: Browser) -> None:
    products(ann, "Robot", "Arm")
    levels: dict[str, Any] = {
        f"rating_{key}": "2" for key in ("reason", "volume", "viability", "obstacles", "time", "risks")
    }
    ann.post("ratings/robot/1", **levels)
    assert "Product 2 of 2" in ann.open("score")


def test_a_script_saves_a_single_level(ann: Browser) -> None:
    products(ann, "Robot")
    status, answer = ann.save("ratings/robot/1", rating_volume="4", seen="99")
    assert status == 200
    assert answer["version"] > 0
    assert "1 of 6 answered" in ann.open("score")


def test_refuses_a_level_of_seven_and_keeps_it_beside_its_mistake(ann: Browser) -> None:
    products(ann, "Robot")
    page = ann.post("ratings/robot/1", expect=422, rating_volume="7", rating_reason="2")
    assert "write a number of at most 4" in page
    assert checked(page, "rating_reason") == "2"
    assert "0 of 6 answered" in ann.open("score")


def test_refuses_odd_levels(ann: Browser) -> None:
    products(ann, "Robot")
    for odd in ("", "0", "-1", "2.5", "1e999", "NaN", "\0", "9" * 400, "high", "\ud800".encode("utf-8", "replace")):
        status, answer = ann.save("ratings/robot/1", rating_volume=odd)
        assert status == 422, odd
        assert "rating_volume" in answer["mistakes"]


def test_unknown_products_factors_and_rounds_are_nowhere(ann: Browser) -> None:
    products(ann, "Robot")
    ann.post("home-products", name="Car")
    for path in ("score?product=nope", "score?product=car", "score?round=3", "score?round=x"):
        ann.open(path, expect=404)
    for path in ("ratings/nope/1", "ratings/car/1", "ratings/robot/3"):
        ann.post(path, expect=404, rating_volume="1")
    ann.post("ratings/robot/1", expect=404, rating_nope="1")


def test_two_devices_of_one_person_both_see_what_the_other_said(ann: Browser) -> None:
    products(ann, "Robot")
    ann.save("ratings/robot/1", rating_volume="1", seen="99")
    seen = ann.save("ratings/robot/1", rating_volume="2", seen="99")[1]["version"] - 1
    status, answer = ann.save("ratings/robot/1", rating_volume="4", seen=str(seen))
    assert status == 409
    assert answer["clashes"] == {"rating_volume": {"yours": "4", "theirs": "2"}}
    page = ann.post("ratings/robot/1", expect=409, rating_volume="unknown", seen=str(seen))
    assert "Saved from your other device" in page
    assert ann.save("ratings/robot/1", rating_volume="4", seen=str(answer["version"]))[0] == 200


def test_the_second_round_shows_what_was_said_alone_and_saves_beside_it(ann: Browser) -> None:
    products(ann, "Robot")
    ann.save("ratings/robot/1", rating_volume="1")
    page = ann.open("score?product=robot&round=2")
    assert "Alone you said <strong>low</strong>" in page
    assert not checked(page, "rating_volume")
    ann.save("ratings/robot/2", rating_volume="3")
    assert checked(ann.open("score?product=robot&round=2"), "rating_volume") == "3"
    assert checked(ann.open("score?product=robot"), "rating_volume") == "1"


def test_says_where_the_room_differs_only_after_the_first_round(tesla: Browser) -> None:
    assert "The room differs here" in tesla.open("score?product=robot&round=2")
    assert "The room differs here" not in tesla.open("score?product=robot")


def test_a_link_without_a_participant_says_so_calmly(tesla: Browser) -> None:
    from reuse_app.store import tables  # noqa: PLC0415

    database = tesla.client.application.extensions["database"]
    with database.write() as connection:
        connection.execute(tables.grant.update().values(participant=None))
    assert "This link belongs to nobody in the room" in tesla.open("score")
    tesla.post("ratings/robot/1", expect=403, rating_volume="1")
