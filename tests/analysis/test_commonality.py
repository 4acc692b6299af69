import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.commonality import commonality_index, compare_products, dci, tcci
from reuse_app.analysis.cost.adaptation import read_cells
from tests.analysis.sheets import capability, link, product, sheet

PUBLISHED = [set("abcd"), set("abef"), set("aceg")]


def test_the_published_family() -> None:
    assert dci(PUBLISHED) == pytest.approx(1.7143, abs=1e-4)
    assert tcci(PUBLISHED) == pytest.approx(0.4545, abs=1e-4)
    assert commonality_index(PUBLISHED) == pytest.approx(0.6250)


def test_identical_and_disjoint_products() -> None:
    assert commonality_index([set("abc"), set("abc")]) == 1
    assert tcci([set("abc"), set("abc")]) == pytest.approx(0.60)
    assert commonality_index([set("ab"), set("cd")]) == 0
    assert tcci([set("ab"), set("cd")]) == 0


def test_one_product_shares_nothing() -> None:
    assert (commonality_index([{"a", "b"}]), tcci([{"a"}]), dci([{"a"}])) == (0, 0, 1)
    assert commonality_index([{"a", "b"}, set()]) == 0


@pytest.mark.parametrize("index", [commonality_index, tcci, dci])
@pytest.mark.parametrize("products", [[], [set()]])
def test_no_products_are_refused(index: object, products: list[set[str]]) -> None:
    with pytest.raises(ValueError, match="products must hold at least one product with at least one component"):
        index(products)  # type: ignore[operator]  # each is one of the three indices


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), min_size=1, max_size=6), st.randoms())
def test_indices_stay_in_their_range_in_any_order(products: list[set[str]], chance: object) -> None:
    assert 0 <= commonality_index(products) <= 1
    assert 0 <= tcci(products) <= 1
    assert 1 <= dci(products) <= len(products)
    turned = list(reversed(products))
    assert commonality_index(turned) == commonality_index(products)


def test_trunk_and_heads_of_a_map() -> None:
    worksheet = sheet(
        capabilities=[capability(key) for key in ("vision", "hand", "horn")],
        products=[product("robot"), product("bus"), product("car", home=True)],
        links=[
            link("vision", "robot", 9, fit="as-is"),
            link("vision", "car", 9, fit="as-is"),
            link("vision", "bus", 3, fit="new"),
            link("hand", "robot", 9, fit="as-is"),
            link("horn", "bus", 1, fit="new"),
        ],
    )
    found = compare_products(read_cells(worksheet))
    assert found.products == 2
    assert found.trunk == ()
    assert found.heads == {"robot": ("hand", "vision"), "bus": ("horn", "vision")}
    vision, horn = found.uses["vision"], found.uses["horn"]
    assert (vision.shared_by, vision.own_heads) == (("car", "robot"), ("bus",))
    assert vision.adaptation == pytest.approx(0.07)
    assert (vision.falls, vision.single_point) == (("car", "robot"), True)
    assert (horn.adaptation, horn.single_point) == (None, False)
    assert found.single_points == ("vision",)
    # robot {vision, hand}, bus {its own vision, its own horn}; the car exists already
    assert found.ci == pytest.approx(1 - (4 - 2) / (4 - 2))


def test_a_home_product_that_holds_every_part_makes_nothing_common() -> None:
    """car {a, b, c, d} is home; P {a} and Q {b}: 1 - (2 - 1) / (2 - 1) = 0. With the car it would be 1."""
    parts = "abcd"
    worksheet = sheet(
        capabilities=[capability(key) for key in parts],
        products=[product("car", home=True), product("p"), product("q")],
        links=[link(key, "car") for key in parts] + [link("a", "p"), link("b", "q")],
    )
    found = compare_products(read_cells(worksheet))
    assert (found.ci, found.products) == (0, 2)
    assert (found.distinct, found.used, found.most) == (2, 2, 1)
    assert found.uses["a"].shared_by == ("car", "p")


def test_a_family_of_fewer_than_two_has_no_index() -> None:
    found = compare_products(())
    assert (found.ci, found.tcci, found.dci, found.products) == (None, None, None, 0)
