"""Step 7: the answer, the reasons, the rules and the decisions."""

import re

import pytest

from reuse_app.web import findings as finding
from tests.web.conftest import Browser
from tests.web.facilitation.test_run_sheet import text


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


def test_says_that_ratings_are_not_shown_yet_whether_there_are_any_or_not(pair: Browser, carl: Browser) -> None:
    said = 'id="unshown" data-live>'
    assert said in pair.open("choose")
    pair.post("stages/score", access="open")
    assert carl.save("ratings/robot/1", rating_volume="1", seen="9999")[0] == 200
    assert said in pair.open("choose")
    pair.post("stages/score", blind="")
    assert said not in pair.open("choose")


def test_gives_the_answer_first(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert page.index("The analysis recommends") < page.index('id="decisions"') < page.index('id="report-choosing"')
    assert "Humanoid robot, Warehouse arm and Simulation service" in page
    assert "that is proven" in page
    assert "simulated votes put Warehouse arm first" in page


def test_every_reason_is_closed_under_a_heading_that_says_its_finding(tesla: Browser) -> None:
    why = tesla.open("choose").split('id="why"')[1].split('id="rules"')[0]
    folds = why.split('<details class="finding"')[1:]
    assert len(folds) > 8
    assert not [fold for fold in folds if " open" in fold.split(">")[0]]
    assert sum(bool(re.search("<h2[^>]*><small>[^<]+</small> [^<]+</h2>", fold)) for fold in folds) > 7


def test_the_set_has_the_same_order_of_products_everywhere(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert page.count("Humanoid robot, Warehouse arm and Simulation service") > 3
    assert "Humanoid robot, Warehouse arm and Video labelling</th>" in page


def test_sums_beside_the_answer_are_those_of_the_recommended_set(tesla: Browser) -> None:
    top = tesla.open("choose").split('id="report-answer"')[1].split('class="sureness"')[1].split("</dl>")[0]
    assert 'saved by having it already in the recommended set</dt><dd><a href="#report-family">about 2\u202f400<' in top
    assert 'saved by sharing in the recommended set</dt><dd><a href="#report-family">about 300<' in top
    assert 'unproven claims of reuse in the recommended set</dt><dd><a href="#report-loose">about 580<' in top


def test_a_range_that_leaves_out_its_own_estimate_is_explained(tesla: Browser) -> None:
    assert tesla.open("choose").count("The estimates lean high") == 1


def test_says_that_the_ratings_order_the_products_differently(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert "put Warehouse arm, Video labelling and Simulation service first" in page


def test_names_method_and_source_of_its_numbers(tesla: Browser) -> None:
    page = tesla.open("choose")
    for source in ("SMAA-2", "SIMPLE", "Martin and Ishii", "Gruber and Tal", "Goldschmidt", "Kendall", "Barley"):
        assert source in page


def test_without_a_budget_the_rules_limit_the_set(tesla: Browser) -> None:
    tesla.save("frame", budget="", seen="99")
    tesla.save("products/video", value_low="", value_likely="", value_high="", seen="99")
    page = tesla.open("choose")
    answer = page.split('id="answer-title">')[1].split("</section>")[0]
    assert "The analysis recommends</h2>" in answer
    assert "No other set within the rules is worth more" in answer
    assert "Not every considered product has a value" in page
    assert "The best set within the rules" in page


def test_a_budget_too_small_for_anything_is_said(tesla: Browser) -> None:
    tesla.save("frame", budget="1", seen="99")
    said = "No product fits the budget of 1 person-months: the cheapest, Video labelling, costs 180 person-months."
    assert said in tesla.open("choose")


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


def tried(page: str) -> str:
    """What the page says of the set that is tried, without its markup."""
    return text(page.split('id="tried"')[1].split("</section>", maxsplit=1)[0])


def test_an_address_tries_a_set(tesla: Browser) -> None:
    """Arm and service are worth 430 + 230, less the 721 that they cost together."""
    said = tried(tesla.open("choose?set=&set=arm&set=simulator"))
    assert "Warehouse arm and Simulation service" in said
    assert "worth after cost over five years, person-monthsabout −60" in said
    assert "It gives up about 700 against the best set" in said
    assert "service): without Humanoid robot." in said
    assert "It keeps every rule." in said
    assert "paid once" in said


def test_an_address_without_a_set_tries_what_is_decided(tesla: Browser) -> None:
    page = tesla.open("choose")
    assert "This set is decided." in tried(page)
    assert page.count('name="set" value="robot" checked') == 1
    assert 'name="set" value="video" checked' not in page


def test_a_set_may_be_empty_and_knows_no_product_that_is_gone(tesla: Browser) -> None:
    for address in ("choose?set=", "choose?set=&set=nobody"):
        page = tesla.open(address)
        assert "Nothing is in this set" in tried(page)
        assert 'name="set" value="robot" checked' not in page


def test_those_who_only_read_try_sets_by_links(pair: Browser, carl: Browser) -> None:
    for key in ("robot", "arm"):
        pair.save(f"products/{key}", own_cost_likely="5", value_likely="9", seen="99")
    pair.post("place", step="choose")
    page = carl.open("choose?set=&set=robot")
    assert "Read only" in page
    assert re.findall(r'class="tick( in)?" href="[^"?]*\?([^"#]*)#decisions"', page) == [
        (" in", "set="),
        ("", "set=&amp;set=robot&amp;set=arm"),
    ]
    assert "Robot and Arm" in tried(carl.open("choose?set=&set=robot&set=arm"))
    assert 'class="tick' not in pair.open("choose?set=&set=robot")


def test_a_cost_of_which_something_is_not_stated_is_a_least(tesla: Browser) -> None:
    assert "≥" not in tesla.open("choose").partition('id="answer"')[2].partition('id="tried"')[0]
    tesla.save("products/robot", own_cost_low="", own_cost_likely="", own_cost_high="", seen="99")
    board = tesla.open("choose").partition('id="decisions"')[2].partition('id="tried"')[0]
    assert len(re.findall(r"<dd>≥\xa0[\d.]+ → ≥\xa0[\d.]+</dd>", board)) == 1


def test_an_answer_of_which_nothing_tells_how_sure_it_is_says_so(pair: Browser) -> None:
    pair.post("frame", budget="1", seen="99")
    for key in ("robot", "arm"):
        pair.save(f"products/{key}", own_cost_likely="5", value_likely="2", seen="99")
    page = pair.open("choose")
    assert "No product fits the budget of 1 person-months" in page
    assert "Nothing tells yet how sure it is." in page


def test_where_nothing_is_decided_no_empty_set_is(pair: Browser) -> None:
    assert "Nothing is in this set" in tried(pair.open("choose"))
    assert "This set is decided." not in tried(pair.open("choose"))


def test_a_tried_set_says_which_rules_it_breaks(tesla: Browser) -> None:
    tesla.post("constraints", at_most="1", must_haulage="1", seen="99")
    said = tried(tesla.open("choose?set=&set=arm&set=simulator"))
    assert "It breaks 2 rules:" in said
    assert "Mine haulage must be had" in said


def test_what_costs_too_much_is_said_without_a_script(tesla: Browser) -> None:
    tesla.save("frame", budget="100", seen="99")
    assert "above the budget of 100" in tried(tesla.open("choose?set=&set=arm"))


def test_a_decision_takes_over_the_ticked_set_and_keeps_what_was_typed(pair: Browser) -> None:
    pair.post("products", name="Kite")
    pair.save("decisions/robot", role="primary", reason="It sells")
    page = pair.post("decisions", set=["arm", "kite"], seen="99")
    assert "This set is decided." in tried(page)
    found = {one["product"]: one for one in pair.worksheet()["decisions"]}
    assert {key: one["role"] for key, one in found.items()} == {
        "robot": "keep-open",
        "arm": "primary",
        "kite": "growth",
    }
    assert found["robot"]["reason"] == "It sells"


def test_a_decision_for_a_set_overwrites_no_role_that_was_not_seen(pair: Browser) -> None:
    version = pair.save("decisions/robot", role="primary", reason="It sells")[1]["version"]
    pair.save("decisions/robot", role="backup", seen=str(version))
    page = pair.post("decisions", expect=422, set=["arm"], seen=str(version))
    assert "has given one of these products another role meanwhile" in page
    assert pair.worksheet()["decisions"][0]["role"] == "backup"


def test_only_adjacent_products_can_be_decided_on(pair: Browser) -> None:
    pair.post("home-products", name="Car")
    for product in ("car", "nope"):
        pair.post(f"decisions/{product}", expect=404, role="primary")
        pair.post("decisions", expect=404, set=[product])
        pair.post("constraints", expect=404, **{f"must_{product}": "1"})
        pair.post("exclusions", expect=404, first=product, second="robot")
        pair.post("requirements", expect=404, product="robot", needs=product)
        pair.post("minimums", expect=404, count="1", of_robot="1", **{f"of_{product}": "1"})


def test_constraints_are_saved_one_by_one_or_all_at_once(pair: Browser) -> None:
    assert pair.save("constraints", must_robot="1", seen="99")[0] == 200
    page = pair.post("constraints", at_most="1", must_robot=["", "1"], must_arm=[""], seen="99")
    assert 'value="1" checked' in page
    assert 'name="at_most" value="1"' in page
    pair.post("constraints", at_most="", must_robot=[""], must_arm=[""], seen="99")
    assert 'value="1" checked' not in pair.open("choose")


def test_refuses_constraints_that_contradict_each_other(pair: Browser) -> None:
    page = pair.post("constraints", expect=422, at_most="1", must_robot="1", must_arm="1", seen="99")
    assert "but 2 products must be chosen" in page
    pair.post("exclusions", first="robot", second="arm")
    status, answer = pair.save("constraints", must_robot="1", must_arm="1", seen="99")
    assert status == 422
    assert [*answer["mistakes"].values()] == ["“Arm” and “Robot” must both be chosen: drop one rule."]


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


def test_a_product_can_be_chosen_only_with_another_until_it_may_without(pair: Browser) -> None:
    page = pair.post("requirements", product="robot", needs="arm")
    assert "Robot only with Arm" in page
    assert pair.worksheet()["constraints"] == {"requires": [{"product": "robot", "needs": "arm"}]}
    assert "already" in pair.post("requirements", expect=422, product="robot", needs="arm")
    assert "Choose two different products." in pair.post("requirements", expect=422, product="robot", needs="robot")
    assert "Robot only with Arm" not in pair.post("requirements/robot/arm/removal")
    pair.post("requirements/robot/arm/removal", expect=404)


def test_at_least_so_many_of_a_group_have_to_be_chosen_until_any_number_may(pair: Browser) -> None:
    page = pair.post("minimums", count="1", of_robot=["", "1"], of_arm=["", "1"])
    assert "1 of Robot and Arm" in page
    assert pair.worksheet()["constraints"] == {"at_least": [{"of": ["robot", "arm"], "count": 1}]}
    assert "1 of Robot and Arm" not in pair.post("minimums/1/removal")
    pair.post("minimums/1/removal", expect=404)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"count": "1", "of_robot": "1"}, "Tick two products or more."),
        ({"count": "many", "of_robot": "1", "of_arm": "1"}, "Found “many”; write a whole number such as 1."),
        ({"of_robot": "1", "of_arm": "1"}, "write a whole number such as 1."),
        ({"count": "3", "of_robot": "1", "of_arm": "1"}, "Found 3, but the group has only 2."),
    ],
)
def test_a_group_that_is_refused_comes_back_as_it_was_filled_in(pair: Browser, sent: dict[str, str], told: str) -> None:
    page = pair.post("minimums", expect=422, **sent)
    form = page.split('id="minimum-new"')[1].split("</form>")[0]
    assert told in form
    assert form.count("checked") == len(sent.keys() & {"of_robot", "of_arm"})
    assert "constraints" not in pair.worksheet()


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


def test_a_block_that_is_named_says_what_it_really_does(tesla: Browser) -> None:
    page = tesla.open("choose")
    does = "Grips things of unknown shape without dropping or crushing them."
    assert f'<details class="does"><summary>Dexterous hand</summary><span>{does}</span></details>' in page
