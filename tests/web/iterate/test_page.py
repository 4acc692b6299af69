"""Step 8: plans, gaps and the log."""

import re

import pytest

from tests.web.conftest import Browser, refused_fields


@pytest.fixture
def chosen(ann: Browser) -> Browser:
    """Ann, whose robot is the primary and needs a hand that nobody has."""
    ann.post("products", name="Robot")
    ann.post("capabilities", name="Hand", status="missing")
    ann.post("decisions/robot", role="primary", reason="Because")
    return ann


def test_without_a_choice_says_what_to_do_first(ann: Browser) -> None:
    assert "No product has been chosen yet" in ann.open("iterate")


def test_a_plan_saves_what_was_sent_and_nothing_else(chosen: Browser) -> None:
    chosen.post("plans/robot", assumption="A hand lasts a shift.", iteration_days="28", seen="99")
    page = chosen.open("iterate")
    assert "A hand lasts a shift." in page
    assert "plan 2 of 7" in page
    assert "Because" in page


def test_refuses_an_iteration_of_no_days_and_keeps_the_rest(chosen: Browser) -> None:
    page = chosen.post("plans/robot", expect=422, iteration_days="0", test="Try it")
    assert "write a number of at least 1" in page
    assert "Try it" in page


def test_a_plan_of_a_product_without_a_role_is_nowhere(chosen: Browser) -> None:
    chosen.post("products", name="Arm")
    for product in ("arm", "nope"):
        chosen.post(f"plans/{product}", expect=404, test="x")


def test_the_product_of_a_plan_cannot_be_exchanged(chosen: Browser) -> None:
    chosen.post("products", name="Arm")
    chosen.post("plans/robot", product="arm", test="Still the robot's")
    assert "Still the robot" in chosen.open("iterate")
    chosen.post("plans/arm", expect=404, test="x")


def test_the_log_shows_an_iteration_and_its_lesson(chosen: Browser) -> None:
    page = chosen.post(
        "products/robot/iterations",
        date="2026-03-31",
        tried="A hand",
        outcome="It tore",
        progress="0",
        lesson="Route it",
    )
    assert "2026-03-31" in page
    assert "Route it" in page
    assert "That is a result." in page


def test_asks_for_the_lesson_of_an_iteration_without_one(chosen: Browser) -> None:
    page = chosen.post("products/robot/iterations", date="2026-03-31", tried="A hand", progress="10,5")
    assert "what did it teach?" in page


def test_a_rate_is_no_surer_than_the_guesses_of_which_it_is_made(chosen: Browser) -> None:
    """2.14 iterations a month times 20 % are 42.857 %: nobody knows more of it than that it is about 43."""
    for date, progress in (("2026-03-01", "10"), ("2026-03-15", "30")):
        page = chosen.post("products/robot/iterations", date=date, tried="A hand", progress=progress)
    assert "<b>43&#8239;%</b> a month" in page
    assert "Robot advances about 43" in page
    assert "42.9" not in page


def test_two_iterations_give_a_rate_of_progress(chosen: Browser) -> None:
    chosen.post("products/robot/iterations", date="2026-03-01", progress="10")
    page = chosen.post("products/robot/iterations", date="2026-03-31", progress="30")
    assert "<b>20&#8239;%</b> a month" in page


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("date", ""),
        ("date", "2026-02-30"),
        ("date", "soon"),
        ("progress", "101"),
        ("progress", "NaN"),
        ("progress", "x"),
    ],
)
def test_a_refused_iteration_comes_back_as_typed(chosen: Browser, field: str, text: str) -> None:
    fields = {"date": "2026-03-31", "progress": "5", "tried": "A hand on a stand"}
    page = chosen.post("products/robot/iterations", expect=422, **{**fields, field: text})
    assert 'class="mistake"' in page
    assert "A hand on a stand" in page
    assert 'id="iteration-1"' not in page


def test_an_iteration_can_be_edited_removed_and_brought_back(chosen: Browser) -> None:
    chosen.post("products/robot/iterations", date="2026-03-31", tried="First")
    chosen.post("iterations/1", tried="Better said", seen="99")
    assert "Better said" in chosen.open("iterate")
    page = chosen.post("iterations/1/removal")
    assert 'id="iteration-1"' not in page
    revision = page.split("/changes/")[1].split("/")[0]
    assert "Better said" in chosen.post(f"changes/{revision}/reversal", back="iterate")


def test_the_same_form_sent_twice_logs_once(chosen: Browser) -> None:
    for _ in range(2):
        page = chosen.post("products/robot/iterations", date="2026-03-31", tried="Once", once="key")
    assert page.count('class="turn"') == 1


def test_unknown_iterations_and_products_are_nowhere(chosen: Browser) -> None:
    for path in ("iterations/9", "iterations/9/removal", "iterations/" + "9" * 30, "products/nope/iterations"):
        chosen.post(path, expect=404, date="2026-03-31")


def test_a_gap_is_planned_by_its_first_choice(chosen: Browser) -> None:
    chosen.save("gap-plans/hand", plan="buy")
    status, _ = chosen.save("gap-plans/hand", reason="Cheaper", single_supplier="1", seen="99")
    assert status == 200


def test_a_reason_without_a_plan_is_not_lost(chosen: Browser) -> None:
    status, answer = chosen.save("gap-plans/hand", reason="Cheaper")
    assert status == 422
    assert answer["mistakes"] == {"plan": "Choose this first; the rest is saved with it."}
    chosen.post("gap-plans/nope", expect=404, plan="buy")
    chosen.post("gap-plans/hand", expect=422, plan="steal")


def test_a_cost_of_a_plan_out_of_order_is_refused_at_its_field(tesla: Browser) -> None:
    page = tesla.post("gap-plans/hand", expect=422, plan="buy", cost_low="9", cost_likely="4")
    assert refused_fields(page) == ["cost_low"]


def test_shows_the_gaps_of_what_is_pursued_and_no_others(tesla: Browser) -> None:
    page = tesla.open("iterate?gaps=1")
    assert 'id="gap-hand"' in page
    assert 'id="gap-tenancy"' in page
    tesla.save("decisions/simulator", role="in-storage")
    assert 'id="gap-tenancy"' not in tesla.open("iterate?gaps=1")


def test_shows_one_product_at_a_time_the_primary_first(tesla: Browser) -> None:
    assert 'id="course-robot"' in tesla.open("iterate")
    page = tesla.open("iterate?product=simulator")
    assert 'id="course-simulator"' in page
    assert 'id="course-robot"' not in page
    assert 'id="course-robot"' in tesla.open("iterate?product=nowhere")


def test_what_was_refused_or_removed_leads_back_to_its_product(tesla: Browser) -> None:
    page = tesla.post("products/simulator/iterations", expect=422, date="soon")
    assert 'id="course-simulator"' in page
    assert 'data-page="' in page
    number = re.findall(r'id="iteration-(\d+)"', tesla.open("iterate?product=simulator"))[0]
    assert 'id="course-simulator"' in tesla.post(f"iterations/{number}/removal")
    assert "Gaps to close</h2>" in tesla.post("gap-plans/hand", expect=422, plan="steal")


def test_what_was_learned_stays_when_a_product_is_dropped(tesla: Browser) -> None:
    tesla.save("decisions/simulator", role="in-storage")
    page = tesla.open("iterate?product=simulator")
    assert "What was learned stays." in page
    assert "No progress and a clear answer" in page


def test_the_log_is_a_calendar_as_soon_as_there_is_one(chosen: Browser) -> None:
    assert ".ics" not in chosen.open("iterate")
    assert chosen.client.get(f"/w/{chosen.workshop}/iterations.ics").status_code == 404
    chosen.post("products/robot/iterations", date="2026-03-31", tried="One hand")
    assert "/iterations.ics" in chosen.open("iterate")
    answer = chosen.client.get(f"/w/{chosen.workshop}/iterations.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "SUMMARY:Robot: iteration 1\r\n" in answer.text
