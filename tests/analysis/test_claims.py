from collections.abc import Mapping
from typing import Any

import pytest

from reuse_app.analysis.claims import Claim, Doubt, check_claims
from reuse_app.analysis.cost.adaptation import read_cells
from tests.analysis.sheets import capability, link, product, sheet

PROVEN: Mapping[str, Any] = {"fit": "as-is", "evidence": "a test", "trl": 8}


def check(cap: Mapping[str, Any] | None = None, **fields: Any) -> tuple[Claim, ...]:
    worksheet = sheet(
        capabilities=[capability("vision", **{"build_cost": 100, **(cap or {})})],
        products=[product("robot"), product("car", home=True)],
        links=[link("vision", "robot", **fields), link("vision", "car", fit="as-is")],
    )
    return check_claims(read_cells(worksheet))


def test_a_proven_claim_is_not_flagged() -> None:
    assert check(**PROVEN) == ()


@pytest.mark.parametrize(
    ("cap", "fields", "doubts"),
    [
        ({}, {**PROVEN, "evidence": ""}, (Doubt.NO_EVIDENCE,)),
        ({"trl": 9}, {**PROVEN, "trl": 6}, (Doubt.LOW_TRL,)),
        ({"trl": 6}, {**PROVEN, "trl": None}, (Doubt.LOW_TRL,)),
        ({"trl": 9, "home_product": "car"}, {**PROVEN, "trl": None}, (Doubt.OTHER_ENVIRONMENT,)),
        (
            {"trl": 5, "home_product": "car"},
            {"fit": "as-is"},
            (Doubt.NO_EVIDENCE, Doubt.LOW_TRL, Doubt.OTHER_ENVIRONMENT),
        ),
        ({"home_product": "robot"}, {"fit": "as-is"}, (Doubt.NO_EVIDENCE,)),
    ],
)
def test_an_unproven_claim_says_why(
    cap: Mapping[str, Any], fields: Mapping[str, Any], doubts: tuple[Doubt, ...]
) -> None:
    (claim,) = check(cap, **fields)
    assert claim.doubts == doubts
    assert claim.sentence.startswith("Vision for Robot is said to fit as is, but ")


def test_a_claim_tells_what_it_owes() -> None:
    (claim,) = check(fit="as-is")
    assert claim.cost == pytest.approx(7)
    assert claim.cost_if_rework == pytest.approx(64.76)
    assert claim.owed == pytest.approx(57.76)
    (unpriced,) = check({"build_cost": None}, fit="as-is")
    assert (unpriced.cost, unpriced.cost_if_rework, unpriced.owed) == (None, None, None)


def test_a_claim_that_costs_more_than_a_rework_owes_nothing() -> None:
    (claim,) = check(fit="as-is", change={"design": 100, "realisation": 100, "integration": 100})
    assert claim.owed == 0


@pytest.mark.parametrize("fields", [{"fit": "adjust"}, {"fit": "new"}, {}])
def test_only_stated_claims_of_as_is_are_checked(fields: Mapping[str, Any]) -> None:
    assert check(**fields) == ()


def test_a_gap_is_not_a_claim_of_reuse() -> None:
    assert check({"status": "missing"}, fit="as-is") == ()


def test_the_most_owed_comes_first() -> None:
    worksheet = sheet(
        capabilities=[capability("a", build_cost=1), capability("b", build_cost=9), capability("c")],
        products=[product("robot")],
        links=[link(key, "robot", fit="as-is") for key in "abc"],
    )
    assert [claim.capability for claim in check_claims(read_cells(worksheet))] == ["b", "a", "c"]
