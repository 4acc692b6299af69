from statistics import correlation

import pytest

from reuse_app.analysis.cost.amount import Source
from reuse_app.analysis.cost.draws import draw_amounts
from reuse_app.worksheet import Estimate

A, B = Source("build_cost", "a"), Source("own_cost", "b")
WIDE = Estimate(low=10, likely=20, high=60)


def test_low_and_high_are_the_tenth_and_the_ninetieth_percentile() -> None:
    drawn = draw_amounts({A: WIDE}, seed=1, draws=4000)
    for amounts in (drawn.apart[0], drawn.alike[0], drawn.amounts[0]):
        assert (amounts < 10).mean() == pytest.approx(0.1, abs=0.015)
        assert (amounts > 60).mean() == pytest.approx(0.1, abs=0.015)
        assert amounts.min() >= 0


def test_a_mode_in_the_middle_lies_in_the_middle() -> None:
    """w (s - √(s / 10)) = 10 with s = 1/2: w = 10 / (.5 - .2236) = 36.18, so 20 ± 18.09."""
    drawn = draw_amounts({A: Estimate(low=10, likely=20, high=30)}, seed=1, draws=4000).alike[0]
    assert drawn.min() == pytest.approx(20 - 18.09, abs=0.3)
    assert drawn.max() == pytest.approx(20 + 18.09, abs=0.3)
    assert (drawn < 20).mean() == pytest.approx(0.5, abs=0.001)


def test_nothing_below_zero_is_drawn() -> None:
    drawn = draw_amounts({A: Estimate(low=0, likely=1, high=9)}, seed=1, draws=500)
    assert drawn.apart.min() == 0


def test_estimates_of_one_team_err_together() -> None:
    drawn = draw_amounts({A: WIDE, B: WIDE}, seed=1, draws=8000)
    correlated = [
        correlation(amounts[0].tolist(), amounts[1].tolist()) for amounts in (drawn.apart, drawn.amounts, drawn.alike)
    ]
    assert correlated == pytest.approx([0, 0.3, 1], abs=0.04)


def test_a_certain_amount_is_always_drawn() -> None:
    assert set(draw_amounts({A: Estimate(low=7, likely=7, high=7)}, seed=1, draws=9).amounts[0]) == {7}


@pytest.mark.parametrize(("likely", "below"), [(10, 0.1), (60, 0.9)])
def test_likely_may_be_the_low_or_the_high(likely: float, below: float) -> None:
    drawn = draw_amounts({A: Estimate(low=10, likely=likely, high=60)}, seed=1, draws=4000).alike[0]
    assert (drawn < likely).mean() == pytest.approx(below, abs=0.001)


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
