"""Amounts, levels and days as people in many countries write them."""

import pytest

from reuse_app.exchange import inventory_files
from reuse_app.exchange.errors import CellError
from reuse_app.exchange.reading.cells import Said, said_in
from reuse_app.exchange.reading.choices import Choices
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns
from tests.exchange.test_cases import table, told, values

COLUMNS = columns(Capability)


def said(cell: str, field: str = "build_cost_likely", separator: str = ",") -> Said:
    return said_in(cell, COLUMNS[field], separator=separator)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("１２３", 123, ""),
        ("٣٤٥٫٥", 345.5, ""),
        ("−5", -5, ""),
        ("12,34,567.50", 1234567.5, ""),
        ("₹ 12,34,567", 1234567, "₹"),
        ("¥120,000", 120000, "¥"),
        ("CHF 1’500.–", 1500, "CHF"),
        ("1500.--", 1500, ""),
        ("Fr. 1'500.50", 1500.5, "Fr."),
        ("R$ 1.234,56", 1234.56, "R$"),
        ("NZ$ 50", 50, "NZ$"),
        ("1 200 руб.", 1200, "руб."),
        ("120万円", 120, "万円"),
        ("AED 500", 500, "AED"),
        ("3 Personentage", 3, "Personentage"),
        ("2 weeks", 2, "weeks"),
        ("5 jours", 5, "jours"),
        ("3人月", 3, "人月"),
    ],
)
def test_amounts_of_many_countries_are_read(cell: str, value: float, unit: str) -> None:
    assert said(cell) == Said(value, unit=unit)


@pytest.mark.parametrize(
    "cell",
    [
        "between 10 and 20",
        "de 10 à 20",
        "entre 10 y 20",
        "von 10 bis 20",
        "10 a 20",
        "от 10 до 20",
        "10〜20",
        "15 ± 5",
        "10–20",
    ],
)
def test_ranges_in_words_and_signs_have_two_ends(cell: str) -> None:
    assert said(cell) == Said(15, 10, 20)


@pytest.mark.parametrize("cell", ["~500", "approx. 500", "ca. 500", "约500", "environ 500", "около 500"])
def test_a_rough_amount_is_taken_and_told(cell: str) -> None:
    assert said(cell) == Said(500, is_rough=True)
    assert "called rough were taken as they are in row 2." in told(table("name,cost", f"Press,{cell}"))


@pytest.mark.parametrize("cell", ["<500", ">500", "up to 500", "500+", "10/20", "½", "50%", "(500)", "€€€", "low"])
def test_what_may_mean_something_else_is_never_guessed(cell: str) -> None:
    with pytest.raises(CellError):
        said(cell)


@pytest.mark.parametrize(
    ("cell", "instead"),
    [
        (">5", "write one amount such as 12, or a range as 10-20."),
        ("5+", "write one amount such as 12, or a range as 10-20."),
        ("5-7-9", "write one amount such as 12, or a range as 10-20."),
        ("5/7/9", "write a range as 10-20, or low, likely and high each in a column."),
        ("10k | 20k | 30k", "write a range as 10-20, or low, likely and high each in a column."),
    ],
)
def test_of_a_bound_or_three_amounts_it_is_told_what_to_write_instead(cell: str, instead: str) -> None:
    with pytest.raises(CellError) as found:
        said(cell)
    assert str(found.value) == f"Found “{cell}”; {instead}"


@pytest.mark.parametrize(
    "cell",
    [
        "tbd.",
        "None",
        "NOASSERTION",
        "NaN",
        "\\N",
        "(blank)",
        "未定",
        "なし",
        "待定",
        "не указано",
        "à définir",
        "por definir",
    ],
)
def test_the_unknown_has_many_names(cell: str) -> None:
    assert said(cell).is_unknown
    assert said(cell, "owner").is_unknown


def test_a_name_that_nobody_knows_is_taken_and_told() -> None:
    incoming = table("name,owner", "None,Ann", "Press,Bob", "?,Cy")
    assert values(incoming, "name") == [("None",), ("Press",), ("?",)]
    assert incoming.remarks == ("A name says that it is not known and was taken as it is in rows 2, 4.",)
    assert table("name,owner", "Press,Ann").remarks == ()


@pytest.mark.parametrize(
    "cell", ["L7", "TRL=7", "NRS 7", "Nivel 7", "Уровень 7", "７", "TRL７", "TRL 7 / production", "7,0", "7 – demo"]
)
def test_a_level_with_its_name_in_any_language_is_read(cell: str) -> None:
    assert said(cell, "trl").value == 7


@pytest.mark.parametrize(
    "cell", ["6-7", "6–7", "6/7", "TRL 6-7", "TRL 4 to 5", "4 bis 5", "6, 7", "6;7", "TRL 4, 5, 6", "5/7/9"]
)
def test_two_levels_are_none(cell: str) -> None:
    with pytest.raises(CellError, match="write one level"):
        said(cell, "trl")


@pytest.mark.parametrize("cell", ["high", "vii", "TRL 10"])
def test_what_is_no_level_is_told_which_there_are(cell: str) -> None:
    with pytest.raises(CellError, match="write a level from 1 to 9, such as 7"):
        said(cell, "trl")


@pytest.mark.parametrize(
    "cell",
    [
        "31-Mar-2026",
        "31/Mar/26 9:14 AM",
        "March 31, 2026 9:12 AM",
        "Tue, 31 Mar 2026 10:00:00 GMT",
        "31. März 2026",
        "31 mars 2026",
        "31 de marzo de 2026",
        "31 марта 2026 г.",
        "2026-Mar-31",
        "2026年3月31日",
        "2026년 3월 31일",
        "2026. 3. 31.",
        "20260331",
        "２０２６/０３/３１",
        "31‐03‐2026",
        "2026-03-31 (Tue)",
    ],
)
def test_days_with_names_of_months_and_in_other_scripts_are_read(cell: str) -> None:
    assert str(said(cell, "checked").value) == "2026-03-31"


@pytest.mark.parametrize("cell", ["Mar-26", "Q1 2026", "2026-03", "1774915200", "31 Foo 2026", "31 ju 2026"])
def test_what_names_no_day_is_none(cell: str) -> None:
    with pytest.raises(CellError, match="write a day as"):
        said(cell, "checked")


@pytest.mark.parametrize(
    "dates", [("26/03/31", "26/04/03"), ("26/03/11", "26/04/03"), ("31/03/26", "03/04/26"), ("3/31/26", "4/3/26")]
)
def test_the_year_may_come_first_in_two_digits(dates: tuple[str, str]) -> None:
    incoming = table("name,last checked", *(f"A,{day}" for day in dates))
    assert str(values(incoming, "checked")[1][0]) == "2026-04-03"
    assert ("begin with the year" in told(incoming)) is dates[0].startswith("26")


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (("3.31.2026", "3.4.2026", "4/3/2026"), ["2026-03-31", "2026-03-04", "2026-04-03"]),
        (("3.4.2026", "3/31/2026"), ["2026-04-03", "2026-03-31"]),
        (("3.31.2026", "31.3.2026", "3.4.2026"), ["None", "2026-03-31", "2026-04-03"]),
        (("3.31.2026", "31/3/2026", "3.4.2026"), ["None", "2026-03-31", "2026-04-03"]),
    ],
)
def test_the_month_comes_first_between_points_where_the_column_tells_so(
    dates: tuple[str, ...], days: list[str]
) -> None:
    incoming = table("name,last checked", *(f"A,{day}" for day in dates))
    assert [str(day) for (day,) in values(incoming, "checked")] == days
    is_told = "dates that begin with the month, as row 2 tells" in told(incoming)
    assert is_told is (days[0] == "2026-03-31")


def test_a_year_that_was_guessed_to_come_first_can_be_chosen_otherwise() -> None:
    content = b"name,last checked\nA,26/03/11\nB,26/04/03\n"
    assert inventory_files.preview("x.csv", content).questions.asks_for_days
    chosen = inventory_files.read("x.csv", content, Choices(days="day"))
    assert [str(row.capability.checked) for row in chosen.rows] == ["2011-03-26", "2003-04-26"]


@pytest.mark.parametrize(
    ("lines", "cost", "is_told"),
    [
        (("name;cost", "A;1.200", "B;1.200,50"), 1200, True),
        (("name;cost", "A;1.200", "B;12.50"), 1.2, True),
        (("name;cost", "A;1,200", 'B;"1,200.50"'), 1200, True),
        (("name,cost", "A,1.200", 'B,"2,5"'), 1200, True),
        (("name\tcost", "A\t1,200", "B\t2,5"), 1.2, True),
        (("name,cost", 'A,"1,200"', "B,7"), 1200, False),
        (("name,cost", 'A,"$1,200"', "B,2.5"), 1200, True),
        (("name;cost low;cost high", "A;1.200;2.000,5"), 1200, True),
    ],
)
def test_all_numbers_together_tell_what_stands_before_decimals(
    lines: tuple[str, ...], cost: float, is_told: bool
) -> None:
    incoming = table(*lines)
    first = incoming.rows[0].capability.build_cost
    assert first
    assert first.low == cost
    assert ("Numbers were read with a decimal" in told(incoming)) is is_told


@pytest.mark.parametrize("lines", [("name;cost", "A;$1,200"), ("name\tcost", "A\t1.200"), ("name,cost", "A,1.200")])
def test_where_no_number_tells_somebody_says_what_stands_before_decimals(lines: tuple[str, ...]) -> None:
    incoming = table(*lines)
    assert values(incoming, "build_cost") == [(None,)]
    assert "may mean thousands or decimals" in told(incoming)
    assert inventory_files.preview("x.csv", "\n".join(lines).encode()).questions.asks_for_decimals
    thousands, decimals = ("point", "comma") if "," in lines[1].lstrip("A,") else ("comma", "point")
    assert values(table(*lines, chosen=Choices(decimals=thousands)), "build_cost") == [((1200, 1200, 1200),)]
    assert values(table(*lines, chosen=Choices(decimals=decimals)), "build_cost") == [((1.2, 1.2, 1.2),)]
