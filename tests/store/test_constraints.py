import pytest
from pydantic import ValidationError

from reuse_app.store import Database, constraints, load
from reuse_app.store.constraints import (
    LAST_GROUP,
    add_minimum,
    add_requirement,
    admit,
    change_constraints,
    exclude,
    remove_minimum,
    remove_requirement,
)
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.entries import remove
from reuse_app.store.errors import ConstraintError, RepeatedError, UnknownEntryError
from reuse_app.store.rows import groups_of
from reuse_app.store.undo import undo
from reuse_app.worksheet import AtLeast, Constraints, Product, Requires
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
    with pytest.raises(ConstraintError, match="but 2 products must be chosen"):
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
    with pytest.raises(ConstraintError, match="must both be chosen"):
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


def test_a_group_with_its_count_is_one_change_and_so_is_its_end(ann: Writer) -> None:
    assert add_minimum(ann, ["a", "b", "c"], 2) == 2
    assert rules(ann).at_least == (AtLeast(of=("a", "b", "c"), count=2),)
    assert remove_minimum(ann, 1) == 3
    assert rules(ann) == Constraints()
    undo(ann, 3)
    assert rules(ann).at_least == (AtLeast(of=("a", "b", "c"), count=2),)
    with pytest.raises(UnknownEntryError):
        remove_minimum(ann, 7)


def test_a_product_only_with_another_is_one_change_and_so_is_its_end(ann: Writer) -> None:
    assert add_requirement(ann, "a", "b") == 2
    assert add_requirement(ann, "b", "a") == 3
    assert rules(ann).requires == (Requires(product="a", needs="b"), Requires(product="b", needs="a"))
    assert remove_requirement(ann, "a", "b") == 4
    undo(ann, 3)
    assert rules(ann) == Constraints()
    with pytest.raises(UnknownEntryError):
        remove_requirement(ann, "a", "b")


def test_a_rule_that_is_sent_twice_is_there_once(ann: Writer) -> None:
    add_minimum(ann, ["a", "b"], 1, once=SentForm("form-1"))
    add_requirement(ann, "a", "c", once=SentForm("form-2"))
    with pytest.raises(RepeatedError):
        add_minimum(ann, ["a", "b"], 1, once=SentForm("form-1"))
    with pytest.raises(RepeatedError):
        add_requirement(ann, "a", "c", once=SentForm("form-2"))
    with pytest.raises(ConstraintError, match="already"):
        add_minimum(ann, ["b", "a"], 2)
    with pytest.raises(ConstraintError, match="already"):
        add_requirement(ann, "a", "c")


def test_rules_that_cannot_hold_with_the_others_are_refused(ann: Writer) -> None:
    exclude(ann, ["a", "b"])
    with pytest.raises(ConstraintError, match="allow only 1 of the group"):
        add_minimum(ann, ["a", "b"], 2)
    with pytest.raises(ConstraintError, match="the group has only 2"):
        add_minimum(ann, ["c", "d"], 3)
    with pytest.raises(ValidationError):
        add_minimum(ann, ["c", "d"], 0)
    change_constraints(ann, limit={}, required={"a": True}, seen=1)
    with pytest.raises(ConstraintError, match="must both be chosen"):
        add_requirement(ann, "a", "b")
    with pytest.raises(ConstraintError, match="cannot need itself"):
        add_requirement(ann, "c", "c")
    assert (rules(ann).at_least, rules(ann).requires) == ((), ())


def test_a_workshop_has_only_so_many_rules_of_a_kind(ann: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constraints, "MOST_ELSEWHERE", 1)
    add_minimum(ann, ["a", "b"], 1)
    add_requirement(ann, "a", "b")
    with pytest.raises(ConstraintError, match="at most 1 "):
        add_minimum(ann, ["a", "c"], 1)
    with pytest.raises(ConstraintError, match="at most 1 "):
        add_requirement(ann, "a", "c")


def test_rules_go_with_the_products_without_which_they_say_nothing(ann: Writer) -> None:
    add_minimum(ann, ["a", "b", "c"], 2)
    add_minimum(ann, ["a", "d"], 2)
    add_requirement(ann, "b", "a")
    before = rules(ann)
    gone = remove(ann, "product", ("a",))
    assert rules(ann) == Constraints(at_least=(AtLeast(of=("b", "c"), count=2),))
    exclude(ann, ["b", "d"])
    undo(ann, gone + 1)
    undo(ann, gone)
    assert rules(ann) == before


def test_a_group_goes_when_what_is_left_of_it_cannot_be_chosen_together(ann: Writer) -> None:
    exclude(ann, ["b", "c"])
    add_minimum(ann, ["a", "b", "c"], 2)
    remove(ann, "product", ("a",))
    assert rules(ann) == Constraints(exclusive=(("b", "c"),))
