import datetime as dt

import pytest

from reuse_app.worksheet import (
    Capability,
    Estimate,
    Factor,
    Fit,
    GapPlan,
    Iteration,
    Link,
    Modification,
    Need,
    Rating,
    Settings,
    Workshop,
)
from reuse_app.worksheet.columns import columns, flatten, nest
from reuse_app.worksheet.values import Noun


def test_nested_parts_and_tuples_become_named_columns() -> None:
    assert list(columns(Factor)) == [
        "key",
        "name",
        "axis",
        "weight",
        "anchors_1",
        "anchors_2",
        "anchors_3",
        "anchors_4",
    ]
    assert [name for name in columns(Capability) if name.startswith("build_cost")] == [
        "build_cost_low",
        "build_cost_likely",
        "build_cost_high",
    ]


def test_a_column_says_what_it_may_hold() -> None:
    need = columns(Link)["need"]
    assert (need.type, need.choices, need.optional, need.refers) == (int, tuple(Need), False, None)
    assert columns(Link)["capability"].refers == "capability"
    assert columns(Link)["fit"].optional
    assert columns(Link)["trl"].limits == {"ge": 1, "le": 9}
    assert columns(Link)["change_design"].optional
    assert columns(Workshop)["settings_dots_each"].limits == {"ge": 1, "le": 100}
    assert columns(Rating)["round"].choices == (1, 2)
    assert columns(GapPlan)["single_supplier"].type is bool
    assert columns(Iteration)["date"].type is dt.date
    assert columns(Capability)["name"].limits == {"min_length": 1, "max_length": 200}
    assert columns(Capability)["name"].description


@pytest.mark.parametrize(
    "noun",
    [
        Capability(key="vision", name="Vision", build_cost=Estimate(low=1, likely=2, high=4)),
        Factor.model_validate({"key": "m", "name": "M", "axis": "potential", "anchors": ["a", "b", "c", "d"]}),
        Link(capability="a", product="b", need=Need.STRONG, fit=Fit.ADJUST),
        Link(capability="a", product="b", need=Need.WEAK, change=Modification(design=1, realisation=2, integration=3)),
        Workshop(title="T", settings=Settings(dots_each=7)),
        Rating(participant="a", product="b", factor="c", level=None),
        Iteration(product="a", date=dt.date(2026, 3, 1)),
    ],
)
def test_a_noun_comes_back_from_its_columns(noun: Noun) -> None:
    row = flatten(noun)
    assert list(row) == list(columns(type(noun)))
    assert type(noun).model_validate(nest(type(noun), row)) == noun


def test_absent_parts_are_left_out() -> None:
    assert nest(Link, {"capability": "a", "change_design": None})["capability"] == "a"
    assert "change" not in nest(Link, {"capability": "a"})
    assert nest(Link, {"change_design": 5})["change"] == {"design": 5}
