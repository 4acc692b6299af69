import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.agreement import (
    Agreement,
    average_deviation,
    average_ranks,
    find_agreement,
    kendalls_w,
    r_wg,
)
from reuse_app.analysis.scoring import read_ballots
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import factor, product, rating, sheet


def agree(worksheet: Worksheet) -> Agreement:
    return find_agreement(read_ballots(worksheet), read_ballots(worksheet, through_round=1))


def test_published_average_deviations() -> None:
    assert average_deviation((2, 3, 3, 4, 3)) == pytest.approx(0.40)
    assert average_deviation((1, 1, 5, 5)) == pytest.approx(2.0)
    assert average_deviation([3]) == 0


def test_published_r_wg() -> None:
    assert r_wg((2, 3, 3, 4, 3), scale=5) == pytest.approx(0.75)
    assert r_wg((1, 1, 5, 5), scale=5) == 0
    assert r_wg((2, 2), scale=2) == 1


def test_published_kendalls_w() -> None:
    found = kendalls_w([(1, 3, 2), (1, 2, 3), (2, 3, 1), (3, 1, 2)])
    assert found.w == pytest.approx(1 / 16)
    assert found.chi2 == pytest.approx(4 * 2 / 16)
    assert (found.df, found.raters, found.products) == (2, 4, 3)


def test_w_is_1_for_one_order_whatever_the_scale_and_direction() -> None:
    assert kendalls_w([(1, 2, 3), (10, 20, 30)]).w == pytest.approx(1)
    assert kendalls_w([(3, 2, 1), (30, 20, 10)]).w == pytest.approx(1)


def test_w_is_1_for_the_same_ties() -> None:
    assert kendalls_w([(1, 1, 2), (5, 5, 9)]).w == pytest.approx(1)


def test_equal_scores_share_the_average_of_their_ranks() -> None:
    assert average_ranks([10, 30, 10, 20]) == [1.5, 4, 1.5, 3]


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="levels must hold at least 1 level, not 0"):
        average_deviation([])
    with pytest.raises(ValueError, match="levels must hold at least 2 levels, not 1"):
        r_wg([3], scale=5)
    with pytest.raises(ValueError, match="scale must be a whole number between 2 and 1000, not 1"):
        r_wg([1, 1], scale=1)
    with pytest.raises(ValueError, match="levels must be between 1 and 4, not 5"):
        r_wg([1, 5], scale=4)


@pytest.mark.parametrize(
    ("rankings", "told"),
    [
        ([], "at least 2 raters and 2 products, not 0 and 0"),
        ([(1, 2, 3)], "at least 2 raters and 2 products, not 1 and 3"),
        ([(1,), (1,)], "at least 2 raters and 2 products, not 2 and 1"),
        ([(1, 2), (1, 2, 3)], "rankings must hold 2 products for each rater"),
        ([(1, 1), (2, 2)], "at least 1 rater who tells two products apart"),
    ],
)
def test_w_needs_raters_products_and_an_order(rankings: list[tuple[int, ...]], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        kendalls_w(rankings)


@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.permutations(range(n)), min_size=2, max_size=6)), st.randoms())
def test_w_lies_between_0_and_1_in_any_order_of_raters(rankings: list[list[int]], chance: object) -> None:
    found = kendalls_w(rankings)
    assert -1e-12 <= found.w <= 1 + 1e-12
    assert kendalls_w(rankings[::-1]).w == pytest.approx(found.w)
    assert kendalls_w([ranking[::-1] for ranking in rankings]).w == pytest.approx(found.w)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=12))
def test_agreement_stays_in_its_range(levels: list[int]) -> None:
    assert 0 <= r_wg(levels, scale=4) <= 1
    assert 0 <= average_deviation(levels) <= 1.5


def divided() -> Worksheet:
    said = {
        ("ann", "robot", "size"): 1,
        ("bob", "robot", "size"): 4,
        ("ann", "bus", "size"): 3,
        ("bob", "bus", "size"): 3,
        ("ann", "cup", "size"): 1,
        ("bob", "cup", "size"): 3,
    }
    ratings = [rating(*cell, level) for cell, level in said.items()]
    return sheet(
        factors=[factor("size")],
        products=[product(key) for key in ("robot", "bus", "cup", "pen")],
        ratings=[*ratings, rating("cy", "bus", "size", None), rating("ann", "cup", "size", 2, round=2)],
    )


def test_each_cell_tells_how_people_differ() -> None:
    bus, cup, robot = agree(divided()).cells
    assert (bus.product, bus.factor, bus.counts, bus.unknown) == ("bus", "size", (0, 0, 2, 0), 1)
    assert (bus.mean, bus.ad, bus.r_wg, bus.agreed, bus.shift) == (3, 0, 1, True, None)
    assert (robot.ad, robot.r_wg, robot.agreed) == (1.5, 0, False)
    assert (cup.mean, cup.shift, cup.agreed) == (2.5, 0.5, True)


def test_what_to_discuss_first_is_where_people_differ_most() -> None:
    worksheet = divided()
    before = Worksheet.model_validate(
        worksheet.model_dump() | {"ratings": [r for r in worksheet.ratings if r.round == 1]}
    )
    assert [cell.product for cell in agree(before).discuss_first] == ["robot", "cup"]
    assert [cell.product for cell in agree(worksheet).discuss_first] == ["robot"]


def test_order_is_compared_among_those_who_placed_every_product() -> None:
    found = agree(divided()).kendalls_w
    assert found is not None
    assert (found.raters, found.products) == (2, 3)


def test_one_persons_or_nobodys_order_is_not_compared() -> None:
    alone = sheet(
        factors=[factor("size")],
        products=[product("a"), product("b")],
        ratings=[rating("ann", "a", "size", 1), rating("ann", "b", "size", 2), rating("bob", "a", "size", None)],
    )
    assert agree(alone).kendalls_w is None
    (first, _) = agree(alone).cells
    assert (first.agreed, first.r_wg, first.unknown) == (None, None, 1)
    alike = sheet(
        factors=[factor("size")],
        products=[product("a"), product("b")],
        ratings=[rating(person, key, "size", 2) for person in ("ann", "bob") for key in ("a", "b")],
    )
    assert agree(alike).kendalls_w is None


def test_a_cell_of_dont_knows_has_no_mean() -> None:
    worksheet = sheet(factors=[factor("size")], products=[product("a")], ratings=[rating("ann", "a", "size", None)])
    (cell,) = agree(worksheet).cells
    assert (cell.mean, cell.ad, cell.agreed, cell.unknown) == (None, None, None, 1)
