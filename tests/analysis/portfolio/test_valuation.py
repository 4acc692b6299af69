from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Source
from reuse_app.analysis.portfolio.valuation import Basis, sum_leverage, value_estimates, value_products
from reuse_app.analysis.scoring import Score, read_ballots, score_products
from reuse_app.worksheet import Estimate, Worksheet
from tests.analysis.sheets import capability, factor, link, product, rating, sheet


def scores_of(worksheet: Worksheet) -> dict[str, Score]:
    return score_products(read_ballots(worksheet), read_ballots(worksheet, through_round=1))


def rated(**robot: object) -> Worksheet:
    return sheet(
        factors=[factor("size")],
        products=[product("bus", value=3), product("robot", **robot), product("car", home=True, value=7)],
        ratings=[rating("ann", "robot", "size", 2), rating("bob", "robot", "size", 3)],
    )


def test_stated_values_count_when_every_candidate_has_one() -> None:
    worksheet = rated(value={"low": 4, "likely": 5, "high": 9})
    found = value_products(worksheet, scores_of(worksheet))
    assert (found.basis, found.values, found.unvalued) == (Basis.NET, {"robot": 5, "bus": 3, "car": 7}, ())
    assert value_estimates(worksheet, found, scores_of(worksheet))[Source("value", "robot")].high == 9


def test_otherwise_all_are_valued_by_their_ratings() -> None:
    worksheet = rated()
    found = value_products(worksheet, scores_of(worksheet))
    assert (found.basis, found.values, found.unvalued) == (Basis.RATING, {"robot": 0.5}, ("bus",))
    estimates = value_estimates(worksheet, found, scores_of(worksheet))
    assert estimates == {Source("value", "robot"): Estimate(low=1 / 3, likely=0.5, high=2 / 3)}


def test_with_neither_there_is_no_value() -> None:
    worksheet = sheet(products=[product("robot"), product("bus", value=3)])
    found = value_products(worksheet, {})
    assert (found.basis, found.values, found.unvalued) == (Basis.RATING, {}, ("bus", "robot"))
    assert value_products(sheet(), {}).basis is Basis.RATING


def test_leverage_is_value_times_need() -> None:
    worksheet = sheet(
        capabilities=[capability("vision"), capability("hand")],
        products=[product("robot", value=5), product("bus", value=3)],
        links=[link("vision", "robot", 9), link("vision", "bus", 3), link("hand", "robot", 1), link("hand", "bus", 9)],
    )
    found = sum_leverage(read_cells(worksheet), value_products(worksheet, {}))
    assert found == {"vision": 54, "hand": 32}


def test_for_leverage_products_count_alike_when_none_is_valued() -> None:
    worksheet = sheet(
        capabilities=[capability("vision")],
        products=[product("robot"), product("car", home=True)],
        links=[link("vision", "robot", 9), link("vision", "car", 3)],
    )
    assert sum_leverage(read_cells(worksheet), value_products(worksheet, {})) == {"vision": 12}


def test_a_home_product_without_value_adds_no_leverage() -> None:
    worksheet = sheet(
        capabilities=[capability("vision")],
        products=[product("robot", value=2), product("car", home=True)],
        links=[link("vision", "robot", 9), link("vision", "car", 3)],
    )
    assert sum_leverage(read_cells(worksheet), value_products(worksheet, {})) == {"vision": 18}


def test_a_chance_takes_from_the_value_and_another_unit_takes_no_cost_off() -> None:
    worksheet = Worksheet.model_validate(
        {
            "workshop": {"title": "T", "unit": "k€", "value_unit": "points"},
            "products": [product("robot", value={"low": 4, "likely": 10, "high": 20}, chance=0.5)],
        }
    )
    found = value_products(worksheet, {})
    assert (found.basis, found.values) == (Basis.VALUE, {"robot": 5})
    estimates = value_estimates(worksheet, found, {})
    assert estimates == {Source("value", "robot"): Estimate(low=2, likely=5, high=10)}
    same = worksheet.model_copy(update={"workshop": worksheet.workshop.model_copy(update={"value_unit": "K€"})})
    assert value_products(same, {}).basis is Basis.NET
