"""The set-union knapsack instances of He et al. 2018, written as worksheets, against the best values known."""

from pathlib import Path

import pytest

from reuse_app.analysis import analyse
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import Row, capability, link, product, sheet

INSTANCES = Path(__file__).parents[2] / "data" / "sukp"
BEST_KNOWN = {"85_100_0.10_0.75": 12045, "100_85_0.10_0.75": 13283, "100_85_0.15_0.85": 12479}
"""Wei & Hao, Kernel based tabu search for the set-union knapsack problem, 2021."""
pytestmark = pytest.mark.no_cover
"""These take longest, and reach no line that others don't."""


def published(name: str) -> Worksheet:
    """Items are products with a value, elements capabilities that are missing; who needs one pays nothing more."""
    size, values, weights, *needs = (INSTANCES / f"{name}.txt").read_text(encoding="ascii").splitlines()
    budget = float(size.split()[2])
    return sheet(
        workshop={"title": "Test", "budget": budget, "value_unit": "points"},
        products=[product(f"p{item:03}", own_cost=0, value=int(value)) for item, value in enumerate(values.split())],
        capabilities=[
            capability(f"c{element:03}", status="missing", build_cost=int(weight))
            for element, weight in enumerate(weights.split())
        ],
        links=[
            _free(f"c{int(element):03}", f"p{item:03}") for item, row in enumerate(needs) for element in row.split()
        ],
    )


def _free(capability: str, product: str) -> Row:
    return link(capability, product, assessment=0, change={"design": 0, "realisation": 0, "integration": 0})


@pytest.mark.parametrize(("name", "times"), [("85_100_0.10_0.75", 2), ("100_85_0.10_0.75", 1), ("100_85_0.15_0.85", 1)])
def test_the_best_value_known_is_reached_each_time_and_not_called_proven(name: str, times: int) -> None:
    worksheet = published(name)
    found, *again = (analyse(published(name)).portfolio for _ in range(times))
    assert all(each == found for each in again)
    assert found.value == pytest.approx(BEST_KNOWN[name])
    assert found.cost <= (worksheet.workshop.budget or 0)
    assert not found.proven
    assert found.gap is not None
    assert found.gap > 0
    assert not any(one.proven for one in found.runners_up)
    assert [one.gives_up for one in found.runners_up] == sorted(one.gives_up for one in found.runners_up)
    assert found.next_step is not None
    assert not found.next_step_proven
