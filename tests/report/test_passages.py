"""What people typed becomes paragraphs and runs, and nothing in it can break a document."""

import pytest

from reuse_app.narrative.blocks import Typed
from reuse_app.report.passages import BREAK, Passage, Run, breakable, in_cell, is_rtl, passages, printable


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
