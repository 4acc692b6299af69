"""Outcomes: predictions beside results."""

import pytest

from tests.web.conftest import Browser, refused_fields


@pytest.fixture
def chosen(ann: Browser) -> Browser:
    """Ann, whose robot is the primary and expected to bring 50."""
    ann.post("products", name="Robot", value_low="40", value_likely="50", value_high="80")
    ann.post("products", name="Arm")
    ann.post("decisions/robot", role="primary", reason="Because")
    return ann


def outcome(browser: Browser) -> dict[str, object]:
    (found,) = browser.worksheet()["outcomes"]
    return dict(found)


def test_without_a_choice_says_what_to_do_first(ann: Browser) -> None:
    assert "No product has been chosen yet" in ann.open("outcomes")


def test_iterate_leads_to_the_outcomes(chosen: Browser) -> None:
    assert f"/w/{chosen.workshop}/outcomes" in chosen.open("iterate")


def test_a_prediction_moves_with_the_worksheet_until_it_is_kept(chosen: Browser) -> None:
    chosen.post("products/robot", value_likely="60", seen="99")
    assert "40 – 60 – 80" in chosen.open("outcomes")
    chosen.post("outcomes")
    chosen.post("products/robot", value_likely="70", seen="99")
    page = chosen.open("outcomes")
    assert "40 – 60 – 80" in page
    assert "Keep the predictions" not in page


def test_keeping_twice_keeps_once(chosen: Browser) -> None:
    for _ in range(2):
        chosen.post("outcomes")
    assert outcome(chosen)["predicted_value"] == {"low": 40, "likely": 50, "high": 80}


def test_the_first_result_keeps_its_prediction(chosen: Browser) -> None:
    chosen.post("outcomes/robot", value="45,5", date="2026-11-01", note="A hand tore.", seen="0")
    found = outcome(chosen)
    assert (found["value"], found["date"], found["note"]) == (45.5, "2026-11-01", "A hand tore.")
    assert found["predicted_value"] == {"low": 40, "likely": 50, "high": 80}


def test_a_result_is_saved_field_by_field(chosen: Browser) -> None:
    chosen.post("outcomes/robot", cost="12", seen="0")
    status, answer = chosen.save("outcomes/robot", value="45", seen="99")
    assert status == 200
    assert answer["version"]
    assert (outcome(chosen)["cost"], outcome(chosen)["value"]) == (12, 45)


def test_what_was_predicted_cannot_be_changed_afterwards(chosen: Browser) -> None:
    chosen.post("outcomes")
    chosen.post("outcomes/robot", predicted_value_likely="45", value="45", seen="99")
    assert outcome(chosen)["predicted_value"] == {"low": 40, "likely": 50, "high": 80}


def test_a_wrong_amount_is_refused_and_kept_in_the_form(chosen: Browser) -> None:
    page = chosen.post("outcomes/robot", expect=422, cost="a lot", note="Still here", seen="0")
    assert refused_fields(page) == ["cost"]
    assert "Still here" in page


def test_two_who_write_the_same_result_see_both(chosen: Browser) -> None:
    chosen.post("outcomes/robot", cost="12", seen="0")
    status, answer = chosen.save("outcomes/robot", cost="13", seen="0")
    assert status == 409
    assert answer["clashes"] == {"cost": {"yours": "13", "theirs": "12"}}


def test_a_product_without_a_bet_has_no_outcome(chosen: Browser) -> None:
    for product in ("arm", "nope"):
        chosen.post(f"outcomes/{product}", expect=404, cost="1")


def test_three_results_tell_how_good_the_predictions_were(ann: Browser) -> None:
    assert "This shows once there are results" not in ann.open("outcomes")
    for name in ("One", "Two", "Three"):
        ann.post("products", name=name, value_low="5", value_likely="10", value_high="15")
        ann.post(f"decisions/{name.lower()}", role="growth", reason="Because")
        ann.post(f"outcomes/{name.lower()}", value="20", seen="0")
    page = ann.open("outcomes")
    assert "On average values came out at 2 times what was predicted." in page
    assert "0 of 3 results of value lay between low and high" in page
    assert "Predicted and come" in ann.open("report")


def test_the_report_says_nothing_of_outcomes_before_there_are_any(chosen: Browser) -> None:
    assert "Predicted and come" not in chosen.open("report")
