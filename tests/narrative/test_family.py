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


def test_where_every_cost_is_certain_nothing_speaks_of_a_band() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5} for key in ("arm", "boat")]
    worksheet = checked({"workshop": {"title": "T"}, "products": products})
    (drawn,) = drawings_in(compose(worksheet, analyse(worksheet), chapters=["family"]).sections[0].blocks)
    assert "eight draws" not in drawn.figure.svg + drawn.figure.description
    guessed = [product | {"own_cost": {"low": 1, "likely": 5, "high": 9}} for product in products]
    worksheet = checked({"workshop": {"title": "T"}, "products": guessed})
    drawn, *_ = drawings_in(compose(worksheet, analyse(worksheet), chapters=["family"]).sections[0].blocks)
    assert "eight draws in ten" in drawn.figure.svg


def test_a_budget_far_above_every_set_is_told_and_not_drawn_where_it_is_not() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5, "value": 9} for key in ("arm", "boat")]
    for budget, is_drawn in ((12, True), (900, False)):
        worksheet = checked({"workshop": {"title": "T", "budget": budget}, "products": products})
        (drawn,) = drawings_in(compose(worksheet, analyse(worksheet), chapters=["choosing"]).sections[0].blocks)
        assert f"budget {budget}" in drawn.figure.svg
        assert ("the budget</text>" in drawn.figure.svg) == is_drawn
        assert (f"budget {budget}\u00a0→" in drawn.figure.svg) != is_drawn


def test_the_one_product_that_can_be_weighed_is_not_called_the_only_one() -> None:
    products = [{"key": "arm", "name": "Arm", "own_cost": 5}, {"key": "boat", "name": "Boat"}]
    worksheet = checked({"workshop": {"title": "T", "unit": "k€"}, "products": products})
    (drawn,) = drawings_in(compose(worksheet, analyse(worksheet), chapters=["family"]).sections[0].blocks)
    assert drawn.figure.title == "Arm costs 5 k€"
    assert drawn.figure.description == "Arm costs 5 k€."
