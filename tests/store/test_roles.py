import pytest

from reuse_app.store import Database
from reuse_app.store.edit import Writer
from reuse_app.store.errors import ConflictError, UnknownEntryError
from reuse_app.store.roles import give_roles
from reuse_app.worksheet import Decision, Product, Role
from tests.conftest import small_worksheet
from tests.store.people import ann_at, worksheet_of

PRODUCTS = tuple(Product(key=key, name=key) for key in "abc")
SOLD = Decision(product="a", role=Role.PRIMARY, reason="It sells")


@pytest.fixture
def ann(database: Database) -> Writer:
    return ann_at(database, small_worksheet(products=PRODUCTS, capabilities=(), decisions=(SOLD,)))


def test_roles_are_given_in_one_change_and_keep_what_was_typed(ann: Writer) -> None:
    assert give_roles(ann, {"a": Role.KEEP_OPEN, "b": Role.PRIMARY}, seen=1) == 2
    assert worksheet_of(ann).decisions == (
        SOLD.model_copy(update={"role": Role.KEEP_OPEN}),
        Decision(product="b", role=Role.PRIMARY),
    )


def test_a_role_that_somebody_else_has_changed_is_not_overwritten(ann: Writer) -> None:
    give_roles(ann, {"a": Role.BACKUP}, seen=1)
    with pytest.raises(ConflictError):
        give_roles(ann, {"b": Role.PRIMARY, "a": Role.KEEP_OPEN}, seen=1)
    assert [one.role for one in worksheet_of(ann).decisions] == [Role.BACKUP]


def test_a_product_that_is_gone_gets_no_role(ann: Writer) -> None:
    with pytest.raises(UnknownEntryError):
        give_roles(ann, {"b": Role.GROWTH, "gone": Role.PRIMARY}, seen=1)
    assert worksheet_of(ann).decisions == (SOLD,)
