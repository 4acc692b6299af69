import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import write_bills
from reuse_app.analysis.cost.simple import Simple, Tendency, compare_terms, qualitative_simple, sum_terms
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import capability, link, product, sheet

LOWER, SAME, HIGHER = Tendency.LOWER, Tendency.SAME, Tendency.HIGHER


def family(*, organisation: float | None, platform: float | None, build: float, share: float) -> Simple:
    """The terms of three products with own costs of 15 that use one capability, for a share of its cost each."""
    change = {"design": 0, "realisation": 0, "integration": share / 0.003}
    worksheet = sheet(
        workshop={"title": "Test", "organisation_cost": organisation},
        capabilities=[capability("vision", build_cost=build, platform_cost=platform)],
        products=[product(key, own_cost=15) for key in "abc"],
        links=[link("vision", key, assessment=0, change=change) for key in "abc"],
    )
    stated = worksheet.workshop.organisation_cost
    return sum_terms(write_bills(read_cells(worksheet), worksheet.products, stated))


def test_the_published_identity() -> None:
    found = family(organisation=10, platform=60, build=35, share=1 / 7)
    assert (found.core, found.unique, found.reuse) == pytest.approx((60, 45, 15))
    assert (found.standalone, found.total, found.savings) == pytest.approx((150, 130, 20))
    assert found.roi == pytest.approx(0.2857, abs=1e-4)


def test_without_investment_there_is_no_return_on_it() -> None:
    found = family(organisation=None, platform=None, build=10, share=0.1)
    assert found.savings == pytest.approx(27)
    assert found.roi is None


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
