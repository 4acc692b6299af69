"""Large worksheets, drawn with a seed, for measuring."""

import random
from typing import Any

from reuse_app.worksheet import Worksheet

FACTORS = 6


def large_worksheet(
    *, capabilities: int = 200, products: int = 50, raters: int = 30, density: float = 0.3, seed: int = 1
) -> Worksheet:
    """A worksheet of a size; each capability is needed by a share of the products."""
    chance = random.Random(seed)  # noqa: S311  # a measurement, not a secret
    return Worksheet.model_validate(
        {
            "workshop": {"title": "Large", "budget": 2_000},
            "factors": [_factor(number) for number in range(FACTORS)],
            "capabilities": [_capability(number, chance) for number in range(capabilities)],
            "products": [_product(number, chance) for number in range(products)],
            "links": [
                _link(capability, product, chance)
                for capability in range(capabilities)
                for product in range(products)
                if chance.random() < density
            ],
            "participants": [{"key": f"u{number}", "name": f"Person {number}"} for number in range(raters)],
            "ratings": [
                {"participant": f"u{rater}", "product": f"p{product}", "factor": f"f{factor}", "level": level}
                for rater in range(raters)
                for product in range(products)
                for factor in range(FACTORS)
                for level in [chance.randint(1, 4)]
            ],
        }
    )


def _factor(number: int) -> dict[str, Any]:
    return {"key": f"f{number}", "name": f"Factor {number}", "axis": ("potential", "challenge")[number % 2]}


def _capability(number: int, chance: random.Random) -> dict[str, Any]:
    status = "missing" if chance.random() < 0.2 else "in-house"  # one in five is a gap
    return {
        "key": f"c{number}",
        "name": f"Capability {number}",
        "status": status,
        "build_cost": _estimate(5, 20, chance),
        "platform_cost": _estimate(1, 10, chance) if status == "in-house" else None,
    }


def _product(number: int, chance: random.Random) -> dict[str, Any]:
    costs = {"own_cost": _estimate(5, 50, chance), "value": _estimate(50, 500, chance)}
    return {"key": f"p{number}", "name": f"Product {number}", **costs}


def _link(capability: int, product: int, chance: random.Random) -> dict[str, Any]:
    return {
        "capability": f"c{capability}",
        "product": f"p{product}",
        "need": chance.choice([1, 3, 9]),
        "fit": chance.choice(["as-is", "adjust", "rework"]),
    }


def _estimate(least: float, most: float, chance: random.Random) -> dict[str, float]:
    low = chance.uniform(least, most)
    return {"low": low, "likely": low * 1.3, "high": low * 2}
