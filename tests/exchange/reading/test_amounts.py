"""Thousands and millions in one table: what they are brought to, and what is told where they cannot be."""

import pytest

from reuse_app.exchange.reading.amounts import unit_of
from tests.exchange.test_cases import table, told, values


def costs(*cells: str, heading: str = "Cost") -> tuple[list[object], str, str]:
    """What the amounts of a column are: the likely ones, their unit, and what is told."""
    incoming = table(f"name;{heading}", *(f"P{number};{cell}" for number, cell in enumerate(cells)))
    return [row[0][1] for row in values(incoming, "build_cost")], incoming.unit, told(incoming)  # type: ignore[index]


@pytest.mark.parametrize(
    ("cells", "heading", "expected", "unit"),
    [
        (("10k", "8000", "0"), "Cost", [10_000, 8_000, 0], ""),
        (("10k", "8k", "0"), "Cost", [10, 8, 0], "k"),
        (("10k", "1.2M"), "Cost", [10, 1_200], "k"),
        (("1200,50 €", "2,5 Mio. €"), "Cost", [1_200.5, 2_500_000], "€"),
        (("10", "8000 €", "1,2 Mio €", "3 k€"), "Cost (k€)", [10, 8, 1_200, 3], "k€"),
        (("T€ 12", "EUR 500"), "Cost", [12_000, 500], "EUR"),
        (("1200万円", "8000000円"), "費用", [12_000_000, 8_000_000], "円"),
        (("3k", "20"), "Cost (PM)", [3_000, 20], "PM"),
        (("10 k$", "8000 $", "1.2 M$"), "Cost", [10_000, 8_000, 1_200_000], "$"),
        (("Rs 5 lakh", "₹ 200"), "Cost", [500_000, 200], "₹"),
        (("CHF 5", "Fr. 6"), "Cost", [5, 6], "CHF"),
    ],
)
def test_thousands_and_millions_of_the_same_are_brought_to_one_unit(
    cells: tuple[str, ...], heading: str, expected: list[float], unit: str
) -> None:
    found, of_all, _ = costs(*cells, heading=heading)
    assert (found, of_all) == (expected, unit)


def test_what_was_converted_is_told_with_its_rows() -> None:
    assert "Amounts in k were converted to numbers without it in row 2." in costs("10k", "8000")[2]
    assert "Amounts in M were converted to k in row 3." in costs("10k", "1.2M")[2]


def test_both_ends_of_a_range_are_converted() -> None:
    incoming = table("name,cost", "Press,2-3k", "Oven,800-900")
    assert values(incoming, "build_cost") == [((2_000, 2_500, 3_000),), ((800, 850, 900),)]


def test_columns_whose_headings_state_units_of_another_size_become_one() -> None:
    incoming = table("name,cost (k€),platform cost (€)", "Press,12,3000")
    assert values(incoming, "build_cost", "platform_cost") == [((12_000, 12_000, 12_000), (3_000, 3_000, 3_000))]
    assert incoming.unit == "€"
    assert "Amounts in k€ were converted to € in row 2." in told(incoming)


def test_different_units_are_told_and_none_is_converted() -> None:
    assert costs("10 PM", "5 days")[::2] == (
        [10, 5],
        "Amounts stand in several units (PM, days); the numbers are taken as they are, none is converted.",
    )
    assert "several units ($, €)" in costs("$12", heading="Cost (€)")[2]


@pytest.mark.parametrize("text", ["kr", "m", "mm", "t", "days", "MXN", "MOP$", "R$", "kč"])
def test_what_only_begins_like_thousands_or_millions_is_none(text: str) -> None:
    assert unit_of(text).scale == 1
