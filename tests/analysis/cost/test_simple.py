import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.simple import Tendency, compare_terms, qualitative_simple, simple_cost
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import capability, link, product, sheet

LOWER, SAME, HIGHER = Tendency.LOWER, Tendency.SAME, Tendency.HIGHER


def test_the_published_identity() -> None:
    found = simple_cost(organisation=10, core=60, unique=[15] * 3, reuse=[5] * 3, standalone=[50] * 3)
    assert (found.total, found.savings) == (130, 20)
    assert found.roi == pytest.approx(0.2857, abs=1e-4)


def test_without_investment_there_is_no_return_on_it() -> None:
    found = simple_cost(organisation=0, core=0, unique=[1], reuse=[1], standalone=[5])
    assert (found.savings, found.roi) == (3, None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"organisation": -1}, "organisation must be 0 or more, not -1"),
        ({"core": -1}, "core must be 0 or more"),
        ({"unique": [-1]}, "unique must be 0 or more"),
        ({"reuse": [1, 2]}, "reuse must have one amount for each product, 1, not 2"),
    ],
)
def test_nonsense_is_refused(fields: dict[str, object], told: str) -> None:
    inputs = {"organisation": 0, "core": 0, "unique": [1], "reuse": [1], "standalone": [5]}
    with pytest.raises(ValueError, match=told):
        simple_cost(**{**inputs, **fields})  # type: ignore[arg-type]  # some of it is nonsense


@pytest.mark.parametrize(
    ("terms", "verdict"),
    [
        ((SAME, SAME, SAME, SAME), "same"),
        ((SAME, SAME, LOWER, LOWER), "cheaper"),
        ((HIGHER, SAME, SAME, SAME), "dearer"),
        ((HIGHER, HIGHER, SAME, LOWER), "depends"),
    ],
)
def test_directions_alone_lead_to_a_verdict(terms: tuple[Tendency, ...], verdict: str) -> None:
    organisation, core, unique, reuse = terms
    found = qualitative_simple(organisation=organisation, core=core, unique=unique, reuse=reuse)
    assert found.verdict == verdict
    assert found.sentence.endswith(".")


def shared(fit: str, products: int = 2, **fields: object) -> Worksheet:
    keys = [f"p{number}" for number in range(products)]
    return sheet(
        capabilities=[capability("vision", **fields)],
        products=[product(key) for key in keys],
        links=[link("vision", key, fit=fit) for key in keys],
    )


@pytest.mark.parametrize(
    ("worksheet", "terms"),
    [
        (shared("as-is"), (HIGHER, SAME, SAME, LOWER)),
        (shared("as-is", products=1), (SAME, SAME, SAME, LOWER)),
        (shared("adjust", status="missing"), (HIGHER, HIGHER, SAME, LOWER)),
        (shared("adjust", platform_cost=3), (HIGHER, HIGHER, SAME, LOWER)),
        (shared("adjust", platform_cost=0), (HIGHER, SAME, SAME, LOWER)),
        (shared("new"), (SAME, SAME, SAME, SAME)),
    ],
)
def test_the_map_suggests_the_directions(worksheet: Worksheet, terms: tuple[Tendency, ...]) -> None:
    found = compare_terms(read_cells(worksheet))
    assert (found.organisation, found.core, found.unique, found.reuse) == terms


def test_reuse_that_costs_more_than_building_is_higher() -> None:
    change = {"design": 100, "realisation": 100, "integration": 100}
    worksheet = sheet(
        capabilities=[capability("vision")], products=[product("a")], links=[link("vision", "a", change=change)]
    )
    assert compare_terms(read_cells(worksheet)).reuse is HIGHER
