"""Dots shorten the list: a budget for each person, a cap for each product, hidden until they are counted."""

import re
from typing import Any

import pytest

from reuse_app import guide
from reuse_app.room.headway import Phase
from reuse_app.store import load
from reuse_app.store.stages import begin_phase, bring_everybody, set_stage
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, refused_fields, writer


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


def test_a_product_whose_form_is_refused_stays_open_when_news_comes(ann: Browser) -> None:
    ann.post("products", name="Arm")
    page = ann.post("products/arm", expect=422, name="", seen="99999")
    assert f'data-page="/w/{ann.workshop}/products?open=arm"' in page
    assert 'data-page="/w/' not in ann.open("products?open=arm")


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


@pytest.fixture
def carl(ann: Browser, carl: Browser) -> Browser:
    """Carl in Ann's workshop, at a list of three products to vote on."""
    for name in ("Robot", "Arm", "Boat"):
        ann.post("products", name=name)
    bring_everybody(writer(ann), Step.PRODUCTS, now=1)
    begin_phase(writer(ann), Phase.DOTS)
    return carl


def dots(browser: Browser) -> dict[tuple[str, str], int]:
    """Every dot on disk."""
    saved = load(writer(browser).database, browser.workshop)
    return {(each.participant, each.product): each.count for each in saved.worksheet.dots}


def count(browser: Browser) -> None:
    set_stage(writer(browser), Step.PRODUCTS, blind=False)


def test_each_phase_has_its_own_controls_and_the_facilitator_begins_it(ann: Browser, carl: Browser) -> None:
    ann.post("products", name="robot")
    controls = {
        "collect": 'id="add"',
        "merge": "alike</summary>",
        "dots": 'class="give"',
        "shortlist": "Hide them and vote",
    }
    for phase in controls:
        page = ann.post("phase", phase=phase)
        assert [each for each, control in controls.items() if control in page] == [phase]
        assert f'<li aria-current="step"><span>{phase}</span>' in carl.open("products")
    carl.post("phase", expect=403, phase="collect")
    ann.post("phase", expect=400, phase="moon")


@pytest.mark.parametrize(
    ("path", "fields", "phases"),
    [
        ("dots/robot", {"count": "1"}, {"dots"}),
        ("products/robot", {"shortlisted": "1", "seen": "9"}, {"shortlist"}),
        ("products", {"name": "Late idea"}, {"collect"}),
        ("products/robot/position", {"direction": "down"}, {"collect", "shortlist"}),
    ],
)
def test_what_the_page_does_not_offer_in_a_phase_is_refused_for_all_but_who_leads(
    ann: Browser, carl: Browser, path: str, fields: dict[str, Any], phases: set[str]
) -> None:
    taken = set()
    for phase in ("collect", "dots", "shortlist"):
        ann.post("phase", phase=phase)
        answer = carl.send(path, **fields)
        if answer.status_code == 200:
            taken.add(phase)
        elif "counted" not in answer.text:
            assert f"the room is at “{phase}” now, so nothing was saved" in answer.text
            assert fields.get("name", "") in answer.text
    assert taken == phases
    ann.post("phase", phase="collect")
    assert ann.send("products/robot/position", direction="down").status_code == 200
    ann.post("products/robot", shortlisted="1", seen="99")


def test_ideas_are_shown_before_they_are_merged_and_nobody_is_done_with_what_comes_next(
    ann: Browser, carl: Browser
) -> None:
    ann.post("phase", phase="collect")
    ann.post("stages/products", private="1")
    carl.post("products", name="Secret radar")
    carl.post("completions/products")
    assert "Secret radar" not in ann.open("products")
    page = ann.post("phase", phase="merge")
    assert "Secret radar" in page
    carl.post("products", expect=403, name="Late idea")
    assert "0 of 1 done" in ann.post("phase", phase="dots")


def test_who_has_given_all_dots_is_done_and_goes_on_with_one_taken_back(ann: Browser, carl: Browser) -> None:
    carl.post("dots/robot", count="3")
    assert "0 of 1 done" in ann.open("products")
    carl.post("dots/arm", count="2")
    assert "1 of 1 done" in ann.open("products")
    carl.post("dots/arm", count="1")
    assert "0 of 1 done" in ann.open("products")


def test_who_works_alone_meets_no_dots(ann: Browser) -> None:
    page = ann.post("products", name="Robot")
    assert "/dots/" not in page
    assert "dot-rules" not in page


def test_one_more_and_one_less(carl: Browser) -> None:
    assert "<strong>5 dots left</strong> of 5" in carl.open("products")
    assert "<strong>3 dots left</strong> of 5" in carl.post("dots/robot", count="2")
    assert "<strong>4 dots left</strong> of 5" in carl.post("dots/robot", count="1")
    carl.post("dots/robot", count="0")
    assert dots(carl) == {}


def test_the_same_press_twice_gives_one_dot(carl: Browser) -> None:
    for _ in range(3):
        carl.post("dots/robot", count="1")
    assert dots(carl) == {("carl", "robot"): 1}


def test_no_more_than_the_cap_and_no_more_than_there_are(carl: Browser) -> None:
    assert "at most 3 dots" in carl.post("dots/robot", expect=409, count="4")
    carl.post("dots/robot", count="3")
    assert "there are 2 left" in carl.post("dots/arm", expect=409, count="3")
    page = carl.post("dots/arm", count="2")
    assert page.count("disabled") == 4, "no product can get more, and one has nothing to give back"
    assert dots(carl) == {("carl", "robot"): 3, ("carl", "arm"): 2}


@pytest.mark.parametrize("odd", ["-1", "101", "1.5", "", "x", "9" * 400, "\0", "NaN"])
def test_odd_counts_are_refused(carl: Browser, odd: str) -> None:
    carl.post("dots/robot", expect=400, count=odd)
    assert dots(carl) == {}


def test_only_adjacent_products_get_dots(ann: Browser, carl: Browser) -> None:
    ann.post("home-products", name="Car")
    for product in ("car", "no-such"):
        carl.post(f"dots/{product}", expect=404, count="1")


def test_a_vote_is_nobody_elses_to_see_until_it_is_counted(ann: Browser, carl: Browser) -> None:
    carl.post("dots/robot", count="3")
    before = ann.open("products")
    assert "3 dots" not in before
    assert "dots" not in ann.worksheet()
    count(ann)
    page = ann.open("products")
    assert "<span>3 dots</span>" in page
    assert "1 person gave dots" in page
    assert "<span>3 dots</span>" in carl.open("products")


def test_what_others_gave_changes_nothing_on_the_page(ann: Browser, carl: Browser) -> None:
    def without_revision(page: str) -> str:
        return re.sub(r'data-(revision|now)="[\d.]+"|name="once" value="[^"]+"', "", page)

    carl.open("products")
    before = without_revision(ann.open("products"))
    carl.post("dots/robot", count="3")
    assert without_revision(ann.open("products")) == before
    ann.post("dots/robot", count="1")
    assert without_revision(ann.open("products")) != before


def test_what_is_counted_stays(ann: Browser, carl: Browser) -> None:
    carl.post("dots/robot", count="1")
    count(ann)
    for browser in (ann, carl):
        assert "counted" in browser.post("dots/robot", expect=403, count="2")
        assert 'class="give"' not in browser.open("products")
    set_stage(writer(ann), Step.PRODUCTS, blind=True)
    carl.post("dots/robot", count="2")


def test_everybody_votes_for_themselves(ann: Browser, carl: Browser) -> None:
    carl.post("dots/robot?as=ann", expect=403, count="1")
    ann.post("dots/robot?as=carl", expect=403, count="1")
    assert dots(ann) == {}


def test_a_facilitator_votes_for_somebody_without_a_device(ann: Browser, carl: Browser) -> None:
    ann.post("participants", name="Bo")
    page = ann.post("dots/robot?as=bo", count="2")
    assert "<strong>3 dots left</strong> of 5 for Bo" in page
    assert dots(carl) == {("bo", "robot"): 2}
    carl.post("dots/robot?as=bo", expect=403, count="1")


def test_observers_do_not_vote(carl: Browser, olga: Browser) -> None:
    olga.post("dots/robot", expect=403, count="1")
    assert 'class="give"' not in olga.open("products")


def test_the_facilitator_sets_how_many_dots_there_are(ann: Browser, carl: Browser) -> None:
    carl.post("dot-rules", expect=403, settings_dots_each="9")
    page = ann.post("dot-rules", expect=422, settings_dots_each="0", settings_dots_cap="x")
    assert refused_fields(page) == ["settings_dots_each", "settings_dots_cap"]
    ann.post("dot-rules", settings_dots_each="2", settings_dots_cap="1", seen="99")
    assert "<strong>2 dots left</strong> of 2, at most 1" in re.sub(r"\s+", " ", carl.open("products"))


def test_there_are_never_fewer_dots_than_were_given(ann: Browser, carl: Browser) -> None:
    carl.post("dots/robot", count="1")
    page = ann.post("dot-rules", expect=422, settings_dots_each="4", settings_dots_cap="3", seen="99")
    assert "not fewer" in page
    ann.post("dot-rules", settings_dots_each="7", settings_dots_cap="5", seen="99")
    carl.post("dots/robot", count="5")


def test_the_most_dots_come_first_and_make_the_shortlist(ann: Browser, carl: Browser) -> None:
    carl.post("dots/boat", count="3")
    carl.post("dots/arm", count="1")
    ann.post("dots/robot", count="1")
    assert "No dots are shown yet" in ann.post("shortlist", expect=409, first="1")
    count(ann)
    page = ann.open("products?order=dots")
    assert re.findall(r'<li class="product" id="product-(\w+)"', page) == ["boat", "robot", "arm"]
    assert "and those level with the last" in page
    carl.post("shortlist", expect=403, first="1")
    ann.post("shortlist", first="1")
    assert [each["name"] for each in ann.worksheet()["products"] if each.get("shortlisted")] == ["Boat"]
    ann.post("shortlist", first="2")
    shortlist = [each["name"] for each in ann.worksheet()["products"] if each.get("shortlisted")]
    assert shortlist == ["Robot", "Arm", "Boat"], "those that are level stay or go together"
    for odd in ("0", "-1", "x", "", "9" * 30, "²"):
        ann.post("shortlist", expect=409, first=odd)


def test_a_locked_product_can_be_voted_on(ann: Browser, carl: Browser) -> None:
    ann.post("marks", part="product", key="robot", marking="locked")
    carl.post("dots/robot", count="1")
    carl.post("products/robot", expect=403, name="Mine", seen="99")


def test_each_person_has_an_order_of_their_own(ann: Browser, carl: Browser) -> None:
    def order(browser: Browser) -> list[str]:
        return re.findall(r'<li class="product" id="product-([\w-]+)"', browser.open("products"))

    for number in range(6):
        ann.post("products", name=f"Idea {number}")
    facilitators = order(ann)
    assert order(carl) == facilitators
    set_stage(writer(ann), Step.PRODUCTS, shuffled=True)
    assert order(ann) == facilitators
    assert order(carl) != facilitators
    assert sorted(order(carl)) == sorted(facilitators)
    assert order(carl) == order(carl)


def test_only_where_the_list_stands_in_its_own_order_are_products_moved(ann: Browser, carl: Browser) -> None:
    set_stage(writer(ann), Step.PRODUCTS, access="open", round=1)
    assert "/robot/position" in carl.open("products")
    assert "/position" not in carl.open("products?q=robot")
    set_stage(writer(ann), Step.PRODUCTS, shuffled=True)
    assert "/position" not in carl.open("products")
    assert "/robot/position" in ann.open("products")


def test_no_product_is_moved_in_the_order_of_the_dots(ann: Browser, carl: Browser) -> None:
    set_stage(writer(ann), Step.PRODUCTS, access="open", round=2)
    carl.post("dots/robot", count="1")
    set_stage(writer(ann), Step.PRODUCTS, blind=False)
    assert "/position" in ann.open("products")
    assert "/position" not in ann.open("products?order=dots")
