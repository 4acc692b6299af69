from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.missing import find_lacks
from reuse_app.analysis.scoring import read_ballots, score_products
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import capability, decision, factor, link, product, rating, sheet


def missing(worksheet: Worksheet) -> tuple[str, ...]:
    ballots = read_ballots(worksheet)
    lacks = find_lacks(worksheet, read_cells(worksheet), score_products(ballots, ballots))
    return tuple(sentence for _, sentence in lacks)


def test_an_empty_worksheet_misses_the_beginning() -> None:
    assert missing(sheet()) == (
        "No budget is stated: nothing limits the best set.",
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
        "No need is mapped for Bus, Cup.",
        "Nobody has rated Bus, Cup.",
        "Some factors have no level for Robot: their weight goes to the others.",
        "No iteration is logged yet: there is no rate of progress.",
    )


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
