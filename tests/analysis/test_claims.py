from collections.abc import Mapping
from typing import Any

import pytest

from reuse_app.analysis.claims import Claim, Doubt, check_claims, may_not_work
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.worksheet import Fit
from tests.analysis.sheets import capability, link, product, sheet

PROVEN: Mapping[str, Any] = {"fit": "as-is", "evidence": "a test", "trl": 7}


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
        ({"rrl": 6}, PROVEN, (Doubt.LOW_RRL,)),
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


@pytest.mark.parametrize(
    ("fit", "level", "words"),
    [("as-is", 7, "fit as is"), ("adjust", 5, "fit with a slight adjustment"), ("rework", 3, "fit after a rework")],
)
def test_every_claim_needs_the_readiness_of_its_own_words(fit: str, level: int, words: str) -> None:
    """RRL 7 hardly any cost, 5 a reasonable one, 3 much effort; TRL 7 where it runs, 5 nearly there, 3 a concept."""
    link_with = {"fit": fit, "evidence": "a test"}
    assert check({"rrl": level}, **link_with, trl=level) == ()
    (claim,) = check({"rrl": level - 1}, **link_with, trl=level - 1)
    assert (claim.needed, claim.doubts) == (level, (Doubt.LOW_TRL, Doubt.LOW_RRL))
    assert claim.sentence == (
        f"Vision for Robot is said to {words}, but its readiness there is below TRL {level}; "
        f"its readiness for reuse is below RRL {level}."
    )


@pytest.mark.parametrize(
    ("changed", "fit"), [((0, 0, 10), Fit.AS_IS), ((10, 15, 25), Fit.ADJUST), ((10, 15, 26), Fit.REWORK)]
)
def test_percentages_without_a_fit_claim_what_they_amount_to(changed: tuple[float, ...], fit: Fit) -> None:
    (claim,) = check(change=dict(zip(("design", "realisation", "integration"), changed, strict=True)))
    assert (claim.fit, claim.doubts) == (fit, (Doubt.NO_EVIDENCE,))


def test_a_rework_owes_nothing_because_it_is_counted_as_one() -> None:
    (claim,) = check(fit="rework")
    assert claim.cost == pytest.approx(64.76)
    assert claim.owed == 0


@pytest.mark.parametrize(
    ("cap", "fields", "fails"),
    [
        ({}, {"fit": "as-is"}, True),
        ({"rrl": 1}, PROVEN, False),
        ({"rrl": 1}, {**PROVEN, "evidence": ""}, True),
        ({}, {"fit": "adjust"}, False),
        ({"rrl": 1, "trl": 4}, {"fit": "adjust"}, True),
    ],
)
def test_a_product_can_fail_with_some_claims_and_only_cost_more_with_others(
    cap: Mapping[str, Any], fields: Mapping[str, Any], fails: bool
) -> None:
    (claim,) = check(cap, **fields)
    assert may_not_work(claim) is fails


@pytest.mark.parametrize("fields", [{"fit": "new"}, {}])
def test_what_nobody_says_or_builds_anew_is_no_claim(fields: Mapping[str, Any]) -> None:
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


def test_claims_of_chosen_products_come_before_dearer_ones() -> None:
    worksheet = sheet(
        capabilities=[capability("a", build_cost=9)],
        products=[product("bus"), product("robot")],
        links=[link("a", "bus", fit="as-is"), link("a", "robot", fit="adjust")],
    )
    assert [claim.product for claim in check_claims(read_cells(worksheet), {"robot"})] == ["robot", "bus"]
