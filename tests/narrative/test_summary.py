"""The first page says what was decided, or what is recommended as long as nothing is, and means one set throughout."""

from typing import Any

import pytest

from reuse_app.analysis import analyse
from reuse_app.narrative.composing import compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet.validation.worksheet import checked

ARM = {"key": "arm", "name": "Arm", "own_cost": 30, "value": 80}
BOAT = {"key": "boat", "name": "Boat", "own_cost": 10, "value": 50}


def first_page(*roles: str, budget: float = 100, **parts: Any) -> str:
    """Return the first page about an arm and a boat, of which these are the roles."""
    products = parts.pop("products", [ARM, BOAT])
    decisions = [
        {"product": product["key"], "role": role} for product, role in zip(products, roles, strict=False) if role
    ]
    sheet = {"workshop": {"title": "T", "unit": "k€", "budget": budget}, "products": products, "decisions": decisions}
    worksheet = checked(sheet | parts)
    return plain_text(compose(worksheet, analyse(worksheet), chapters=["summary"])).replace("\n", " ")


def test_as_long_as_nothing_is_decided_it_says_what_is_recommended() -> None:
    page = first_page()
    assert "Nothing has been decided yet" in page
    assert "The analysis recommends: Arm and Boat. Together they bring 130 and cost 40 k€" in page
    assert "No recommendation yet: No product is rated on both axes" in first_page(
        products=[{"key": "arm", "name": "Arm"}]
    )


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (("keep-open", "in-storage"), "The team bets on nothing yet and keeps Arm open and Boat in storage."),
        (("in-storage", "in-storage"), "The team bets on nothing yet and keeps Arm and Boat in storage."),
        (("", "keep-open"), "The team bets on nothing yet and keeps Boat open."),
    ],
)
def test_ideas_that_were_all_put_aside_are_a_decision(roles: tuple[str, ...], said: str) -> None:
    page = first_page(*roles)
    assert said in page
    assert "Nothing has been decided" not in page


def test_several_backups_are_backups() -> None:
    assert "The team keeps Arm and Boat as backups." in first_page("backup", "backup")


def test_where_a_chosen_product_is_not_considered_no_sum_is_that_of_the_others() -> None:
    both = first_page("primary", "growth")
    assert "40 of 100 cost together" in both
    page = first_page("primary", "growth", products=[ARM, BOAT | {"shortlisted": True}])
    assert "cost together" not in page
    assert "40 k€ for Arm and Boat together" in page


def test_a_choice_beside_which_nothing_is_recommended_says_so() -> None:
    losses = [ARM | {"value": 3}, BOAT | {"value": 2}]
    said = "Best set: No set of products within the budget of 100 k€ is worth more than it costs. The choice is Arm."
    assert said in first_page("primary", products=losses)
    assert "Best set: No product fits the budget of 5 k€: the cheapest, Boat, costs 10 k€." in first_page(
        "primary", budget=5
    )
    rules = {"must_have": ["arm", "boat"]}
    assert "Best set: No set of products keeps the rules within the budget." in first_page(
        "primary", budget=35, constraints=rules
    )
