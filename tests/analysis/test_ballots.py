import pytest

from reuse_app.analysis.ballots import read_ballots
from reuse_app.worksheet import Axis
from tests.analysis.sheets import factor, product, rating, sheet


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
