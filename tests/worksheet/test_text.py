import pytest

from reuse_app.worksheet.text import clean, clean_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a b  ", "a b"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("nul\x00 and \ud800 half", "nul\ufffd and \ufffd half"),
        ("a\tb", "a\tb"),
        ("next\x85line, \x80 \ufdd0 \U0001ffff", "next\nline, \ufffd \ufffd \ufffd"),
    ],
)
def test_prose_keeps_its_lines_and_loses_what_no_document_holds(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" a\n\tb  c ") == "a b c"


def test_other_values_are_left_to_the_check_of_types() -> None:
    assert clean(5) == 5
    assert clean_line(None) is None
