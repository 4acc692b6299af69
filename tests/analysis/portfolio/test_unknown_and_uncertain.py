"""What holds whatever is unknown or uncertain: a careful set is careful, and nothing unknown makes a set better."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reuse_app.analysis import analyse
from reuse_app.analysis.portfolio.careful import CAREFUL
from reuse_app.analysis.portfolio.weighed_set import Weighing
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import capability, link, product, sheet

KEYS = ("arm", "boat", "cart", "drone")
AMOUNTS = st.integers(0, 60)
RANGES = st.tuples(AMOUNTS, AMOUNTS, AMOUNTS).map(
    lambda three: dict(zip(("low", "likely", "high"), sorted(three), strict=True))
)
FEW = settings(max_examples=30)


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Any]:
    """What `with_cost` makes a worksheet of: values, ranges of costs, what is shared and a budget."""
    return {
        "budget": draw(st.integers(10, 150)),
        "values": [draw(AMOUNTS) for _ in KEYS],
        "costs": [draw(RANGES) for _ in KEYS],
        "shared": draw(RANGES),
        "users": draw(st.sets(st.sampled_from(KEYS))),
        "must_have": draw(st.lists(st.sampled_from(KEYS[1:]), max_size=1)),
        "value_unit": draw(st.sampled_from(["", "points"])),
    }


def with_cost(drawn: dict[str, Any], **of: Any) -> Worksheet:
    """A worksheet in which the cost of building the eye, or of the arm alone, may be another one."""
    costs = dict(zip(KEYS, drawn["costs"], strict=True)) | {key: cost for key, cost in of.items() if key == "arm"}
    return sheet(
        workshop={"title": "Test", "budget": drawn["budget"], "value_unit": drawn["value_unit"]},
        capabilities=[capability("eye", status="missing", build_cost=of.get("eye", drawn["shared"]))],
        products=[
            product(key, own_cost=costs[key], value=value) for key, value in zip(KEYS, drawn["values"], strict=True)
        ],
        links=[link("eye", key, fit="as-is") for key in sorted(drawn["users"])],
        constraints={"must_have": drawn["must_have"]},
    )


@FEW
@given(sheets())
def test_the_careful_set_is_over_the_budget_in_at_most_a_fifth_of_the_draws(drawn: dict[str, Any]) -> None:
    worksheet = with_cost(drawn)
    findings = analyse(worksheet)
    best, careful = findings.portfolio, findings.portfolio.careful
    if careful is None:
        assert best.within_budget is None or best.within_budget < CAREFUL
        return
    within = Weighing(worksheet, findings).weigh(careful.chosen).within_budget
    assert within == careful.within_budget
    assert within is not None
    assert within >= CAREFUL
    assert set(drawn["must_have"]) <= set(careful.chosen)
    assert careful.worth <= best.worth


@FEW
@given(sheets(), st.sampled_from(["arm", "eye"]), AMOUNTS, AMOUNTS, st.sets(st.sampled_from(KEYS)))
def test_raising_an_unknown_cost_never_makes_a_set_better(
    drawn: dict[str, Any], what: str, one: int, other: int, chosen: set[str]
) -> None:
    unknown = with_cost(drawn, **{what: None})
    before = Weighing(unknown, analyse(unknown)).weigh(chosen)
    lower, higher = (with_cost(drawn, **{what: cost}) for cost in sorted((one, other)))
    at_lower, at_higher = (Weighing(each, analyse(each)).weigh(chosen) for each in (lower, higher))
    assert before.cost <= at_lower.cost <= at_higher.cost
    assert at_lower.worth is not None
    assert at_higher.worth is not None
    assert at_lower.worth >= at_higher.worth
    assert before.worth is None or before.worth >= at_lower.worth
    assert (before.worth is None) == bool(before.incomplete)
    assert at_lower.within_budget is not None
    assert at_higher.within_budget is not None
    assert at_lower.within_budget >= at_higher.within_budget
    assert not analyse(higher).portfolio.feasible or (analyse(lower).portfolio.worth >= analyse(higher).portfolio.worth)


def test_where_no_set_is_safe_enough_none_is_careful() -> None:
    worksheet = sheet(
        budget=2,
        products=[product("a", value=5, own_cost={"low": 1, "likely": 2, "high": 9})],
        constraints={"must_have": ["a"]},
    )
    found = analyse(worksheet).portfolio
    assert (found.chosen, found.careful) == (("a",), None)


def uncertain(count: int, budget: int) -> Worksheet:
    """Products that share two blocks, each of which may cost twice as much as likely; the dearer, the better."""
    eyes = [
        capability(key, status="missing", build_cost={"low": 5, "likely": 10, "high": 30}) for key in ("eye", "ear")
    ]
    keys = [f"p{number:02}" for number in range(count)]
    costs = [{"low": 5, "likely": 10 + number % 7, "high": 40} for number in range(count)]
    return sheet(
        workshop={"title": "Test", "budget": budget, "value_unit": "points"},
        capabilities=eyes,
        products=[
            product(key, own_cost=cost, value=10 + place * 37 % 23)
            for place, (key, cost) in enumerate(zip(keys, costs, strict=True))
        ],
        links=[link(("eye", "ear")[place % 2], key, fit="as-is") for place, key in enumerate(keys)],
    )


@pytest.mark.parametrize("budget", [60, 150, 400])
def test_the_careful_set_of_many_products_keeps_its_promise_and_says_that_it_is_not_proven(budget: int) -> None:
    worksheet = uncertain(30, budget)
    findings = analyse(worksheet)
    best, careful = findings.portfolio, findings.portfolio.careful
    assert not best.complete
    assert careful is not None
    within = Weighing(worksheet, findings).weigh(careful.chosen).within_budget
    assert within is not None
    assert within >= CAREFUL
    assert careful.chosen != best.chosen
    assert not careful.proven


def test_the_careful_set_of_few_products_is_proven() -> None:
    careful = analyse(uncertain(8, 60)).portfolio.careful
    assert careful is not None
    assert careful.proven


def test_a_best_set_that_is_safe_is_the_careful_one_and_as_proven() -> None:
    best = analyse(uncertain(20, 10_000)).portfolio
    assert best.careful is not None
    assert best.careful.chosen == best.chosen
    assert best.careful.proven == best.proven
