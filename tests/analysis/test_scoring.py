from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.scoring import (
    Point,
    Quadrant,
    Score,
    place,
    read_ballots,
    scores_of,
    total,
    weighted_level,
)
from reuse_app.worksheet import Axis, Worksheet
from tests.analysis.sheets import Row, factor, product, rating, sheet


def test_the_latest_round_of_each_person_counts() -> None:
    worksheet = sheet(
        factors=[factor("size")],
        products=[product("robot")],
        ratings=[
            rating("ann", "robot", "size", 4, round=2),
            rating("ann", "robot", "size", 1),
            rating("bob", "robot", "size", 2),
            rating("cy", "robot", "size", 3),
            rating("cy", "robot", "size", None, round=2),
        ],
    )
    ballots = read_ballots(worksheet)
    assert ballots.cells["robot", "size"] == {"ann": 4, "bob": 2, "cy": None}
    assert ballots.levels("robot", "size") == [4, 2]
    assert ballots.means("robot") == {"size": 3}
    assert read_ballots(worksheet, through_round=1).levels("robot", "size") == [1, 2, 3]


def test_ratings_of_home_and_of_unknown_things_are_passed_over() -> None:
    worksheet = sheet(
        factors=[factor("size")],
        products=[product("robot"), product("car", home=True)],
        ratings=[rating("ann", key, of, 3) for key, of in (("car", "size"), ("ghost", "size"), ("robot", "ghost"))],
    )
    assert read_ballots(worksheet).products == ()


def test_who_said_nothing_is_not_among_those_who_said_something() -> None:
    worksheet = sheet(
        factors=[factor("size"), factor("risk", "challenge")],
        products=[product("robot")],
        ratings=[rating("ann", "robot", "size", 3), rating("bob", "robot", "risk", None)],
    )
    ballots = read_ballots(worksheet)
    assert ballots.said == {"robot": {"ann": {"size": 3}}}
    assert ballots.levels("robot", "nothing") == []


def test_weights_add_up_to_1_on_each_axis() -> None:
    worksheet = sheet(
        factors=[
            factor("size", weight=3),
            factor("need", weight=1),
            factor("risk", "challenge", weight=0),
            factor("time", "challenge", weight=0),
        ]
    )
    ballots = read_ballots(worksheet)
    assert ballots.weights[Axis.POTENTIAL] == {"size": 0.75, "need": 0.25}
    assert ballots.weights[Axis.CHALLENGE] == pytest.approx({"risk": 0.5, "time": 0.5})
    assert ballots.axes == (Axis.POTENTIAL, Axis.CHALLENGE)


def test_without_factors_there_are_no_axes() -> None:
    ballots = read_ballots(sheet())
    assert (ballots.axes, ballots.weights) == ((), {})


def score(worksheet: Worksheet) -> dict[str, Score]:
    return scores_of(worksheet)


def rated(ratings: Sequence[Row], factors: Sequence[Row] = ()) -> Worksheet:
    return sheet(
        factors=factors or [factor("size", weight=3), factor("need"), factor("risk", "challenge")],
        products=[product("robot"), product("bus")],
        ratings=ratings,
    )


@pytest.mark.parametrize(
    ("potential", "challenge", "expected"),
    [
        (2.4, 2.4, Quadrant.QUICK_WIN),
        (2.5, 2.4, Quadrant.GOLD_MINE),
        (2.5, 2.5, Quadrant.MOON_SHOT),
        (2.4, 2.5, Quadrant.QUESTIONABLE),
    ],
)
def test_the_map_is_cut_at_2_5(potential: float, challenge: float, expected: Quadrant) -> None:
    assert place(potential, challenge) is expected


def test_a_score_is_a_weighted_mean_with_everyones_point() -> None:
    found = score(
        rated(
            [
                rating("ann", "robot", "size", 4),
                rating("bob", "robot", "size", 2),
                rating("ann", "robot", "need", 1),
                rating("ann", "robot", "risk", 2),
                rating("bob", "robot", "risk", None),
            ]
        )
    )
    assert set(found) == {"robot"}
    robot = found["robot"]
    assert robot.potential == pytest.approx(3 * 0.75 + 1 * 0.25)
    assert (robot.challenge, robot.quadrant) == (2, Quadrant.GOLD_MINE)
    # weights 3, 1 and 1: (3 x 3 + 1 x 1 + 1 x (5 - 2)) / 5 = 2.6, of a scale from 1 to 4
    assert robot.total == pytest.approx((2.6 - 1) / 3)
    assert robot.raters == 2
    assert robot.points == (Point(potential=2, challenge=None), Point(potential=3.25, challenge=2))
    assert (robot.potential_spread, robot.challenge_spread) == ((2, 3.25), (2, 2))
    assert (robot.shift, robot.unrated) == (None, ())


def test_a_factor_without_level_lends_its_weight() -> None:
    robot = score(rated([rating("ann", "robot", "size", 3)]))["robot"]
    assert (robot.potential, robot.challenge, robot.quadrant, robot.total) == (3, None, None, None)
    assert robot.unrated == ("need", "risk")
    assert robot.challenge_spread is None


def test_only_dont_knows_place_nothing() -> None:
    robot = score(rated([rating("ann", "robot", "size", None)]))["robot"]
    assert (robot.potential, robot.raters, robot.points, robot.potential_spread) == (None, 0, (), None)


def test_the_shift_tells_what_the_talk_changed() -> None:
    robot = score(
        rated(
            [
                rating("ann", "robot", "size", 1),
                rating("ann", "robot", "size", 3, round=2),
                rating("ann", "robot", "risk", 2, round=2),
            ]
        )
    )["robot"]
    assert robot.shift == Point(potential=2, challenge=None)


def test_with_factors_on_one_axis_that_axis_alone_counts() -> None:
    worksheet = rated([rating("ann", "robot", "risk", 1)], [factor("risk", "challenge")])
    assert score(worksheet)["robot"].total == 1


def test_without_factors_there_is_no_total() -> None:
    assert total({}, read_ballots(sheet())) is None


def test_a_level_in_the_middle_is_high_whatever_the_weights() -> None:
    halves = [rating("ann", "robot", "risk", 2), rating("ben", "robot", "risk", 3)]
    more = [rating("ann", "robot", "time", 2), rating("ben", "robot", "time", 3), rating("ann", "robot", "size", 4)]
    factors = [
        factor("size", weight=100),
        factor("risk", "challenge", weight=100),
        factor("time", "challenge", weight=2),
    ]
    robot = score(rated([*halves, *more], factors))["robot"]
    assert (robot.challenge, robot.quadrant) == (2.5, Quadrant.MOON_SHOT)


def test_weights_of_nothing_give_no_level() -> None:
    assert weighted_level({"size": 3}, {"size": 0}) is None
    assert weighted_level({}, {"size": 1}) is None


levels = st.lists(st.integers(1, 4), min_size=3, max_size=3)


@given(levels, levels, levels)
def test_adding_an_option_never_reorders_the_others(robot: list[int], bus: list[int], added: list[int]) -> None:
    def totals(**of: list[int]) -> dict[str, float | None]:
        worksheet = sheet(
            factors=[factor("size", weight=3), factor("need"), factor("risk", "challenge")],
            products=[product(key) for key in of],
            ratings=[
                rating("ann", key, name, level)
                for key, given_levels in of.items()
                for name, level in zip(("size", "need", "risk"), given_levels, strict=True)
            ],
        )
        return {key: found.total for key, found in score(worksheet).items()}

    before, after = totals(robot=robot, bus=bus), totals(robot=robot, added=added, bus=bus)
    assert {key: after[key] for key in before} == before
