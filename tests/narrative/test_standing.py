"""How the products stand against each other."""

from reuse_app.analysis.finding import Range
from reuse_app.analysis.scoring import Point
from reuse_app.narrative.standing import by_value, leaders, lean, moved, name_sets
from reuse_app.worksheet import Product, Worksheet, Workshop
from tests.report.conftest import sample


def test_one_leads_when_nobody_is_level_with_it() -> None:
    tesla = sample("tesla-bot")
    assert leaders(tesla.findings) == ["arm"]
    assert leaders(sample("half").findings) == []


def test_a_set_is_told_most_valuable_first() -> None:
    tesla = sample("tesla-bot")
    assert by_value(["arm", "simulator", "robot"], tesla.findings) == ("robot", "arm", "simulator")


def test_small_moves_are_not_mentioned() -> None:
    assert moved(Point(potential=0.04, challenge=-0.3)) == "challenge \u22120.3"
    assert moved(Point(potential=0.04, challenge=None)) == moved(None) == ""


def test_a_range_that_holds_its_estimate_needs_no_word() -> None:
    assert lean([None, Range(low=1, likely=2, high=3, low_alike=1, high_alike=3)]) == ""
    assert "lean high" in lean([Range(low=3, likely=2, high=4, low_alike=3, high_alike=4)])
    assert "lean low" in lean([Range(low=1, likely=4, high=3, low_alike=1, high_alike=3)])


def test_of_a_large_set_the_first_are_named_and_level_ones_by_what_they_have_instead() -> None:
    keys = "abcdefghijkl"
    worksheet = Worksheet(
        workshop=Workshop(title="Many"), products=tuple(Product(key=key, name=key.upper()) for key in keys)
    )
    assert name_sets(["abcdefg", "abcdefh", "abcdefgh", "abcdef", "ab"], worksheet) == (
        "A, B, C, D and 3 more, or the same with H instead of G, or the same with H, or the same without G, or A and B"
    )
    assert name_sets(["abcde", ""], worksheet) == "A, B, C, D and E, or none of them"
