from reuse_app.analysis import analyse
from reuse_app.analysis.caveats import (
    explain_no_set,
    find_lacks,
    warn_of_conditions,
    warn_of_flywheels,
    warn_of_portfolio,
    warn_of_weights,
)
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.flywheel import MOST_LOOPS
from reuse_app.analysis.scoring import read_ballots, score_products
from reuse_app.worksheet import Worksheet
from tests.analysis.portfolio.test_best_set import RHYS, choose
from tests.analysis.sheets import Row, capability, decision, factor, link, product, rating, sheet


def missing(worksheet: Worksheet) -> tuple[str, ...]:
    ballots = read_ballots(worksheet)
    lacks = find_lacks(worksheet, read_cells(worksheet), score_products(ballots, ballots))
    return tuple(sentence for _, sentence in lacks)


def test_an_empty_worksheet_misses_the_beginning() -> None:
    assert missing(sheet()) == (
        "No budget is stated: the best set may cost any amount.",
        "No factors are set: products cannot be scored.",
        "The inventory is empty: there is nothing to reuse yet.",
        "There are no adjacent products: there is nothing to compare or to choose.",
    )


def test_a_half_filled_worksheet_names_what_is_missing() -> None:
    worksheet = sheet(
        budget=5,
        factors=[factor("size"), factor("risk", "challenge")],
        capabilities=[capability("vision")],
        products=[product("robot"), product("bus"), product("cup")],
        links=[link("vision", "robot")],
        ratings=[rating("ann", "robot", "size", 3)],
        decisions=[decision("robot", "primary")],
    )
    assert missing(worksheet) == (
        "No need is mapped for Bus and Cup.",
        "Nobody has rated Bus and Cup.",
        "Some factors have no level for Robot: their weight goes to the others.",
        "No iteration is logged yet: there is no rate of progress.",
    )


def test_a_value_that_is_missing_is_named() -> None:
    some = sheet(budget=5, products=[product("robot", value=9), product("bus")])
    none = sheet(budget=5, products=[product("robot"), product("bus")])
    said = "No value is stated for Bus: the values of the others do not count."
    assert said in missing(some)
    assert not any("value" in sentence for sentence in missing(none))


def test_factors_without_a_weight_count_alike_and_that_is_said() -> None:
    def said(*factors: Row) -> tuple[str, ...]:
        return tuple(warn_of_weights(sheet(factors=factors)))

    of_risk = "Every factor of challenge has a weight of 0: on that axis they count alike."
    assert said(factor("size"), factor("risk", "challenge", weight=0)) == (of_risk,)
    assert said(factor("risk", "challenge", weight=0)) == (
        of_risk,
        "As no factor has a weight, all count alike in the ranking.",
    )
    assert said() == said(factor("size", weight=0), factor("need")) == ()


def test_values_need_a_horizon() -> None:
    said = "No horizon is stated: values may count over different lengths of time."
    workshop = {"title": "T", "horizon": "three years"}
    assert said in missing(sheet(products=[product("robot", value=5)]))
    assert said not in missing(sheet(products=[product("robot")]))
    assert said not in missing(sheet(products=[product("robot", value=5)], workshop=workshop))


def test_a_worksheet_before_rating() -> None:
    worksheet = sheet(
        budget=5,
        factors=[factor("size")],
        capabilities=[capability("vision")],
        products=[product("robot")],
        links=[link("vision", "robot")],
    )
    assert missing(worksheet) == (
        "Nobody has rated yet: there are no scores, no agreement and no robustness.",
        "Nothing is decided yet: no product has a role.",
    )


def test_a_full_worksheet_misses_nothing() -> None:
    worksheet = sheet(
        budget=5,
        factors=[factor("size")],
        capabilities=[capability("vision")],
        products=[product("robot")],
        links=[link("vision", "robot")],
        ratings=[rating("ann", "robot", "size", 3)],
        decisions=[decision("robot", "primary")],
        iterations=[{"product": "robot", "date": "2026-01-01"}],
    )
    assert missing(worksheet) == ()


def told_of(**fields: object) -> list[str]:
    """What is told of the published choice, some of its findings being others."""
    found = choose(RHYS).model_copy(update=fields)
    return list(warn_of_portfolio(sheet(), analyse(sheet()).economics, found))


def test_a_proven_set_needs_no_warning() -> None:
    assert told_of() == []


def test_a_gap_is_told_as_a_share() -> None:
    told = told_of(proven=False, gap=0.0213)
    assert told == ["The best set is not proven: another could be worth up to 2.1% more."]
    assert told_of(proven=False, gap=None) == ["The best set is not proven."]


def test_loops_that_are_not_shown_are_told() -> None:
    assert list(warn_of_flywheels([("a", "x")])) == []
    assert list(warn_of_flywheels([("a", "x")] * MOST_LOOPS)) == ["Only the first 100 loops of return flow are shown."]


def test_who_has_no_level_on_any_factor_is_named() -> None:
    worksheet = sheet(
        factors=[factor("size")], products=[product("robot")], ratings=[rating("ann", "robot", "size", None)]
    )
    assert "Nobody gave Robot a level on any factor: they cannot be compared." in missing(worksheet)


def test_rules_that_ask_for_what_is_not_on_the_shortlist_are_told() -> None:
    worksheet = sheet(
        products=[product("robot", shortlisted=True, own_cost=1), product("bus")],
        constraints={"must_have": ["bus"], "at_least": [{"of": ["bus", "robot"], "count": 2}]},
    )
    found = analyse(worksheet)
    assert explain_no_set(worksheet, found.economics, found.portfolio) == (
        "Bus must be chosen, and is not on the shortlist. "
        "At least 2 of Bus and Robot must be chosen, and the shortlist has 1 of them."
    )


def test_a_product_that_needs_one_without_a_cost_is_said_to_be_in_no_set() -> None:
    worksheet = sheet(
        products=[product("robot", own_cost=1, value=9), product("bus", value=9)],
        constraints={"requires": [["robot", "bus"]]},
    )
    told = list(warn_of_conditions(worksheet, analyse(worksheet).economics))
    assert told == ["Robot is in no set: it may be chosen only with Bus, which cannot be weighed yet."]


def test_a_product_that_needs_one_off_the_shortlist_is_said_to_be_in_no_set() -> None:
    worksheet = sheet(
        products=[product("robot", shortlisted=True, own_cost=1, value=9), product("bus", own_cost=1, value=9)],
        constraints={"requires": [["robot", "bus"]]},
    )
    told = list(warn_of_conditions(worksheet, analyse(worksheet).economics))
    assert told == ["Robot is in no set: it may be chosen only with Bus, which is not on the shortlist."]
