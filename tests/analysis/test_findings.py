import json
import random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reuse_app.analysis
from reuse_app.analysis import Findings, analyse
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import Row, capability, decision, factor, link, product, rating, sheet, two_worth_sixty

CONTRACT: dict[str, set[str]] = {
    "coverage": set(),
    "considered": set(),
    "economics": {
        *("links", "rebuild", "solo", "family", "reuse_saves", "sharing_saves", "average", "break_even", "incomplete"),
    },
    "commonality": {"ci", "tcci", "dci"},
    "leverage": set(),
    "flywheels": set(),
    "scores": set(),
    "agreement": {"cells", "kendalls_w"},
    "robustness": set(),
    "robustness_any_weights": set(),
    "portfolio": {
        *("basis", "budget", "chosen", "worth", "cost", "proven", "gap", "within_budget", "careful", "runners_up"),
        *("next_step", "frontier", "frequency"),
    },
    "claims": set(),
    "decided": set(),
    "loose_ends": set(),
    "warnings": set(),
}


def dumped(worksheet: Worksheet, seed: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = analyse(worksheet, seed=seed).model_dump(mode="json")
    return found


def full(**parts: Any) -> Worksheet:
    keys, factors = ("robot", "bus", "cup"), ("size", "need", "risk")
    people = ("ann", "bob", "cy")
    filled: dict[str, Any] = {
        "factors": [factor("size", weight=2), factor("need"), factor("risk", "challenge")],
        "capabilities": [
            capability("vision", build_cost={"low": 50, "likely": 100, "high": 250}),
            capability("hand", build_cost=40, status="missing"),
            capability("leg", build_cost=15, platform_cost=5),
            capability("spare"),
        ],
        "products": [
            product("robot", own_cost=10, value={"low": 100, "likely": 150, "high": 300}),
            product("bus", own_cost=20, value=90),
            product("cup", own_cost=5, value=20),
            product("car", home=True),
        ],
        "links": [
            link("vision", "robot", 9, fit="as-is", return_flow="pictures"),
            link("vision", "bus", 3),
            link("vision", "car", 9, return_flow="miles"),
            link("hand", "robot", 9),
            link("leg", "robot", 3, fit="adjust"),
            link("leg", "cup", 1, fit="new"),
        ],
        "participants": [{"key": key, "name": key} for key in people],
        "ratings": [
            rating(person, key, of, 1 + (one * two + three) % 4)
            for one, person in enumerate(people)
            for two, key in enumerate(keys)
            for three, of in enumerate(factors)
        ],
        "dots": [
            {"participant": "ann", "product": "bus", "count": 2},
            {"participant": "bob", "product": "bus", "count": 1},
        ],
        "decisions": [decision("robot", "primary"), decision("bus", "backup", reason="safe")],
        "gap_plans": [{"capability": "hand", "plan": "buy", "single_supplier": True}],
        "iterations": [{"product": "robot", "date": "2026-01-01", "progress": 20}],
    }
    return sheet(budget=90, **{**filled, **parts})


def test_findings_have_at_least_what_others_call() -> None:
    for worksheet in (sheet(), full()):
        found = dumped(worksheet)
        for key, inner in CONTRACT.items():
            assert key in found
            assert inner <= set(found[key] if inner else ())


def test_findings_fit_their_schema() -> None:
    schema = Findings.model_json_schema(mode="serialization")
    for worksheet in (sheet(), full(), two_worth_sixty()):
        jsonschema.validate(json.loads(json.dumps(dumped(worksheet), allow_nan=False)), schema)


def test_every_field_is_described() -> None:
    schema = Findings.model_json_schema(mode="serialization")
    for model in (schema, *(one for one in schema["$defs"].values() if one["type"] == "object")):
        assert model["description"]
        assert all("description" in field for field in model["properties"].values()), model["title"]


def test_an_empty_worksheet_is_analysed() -> None:
    found = analyse(sheet())
    assert found.portfolio.chosen == ()
    assert len(found.missing) == 4
    assert found.warnings == ()


def test_a_full_worksheet_is_analysed() -> None:
    found = analyse(full())
    assert found.flywheels == (("car", "vision"), ("robot", "vision"))
    assert found.flywheels_told[1] == "Robot → pictures → Vision → Robot, Bus, Car"
    assert found.leverage == {"vision": 150 * 9 + 90 * 3, "hand": 150 * 9, "leg": 150 * 3 + 20}
    assert found.dots == {"bus": 3}
    # vision as is for the robot, and the leg that is to be adjusted without evidence
    assert found.owed_to_claims == pytest.approx((0.6476 - 0.07) * 100 + (0.6476 - 0.2384) * 15)
    # the cup brings 20 and costs 5 + 15, so nothing is left of it
    assert found.portfolio.chosen == ("robot",)
    assert found.portfolio.marginal["cup"] == pytest.approx(0)
    assert found.portfolio.cost == pytest.approx(10 + 7 + 40 + 2.8 + 5 + 15 * 0.2384)
    assert found.stock.unused == ("spare",)
    assert found.progress["robot"].average_progress == 20
    assert found.decision_rules


def test_the_teaching_case_is_chosen_together() -> None:
    found = analyse(two_worth_sixty())
    assert found.portfolio.chosen == ("bus", "robot")
    assert found.portfolio.worth == pytest.approx(20)


def test_a_half_filled_worksheet_says_what_it_assumes() -> None:
    worksheet = full(
        products=[product("robot"), product("bus", own_cost=20), product("car", home=True, value=4), product("pen")],
        capabilities=[
            capability("vision"),
            capability("hand", build_cost=40, platform_cost=9, status="missing"),
            capability("leg", build_cost=15),
        ],
        links=[
            link("vision", "robot"),
            link("vision", "bus"),
            link("hand", "bus"),
            link("leg", "bus", assessment=8, change={"design": 100, "realisation": 100, "integration": 100}),
            link("ghost", "bus"),
            link("vision", "car"),
        ],
        ratings=[
            rating("ann", "robot", "size", 3),
            rating("ann", "robot", "risk", 3),
            rating("bob", "robot", "need", 2),
        ],
    )
    left_out = "left out of leverage, and of the best set unless a rule asks for it"
    assert analyse(worksheet).warnings == (
        "The link of ghost and bus is left out: one of them is not in the worksheet.",
        "No fit is stated for Vision in Bus and Robot: counted as a slight adjustment.",
        "Leg for Bus: reuse costs 1.20 times building anew; building anew is cheaper.",
        "Robot cannot be weighed yet: no cost for Vision and what only it needs.",
        "Bus cannot be weighed yet: no cost for Vision.",
        "Pen cannot be weighed yet: no cost for what only it needs.",
        "Not every considered product has a value: all are valued by the total of their ratings, 0 to 1.",
        f"Bus and Pen: not rated on both axes, and so {left_out}.",
        "Kendall’s W needs two people who placed every rated product, and two products that somebody tells apart.",
    )


def test_without_values_or_ratings_nothing_is_chosen() -> None:
    found = analyse(full(products=[product("robot", own_cost=3)], ratings=[]))
    assert found.portfolio.chosen == ()
    assert found.leverage["vision"] == 9
    assert any("every product counts as 1 for leverage" in one for one in found.warnings)


def test_w_says_how_many_it_counts() -> None:
    worksheet = full()
    more = [*worksheet.ratings, rating("dee", "robot", "size", 2)]
    found = analyse(Worksheet.model_validate(worksheet.model_dump() | {"ratings": more}))
    assert "Kendall’s W counts the 3 of 4 people who placed every rated product." in found.warnings


def test_rules_that_no_set_keeps_are_told() -> None:
    found = analyse(full(constraints={"must_have": ["robot", "bus", "cup"]}))
    assert "No set of products keeps the rules within the budget." in found.warnings
    assert not found.portfolio.feasible


def test_the_same_seed_gives_the_same_findings() -> None:
    assert dumped(full(), 3) == dumped(full(), 3)
    assert dumped(full(), 3)["robustness"] != dumped(full(), 4)["robustness"]
    assert dumped(full(), 3)["seed"] == 3


TEAMS_ORDER = {"order", "average", "average_range", "break_even", "break_even_range", "break_even_share"}
"""What depends on the order in which the team lists its products, by intent."""


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_the_order_of_rows_never_matters(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    worksheet = full()
    rows = worksheet.model_dump()
    shuffled = {
        key: tuple(chance.sample(value, len(value))) if isinstance(value, tuple) else value
        for key, value in rows.items()
    }
    one, other = dumped(worksheet), dumped(Worksheet.model_validate(shuffled))
    for found in (one, other):
        for key in TEAMS_ORDER:
            found["economics"].pop(key)
    assert close(one) == close(other)


def close(found: Any) -> Any:
    """Findings with amounts rounded, because sums in another order differ in their last digit."""
    if isinstance(found, dict):
        return {key: close(value) for key, value in found.items()}
    if isinstance(found, list):
        return [close(value) for value in found]
    return round(found, 6) if isinstance(found, float) else found


def test_the_average_follows_the_order_of_the_team() -> None:
    def average(*keys: str) -> list[float]:
        products: list[Row] = [product(key, own_cost=cost) for key, cost in (("a", 10), ("b", 20))]
        ordered = sorted(products, key=lambda one: keys.index(one["key"]))
        return dumped(sheet(products=ordered))["economics"]["average"]  # type: ignore[no-any-return]  # json

    assert average("a", "b") == [10, 15]
    assert average("b", "a") == [20, 15]


def test_the_package_offers_analyse() -> None:
    assert reuse_app.analysis.__all__ == ["Findings", "analyse"]
