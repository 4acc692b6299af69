import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.robustness import AT_ONCE, level_at_the_top, product_acceptability, rank_acceptability
from reuse_app.analysis.scoring import read_ballots
from tests.analysis.sheets import factor, product, rating, sheet


def test_the_exact_case_of_two_factors() -> None:
    found = rank_acceptability([(1, 0), (0, 1), (0.6, 0.6)], draws=20_000, seed=1)
    assert [shares[0] for shares in found] == pytest.approx([0.4, 0.4, 0.2], abs=0.01)


def test_a_dominated_option_is_never_first() -> None:
    found = rank_acceptability([(3, 3), (2, 2), (1, 4)], draws=500, seed=1)
    assert found[1][0] == 0
    assert found[0][0] > 0


def test_equal_options_share_their_ranks() -> None:
    assert rank_acceptability([(1, 2), (1, 2), (0, 0)], draws=50, seed=3) == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]


def test_the_same_seed_gives_the_same_shares() -> None:
    options = [(1, 0, 3), (0, 1, 2), (2, 2, 1)]
    assert rank_acceptability(options, draws=99, seed=5) == rank_acceptability(options, draws=99, seed=5)
    assert rank_acceptability(options, draws=99, seed=5) != rank_acceptability(options, draws=99, seed=6)


options = st.lists(st.tuples(*[st.integers(1, 4)] * 3), min_size=1, max_size=5)


@given(options, st.integers(0, 99))
def test_shares_add_up_to_1_by_option_and_by_rank(rows: list[tuple[int, int, int]], seed: int) -> None:
    found = rank_acceptability(rows, draws=20, seed=seed)
    assert all(sum(shares) == pytest.approx(1) for shares in found)
    assert all(sum(rank) == pytest.approx(1) for rank in zip(*found, strict=True))
    assert rank_acceptability(rows[::-1], draws=20, seed=seed) == found[::-1]


def test_more_draws_than_are_ranked_at_once() -> None:
    found = rank_acceptability([(1, 0), (0, 1)], draws=AT_ONCE + 1, seed=1)
    assert sum(found[0]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("rows", "draws", "told"),
    [
        ([], 10, "options must hold at least 1 option with at least 1 factor, not 0"),
        ([()], 10, "options must hold at least 1 option"),
        ([(1, 2), (1,)], 10, "options must hold 2 factors each"),
        ([(1, 2)], 0, "draws must be a whole number between 1 and 1000000, not 0"),
    ],
)
def test_nonsense_is_refused(rows: list[tuple[int, ...]], draws: int, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        rank_acceptability(rows, draws=draws, seed=0)


def test_products_are_ranked_by_what_people_rated() -> None:
    worksheet = sheet(
        factors=[factor("size"), factor("risk", "challenge")],
        products=[product("robot"), product("bus"), product("pen")],
        ratings=[
            rating("ann", "robot", "size", 4),
            rating("bob", "robot", "size", 3),
            rating("ann", "robot", "risk", 1),
            rating("ann", "bus", "size", 2),
            rating("ann", "bus", "risk", 4),
        ],
    )
    found = product_acceptability(read_ballots(worksheet), draws=50, seed=0)
    assert found == {"robot": [1, 0], "bus": [0, 1]}


def test_where_nobody_knows_any_level_is_as_likely() -> None:
    worksheet = sheet(
        factors=[factor("size")],
        products=[product("robot"), product("bus")],
        ratings=[rating("ann", "robot", "size", None), rating("ann", "bus", "size", 4)],
    )
    found = product_acceptability(read_ballots(worksheet), draws=4000, seed=0)
    assert found["bus"][0] == pytest.approx(0.875, abs=0.02)


def test_without_ratings_nothing_is_ranked() -> None:
    assert product_acceptability(read_ballots(sheet()), draws=10, seed=0) == {}
    with pytest.raises(ValueError, match="draws must be"):
        product_acceptability(read_ballots(sheet()), draws=0, seed=0)


def test_a_weight_of_nothing_stays_nothing() -> None:
    worksheet = sheet(
        factors=[factor("matters", weight=100), factor("idle", weight=0)],
        products=[product("robot"), product("bus")],
        ratings=[
            *(rating("ann", "robot", key, level) for key, level in (("matters", 4), ("idle", 1))),
            *(rating("ann", "bus", key, level) for key, level in (("matters", 3), ("idle", 4))),
        ],
    )
    for any_weights in (False, True):
        found = product_acceptability(read_ballots(worksheet), draws=50, seed=0, any_weights=any_weights)
        assert found == {"robot": [1, 0], "bus": [0, 1]}


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=4, unique=True), st.integers(1, 9)
)
def test_unanimous_ratings_with_stated_weights_put_their_first_first(
    levels: list[tuple[int, int]], weight: int
) -> None:
    worksheet = sheet(
        factors=[factor("size", weight=weight), factor("risk", "challenge", weight=3)],
        products=[product(f"p{number}") for number in range(len(levels))],
        ratings=[
            rating(who, f"p{number}", key, level)
            for who in ("ann", "bob")
            for number, pair in enumerate(levels)
            for key, level in zip(("size", "risk"), pair, strict=True)
        ],
    )
    found = product_acceptability(read_ballots(worksheet), draws=20, seed=0)
    totals = [weight * size + 3 * (5 - risk) for size, risk in levels]
    best = [f"p{number}" for number, one in enumerate(totals) if one == max(totals)]
    assert all(found[key][0] == pytest.approx(1 / len(best)) for key in best)


@pytest.mark.parametrize(
    ("firsts", "level"),
    [
        ({"a": 0.7, "b": 0.3}, ["a"]),
        ({"a": 0.6, "b": 0.4}, ["a", "b"]),
        ({"a": 0.5, "b": 0.45, "c": 0.05}, ["a", "b"]),
        ({"a": 0.5, "b": 0.25, "c": 0.25}, ["a", "b", "c"]),
        ({"a": 1.0, "b": 0.0}, ["a"]),
    ],
)
def test_none_is_clearly_first_below_two_thirds(firsts: dict[str, float], level: list[str]) -> None:
    assert level_at_the_top({key: [first, 1 - first] for key, first in firsts.items()}) == level
