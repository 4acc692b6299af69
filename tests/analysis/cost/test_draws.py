import pytest

from reuse_app.analysis.cost.amount import Source
from reuse_app.analysis.cost.draws import draw_amounts
from reuse_app.worksheet import Estimate

A, B = Source("build_cost", "a"), Source("own_cost", "b")
WIDE = Estimate(low=10, likely=20, high=60)


def test_draws_lie_between_low_and_high_around_the_mean() -> None:
    drawn = draw_amounts({A: WIDE}, seed=1, draws=4000).amounts[0]
    assert drawn.min() >= 10
    assert drawn.max() <= 60
    assert drawn.mean() == pytest.approx(30, rel=0.02)
    assert (drawn < 20).mean() == pytest.approx(0.2, abs=0.02)


def test_a_certain_amount_is_always_drawn() -> None:
    assert set(draw_amounts({A: Estimate(low=7, likely=7, high=7)}, seed=1, draws=9).amounts[0]) == {7}


@pytest.mark.parametrize("likely", [10, 60])
def test_likely_may_be_the_low_or_the_high(likely: float) -> None:
    drawn = draw_amounts({A: Estimate(low=10, likely=likely, high=60)}, seed=1, draws=4000).amounts[0]
    assert drawn.mean() == pytest.approx((70 + likely) / 3, rel=0.03)


def test_the_same_seed_gives_the_same_draws_in_any_order() -> None:
    one = draw_amounts({A: WIDE, B: WIDE}, seed=3, draws=5)
    other = draw_amounts({B: WIDE, A: WIDE}, seed=3, draws=5)
    assert one.sources == other.sources
    assert (one.amounts == other.amounts).all()
    assert (one.amounts != draw_amounts({A: WIDE, B: WIDE}, seed=4, draws=5).amounts).any()


def test_nothing_is_drawn_for_nothing() -> None:
    assert draw_amounts({}, seed=0, draws=5).amounts.shape == (0, 5)


def test_bills_become_rows() -> None:
    drawn = draw_amounts({A: WIDE, B: WIDE}, seed=0, draws=2)
    assert drawn.rows([{B: 2.0}, {A: 1.0, B: 0.5}]).tolist() == [[0, 2], [1, 0.5]]
    assert drawn.likely.tolist() == [[20], [20]]


def test_no_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="draws must be a whole number between 1 and 1000000, not 0"):
        draw_amounts({A: WIDE}, seed=0, draws=0)
