"""Workshops again: copies, the next one, templates."""

import pytest

from reuse_app.room import Names
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.store.workshop_state import load
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, refused_fields


def writer(browser: Browser) -> Writer:
    return Writer(browser.client.application.extensions["database"], browser.workshop)


@pytest.fixture
def rated(ann: Browser, carl: Browser) -> Browser:
    """Ann's workshop, in which Carl takes part and Ann has decided on the robot and rated it."""
    ann.post("capabilities", name="Vision")
    ann.post("products", name="Robot", value_likely="50")
    ann.post("products", name="Arm")
    ann.post("decisions/robot", role="primary", reason="It shares most.")
    return ann


def test_a_copy_without_answers_asks_the_same(rated: Browser) -> None:
    rated.enter("copies", title="Autumn workshop")
    found = rated.worksheet()
    assert found["workshop"]["title"] == "Autumn workshop"
    assert {"capabilities", "products", "decisions"} & found.keys() == set()
    assert [person["name"] for person in found["participants"]] == ["Ann"]


def test_a_copy_with_answers_and_people_has_both(rated: Browser) -> None:
    rated.enter("copies", title="Autumn workshop", answers="1", people="1")
    found = rated.worksheet()
    assert [product["name"] for product in found["products"]] == ["Robot", "Arm"]
    assert [person["name"] for person in found["participants"]] == ["Ann", "Carl"]


def test_the_copy_is_led_by_who_made_it_and_by_nobody_else(rated: Browser, carl: Browser) -> None:
    rated.enter("copies", title="Autumn workshop", people="1")
    rated.open("people")
    carl.workshop = rated.workshop
    carl.open("frame", expect=403)


def test_a_form_sent_twice_makes_one_copy(rated: Browser) -> None:
    first, second = (rated.send("copies", follow=False, title="Autumn", once="a-key").location for _ in range(2))
    assert first == second


def test_a_copy_needs_a_title(rated: Browser) -> None:
    for form in ("copies", "successors"):
        assert refused_fields(rated.post(form, expect=422, title=" ")) == ["title"]


def test_a_participant_cannot_copy(rated: Browser, carl: Browser) -> None:
    carl.post("copies", expect=403, title="Mine", answers="1")


def test_how_the_steps_are_planned_comes_along_but_not_how_far_they_are(rated: Browser) -> None:
    set_stage(writer(rated), Step.SCORE, planned_minutes=20, names=Names.NOBODY, round=2, used_seconds=90)
    rated.enter("copies", title="Autumn workshop")
    stage = load(writer(rated).database, rated.workshop).room.stage(Step.SCORE)
    assert (stage.planned_minutes, stage.names, stage.round, stage.used_seconds) == (20, Names.NOBODY, 1, 0)
    assert not stage.access.lets_look


def test_what_is_private_stays_behind(rated: Browser, carl: Browser) -> None:
    for step in (Step.INVENTORY, Step.PRODUCTS):
        set_stage(writer(rated), step, access="open", private=True)
    carl.post("capabilities", name="Secret of Carl")
    assert "Secret of Carl" in carl.open("inventory")
    rated.enter("copies", title="Autumn", answers="1", people="1")
    assert "Secret of Carl" not in str(rated.worksheet())


def test_where_names_are_not_told_a_copy_with_answers_has_pseudonyms_but_its_facilitator(rated: Browser) -> None:
    set_stage(writer(rated), Step.SCORE, names=Names.NOBODY)
    rated.enter("copies", title="Autumn", answers="1", people="1")
    worksheet = load(writer(rated).database, rated.workshop).worksheet
    assert {person.name for person in worksheet.participants} == {"Participant 1", "Participant 2", "Ann"}
    assert "Ann" in rated.open("me")


def test_the_next_one_starts_with_what_was_decided_and_predicted(rated: Browser) -> None:
    assert rated.enter("successors", title="Autumn workshop") == "outcomes"
    found = rated.worksheet()
    assert [product["name"] for product in found["products"]] == ["Robot"]
    assert found["decisions"][0]["reason"] == "It shares most."
    assert found["outcomes"][0]["predicted_value"] == 50
    assert [person["name"] for person in found["participants"]] == ["Ann"]


def test_the_next_one_without_decisions_starts_with_the_inventory(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    assert "Nothing is decided here yet" in ann.open("copies")
    assert ann.enter("successors", title="Autumn workshop") == "frame"
    assert [capability["name"] for capability in ann.worksheet()["capabilities"]] == ["Vision"]


def test_the_first_page_offers_my_templates(ann: Browser) -> None:
    ann.post("template")
    page = ann.open("/")
    assert "Or start from a template" in page
    assert f"/w/{ann.workshop}/copies" in page
    assert 'value="Spring workshop"' in ann.open("copies")
    ann.post("template/removal")
    assert "Or start from a template" not in ann.open("/")


def test_somebody_elses_template_is_not_mine(ann: Browser, carl: Browser) -> None:
    ann.post("template")
    assert "Or start from a template" not in carl.open("/")
