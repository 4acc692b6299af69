import datetime as dt
import pickle

import pytest
from pydantic import ValidationError

from reuse_app.worksheet import Constraints, Estimate, Note, Outcome, Set, Worksheet
from reuse_app.worksheet.columns import flatten, nest
from tests.conftest import small_worksheet

SHEET = Worksheet.model_validate(
    {
        "workshop": {"title": "Beyond the car"},
        "capabilities": [{"key": "vision", "name": "Vision"}],
        "products": [{"key": "car", "name": "Car", "home": True}, {"key": "robot", "name": "Robot"}],
        "links": [
            {"capability": "vision", "product": "robot", "need": 9},
            {"capability": "vision", "product": "car", "need": 0},
        ],
        "decisions": [{"product": "robot", "role": "primary"}],
    }
)


def test_three_sets_stand_side_by_side() -> None:
    sets = [Set(key=key, name=key, aside=key == "b") for key in "abcde"]
    assert [each.key for each in small_worksheet(sets=tuple(sets)).sets_beside] == ["a", "c", "d"]


def test_parts_are_found_by_what_identifies_them() -> None:
    assert SHEET.capability_by_key["vision"].name == "Vision"
    assert SHEET.product_by_key["car"].home
    assert SHEET.link_by_cell["vision", "robot"].need == 9
    assert SHEET.decision_by_product["robot"].role == "primary"


def test_what_is_looked_up_while_a_worksheet_goes_to_another_process_changes_nothing_of_what_goes() -> None:
    """A page that looked something up meanwhile once failed, as what was being sent grew."""
    sheet = SHEET.model_copy()
    state = sheet.__getstate__()["__dict__"]
    sent = list(state)
    assert sheet.considered
    assert list(state) == sent
    assert pickle.loads(pickle.dumps(sheet)) == SHEET  # noqa: S301  # our own
    assert len(pickle.dumps(sheet)) == len(pickle.dumps(SHEET.model_copy()))


def test_only_needed_links_count() -> None:
    assert [link.product for link in SHEET.needed_links] == ["robot"]


def test_home_products_are_no_candidates() -> None:
    assert [product.key for product in SHEET.home_products] == ["car"]
    assert [product.key for product in SHEET.candidates] == ["robot"]


def test_a_worksheet_never_changes() -> None:
    with pytest.raises(ValidationError):
        SHEET.workshop.__setattr__("title", "Another")


@pytest.mark.parametrize("group", [[], ["a"], ["a", "a"]])
def test_an_exclusive_group_needs_two_products(group: list[str]) -> None:
    with pytest.raises(ValidationError, match="two different products"):
        Constraints.model_validate({"exclusive": [group]})


def test_a_rule_may_be_written_in_short() -> None:
    short = Constraints.model_validate({"at_least": {"of": ["a", "b"], "count": 1}, "requires": [["a", "b"]]})
    full = {"at_least": [{"of": ["a", "b"], "count": 1}], "requires": [{"product": "a", "needs": "b"}]}
    assert short == Constraints.model_validate(full)
    assert short.model_dump(mode="json", exclude_defaults=True) == full


def test_what_a_rule_names_twice_it_names_once() -> None:
    twice = {"must_have": ["a", "a"], "exclusive": [["a", "b", "a"]], "requires": [["a", "b"], ["a", "b"]]}
    once = {"must_have": ["a"], "exclusive": [["a", "b"]], "requires": [["a", "b"]]}
    assert Constraints.model_validate(twice) == Constraints.model_validate(once)


def test_a_prediction_waits_for_its_result() -> None:
    outcome = Outcome(product="robot", predicted_potential=2.5)
    assert (outcome.date, outcome.cost, outcome.value, outcome.note) == (None, None, None, "")


def test_a_result_is_no_debt() -> None:
    with pytest.raises(ValidationError):
        Outcome(product="robot", cost=-1)


@pytest.mark.parametrize("score", [0.9, 4.1])
def test_a_score_lies_on_its_scale(score: float) -> None:
    with pytest.raises(ValidationError):
        Outcome(product="robot", predicted_challenge=score)


def test_an_outcome_comes_back_from_its_columns() -> None:
    outcome = Outcome(
        product="robot",
        date=dt.date(2026, 11, 2),
        predicted_potential=3.25,
        predicted_cost=Estimate(low=1, likely=2, high=4),
        cost=3,
        note="The hand took longer",
    )
    assert Outcome.model_validate(nest(Outcome, flatten(outcome))) == outcome


def test_a_note_is_about_one_thing_or_parked() -> None:
    cell = Note(key="cell", text="x" * 4_000, capability="vision", product="robot")
    parked = Note(key="parked", text="Ask the factory.")
    notes_about = small_worksheet(notes=(cell, parked)).notes_about
    assert notes_about == {("vision", "robot", None): (cell,), (None, None, None): (parked,)}


@pytest.mark.parametrize(
    "wrong", [{"text": "x" * 4_001}, {"text": " "}, {"factor": "risk"}, {"factor": "risk", "capability": "vision"}]
)
def test_a_note_is_of_one_sort_and_no_essay(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Note.model_validate({"key": "note", "text": "Why?", **wrong})
