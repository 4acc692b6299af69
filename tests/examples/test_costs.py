"""Sharing pays in the examples and the budget binds, by the arithmetic of methods.md section 4 done by hand."""

from itertools import combinations

import pytest

from reuse_app.examples import EXAMPLES, read
from reuse_app.worksheet import Capability, Fit, Link, Need, Status, Worksheet

PRESETS = {Fit.AS_IS: (0.0, 0.0, 10.0), Fit.ADJUST: (10.0, 15.0, 25.0), Fit.REWORK: (40.0, 50.0, 60.0)}


def load(name: str) -> Worksheet:
    return Worksheet.model_validate_json(read(name))


def built(capability: Capability) -> float:
    assert capability.build_cost is not None, capability.key
    return capability.build_cost.likely


def platform(capability: Capability) -> float:
    if capability.platform_cost is not None:
        return capability.platform_cost.likely
    return built(capability) if capability.status is Status.MISSING else 0


def share_of_new(link: Link, capability: Capability) -> float:
    """The COCOMO II reuse factor AAM, with our presets."""
    design, realisation, integration = PRESETS[link.fit or Fit.AS_IS]
    if link.change:
        design, realisation, integration = link.change.design, link.change.realisation, link.change.integration
    assessment = 4 if link.assessment is None else link.assessment
    unfamiliarity = 0.4 if link.unfamiliarity is None else link.unfamiliarity
    understanding = 30 if capability.understanding is None else capability.understanding
    changed = 0.4 * design + 0.3 * realisation + 0.3 * integration
    strange = understanding * unfamiliarity if design or realisation else 0
    extra = changed * 0.02 * strange if changed <= 50 else strange
    return (assessment + changed + extra) / 100


def own(sheet: Worksheet, product: str) -> float:
    cost = sheet.product_by_key[product].own_cost
    assert cost is not None, product
    return cost.likely


def needed(sheet: Worksheet, chosen: tuple[str, ...]) -> list[tuple[Link, Capability]]:
    return [(link, sheet.capability_by_key[link.capability]) for link in sheet.needed_links if link.product in chosen]


def standalone(sheet: Worksheet, chosen: tuple[str, ...]) -> float:
    blocks = sum(built(capability) for _, capability in needed(sheet, chosen))
    return blocks + sum(own(sheet, product) for product in chosen)


def family(sheet: Worksheet, chosen: tuple[str, ...]) -> float:
    links = needed(sheet, chosen)
    shared = {capability.key: platform(capability) for link, capability in links if link.fit is not Fit.NEW}
    adapted = sum(built(cap) * (1 if link.fit is Fit.NEW else share_of_new(link, cap)) for link, cap in links)
    return adapted + sum(shared.values()) + sum(own(sheet, product) for product in chosen)


def value(sheet: Worksheet, chosen: tuple[str, ...]) -> float:
    values = [sheet.product_by_key[product].value for product in chosen]
    return sum(estimate.likely for estimate in values if estimate is not None)


def allowed(sheet: Worksheet, chosen: tuple[str, ...]) -> bool:
    apart = all(len(set(group) & set(chosen)) < 2 for group in sheet.constraints.exclusive)
    return apart and len(chosen) <= (sheet.constraints.at_most or len(chosen))


def choices(sheet: Worksheet) -> list[tuple[str, ...]]:
    keys = [product.key for product in sheet.candidates]
    every = [chosen for size in range(1, len(keys) + 1) for chosen in combinations(keys, size)]
    return [chosen for chosen in every if allowed(sheet, chosen)]


def test_the_preset_of_a_slight_adjustment_costs_a_quarter_of_new() -> None:
    link = Link(capability="a", product="b", need=Need.STRONG, fit=Fit.ADJUST)
    assert share_of_new(link, Capability(key="a", name="A")) == pytest.approx(0.2384)


@pytest.mark.parametrize("name", ["tesla-bot", "recaptcha"])
def test_every_product_costs_less_in_the_family_than_alone(name: str) -> None:
    sheet = load(name)
    for product in sheet.candidates:
        assert family(sheet, (product.key,)) < standalone(sheet, (product.key,))


def test_the_average_cost_falls_as_the_family_of_the_robot_grows() -> None:
    sheet = load("tesla-bot")
    keys = tuple(product.key for product in sheet.candidates)
    grown = [keys[:size] for size in range(1, len(keys) + 1)]
    averages = [family(sheet, chosen) / len(chosen) for chosen in grown]
    assert averages == sorted(averages, reverse=True)
    assert family(sheet, ("robot", "arm")) < family(sheet, ("robot",)) + family(sheet, ("arm",))


@pytest.mark.parametrize("name", [example.name for example in EXAMPLES])
def test_the_budget_binds_and_leaves_something_to_choose(name: str) -> None:
    sheet = load(name)
    assert sheet.workshop.budget is not None
    affordable = [chosen for chosen in choices(sheet) if family(sheet, chosen) <= sheet.workshop.budget]
    assert affordable
    assert len(affordable) < len(choices(sheet))


@pytest.mark.parametrize(
    ("name", "best"),
    [("tesla-bot", ("robot", "arm", "simulator")), ("recaptcha", ("books", "streets", "images"))],
)
def test_primary_growth_and_backup_are_the_best_set_that_the_budget_buys(name: str, best: tuple[str, ...]) -> None:
    sheet = load(name)
    assert sheet.workshop.budget is not None
    affordable = [chosen for chosen in choices(sheet) if family(sheet, chosen) <= sheet.workshop.budget]
    assert max(affordable, key=lambda chosen: value(sheet, chosen)) == best
    pursued = {decision.product for decision in sheet.decisions if decision.role in {"primary", "growth", "backup"}}
    assert pursued == set(best)


@pytest.mark.parametrize(("name", "without"), [("tesla-bot", 2370), ("recaptcha", 525)])
def test_without_a_budget_more_products_would_pay(name: str, without: float) -> None:
    sheet = load(name)
    keys = [product.key for product in sheet.candidates]
    every = [chosen for size in range(1, len(keys) + 1) for chosen in combinations(keys, size)]
    best = max(every, key=lambda chosen: value(sheet, chosen) - family(sheet, chosen))
    assert value(sheet, best) == without
