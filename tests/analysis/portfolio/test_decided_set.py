import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.portfolio.decided_set import DecidedSet
from reuse_app.analysis.portfolio.weighed_set import Weighing
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import decision, product, sheet

WIDE = {"low": 60, "likely": 100, "high": 200}


def decided(*roles: str, **parts: object) -> Worksheet:
    products = [product("arm", own_cost=WIDE, value=300), product("boat", own_cost=10, value=50), product("cart")]
    decisions = [decision(key, role) for key, role in zip(("arm", "boat", "cart"), roles, strict=False)]
    return sheet(**{"budget": 120, "products": products, "decisions": decisions, **parts})  # type: ignore[arg-type]  # rows


def found(worksheet: Worksheet) -> DecidedSet:
    told = analyse(worksheet).decided
    assert told is not None
    return told


def test_without_a_bet_nothing_is_weighed() -> None:
    assert analyse(decided()).decided is None
    assert analyse(decided("keep-open", "in-storage")).decided is None


def test_bets_are_weighed_as_any_set_is_with_the_primary_first() -> None:
    worksheet = decided("backup", "primary")
    told, tried = found(worksheet), Weighing(worksheet, analyse(worksheet)).weigh(("arm", "boat"))
    assert (told.chosen, told.cost, told.incomplete) == (("boat", "arm"), 110, ())
    assert told.within_budget == tried.within_budget
    # 60, 100, 200: the mode lies below the middle, so more than half of the draws cost more than 110 - 10
    assert told.within_budget == pytest.approx(0.45, abs=0.15)


def test_what_lacks_a_cost_has_no_chance_yet() -> None:
    told = found(decided("primary", "growth", "growth"))
    assert (told.cost, told.incomplete, told.within_budget) == (110, ("cart",), None)
    assert found(decided("primary", budget=None)).within_budget is None


def test_a_bet_off_the_shortlist_is_paid_too() -> None:
    products = [product("arm", own_cost=WIDE), product("boat", own_cost=10, shortlisted=True)]
    told = found(decided("primary", "growth", products=products))
    assert told.cost == 110
    assert told.within_budget is not None
