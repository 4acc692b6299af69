import pytest

from reuse_app.worksheet.numbers import UnclearNumberError, is_unclear, plain_number, whole_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        (" 2,5 ", "2.5"),
        ("2.5", "2.5"),
        ("0,125", "0.125"),
        ("1 500", "1500"),
        ("1\u202f500\u202f000", "1500000"),
        ("1'500.50", "1500.50"),
        ("1.500,50", "1500.50"),
        ("1,500.50", "1500.50"),
        ("1,500,000", "1500000"),
        ("1.500.000", "1500000"),
        ("12.5000", "12.5000"),
        ("a lot", "a lot"),
        ("1,2,3", "1,2,3"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert plain_number(typed) == number


@pytest.mark.parametrize("typed", ["1,500", "1.500", "10,000"])
def test_nobody_can_tell_thousands_from_decimals(typed: str) -> None:
    with pytest.raises(UnclearNumberError, match="thousands or decimals"):
        plain_number(typed)
    assert is_unclear(typed)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" +007 ", 7),
        ("1", 1),
        ("50", 50),
        ("0", None),
        ("51", None),
        ("-1", None),
        ("1.0", None),
        ("", None),
        ("\u0661", None),
        ("9" * 5000, None),
    ],
)
def test_a_whole_number_from_outside_lies_within_its_limits_or_is_none(text: str, number: int | None) -> None:
    assert whole_number(text, least=1, most=50) == number
