"""Small worksheets for the tests of the analysis; a test names only what matters to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from reuse_app.worksheet import Worksheet

Row = Mapping[str, Any]


def capability(key: str, **fields: Any) -> Row:
    return {"key": key, "name": key.title(), **fields}


def product(key: str, **fields: Any) -> Row:
    return {"key": key, "name": key.title(), **fields}


def link(capability: str, product: str, need: int = 9, **fields: Any) -> Row:
    return {"capability": capability, "product": product, "need": need, **fields}


def factor(key: str, axis: str = "potential", **fields: Any) -> Row:
    return {"key": key, "name": key.title(), "axis": axis, **fields}


def rating(participant: str, product: str, factor: str, level: int | None, round: int = 1) -> Row:  # noqa: A002  # as in the file
    return {"participant": participant, "product": product, "factor": factor, "level": level, "round": round}


def decision(product: str, role: str, **fields: Any) -> Row:
    return {"product": product, "role": role, **fields}


def sheet(*, budget: float | None = None, **parts: Sequence[Row] | Row) -> Worksheet:
    return Worksheet.model_validate({"workshop": {"title": "Test", "budget": budget}, **parts})


def two_worth_sixty() -> Worksheet:
    """The teaching case: two products worth 60 each, one capability of cost 100 that both need and nobody has."""
    return sheet(
        capabilities=[capability("vision", status="missing", build_cost=100)],
        products=[product("robot", own_cost=0, value=60), product("bus", own_cost=0, value=60)],
        links=[_free("robot"), _free("bus")],
    )


def _free(product: str) -> Row:
    return link("vision", product, assessment=0, change={"design": 0, "realisation": 0, "integration": 0})
