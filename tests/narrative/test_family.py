"""What the chapter on costs and its figures say of amounts that are only guessed."""

from reuse_app.analysis import analyse
from reuse_app.narrative.blocks import drawings_in
from reuse_app.narrative.composing import compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet.validation.worksheet import checked


def test_ranges_that_are_the_same_both_ways_are_told_once() -> None:
    """One uncertain cost misses alike with itself."""
    worksheet = checked(
        {
            "workshop": {"title": "T", "organisation_cost": {"low": 1, "likely": 2, "high": 4}},
            "products": [{"key": key, "name": key.title(), "own_cost": 5} for key in ("arm", "boat")],
        }
    )
    text = plain_text(compose(worksheet, analyse(worksheet), chapters=["family"])).replace("\n", " ")
    assert "; the same if all estimates miss the same way)" in text


def test_both_ends_of_what_moves_the_savings_are_told_alike() -> None:
    worksheet = checked(
        {
            "workshop": {"title": "T"},
            "capabilities": [{"key": "eye", "name": "Eye", "build_cost": {"low": 1, "likely": 10, "high": 90}}],
            "products": [{"key": "arm", "name": "Arm", "own_cost": 3}],
            "links": [{"capability": "eye", "product": "arm", "need": 9, "fit": "as-is"}],
        }
    )
    drawn = drawings_in(compose(worksheet, analyse(worksheet), chapters=["family"]).sections[0].blocks)
    titles = [one.figure.title for one in drawn]
    assert "Cost to build Eye moves the savings most, between about 0.93 and 84" in titles
