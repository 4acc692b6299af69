import pytest

from reuse_app.exchange.csv_cells import CellError, text_of, value_of
from reuse_app.worksheet import Capability, Kind
from reuse_app.worksheet.flat import columns

COLUMNS = columns(Capability)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "'=x", "''", "x", "", "x=1", " =1"])
def test_formulas_stand_behind_a_mark_that_comes_off_again(text: str) -> None:
    cell = text_of(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert value_of(cell, COLUMNS["evidence"], separator=",") == (text or None)


def test_the_mark_of_others_stays() -> None:
    assert value_of("'tis so", COLUMNS["evidence"], separator=",") == "'tis so"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (12.0, "12"), (0.5, "0.5"), (7, "7"), (Kind.DATA, "data")])
def test_other_values_are_written_plainly(value: str | float | None, cell: str) -> None:
    assert text_of(value) == cell


@pytest.mark.parametrize(
    ("cell", "separator", "number"),
    [
        ("", ",", None),
        (" 12 ", ",", 12),
        ("2.5", ",", 2.5),
        ("2,5", ";", 2.5),
        ("2,5", ",", 2.5),
        (".5", ",", 0.5),
        ("1e-07", ",", 1e-07),
        ("1,200", ",", 1200),
        ("1,200", ";", 1.2),
        ("1.200", ",", 1.2),
        ("1.200", "\t", 1.2),
        ("1,200.5", ";", 1200.5),
        ("1.200,5", ",", 1200.5),
        ("1.000,00", ";", 1000),
        ("1,234,567", ";", 1234567),
        ("1.234.567", ";", 1234567),
        ("12 500", ";", 12500),
        ("12\u202f500,5", ";", 12500.5),
        ("12\u00a0500", ";", 12500),
        ("1'200", ",", 1200),
        ("0,125", "\t", 0.125),
        ("-3", ",", -3),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: str, separator: str, number: float | None) -> None:
    assert value_of(cell, COLUMNS["build_cost_likely"], separator=separator) == number


@pytest.mark.parametrize(("cell", "separator"), [("1,200", "\t"), ("1.200", ";")])
def test_numbers_that_may_mean_two_things_are_asked_about(cell: str, separator: str) -> None:
    with pytest.raises(CellError, match="may mean thousands or decimals"):
        value_of(cell, COLUMNS["build_cost_likely"], separator=separator)


@pytest.mark.parametrize("cell", ["many", "NaN", "12 k€", "1 2", "0x10", "1.2.3", "TRL 7", "٣", "-", "1/2"])
def test_what_is_no_number_is_named(cell: str) -> None:
    with pytest.raises(CellError, match=r"write a number such as 12 or 2\.5"):
        value_of(cell, COLUMNS["build_cost_likely"], separator=",")


def test_an_endless_number_is_left_to_the_check() -> None:
    assert value_of("1e999", COLUMNS["build_cost_likely"], separator=",") == float("inf")


def test_choices_are_recognised_in_any_spelling() -> None:
    assert value_of(" In House ", COLUMNS["status"], separator=",") == "in-house"
    assert value_of("HARDWARE", COLUMNS["kind"], separator=",") == "hardware"
    assert value_of(" ", COLUMNS["kind"], separator=",") is None
    with pytest.raises(CellError, match="Found “wood”; write one of hardware, software"):
        value_of("wood", COLUMNS["kind"], separator=",")
