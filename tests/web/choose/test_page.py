"""Step 7: the answer, the reasons, the rules and the decisions."""

import pytest

from reuse_app.web import findings as finding
from tests.web.conftest import Browser


@pytest.fixture
def pair(ann: Browser) -> Browser:
    """Ann with two products between which to choose."""
    for name in ("Robot", "Arm"):
        ann.post("products", name=name)
    return ann


def test_without_products_says_what_to_do_first(ann: Browser) -> None:
    assert "There is nothing to choose between yet" in ann.open("choose")


def test_says_what_is_missing_and_where_it_belongs(pair: Browser) -> None:
    page = pair.open("choose")
    assert "No recommendation yet" in page
    assert "Nobody has rated yet" in page
    assert '<a href="score">Score</a>' in page


def test_gives_the_answer_first(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert page.index("The analysis recommends") < page.index('id="decisions"') < page.index('id="report-choosing"')
    assert "Humanoid robot, Warehouse arm and Simulation service" in page
    assert "that is proven" in page
    assert "simulated votes put Warehouse arm first" in page


def test_every_section_of_the_contents_is_on_the_page(tesla: Browser) -> None:
    page = tesla.open("choose")
    contents = page.split('class="on-page"')[1].split("</nav>")[0]
    anchors = [piece.split('"')[0] for piece in contents.split('href="#')[1:]]
    assert len(anchors) > 8
    places = [page.index(f'id="{anchor}"') for anchor in anchors]
    assert places == sorted(places)


def test_the_set_has_the_same_order_of_products_everywhere(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert page.count("Humanoid robot, Warehouse arm and Simulation service") > 3
    assert "Humanoid robot, Warehouse arm and Video labelling</th>" in page


def test_sums_on_top_are_those_of_the_recommended_set(tesla: Browser) -> None:
    top = tesla.open("choose").split('class="sureness"')[1].split("</dl>")[0]
    assert 'saved by having it already in the recommended set</dt><dd><a href="#report-family">2\u202f411<' in top
    assert 'saved by sharing in the recommended set</dt><dd><a href="#report-family">300<' in top
    assert 'unproven claims of “as is” in the recommended set</dt><dd><a href="#report-gaps">95.9<' in top


def test_a_range_that_leaves_out_its_own_estimate_is_explained(tesla: Browser) -> None:
    assert tesla.open("choose").count("The estimates lean high") == 1


def test_says_that_the_ratings_order_the_products_differently(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert "put Warehouse arm, Video labelling and Simulation service first" in page


def test_names_method_and_source_of_its_numbers(tesla: Browser) -> None:
    page = tesla.open("choose")
    for source in ("SMAA-2", "SIMPLE", "Martin and Ishii", "Gruber and Tal", "Goldschmidt", "Kendall", "Barley"):
        assert source in page


def test_without_a_limit_the_product_that_is_first_most_often_stands_on_top(tesla: Browser) -> None:
    tesla.save("frame", budget="", seen="99")
    tesla.save("products/video", value_low="", value_likely="", value_high="", seen="99")
    page = tesla.open("choose")
    answer = page.split('id="answer-title">')[1].split("</section>")[0]
    assert "The ratings put first</h2>" in answer
    assert "Warehouse arm</h3>" in answer
    assert "No budget is stated" in answer
    assert "Not every considered product has a value" in page
    assert "The best set" not in page


def test_a_budget_too_small_for_anything_is_said(tesla: Browser) -> None:
    tesla.save("frame", budget="1", seen="99")
    assert "No product is worth its cost within the budget of 1" in tesla.open("choose")


def test_a_decision_is_made_by_its_role_and_keeps_reason_and_dissent(pair: Browser) -> None:
    status, answer = pair.save("decisions/robot", reason="It sells")
    assert status == 422
    assert answer["mistakes"] == {"role": "Choose this first; the rest is saved with it."}
    assert pair.save("decisions/robot", role="primary", reason="It sells")[0] == 200
    pair.post("decisions/robot", dissent="Bob: it does not", seen="99")
    page = pair.open("choose")
    assert "It sells" in page
    assert "Bob: it does not" in page


def test_a_refused_decision_comes_back_as_typed(pair: Browser) -> None:
    page = pair.post("decisions/robot", expect=422, role="", reason="Written at length")
    assert "Written at length" in page
    assert "Choose this first" in page
    assert 'role="alert"' in page
    pair.post("decisions/robot", expect=422, role="king")


def test_a_stale_decision_shows_both_versions(pair: Browser) -> None:
    version = pair.save("decisions/robot", role="primary", reason="One")[1]["version"]
    pair.save("decisions/robot", reason="Two", seen=str(version))
    page = pair.post("decisions/robot", expect=409, reason="Three", seen=str(version))
    assert "<q>Two</q>" in page
    assert "Three" in page


def test_says_which_rule_a_choice_breaks(pair: Browser) -> None:
    page = pair.post("decisions/robot", role="backup", reason="Sure")
    assert "No product is primary" in page


def test_only_adjacent_products_can_be_decided_on(pair: Browser) -> None:
    pair.post("home-products", name="Car")
    for product in ("car", "nope"):
        pair.post(f"decisions/{product}", expect=404, role="primary")
        pair.post("constraints", expect=404, **{f"must_{product}": "1"})
        pair.post("exclusions", expect=404, first=product, second="robot")


def test_constraints_are_saved_one_by_one_or_all_at_once(pair: Browser) -> None:
    assert pair.save("constraints", must_robot="1", seen="99")[0] == 200
    page = pair.post("constraints", at_most="1", must_robot=["", "1"], must_arm=[""], seen="99")
    assert 'value="1" checked' in page
    assert 'name="at_most" value="1"' in page
    pair.post("constraints", at_most="", must_robot=[""], must_arm=[""], seen="99")
    assert 'value="1" checked' not in pair.open("choose")


def test_refuses_constraints_that_contradict_each_other(pair: Browser) -> None:
    page = pair.post("constraints", expect=422, at_most="1", must_robot="1", must_arm="1", seen="99")
    assert "must_have names 2 products" in page
    pair.post("exclusions", first="robot", second="arm")
    assert pair.save("constraints", must_robot="1", must_arm="1", seen="99")[0] == 422


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1001", "9" * 40, "2.5"])
def test_refuses_a_limit_that_is_none(pair: Browser, limit: str) -> None:
    assert limit in pair.post("constraints", expect=422, at_most=limit, seen="99")


def test_two_products_can_exclude_each_other_until_they_may_not(pair: Browser) -> None:
    page = pair.post("exclusions", first="robot", second="arm")
    assert "Robot and Arm" in page
    assert "Robot and Arm" not in pair.post("exclusions/1/removal")
    pair.post("exclusions/1/removal", expect=404)
    pair.post("exclusions/" + "9" * 30 + "/removal", expect=404)


def test_constraints_that_are_refused_change_nothing(pair: Browser) -> None:
    pair.post("constraints", expect=422, at_most="0", must_robot="1", seen="99")
    assert "constraints" not in pair.worksheet()


def test_a_form_without_any_constraint_changes_nothing(pair: Browser) -> None:
    pair.post("constraints", seen="99")
    assert "constraints" not in pair.worksheet()


def test_the_same_exclusion_is_added_once(pair: Browser) -> None:
    pair.post("exclusions", first="robot", second="arm", once="a")
    pair.post("exclusions", first="robot", second="arm", once="a")
    assert "exclude each other already" in pair.post("exclusions", expect=422, first="arm", second="robot", once="b")
    assert pair.worksheet()["constraints"] == {"exclusive": [["robot", "arm"]]}


def test_a_product_that_is_left_alone_excludes_nothing(pair: Browser) -> None:
    pair.post("exclusions", first="robot", second="arm")
    pair.post("products/arm/removal")
    assert "exclusions/1/removal" not in pair.open("choose")


def test_a_product_cannot_exclude_itself(pair: Browser) -> None:
    for second in ("robot", ""):
        page = pair.post("exclusions", expect=422, first="robot", second=second)
        assert "Choose two different products." in page


def test_findings_are_computed_once_for_each_revision(tesla: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    tesla.open("choose")
    monkeypatch.setattr(finding, "analyse", None)
    tesla.open("choose")
    tesla.post("products", name="Kite")
    with pytest.raises(TypeError):
        tesla.open("choose")


def test_every_example_can_be_read(visitor: Browser) -> None:
    for example in ("recaptcha", "fujifilm", "corning", "simulator", "aws"):
        visitor.enter(f"/examples/{example}")
        for step in ("score", "score?round=2", "choose", "iterate"):
            visitor.open(step)
