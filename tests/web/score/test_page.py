"""Step 6: one person, one product at a time."""

import html
import re
from typing import Any

from reuse_app.store import entries, tables
from reuse_app.store.edit import Writer
from tests.web.conftest import Browser, refused_fields


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


def test_says_what_the_blocks_of_the_product_really_do(tesla: Browser) -> None:
    page = tesla.open("score?product=robot")
    assert "<summary>Built from 15 blocks</summary>" in page
    assert "Turns several camera pictures into one map of what is near and how it moves, at once." in page
    assert "Built from 4 blocks" in tesla.open("score?product=video")


def test_a_form_saves_every_level_at_once_and_leads_to_the_next_product(ann: Browser) -> None:
    products(ann, "Robot", "Arm")
    levels: dict[str, Any] = {f"rating_{key}": "3" for key in ("reason", "volume", "viability", "obstacles", "time")}
    page = ann.post("ratings/robot/1", **levels, rating_risks="unknown", next="arm", seen="0")
    assert "2 of 2</small>" in page
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
    assert "2 of 2</small>" in ann.open("score")


def test_the_next_product_is_one_that_is_not_finished(ann: Browser) -> None:
    products(ann, "Robot", "Arm", "Cart")
    levels: dict[str, Any] = {
        f"rating_{key}": "2" for key in ("reason", "volume", "viability", "obstacles", "time", "risks")
    }
    ann.post("ratings/arm/1", **levels)

    def following(product: str) -> str:
        found = re.search(r'<button name="next" value="([^"]*)"', ann.open(f"score?product={product}"))
        assert found
        return found[1]

    assert following("robot") == "cart"
    assert following("cart") == "robot"
    ann.post("ratings/cart/1", **levels)
    assert following("robot") == "", "the last one that is open is the end"
    ann.post("ratings/robot/1", **levels)
    assert following("robot") == "arm", "who reads goes through all of them"


def test_a_script_saves_a_single_level(ann: Browser) -> None:
    products(ann, "Robot")
    status, _ = ann.save("ratings/robot/1", rating_volume="4", seen="99")
    assert status == 200
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
    seen = ann.save("ratings/robot/1", rating_volume="1", seen="99")[1]["version"]
    ann.save("ratings/robot/1", rating_volume="2", seen="99")
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


def without_participant(browser: Browser) -> Browser:
    """The browser, whose link belongs to nobody from now on."""
    database = browser.client.application.extensions["database"]
    with database.write() as connection:
        connection.execute(tables.grant.update().values(participant=None))
    return browser


def rater(page: str) -> str:
    """The person as whom the page rates."""
    found = re.search(r'id="rating-([a-z0-9-]+)-robot-[12]"', page)
    return found[1] if found else ""


def test_a_link_without_a_participant_asks_for_a_name_first(tesla: Browser) -> None:
    page = without_participant(tesla).open("score")
    assert "say who rates" in page
    assert "<fieldset" not in page
    tesla.post("ratings/robot/1", expect=403, rating_volume="1")
    assert rater(tesla.post("participants", name="Cleo")) == "cleo"


def test_without_any_participant_the_page_asks_for_a_name_first(ann: Browser) -> None:
    products(ann, "Robot")
    database = ann.client.application.extensions["database"]
    entries.remove(Writer(database, ann.workshop, None), "participant", ("ann",))
    page = ann.open("score")
    assert "<select" not in page
    assert refused_fields(ann.post("participants", expect=422, name=" ")) == ["name"]
    page = ann.post("participants", name="Cleo")
    assert rater(page) == "cleo"
    assert "<fieldset" in page


def test_rates_as_the_person_of_the_link_until_somebody_else_is_chosen(ann: Browser) -> None:
    products(ann, "Robot")
    ann.save("ratings/robot/1", rating_volume="1")
    assert rater(ann.open("score")) == "ann"
    page = ann.post("participants", name="  Bob  ")
    assert rater(page) == "bob"
    assert "Recorded for Bob" in page
    assert '<select name="as" id="rater" data-live>' in page, "an empty choice is required only where there is one"
    assert "nobody else" not in page
    assert not checked(page, "rating_volume")


def test_each_person_has_ratings_of_their_own_through_one_link(ann: Browser) -> None:
    products(ann, "Robot")
    ann.post("participants", name="Bob")
    ann.save("ratings/robot/1", rating_volume="1", seen="99")
    page = ann.post("ratings/robot/1?as=bob", rating_volume="4", seen="99")
    assert rater(page) == "bob"
    assert checked(page, "rating_volume") == "4"
    assert checked(ann.open("score"), "rating_volume") == "1"
    said = {each["participant"]: each["level"] for each in ann.worksheet()["ratings"]}
    assert said == {"ann": 1, "bob": 4}


def test_every_link_and_form_of_the_page_keeps_who_rates(ann: Browser) -> None:
    products(ann, "Robot", "Arm")
    ann.post("participants", name="Bob")
    page = ann.open("score?as=bob&round=2")
    own = re.findall(r'(?:href|action)="([^"]*/(?:score|ratings)[^"]*)"', page)
    assert len(own) > 5
    assert all("as=bob" in address for address in own)
    assert not re.search(r"[?;]as=", ann.open("score"))


def test_two_people_at_one_device_do_not_share_what_is_not_saved(ann: Browser) -> None:
    """What could not be sent waits in the browser under the id of the form."""
    products(ann, "Robot")
    ann.post("participants", name="Bob")
    assert 'id="rating-ann-robot-1"' in ann.open("score")
    assert 'id="rating-bob-robot-1"' in ann.open("score?as=bob")


def test_a_mistake_stays_with_who_made_it(ann: Browser) -> None:
    products(ann, "Robot")
    ann.post("participants", name="Bob")
    page = ann.post("ratings/robot/2?as=bob", expect=422, rating_volume="7")
    assert rater(page) == "bob"
    assert "write a number of at most 4" in page
    assert '<input type="hidden" name="round" value="2">' in page


def test_who_is_not_in_the_room_is_nowhere(ann: Browser) -> None:
    products(ann, "Robot")
    for path in ("score?as=nobody", "score?as=%00", "score?as=Ann"):
        ann.open(path, expect=404)
    ann.post("ratings/robot/1?as=nobody", expect=404, rating_volume="1")
    assert rater(ann.open("score?as=")) == "ann"


def test_a_name_that_is_there_leads_to_its_ratings(ann: Browser) -> None:
    products(ann, "Robot")
    for name in ("Bob", "Bob", "bob "):
        assert rater(ann.post("participants", name=name, once="k")) == "bob"
    assert rater(ann.post("participants", name="Bob!", once="l")) == "bob-2"
    assert rater(ann.post("participants", name="見", once="m")) == "participant"
    page = ann.post("participants", expect=409, name="Sent by the same form", once="m")
    assert "This form was saved before, with something else in it." in page
    assert 'value="Sent by the same form"' in page
    assert len(ann.worksheet()["participants"]) == 4
    assert refused_fields(ann.post("participants", expect=422, name="x" * 201)) == ["name"]


def test_what_counts_the_answers_is_refreshed_after_each(ann: Browser) -> None:
    """The script replaces what carries data-live by its id."""
    products(ann, "Robot")
    ann.save("ratings/robot/1", rating_volume="1")
    assert re.search(r'id="tally" data-live>1 of 6 answered<', ann.open("score"))
    assert 'id="ballots" data-live>' in ann.open("score")


def test_a_finished_product_is_refreshed_as_itself(ann: Browser) -> None:
    """What the script fetches is the product on the page, not the next one that is open."""
    products(ann, "Robot", "Arm")
    page = ann.open("score")
    levels: dict[str, Any] = {
        f"rating_{key}": "2" for key in ("reason", "volume", "viability", "obstacles", "time", "risks")
    }
    ann.post("ratings/robot/1", **levels)
    found = re.search(r'data-address="([^"]+)"', page)
    assert found
    assert "6 of 6 answered" in ann.open(html.unescape(found[1]))
