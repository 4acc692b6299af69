from reuse_app.worksheet import Capability, Constraints, Product
from reuse_app.worksheet.leaving_out import with_parts, without
from tests.conftest import small_worksheet


def test_a_reference_that_may_be_empty_is_emptied() -> None:
    worksheet = small_worksheet(capabilities=(Capability(key="vision", name="Vision", home_product="robot"),))
    (capability,) = without(worksheet, {"product": {"robot"}}).capabilities
    assert capability == Capability(key="vision", name="Vision")


def test_what_was_looked_up_before_is_not_carried_along() -> None:
    worksheet = small_worksheet()
    assert "robot" in worksheet.product_by_key
    assert "robot" not in without(worksheet, {"product": {"robot"}}).product_by_key


def test_without_anything_gone_nothing_changes() -> None:
    worksheet = small_worksheet()
    assert without(worksheet, {}) == worksheet
    assert with_parts(worksheet, {}) is worksheet


def test_a_group_of_one_excludes_nothing() -> None:
    products = tuple(Product(key=key, name=key) for key in ("a", "b", "c"))
    rules = Constraints(must_have=("a",), exclusive=(("a", "b"), ("a", "b", "c")), at_most=2)
    left = without(small_worksheet(products=products, capabilities=(), constraints=rules), {"product": {"a"}})
    assert left.constraints == Constraints(exclusive=(("b", "c"),), at_most=2)
