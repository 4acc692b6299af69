"""Which products the findings are about: the shortlist decides as soon as it exists."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reuse_app.analysis import analyse
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import Row, capability, factor, link, product, rating, sheet

SHORTLISTED: dict[str, Any] = {"own_cost": 60, "shortlisted": True}


def shortlist(*more: Row, ratings: tuple[Any, ...] = (), links: tuple[Any, ...] = ()) -> Worksheet:
    """Two products on the shortlist and a home product, with whatever else is added."""
    return sheet(
        budget=100,
        factors=[factor("volume"), factor("obstacles", "challenge")],
        capabilities=[capability("vision", build_cost=40), capability("hand", build_cost=30), capability("spare")],
        products=[
            product("arm", value=500, **SHORTLISTED),
            product("boat", value=50, **SHORTLISTED),
            product("car", home=True),
            *more,
        ],
        links=[link("vision", "arm", fit="as-is"), link("vision", "car"), link("hand", "boat"), *links],
        ratings=[rating("ann", "arm", "volume", 3), rating("ann", "boat", "obstacles", 1), *ratings],
    )


def test_a_stray_idea_changes_no_finding() -> None:
    stray = shortlist(
        product("stray", own_cost=30, value=9000),
        links=(link("spare", "stray", fit="as-is"), link("vision", "stray", return_flow="pictures")),
        ratings=(rating("ann", "stray", "volume", 4), rating("bob", "stray", "obstacles", 1)),
    )
    assert analyse(stray) == analyse(shortlist())


@settings(max_examples=30)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "own_cost": st.integers(0, 900),
            "value": st.integers(0, 9000),
            "chance": st.floats(0, 1),
            "application": st.sampled_from(["Rescue", "Games"]),
        },
    ),
    st.lists(st.sampled_from(["vision", "hand", "spare"]), unique=True),
    st.lists(st.tuples(st.sampled_from(["volume", "obstacles"]), st.integers(1, 4)), unique_by=lambda one: one[0]),
)
def test_no_stray_idea_changes_any_finding(fields: Row, needs: list[str], levels: list[tuple[str, int]]) -> None:
    stray = shortlist(
        product("stray", **fields),
        links=tuple(link(key, "stray") for key in needs),
        ratings=tuple(rating("ann", "stray", key, level) for key, level in levels),
    )
    assert analyse(stray) == analyse(shortlist())


def test_a_stray_idea_does_not_change_the_chance_of_a_bet_off_the_shortlist() -> None:
    wide = {"low": 50, "likely": 90, "high": 200}
    bet = {"decisions": [{"product": "old", "role": "primary"}]}
    before = shortlist(product("old", own_cost=wide)).model_dump() | bet
    after = shortlist(product("old", own_cost=wide), product("a-stray", own_cost=wide)).model_dump() | bet
    found = [analyse(Worksheet.model_validate(each)).decided for each in (before, after)]
    assert found[0] is not None
    assert found[0] == found[1]


def test_without_a_shortlist_all_are_considered() -> None:
    worksheet = sheet(products=[product("arm"), product("car", home=True), product("boat")])
    assert analyse(worksheet).considered == ("arm", "boat")
    assert analyse(shortlist()).considered == ("arm", "boat")


def test_a_stray_idea_without_a_value_does_not_take_the_values_away() -> None:
    found = analyse(shortlist(product("stray", own_cost=30)))
    assert found.valuation.basis == "net"
    # 60 + 7 % of 40 for the camera is 62.8; both together would cost 122.8 and more
    assert found.portfolio.chosen == ("arm",)


def test_a_decision_about_a_product_off_the_shortlist_is_still_checked() -> None:
    worksheet = shortlist(product("stray", own_cost=300))
    decided = worksheet.model_dump() | {"decisions": [{"product": "stray", "role": "primary", "reason": "x"}]}
    rules = analyse(Worksheet.model_validate(decided)).decision_rules
    assert "What is to be built costs 300 person-months, above the budget of 100." in [one.sentence for one in rules]
