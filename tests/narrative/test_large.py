"""What a report tells of a worksheet that is far larger than anybody reads: the first part, and where the rest is."""

import pytest

from reuse_app.analysis import Findings, analyse
from reuse_app.narrative.blocks import Entry, Table, table
from reuse_app.narrative.composing import compose
from reuse_app.narrative.figures import heat_map
from reuse_app.narrative.figures.heat_map import MOST_CAPABILITIES, MOST_PRODUCTS
from reuse_app.narrative.words import COMPLETE, MOST_COLUMNS, MOST_ROWS, amount
from reuse_app.worksheet import Status, Worksheet
from tests.benchmarks.sheets import large_worksheet


@pytest.fixture(scope="module")
def large() -> Worksheet:
    """More products than a picture has columns, and more links than a table has rows."""
    return large_worksheet(capabilities=201, products=61, raters=1, density=0.1)


@pytest.fixture(scope="module")
def findings(large: Worksheet) -> Findings:
    """What follows from it."""
    return analyse(large)


def test_a_table_that_fits_is_told_whole() -> None:
    rows = [("x",) * MOST_COLUMNS] * MOST_ROWS
    (told,) = table("All", ("y",) * MOST_COLUMNS, rows)
    assert told == Table("All", ("y",) * MOST_COLUMNS, tuple(rows))


def test_of_a_larger_table_the_first_part_is_told_and_where_the_rest_is() -> None:
    row = tuple(map(str, range(MOST_COLUMNS + 1)))
    (told,) = table("All", row, [row] * (MOST_ROWS + 1), numbers=(1, MOST_COLUMNS))
    assert told.caption == f"All: the first 1\u202f000 of 1\u202f001 rows and the first 60 of 61 columns; {COMPLETE}"
    assert told.rows == (row[:MOST_COLUMNS],) * MOST_ROWS
    assert told.headers == row[:MOST_COLUMNS]
    assert told.numbers == {1}


def test_of_a_larger_matrix_the_picture_shows_that_on_which_most_hangs(large: Worksheet, findings: Findings) -> None:
    figure = heat_map(large, findings)
    assert figure is not None
    missing = sum(one.status is Status.MISSING and one.key in findings.leverage for one in large.capabilities)
    assert f"{missing} of them are missing" in figure.title
    assert "the 200 of 201 capabilities on which most hangs" in figure.title
    assert "the 50 of 61 products that need most" in figure.title
    assert COMPLETE[1:] in figure.description
    assert (len(figure.rows), len(figure.headers)) == (MOST_CAPABILITIES, MOST_PRODUCTS + 2)
    shown, leverage = {name for name, *_ in figure.rows}, findings.leverage
    (left,) = (one.key for one in large.capabilities if one.name not in shown)
    assert leverage.get(left, 0) == min(leverage.get(one.key, 0) for one in large.capabilities)


def test_the_annex_says_of_how_many_links_it_tells(large: Worksheet, findings: Findings) -> None:
    count = len(large.needed_links)
    assert count > MOST_ROWS
    methods = next(one for one in compose(large, findings).sections if one.key == "methods")
    tables = [block for entry in methods.blocks if isinstance(entry, Entry) for block in entry.blocks]
    links = next(one for one in tables if isinstance(one, Table) and one.caption.startswith("Every link"))
    assert f"the first {amount(MOST_ROWS)} of " in links.caption
    assert len(links.rows) == MOST_ROWS
