import pytest

from reuse_app.store import Database
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.entries import remove
from reuse_app.store.errors import NameTakenError, RepeatedError, RoomError, UnknownEntryError
from reuse_app.store.merging import merge
from reuse_app.store.sets import keep_set, put_aside, put_beside, remove_set
from reuse_app.store.undo import undo
from reuse_app.worksheet import Product, Set
from reuse_app.worksheet.document import LISTS
from tests.conftest import small_worksheet
from tests.store.people import ann_at, worksheet_of

PRODUCTS = tuple(Product(key=key, name=key) for key in "abcd")


@pytest.fixture
def ann(database: Database) -> Writer:
    return ann_at(database, small_worksheet(products=PRODUCTS, capabilities=()))


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
