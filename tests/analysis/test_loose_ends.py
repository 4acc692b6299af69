from typing import Any

import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.loose_ends import Loose, LooseEnd
from reuse_app.worksheet.steps import Step
from tests.analysis.sheets import Row, capability, decision, link, product, sheet


def found(cap: Row | None = None, links: Any = (), **parts: Any) -> list[LooseEnd]:
    """What is loose in a worksheet of one capability, whose readiness for reuse is stated."""
    products = [product("car", home=True), product("robot"), product("bus"), product("arm")]
    worksheet = sheet(
        **{"capabilities": [capability("eye", **{"rrl": 9, **(cap or {})})], "products": products, "links": links}
        | parts
    )
    return list(analyse(worksheet).loose_ends)


def told(ends: list[LooseEnd]) -> list[tuple[Loose, tuple[str, ...]]]:
    return [(end.kind, end.products) for end in ends]


HOME = link("eye", "car")


def eyes(*products: str, **fields: Any) -> list[Row]:
    return [link("eye", key, fit="adjust", **fields) for key in products]


def test_an_empty_worksheet_has_no_loose_ends() -> None:
    assert list(analyse(sheet()).loose_ends) == []
    assert found(products=[], capabilities=[capability("eye", by_product="Light")]) == []


@pytest.mark.parametrize(
    ("plan", "fit", "ends"),
    [
        ("buy", "as-is", [(Loose.SUPPLIER, ("bus", "robot"))]),
        ("partner", None, [(Loose.SUPPLIER, ("bus", "robot"))]),
        ("build", "as-is", []),
        ("buy", "new", []),
    ],
)
def test_a_single_outside_supplier_is_told_with_whom_it_stops(plan: str, fit: str, ends: list[Any]) -> None:
    plans = [{"capability": "eye", "plan": plan, "single_supplier": True}]
    ends_ = found({"status": "missing"}, [link("eye", key, fit=fit) for key in ("bus", "robot")], gap_plans=plans)
    assert told(ends_) == ends
    assert all(end.step is Step.ITERATE for end in ends_)


@pytest.mark.parametrize(
    ("terms", "links", "users"),
    [
        ("ours", [HOME, *eyes("bus", "robot")], None),
        (None, [HOME, *eyes("bus", "robot")], None),
        ("licensed", [HOME, *eyes("bus")], ("bus",)),
        ("consent", eyes("bus", "robot"), ("bus", "robot")),
        ("exclusive", eyes("bus"), None),
        ("exclusive", [HOME, *eyes("bus")], ("bus",)),
        ("exclusive", eyes("bus", "robot"), ("bus", "robot")),
        ("licensed", [HOME, link("eye", "bus", fit="new")], None),
        ("licensed", [HOME], None),
    ],
)
def test_uses_beyond_the_one_for_which_it_was_got_are_asked_about(
    terms: str | None, links: list[Row], users: tuple[str, ...] | None
) -> None:
    ends = [end for end in told(found({"terms": terms}, links)) if end[0] is Loose.TERMS]
    assert ends == ([(Loose.TERMS, users)] if users else [])


def test_what_was_built_for_a_home_product_is_promised_to_it() -> None:
    assert told(found({"terms": "exclusive", "home_product": "car"}, eyes("bus"))) == [(Loose.TERMS, ("bus",))]


@pytest.mark.parametrize(
    ("share", "needs", "is_too_little"),
    [
        (None, (9, 9), True),  # 1 + 1 > 1: without a share all of it is free, and both want all of it
        (None, (3, 3), False),  # 1/3 + 1/3
        (0.5, (3, 3), True),
        (0.7, (3, 3), False),
        (0.2, (1, 1), True),
        (0.5, (9,), True),
        (1, (9,), False),
        (0, (1,), True),
    ],
)
def test_a_rival_capability_is_shared_as_far_as_it_is_free(
    share: float | None, needs: tuple[int, ...], is_too_little: bool
) -> None:
    links = [link("eye", key, need, fit="adjust") for key, need in zip(("bus", "robot"), needs, strict=False)]
    ends = found({"rival": True, "free_share": share}, links)
    assert [end.kind for end in ends] == ([Loose.RIVAL] if is_too_little else [])
    assert found({"free_share": share}, links) == []


def test_rivals_among_the_chosen_are_told_before_all_who_lean_on_it() -> None:
    links = eyes("bus", "robot", "arm")
    roles = [decision("robot", "primary"), decision("arm", "growth"), decision("bus", "keep-open")]
    assert told(found({"rival": True}, links, decisions=roles)) == [(Loose.RIVAL, ("arm", "robot"))]
    one = [decision("robot", "primary")]
    assert told(found({"rival": True}, links, decisions=one)) == [(Loose.RIVAL, ("robot", "arm", "bus"))]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"unit": "hour", "unit_cost": 2}, Loose.DEAR),
        ({"unit_cost": 2}, Loose.DEAR),
        ({"kind": "data", "unit": "hour", "unit_cost": 0}, None),
        ({"kind": "data"}, Loose.NO_UNIT),
        ({"kind": "compute", "unit": "hour"}, Loose.NO_UNIT),
        ({"kind": "hardware"}, None),
    ],
)
def test_the_next_unit_of_data_and_compute_has_a_price_or_lacks_one(fields: Row, kind: Loose | None) -> None:
    assert told(found(fields, eyes("bus"))) == ([(kind, ("bus",))] if kind else [])
    assert [end.kind for end in found(fields, [HOME])] == [Loose.AT_HOME]


ORIGIN = {"capability": "eye", "of": "adjustment"}


@pytest.mark.parametrize(
    ("cap", "of", "fit", "is_loose"),
    [
        ({"adjustment": "A lens"}, None, "rework", True),
        ({"adjustment": "A lens"}, None, "new", False),
        ({"adjustment": "A lens"}, None, "adjust", False),
        ({}, None, "rework", False),
        ({}, ORIGIN, "rework", True),
        ({}, ORIGIN, "new", True),
        ({}, ORIGIN, "adjust", False),
        ({}, {**ORIGIN, "of": "nature"}, "rework", False),
        ({}, {**ORIGIN, "capability": "ear"}, "rework", False),
    ],
)
def test_a_slight_adjustment_whose_cell_says_more_is_told(cap: Row, of: Row | None, fit: str, is_loose: bool) -> None:
    products = [product("bus", origin=of), product("car", home=True)]
    capabilities = [capability("eye", rrl=9, **cap), capability("ear")]
    links = [link("eye", "bus", fit=fit), link("eye", "car", fit="rework"), link("ear", "car", fit="new")]
    ends = found(products=products, capabilities=capabilities, links=links)
    assert told(ends[:-1]) == ([(Loose.ADJUSTMENT, ("bus",))] if is_loose else [])
    assert ends[-1].kind is Loose.AT_HOME


def test_what_another_team_has_built_is_told_whether_used_or_not() -> None:
    assert told(found({"built_also_by": "Lab"}, eyes("bus"))) == [(Loose.BUILT_TWICE, ("bus",))]
    assert told(found({"built_also_by": "Lab"})) == [(Loose.BUILT_TWICE, ())]


def test_readiness_for_reuse_that_nobody_stated_is_told_where_it_is_reused() -> None:
    ends = found({"rrl": None}, eyes("bus"))
    assert told(ends) == [(Loose.NO_READINESS, ("bus",))]
    assert found({"rrl": None}, [link("eye", "bus", fit="new")]) == []
    assert found({"rrl": None, "status": "missing"}, eyes("bus")) == []


def test_a_by_product_waits_until_a_considered_product_comes_from_it() -> None:
    cap, of = {"by_product": "Light"}, {"capability": "eye", "of": "by-product"}
    assert told(found(cap, eyes("bus"))) == [(Loose.BY_PRODUCT, ())]
    assert found({**cap, "status": "missing"}) == []
    taken = [product("bus", origin=of), product("robot")]
    assert found(cap, eyes("bus"), products=taken) == []
    shortlisted = [product("bus", origin=of), product("robot", shortlisted=True)]
    assert told(found(cap, eyes("robot"), products=shortlisted)) == [(Loose.BY_PRODUCT, ())]


def test_what_nothing_uses_is_told_once_something_is_used() -> None:
    capabilities = [capability("eye", rrl=9), capability("ear"), capability("horn")]
    assert found(capabilities=capabilities) == []
    links = [*eyes("bus"), link("horn", "car")]
    ends = found(capabilities=capabilities, links=links)
    assert [(end.kind, end.capability) for end in ends] == [(Loose.UNUSED, "ear"), (Loose.AT_HOME, "horn")]


def test_those_of_chosen_products_come_first() -> None:
    capabilities = [capability("ear", rrl=9, terms="licensed"), capability("eye", rrl=9, built_also_by="Lab")]
    links = [link("ear", "bus", fit="adjust"), *eyes("robot")]
    assert [end.kind for end in found(capabilities=capabilities, links=links)] == [Loose.TERMS, Loose.BUILT_TWICE]
    roles = [decision("robot", "primary")]
    ends = found(capabilities=capabilities, links=links, decisions=roles)
    assert [end.kind for end in ends] == [Loose.BUILT_TWICE, Loose.TERMS]
    best = [product("robot", value=9, own_cost=1), product("bus", value=0, own_cost=1)]
    priced = [{**one, "build_cost": 1} for one in capabilities]
    assert found(capabilities=priced, links=links, products=best)[0].kind is Loose.BUILT_TWICE
