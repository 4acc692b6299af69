import datetime as dt

import pytest

from reuse_app.exchange.errors import CellError
from reuse_app.exchange.tables import text_of, unmarked, value_of
from reuse_app.worksheet import Capability, Iteration, Kind, Link, Product
from reuse_app.worksheet.columns import columns

COLUMNS = columns(Capability)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "'=x", "''", "x", "", "x=1", " =1"])
def test_formulas_stand_behind_a_mark_that_comes_off_again(text: str) -> None:
    cell = text_of(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unmarked(cell) == text
    assert value_of(unmarked(cell), COLUMNS["evidence"], separator=",") == (text.strip() or None)


def test_the_mark_of_others_stays() -> None:
    assert unmarked("'tis so") == "'tis so"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (12.0, "12"),
        (0.5, "0.5"),
        (7, "7"),
        (Kind.DATA, "data"),
        (True, "true"),
        (dt.date(2026, 3, 31), "2026-03-31"),
    ],
)
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
        ("2,5", "|", 2.5),
        ("-3", ",", -3),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: str, separator: str, number: float | None) -> None:
    assert value_of(cell, COLUMNS["build_cost_likely"], separator=separator) == number


@pytest.mark.parametrize(("cell", "separator"), [("1,200", "\t"), ("1,200", "|"), ("1.200", ";")])
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


DAY = columns(Iteration)["date"]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-31",
        "2026-03-31T12:00:00Z",
        "2026/3/31",
        "31.3.2026",
        "31.03.2026",
        "31/03/2026",
        "3/31/2026",
        "31-3-2026",
        "46112",
        46112,
        46112.5,
        dt.date(2026, 3, 31),
        dt.datetime(2026, 3, 31, 12, 0),  # noqa: DTZ001  # as workbooks hold it
    ],
)
def test_days_are_read_as_people_and_spreadsheets_write_them(cell: str | float | dt.date) -> None:
    assert value_of(cell, DAY, separator=",") == dt.date(2026, 3, 31)


def test_with_points_the_day_comes_first_and_with_strokes_nobody_can_tell() -> None:
    assert value_of("3.4.2026", DAY, separator=",") == dt.date(2026, 4, 3)
    assert value_of("4/4/2026", DAY, separator=",") == dt.date(2026, 4, 4)
    with pytest.raises(CellError, match="may name the day or the month first"):
        value_of("3/4/2026", DAY, separator=",")


@pytest.mark.parametrize("cell", ["soon", "2026-02-30", "31.13.2026", "12", "99999", 1e300, float("nan"), True])
def test_what_is_no_day_is_named(cell: str | float) -> None:
    with pytest.raises(CellError, match="write a day as 2026-03-31"):
        value_of(cell, DAY, separator=",")


def test_truths_are_recognised() -> None:
    home = columns(Product)["home"]
    assert [value_of(cell, home, separator=",") for cell in ("Yes", "x", "TRUE", 1.0, True)] == [True] * 5
    assert [value_of(cell, home, separator=",") for cell in ("no", "0", 0.0, False)] == [False] * 4
    for cell in ("perhaps", 2.0, dt.date(2026, 1, 1)):
        with pytest.raises(CellError):
            value_of(cell, home, separator=",")


def test_cells_of_a_workbook_are_taken_as_they_are() -> None:
    cost, need = COLUMNS["build_cost_likely"], columns(Link)["need"]
    assert (value_of(2.5, cost, separator="\t"), value_of(9.0, need, separator="\t")) == (2.5, 9)
    assert value_of(None, cost, separator="\t") is None
    assert value_of(2026.0, COLUMNS["owner"], separator="\t") == "2026"
    assert value_of(dt.date(2026, 3, 31), COLUMNS["owner"], separator="\t") == "2026-03-31"
    with pytest.raises(CellError, match="Found the day 2026-03-04, as Excel makes of"):
        value_of(dt.date(2026, 3, 4), cost, separator="\t")
    with pytest.raises(CellError, match="Found true; write a number"):
        value_of(True, cost, separator="\t")  # a cell, not a flag
