"""What a report says of many products: the first of each list, counts in a heading, and all of it in the annex."""

import pytest

from reuse_app.analysis import Findings, analyse
from reuse_app.narrative.blocks import Drawing, Entry, Section, Table
from reuse_app.narrative.composing import compose
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import decision, factor, product, rating, sheet

COUNT = 30


@pytest.fixture(scope="module")
def many() -> Worksheet:
    keys = [f"p{number:02}" for number in range(COUNT)]
    return sheet(
        factors=[factor("size"), factor("risk", "challenge")],
        products=[
            product(key, own_cost=5, **({"application": "Work"} if number < 14 else {}))
            for number, key in enumerate(keys)
        ],
        participants=[{"key": "ann", "name": "Ann"}, {"key": "bob", "name": "Bob"}],
        ratings=[
            rating(who, key, of, 1 + (number + shift) % 4)
            for number, key in enumerate(keys)
            for who, shift in (("ann", 0), ("bob", 1))
            for of in ("size", "risk")
        ],
        decisions=[decision("p00", "primary", reason="x")],
    )


@pytest.fixture(scope="module")
def findings(many: Worksheet) -> Findings:
    return analyse(many)


def chapter(many: Worksheet, findings: Findings, key: str) -> Section:
    (section,) = compose(many, findings, chapters=[key]).sections
    return section


def test_a_heading_counts_the_fields_of_the_map(many: Worksheet, findings: Findings) -> None:
    assert chapter(many, findings, "scores").finding == "The map has 22 moon shots and 8 quick wins."


def test_a_map_of_many_draws_no_crosses_over_each_other(many: Worksheet, findings: Findings) -> None:
    (drawn,) = [block for block in chapter(many, findings, "scores").blocks if isinstance(block, Drawing)]
    assert 'class="spread"' not in drawn.figure.svg
    assert "Crosses" not in drawn.figure.description
    assert "how far people see it apart" not in drawn.figure.svg


def test_what_is_not_described_is_one_line_and_a_long_list_is_folded(many: Worksheet, findings: Findings) -> None:
    entries = [block for block in chapter(many, findings, "products").blocks if isinstance(block, Entry)]
    assert [(one.title, one.is_folded) for one in entries[1:]] == [
        ("Without a role yet: 12 of 14", False),
        ("Without a role yet: all", True),
    ]
    assert "Not described yet" in str(entries[-1])


def test_the_cost_of_many_products_is_told_in_part_and_folded_whole(many: Worksheet, findings: Findings) -> None:
    tables = [block for block in chapter(many, findings, "family").blocks if isinstance(block, Table)]
    costs = [(len(one.rows), one.is_folded) for one in tables if one.caption.startswith("Cost of each product")]
    assert costs == [(12, False), (COUNT, True)]
