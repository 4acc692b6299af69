import pytest
from pydantic import ValidationError

from reuse_app.store import Database, constraints, load
from reuse_app.store.constraints import LAST_GROUP, admit, change_constraints, exclude
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.errors import ConstraintError, RepeatedError, UnknownEntryError
from reuse_app.store.rows import groups_of
from reuse_app.worksheet import Constraints, Product
from tests.conftest import small_worksheet
from tests.store.people import ann_at, worksheet_of

PRODUCTS = tuple(Product(key=key, name=key) for key in "abcd")


@pytest.fixture
def ann(database: Database) -> Writer:
    return ann_at(database, small_worksheet(products=PRODUCTS, capabilities=()))


def rules(ann: Writer) -> Constraints:
    return worksheet_of(ann).constraints


def test_a_limit_and_what_must_be_chosen_are_one_change(ann: Writer) -> None:
    wanted = {"a": True, "b": True, "c": False}
    assert change_constraints(ann, limit={"at_most": 2}, required=wanted, seen=1) == 2
    assert rules(ann) == Constraints(must_have=("a", "b"), at_most=2)
    assert change_constraints(ann, limit={}, required={"a": False, "b": True}, seen=2) == 3
    assert rules(ann) == Constraints(must_have=("b",), at_most=2)


def test_a_change_that_is_refused_changes_nothing(ann: Writer) -> None:
    with pytest.raises(ConstraintError, match="names 2 products"):
        change_constraints(ann, limit={"at_most": 1}, required={"a": True, "b": True}, seen=1)
    with pytest.raises(ValidationError):
        change_constraints(ann, limit={"at_most": 0}, required={"a": True}, seen=1)
    with pytest.raises(UnknownEntryError):
        change_constraints(ann, limit={"at_most": 3}, required={"gone": True}, seen=1)
    assert rules(ann) == Constraints()


def test_every_exclusion_is_a_group_of_its_own(ann: Writer) -> None:
    exclude(ann, ["a", "b"])
    exclude(ann, ["a", "c"])
    assert rules(ann).exclusive == (("a", "b"), ("a", "c"))


def test_an_exclusion_is_added_once(ann: Writer) -> None:
    exclude(ann, ["a", "b"], once=SentForm("form-1"))
    with pytest.raises(RepeatedError):
        exclude(ann, ["a", "b"], once=SentForm("form-1"))
    with pytest.raises(ConstraintError, match="already"):
        exclude(ann, ["b", "a"])


def test_products_that_must_be_chosen_cannot_exclude_each_other(ann: Writer) -> None:
    change_constraints(ann, limit={}, required={"a": True, "b": True}, seen=1)
    with pytest.raises(ConstraintError, match="both in must_have"):
        exclude(ann, ["a", "b"])
    assert rules(ann).exclusive == ()


def test_a_workshop_has_only_so_many_exclusions(ann: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constraints, "MOST_ELSEWHERE", 1)
    exclude(ann, ["a", "b"])
    with pytest.raises(ConstraintError, match="at most 1 "):
        exclude(ann, ["a", "c"])


def test_numbers_of_groups_never_run_out(ann: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    exclude(ann, ["a", "b"])
    monkeypatch.setattr(constraints, "_free_number", lambda _taken: LAST_GROUP)
    exclude(ann, ["a", "c"])
    monkeypatch.undo()
    exclude(ann, ["a", "d"])
    members = [row.noun for row in load(ann.database, ann.address).rows["exclusive"]]
    assert set(groups_of(members)) == {1, 2, LAST_GROUP}


def test_admitting_a_group_is_one_change(ann: Writer) -> None:
    exclude(ann, ["a", "b"])
    assert admit(ann, 1) == 3
    assert rules(ann).exclusive == ()
    with pytest.raises(UnknownEntryError):
        admit(ann, 1)
