"""Tables fit across a page, and none of their cells is lost."""

import pytest

from reuse_app.narrative.blocks import Table
from reuse_app.report.columns import MOST_ROWS, fitted, widths


def table(columns: int, rows: int = 3, *, cell: str = "as is, strong", is_folded: bool = False) -> Table:
    """A table of names and equal cells."""
    headers = ("Capability", *(f"Product {n}" for n in range(1, columns)))
    lines = tuple((f"Capability number {n}", *(cell for _ in range(1, columns))) for n in range(rows))
    return Table("Matrix", headers, lines, is_folded=is_folded)


def test_a_table_that_fits_stays_as_it_is() -> None:
    assert fitted(table(4)) == [table(4)]


@pytest.mark.parametrize("columns", [1, 2, 12, 40, 300])
def test_every_column_is_in_one_part_and_the_names_are_in_all(columns: int) -> None:
    parts = fitted(table(columns))
    assert {part.headers[0] for part in parts} == {"Capability"}
    assert [header for part in parts for header in part.headers[1:]] == list(table(columns).headers[1:])
    assert len({part.caption for part in parts}) == len(parts)


def test_numbers_stay_numbers_in_their_part() -> None:
    wide = Table("Wide", table(40).headers, table(40).rows, frozenset({1, 39}))
    parts = fitted(wide)
    assert 1 in parts[0].numbers
    assert parts[-1].numbers == {len(parts[-1].headers) - 1}


@pytest.mark.parametrize("columns", [1, 2, 12, 40])
@pytest.mark.parametrize("cell", ["", "1", "x" * 5_000, "a long sentence of many words " * 20])
def test_widths_are_those_of_a_page(columns: int, cell: str) -> None:
    for part in fitted(table(columns, cell=cell)):
        shares = widths(part)
        assert len(shares) == len(part.headers)
        assert min(shares) > 0
        assert sum(shares) <= 1.000001


def test_inputs_that_few_want_to_see_are_cut_and_say_so() -> None:
    (shown,) = fitted(table(3, MOST_ROWS + 1, is_folded=True))
    assert len(shown.rows) == MOST_ROWS
    assert f"the first {MOST_ROWS} of {MOST_ROWS + 1} rows" in shown.caption


def test_a_table_of_results_is_never_cut() -> None:
    assert len(fitted(table(3, MOST_ROWS + 1))[0].rows) == MOST_ROWS + 1
