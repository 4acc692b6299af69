import pytest

from reuse_app.store import Database, entries
from reuse_app.store.choosing import (
    CAP,
    EACH,
    change_dot_rules,
    give_roles,
    keep_set,
    put_aside,
    put_beside,
    put_dots,
    remove_set,
    shortlist,
)
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.entries import remove
from reuse_app.store.errors import ConflictError, NameTakenError, RepeatedError, RoomError, UnknownEntryError, VoteError
from reuse_app.store.merging import merge
from reuse_app.store.undo import undo
from reuse_app.worksheet import Decision, Dot, Product, Role, Set
from reuse_app.worksheet.document import LISTS
from tests.conftest import small_worksheet
from tests.second import from_two_processes
from tests.store.people import ann_at, at_once, worksheet_of

SOLD = Decision(product="a", role=Role.PRIMARY, reason="It sells")


@pytest.fixture
def ann(database: Database) -> Writer:
    products = (Product(key="car", name="Car", home=True), *(Product(key=key, name=key) for key in "abcdefgh"))
    return ann_at(database, small_worksheet(products=products, capabilities=(), decisions=(SOLD,)))


def give(ann: Writer, product: str, count: int) -> int:
    return put_dots(ann, Dot(participant="ann", product=product, count=count))


@from_two_processes
def test_ten_at_once_never_give_more_than_there_are(ann: Writer) -> None:
    results = at_once(*(lambda product=product: give(ann, product, 1) for product in "abcdefgh"))
    assert sum(isinstance(result, VoteError) for result in results) == 3
    assert sum(dot.count for dot in worksheet_of(ann).dots) == 5


def test_a_dot_less_is_always_possible(ann: Writer) -> None:
    give(ann, "a", 3)
    entries.change(ann, "workshop", (), {CAP: 1}, seen=99)
    with pytest.raises(VoteError):
        give(ann, "b", 2)
    give(ann, "a", 2)
    assert [dot.count for dot in worksheet_of(ann).dots] == [2]


def test_dots_belong_to_what_is_there(ann: Writer) -> None:
    with pytest.raises(UnknownEntryError):
        give(ann, "no-such", 1)
    with pytest.raises(UnknownEntryError):
        put_dots(ann, Dot(participant="nobody", product="a", count=1))


@from_two_processes
def test_rules_can_shrink_until_somebody_has_voted(ann: Writer) -> None:
    seen = change_dot_rules(ann, {EACH: 4, CAP: 2}, seen=9)
    give(ann, "a", 1)
    for fields in ({EACH: 3}, {CAP: 1}, {EACH: 9, CAP: 1}):
        with pytest.raises(VoteError):
            change_dot_rules(ann, fields, seen=seen)
    assert worksheet_of(ann).workshop.settings.dots_each == 4
    seen = change_dot_rules(ann, {EACH: 9}, seen=seen)
    with pytest.raises(ConflictError):
        change_dot_rules(ann, {EACH: 8}, seen=1)


def test_the_shortlist_is_these_and_no_others(ann: Writer) -> None:
    shortlist(ann, {"b", "c", "car"})
    revision = shortlist(ann, {"c", "d"})
    assert [each.key for each in worksheet_of(ann).products if each.shortlisted] == ["c", "d"]
    assert shortlist(ann, {"c", "d"}) == revision


def keep(ann: Writer, name: str, products: str = "ab", key: str = "set") -> int:
    return keep_set(ann, Set(key=key, name=name), tuple(products))


def beside(ann: Writer) -> list[str]:
    return [each.name for each in worksheet_of(ann).sets_beside]


def test_a_set_is_kept_with_its_products_in_one_change(ann: Writer) -> None:
    assert keep(ann, "Bold", "ca") == 2
    keep(ann, "السلة", "d")
    assert worksheet_of(ann).products_by_set == {"set": ("c", "a"), "set-2": ("d",)}
    undo(ann, 2)
    assert worksheet_of(ann).products_by_set == {"set-2": ("d",)}


def test_a_name_stands_for_one_set_however_it_is_capitalised(ann: Writer) -> None:
    keep(ann, "Straße")
    with pytest.raises(NameTakenError, match="called “STRASSE” already"):
        keep(ann, "STRASSE", "c")
    assert worksheet_of(ann).products_by_set == {"set": ("a", "b")}


@from_two_processes
def test_a_form_keeps_one_set_however_often_it_is_sent(ann: Writer) -> None:
    keep_set(ann, Set(key="a", name="A"), ["a"], once=SentForm("once"))
    with pytest.raises(RepeatedError):
        keep_set(ann, Set(key="a", name="A"), ["a"], once=SentForm("once"))


def test_three_stand_side_by_side_and_the_first_makes_room(ann: Writer) -> None:
    for name in "ABCD":
        keep(ann, name)
    assert beside(ann) == ["B", "C", "D"]
    put_beside(ann, "set")
    assert beside(ann) == ["A", "C", "D"]
    before = put_aside(ann, "set-3")
    assert put_aside(ann, "set-3") == put_beside(ann, "set") == before
    assert beside(ann) == ["A", "D"]


def test_a_workshop_keeps_so_many_sets_and_no_more(ann: Writer) -> None:
    for number in range(LISTS["sets"].limit):
        keep(ann, f"Set {number}")
    with pytest.raises(RoomError, match="at most 20 of them"):
        keep(ann, "One too many")


def test_a_set_goes_without_its_products_and_comes_back_with_them(ann: Writer) -> None:
    keep(ann, "Bold")
    gone = remove_set(ann, "set")
    assert (worksheet_of(ann).sets, worksheet_of(ann).set_products) == ((), ())
    undo(ann, gone)
    assert worksheet_of(ann).products_by_set == {"set": ("a", "b")}
    for write in (remove_set, put_aside, put_beside):
        with pytest.raises(UnknownEntryError):
            write(ann, "no-set")
    with pytest.raises(UnknownEntryError):
        keep(ann, "With what is gone", "az")


def test_a_product_that_goes_leaves_its_sets_and_one_that_is_merged_stays_in_them(ann: Writer) -> None:
    keep(ann, "Bold", "abc")
    remove(ann, "product", ("a",))
    merge(ann, "product", into="c", gone="b")
    assert worksheet_of(ann).products_by_set == {"set": ("c",)}


def test_roles_are_given_in_one_change_and_keep_what_was_typed(ann: Writer) -> None:
    assert give_roles(ann, {"a": Role.KEEP_OPEN, "b": Role.PRIMARY}, seen=1) == 2
    assert worksheet_of(ann).decisions == (
        SOLD.model_copy(update={"role": Role.KEEP_OPEN}),
        Decision(product="b", role=Role.PRIMARY),
    )


@from_two_processes
def test_a_role_that_somebody_else_has_changed_is_not_overwritten(ann: Writer) -> None:
    give_roles(ann, {"a": Role.BACKUP}, seen=1)
    with pytest.raises(ConflictError):
        give_roles(ann, {"b": Role.PRIMARY, "a": Role.KEEP_OPEN}, seen=1)
    assert [one.role for one in worksheet_of(ann).decisions] == [Role.BACKUP]


def test_a_product_that_is_gone_gets_no_role(ann: Writer) -> None:
    with pytest.raises(UnknownEntryError):
        give_roles(ann, {"b": Role.GROWTH, "gone": Role.PRIMARY}, seen=1)
    assert worksheet_of(ann).decisions == (SOLD,)
