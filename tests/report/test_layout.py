"""Text and tables for paper: nothing in what people typed breaks a document, and no cell of a table is lost."""

import pytest

from reuse_app.narrative.blocks import Table, Typed
from reuse_app.report.layout import (
    BREAK,
    MOST_ROWS,
    Passage,
    Run,
    breakable,
    fitted,
    in_cell,
    is_rtl,
    passages,
    printable,
    widths,
)


def test_our_own_sentence_is_one_run_even_when_a_name_in_it_looks_like_markdown() -> None:
    assert passages("The *best* set") == (Passage((Run("The *best* set"),)),)


def test_an_empty_text_has_no_passages() -> None:
    assert passages("") == passages(Typed("")) == passages(Typed("  \n ")) == ()


def test_markdown_that_people_typed_becomes_styles() -> None:
    (found,) = passages(Typed("It is **very** *good*, `x = 1`"))
    assert [(run.text, run.style) for run in found.runs] == [
        ("It is ", ""),
        ("very", "strong"),
        (" ", ""),
        ("good", "em"),
        (", ", ""),
        ("x = 1", "code"),
    ]


def test_a_link_keeps_its_address_and_a_harmful_one_does_not() -> None:
    (found,) = passages(Typed("[there](https://example.org) [here](javascript:alert)"))
    assert [run.href for run in found.runs if run.href] == ["https://example.org"]


def test_lists_have_marks_and_depths() -> None:
    found = passages(Typed("1. one\n2. two\n    - deep\n\nend"))
    assert [(one.kind, one.mark, one.depth) for one in found] == [
        ("item", "1.", 1),
        ("item", "2.", 1),
        ("item", "•", 2),
        ("paragraph", "", 0),
    ]


def test_quotations_code_and_headings_have_their_kind() -> None:
    found = passages(Typed("# Head\n\n> said\n\n    a  b\n    c"))
    assert [one.kind for one in found] == ["paragraph", "quote", "code"]
    assert found[0].runs == (Run("Head", "strong"),)
    assert found[2].runs == (Run("a  b\nc", "code"),)


def test_a_forced_line_break_stays() -> None:
    (found,) = passages(Typed("one  \ntwo"))
    assert BREAK in found.runs


def test_what_looks_like_html_is_shown() -> None:
    (found,) = passages(Typed("<script>alert(1)</script>"))
    assert "".join(run.text for run in found.runs) == "<script>alert(1)</script>"


@pytest.mark.parametrize(("text", "expected"), [("שלום x", True), ("1. مرحبا", True), ("x שלום", False), ("1", False)])
def test_the_first_letter_says_the_direction(text: str, expected: bool) -> None:
    assert is_rtl(text) is expected


def test_marks_that_turn_the_direction_of_others_go() -> None:
    assert printable("\u202eevil\u2066") == "evil"


def test_what_xml_cannot_hold_is_shown_as_such() -> None:
    assert printable("a\x00b\ud800c\ufffed") == "a\ufffdb\ufffdc\ufffdd"


def test_an_endless_word_can_be_broken_and_others_stay() -> None:
    assert breakable("x" * 100).replace("\u200b", "") == "x" * 100
    assert max(map(len, breakable("x" * 100).split("\u200b"))) == 40
    assert max(map(len, in_cell("x" * 100).split("\u200b"))) == 16
    assert in_cell("a sentence of plain words") == "a sentence of plain words"


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
